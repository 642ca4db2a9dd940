"""What staff download of Wagtail's lists and of visitors' answers: sheets that spreadsheet programs read as meant.

Wagtail has no settings for them; connect() changes its mixin, whose methods are the same for every list.
"""

from datetime import date, datetime
from functools import wraps

from django.shortcuts import redirect
from django.utils.encoding import force_str
from django.utils.translation import get_language, gettext, override
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from solidarity.dates import iso_datetime
from solidarity.open_data.columns import escape_formula
from solidarity.open_data.formats import BOM
from solidarity.text import strip_unprintable


def safe_cell(wagtails):
    """Return Wagtail's way to a cell, without signs that no sheet can hold.

    In CSV it is also guarded against being taken for a formula: Wagtail does that in XLSX alone. What visitors wrote in
    a form, names of people and titles go into both. Days and moments stand in every CSV as in the open data.
    """

    @wraps(wagtails)
    def preprocess_field_value(view, field, value, export_format):
        cell = wagtails(view, field, value, export_format)
        if export_format == view.FORMAT_CSV and isinstance(cell, date):
            return iso_datetime(cell) if isinstance(cell, datetime) else cell.isoformat()
        written = force_str(cell, strings_only=True)  # numbers and dates stay what they are
        if not isinstance(written, str):
            return cell
        written = strip_unprintable(written)
        return escape_formula(written) if export_format == view.FORMAT_CSV else written

    return preprocess_field_value


def marked_stream(wagtails):
    """Return Wagtail's way to the lines of a CSV file, with the mark by which Excel knows UTF-8.

    They are made while they are sent, when the request's language is no longer the active one.
    """

    @wraps(wagtails)
    def stream_csv(view, queryset):
        return in_language(get_language(), BOM, wagtails(view, queryset))

    return stream_csv


def in_language(language, first, lines):
    """Yield a first line, and others that are made in a language."""
    yield first
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def named_heading(wagtails):
    """Return Wagtail's way to the heading of a column, of the field's model also where a list was made of rows.

    Those that its view names itself are translated here: some were when the site started, and so not at all.
    """

    @wraps(wagtails)
    def get_heading(view, queryset, field):
        if field in view.export_headings:
            return gettext(view.export_headings[field])
        return wagtails(view, queryset if hasattr(queryset, "model") else view.object_list, field)

    return get_heading


def only_of_lists_with_columns(wagtails):
    """Return Wagtail's way to a sheet; a list without columns to export, which has no button for it, is shown."""

    @wraps(wagtails)
    def as_spreadsheet(view, queryset, spreadsheet_format):
        if view.list_export:
            return wagtails(view, queryset, spreadsheet_format)
        asked = view.request.GET.copy()
        del asked["export"]
        return redirect(f"{view.request.path}?{asked.urlencode()}" if asked else view.request.path)

    return as_spreadsheet


def connect():
    """Make Wagtail's sheets so."""
    for name, better in {
        "preprocess_field_value": safe_cell,
        "stream_csv": marked_stream,
        "get_heading": named_heading,
        "as_spreadsheet": only_of_lists_with_columns,
    }.items():
        setattr(SpreadsheetExportMixin, name, better(getattr(SpreadsheetExportMixin, name)))
