"""The tests' own databases: made once, and each a copy that leaves the others as they are."""

from pathlib import Path

import pytest
from django.db import connection

from solidarity.models import HomePage
from tests.conftest import ONE_DATABASE
from tests.support import databases

pytestmark = pytest.mark.django_db


def test_what_is_written_into_a_copy_stands_in_no_other(empty_database, process):
    own = connection.settings_dict["NAME"]
    with databases.connected_to(empty_database):
        assert connection.settings_dict["NAME"] == empty_database
        assert HomePage.objects.count() == 0
    assert connection.settings_dict["NAME"] == own
    assert HomePage.objects.count() == 1


def test_a_database_is_made_once(empty_database):
    assert databases.build_once("empty", None, pytest.fail) == empty_database


def test_what_one_database_is_enough_for_is_there():
    files = {path.stem for path in Path(__file__).parent.rglob("test_*.py")}
    assert sorted(ONE_DATABASE - files) == []
