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


def with_safe_cells(original):
    """Wrap Wagtail's ``preprocess_field_value``: remove characters that no spreadsheet can hold.

    In CSV the value is also escaped against formula injection, which Wagtail does for XLSX only: the cells hold names,
    titles and what visitors typed. Dates and times are written to CSV as in the open data, in ISO 8601.
    """

    @wraps(original)
    def preprocess_field_value(view, field, value, export_format):
        cell = original(view, field, value, export_format)
        if export_format == view.FORMAT_CSV and isinstance(cell, date):
            return iso_datetime(cell) if isinstance(cell, datetime) else cell.isoformat()
        text = force_str(cell, strings_only=True)  # numbers and dates keep their type
        if not isinstance(text, str):
            return cell
        text = strip_unprintable(text)
        return escape_formula(text) if export_format == view.FORMAT_CSV else text

    return preprocess_field_value


def with_bom(original):
    """Wrap Wagtail's ``stream_csv``: begin with a BOM, by which Excel knows UTF-8, and keep the request's language.

    The lines are generated while the response is sent, when the request's language is no longer active.
    """

    @wraps(original)
    def stream_csv(view, queryset):
        return lines_in_language(get_language(), BOM, original(view, queryset))

    return stream_csv


def lines_in_language(language, bom, lines):
    """Yield a BOM, then the lines of an iterator, each generated with a language active."""
    yield bom
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


def with_translated_headings(original):
    """Wrap Wagtail's ``get_heading``: find the model of the list also where its rows are not a queryset.

    The headings that a view declares are translated here: Wagtail declares some with ``gettext`` at import,
    untranslated.
    """

    @wraps(original)
    def get_heading(view, queryset, field):
        if field in view.export_headings:
            return gettext(view.export_headings[field])
        return original(view, queryset if hasattr(queryset, "model") else view.object_list, field)

    return get_heading


def without_empty_exports(original):
    """Wrap Wagtail's ``as_spreadsheet``: redirect an export of a list without export columns to the list itself."""

    @wraps(original)
    def as_spreadsheet(view, queryset, spreadsheet_format):
        if view.list_export:
            return original(view, queryset, spreadsheet_format)
        params = view.request.GET.copy()
        del params["export"]
        return redirect(f"{view.request.path}?{params.urlencode()}" if params else view.request.path)

    return as_spreadsheet


def connect():
    """Replace the methods of Wagtail's export mixin with the wrapped ones. To be called once."""
    for name, wrap in {
        "preprocess_field_value": with_safe_cells,
        "stream_csv": with_bom,
        "get_heading": with_translated_headings,
        "as_spreadsheet": without_empty_exports,
    }.items():
        setattr(SpreadsheetExportMixin, name, wrap(getattr(SpreadsheetExportMixin, name)))
