"""Spreadsheets that the site gives to take along, read as people's programs read them."""

import csv
import io

from openpyxl import load_workbook

BOM = "\ufeff"


def spreadsheet_rows(response):
    """Return the rows of a downloaded CSV or XLSX file, each as a list of text."""
    content = response.getvalue()
    if response["Content-Type"].startswith("text/csv"):
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]
