"""CSV and XLSX exports of Wagtail's lists and of form submissions: safe, and in the formats that spreadsheets expect.

Wagtail has no setting for this. ``connect`` wraps methods of its export mixin, which every exported list shares.
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
    """Wrap Wagtail's ``preprocess_field_value``: remove characters that no spreadsheet can hold.

    In CSV the value is also escaped against formula injection, which Wagtail does for XLSX only: the cells hold names,
    titles and what visitors typed. Dates and times are written to CSV as in the open data, in ISO 8601.
    """

    @wraps(wagtails)
    def preprocess_field_value(view, field, value, export_format):
        cell = wagtails(view, field, value, export_format)
        if export_format == view.FORMAT_CSV and isinstance(cell, date):
            return iso_datetime(cell) if isinstance(cell, datetime) else cell.isoformat()
        written = force_str(cell, strings_only=True)  # numbers and dates keep their type
        if not isinstance(written, str):
            return cell
        written = strip_unprintable(written)
        return escape_formula(written) if export_format == view.FORMAT_CSV else written

    return preprocess_field_value


def marked_stream(wagtails):
    """Wrap Wagtail's ``stream_csv``: begin with a BOM, by which Excel knows UTF-8, and keep the request's language.

    The lines are generated while the response is sent, when the request's language is no longer active.
    """

    @wraps(wagtails)
    def stream_csv(view, queryset):
        return in_language(get_language(), BOM, wagtails(view, queryset))

    return stream_csv


def in_language(language, first, lines):
    """Yield a first line, then the lines of an iterator, each generated with a language active."""
    yield first
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def named_heading(wagtails):
    """Wrap Wagtail's ``get_heading``: find the model of the list also where its rows are not a queryset.

    The headings that a view declares are translated here: Wagtail declares some with ``gettext`` at import,
    untranslated.
    """

    @wraps(wagtails)
    def get_heading(view, queryset, field):
        if field in view.export_headings:
            return gettext(view.export_headings[field])
        return wagtails(view, queryset if hasattr(queryset, "model") else view.object_list, field)

    return get_heading


def only_of_lists_with_columns(wagtails):
    """Wrap Wagtail's ``as_spreadsheet``: redirect an export of a list without export columns to the list itself."""

    @wraps(wagtails)
    def as_spreadsheet(view, queryset, spreadsheet_format):
        if view.list_export:
            return wagtails(view, queryset, spreadsheet_format)
        asked = view.request.GET.copy()
        del asked["export"]
        return redirect(f"{view.request.path}?{asked.urlencode()}" if asked else view.request.path)

    return as_spreadsheet


def connect():
    """Replace the methods of Wagtail's export mixin with the wrapped ones. To be called once."""
    for name, better in {
        "preprocess_field_value": safe_cell,
        "stream_csv": marked_stream,
        "get_heading": named_heading,
        "as_spreadsheet": only_of_lists_with_columns,
    }.items():
        setattr(SpreadsheetExportMixin, name, better(getattr(SpreadsheetExportMixin, name)))
