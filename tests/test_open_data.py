"""Open data: what is in the files, how it is written, and that each says what it holds."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.utils import timezone

from solidarity import languages
from solidarity.data.columns import plain
from solidarity.urls import DATASETS
from tests import factories

NAMES = [dataset.name for dataset in DATASETS]


def read(client, name, extension="csv", **headers):
    """Return a file's text, read to its end: by that it closes itself."""
    response = client.get(f"/data/{name}.{extension}", headers=headers)
    assert response.status_code == 200
    return response.getvalue().decode()


def table(client, name):
    """Return the rows of a CSV file as dictionaries."""
    text = read(client, name)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def rows(client, name):
    """Return the rows of a JSON file."""
    return json.loads(read(client, name, "json"))["rows"]


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_site_has_files_of_no_rows(client, site, name):
    assert table(client, name) == []
    assert rows(client, name) == []
    assert read(client, name, "jsonl") == ""
