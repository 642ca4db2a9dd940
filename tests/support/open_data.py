"""The files of the open data, as a program reads them."""

import csv
import io
import json


def read(client, name, extension="csv"):
    """Return a file's text, read to its end: by that it closes itself."""
    response = client.get(f"/data/{name}.{extension}")
    assert response.status_code == 200
    return response.getvalue().decode()


def table(client, name):
    """Return the rows of a CSV file as dictionaries."""
    text = read(client, name)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def rows(client, name):
    """Return the rows of a JSON file."""
    return json.loads(read(client, name, "json"))["rows"]


def one(client, name):
    [row] = rows(client, name)
    return row
