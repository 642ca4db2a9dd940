"""Flat listings of each page type in the admin, for staff and translators: the shared views, columns and filters."""

import re
from functools import partial
from operator import attrgetter

import django_filters
from django import forms
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, F
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.coreutils import multigetattr

from solidarity import languages, roles
from solidarity.database.alphabetical import alphabetically
from solidarity.dates import DatePrecision
from solidarity.forms.filters import NO_YEAR, year_choices
from solidarity.querysets import with_languages, written_in, years_of


def may_see_listings(user):
    """Tell whether a user works on pages of the whole site, as staff and translators do; a city's officers do not."""
    return user.has_perm(roles.TRANSLATE)


class LanguagesColumn(Column):
    """The languages that a page is written in. Needs ``languages_written``: see ``with_languages``."""

    cell_template_name = "admin/languages_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        written = (self.get_value(instance) or "").split()
        named = [(code, name) for code, name in languages.LANGUAGES if code in written]
        return {**super().get_cell_context_data(instance, parent_context), "languages": named}


class NamesColumn(Column):
    """A list of names, of which the first SHOWN are displayed. An export holds all of them."""

    SHOWN = 3
    cell_template_name = "admin/list_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        names = self.get_value(instance)
        more = len(names) - self.SHOWN
        return {
            **super().get_cell_context_data(instance, parent_context),
            "names": names if more <= 1 else names[: self.SHOWN],
            "more": more if more > 1 else 0,
        }


class DatesColumn(Column):
    """One or several dates in words. An export has a column for each of them, in ISO 8601.

    ``days`` maps the names of these columns to pairs: a label, and a function that returns a page's PartialDate.
    """

    def __init__(self, name, days, **kwargs):
        super().__init__(name, **kwargs)
        self.days = days

    def export_columns(self):
        """Return the columns of an export: by name, pairs of a label and a function of a page."""
        return {name: (label, partial(export_date, day)) for name, (label, day) in self.days.items()}


def export_date(day, page):
    """Return a date for an export: a ``date`` where the day is known, else the known part as text."""
    date = day(page)
    return date.day if date.precision == DatePrecision.DAY else date.isoformat()


class PartialDateListingColumn(DatesColumn):
    """A PartialDate, which is the attribute of a page with the column's name unless ``source`` names another."""

    def __init__(self, name, source=None, **kwargs):
        day = attrgetter(source or name)
        super().__init__(name, {name: (kwargs["label"], day)}, accessor=partial(_in_words, day), **kwargs)


def _in_words(day, page):
    date = day(page)
    return str(date) if date or date.precision == DatePrecision.NONE else ""


class DateYearFilter(django_filters.ChoiceFilter):
    """A filter by the year of a date, or by the absence of a date. It offers the years that the pages have."""

    def __init__(self, model, field):
        self.pages_model = model
        super().__init__(
            field_name=field, lookup_expr="year", label=_("Year"), choices=lambda: year_choices(self.years())
        )

    def years(self):
        """Return the years that are offered; None stands for pages without a date."""
        return years_of(self.pages_model.objects.all(), self.field_name)

    def filter(self, pages, value):
        if value == NO_YEAR:
            return pages.filter(**{f"{self.field_name}__isnull": True})
        return super().filter(pages, value)


class ContentFilterSet(WagtailFilterSet):
    """The filters that every listing has."""

    STATES = [
        ("live", _("Published")),
        ("changed", _("Published, with later changes")),
        ("draft", _("Not published")),
    ]

    state = django_filters.ChoiceFilter(
        label=_("State"), method="filter_state", choices=STATES, empty_label=_("Any"), widget=forms.RadioSelect
    )
    missing_in = django_filters.ChoiceFilter(
        label=_("Missing in"),
        method="filter_missing",
        choices=languages.LANGUAGES,
        empty_label=_("Any"),
        widget=forms.RadioSelect,
    )
    latest_revision_created_at = django_filters.DateFromToRangeFilter(
        label=_("Last change"), widget=DateRangePickerWidget
    )

    @classmethod
    def get_filters(cls):
        # Filters of the page type come first, common ones last.
        filters = super().get_filters()
        common = ("state", "missing_in", "latest_revision_created_at")
        return {**{name: filters[name] for name in filters if name not in common}, **filters}

    def filter_state(self, pages, name, value):
        """Filter by a value of STATES."""
        conditions = {"live": {"live": True}, "changed": {"live": True, "has_unpublished_changes": True}}
        return pages.filter(**conditions.get(value, {"live": False}))

    def filter_missing(self, pages, name, value):
        """Keep the pages that are not written in a language, given its code."""
        return pages.exclude(written_in(pages.model, value))


class ContentIndexView(IndexView):
    """The listing of one page type, wherever in the tree. The export holds the same columns as the listing."""

    results_template_name = "admin/listing_results.html"
    table_classname = "listing full-width content-listing"
    filtered = None
    prefetch = ()

    def dispatch(self, request, *args, **kwargs):
        if not may_see_listings(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def annotate_queryset(self, pages):
        pages = super().annotate_queryset(pages).prefetch_related(*self.prefetch)
        if self.filtered:
            pages = self.filtered(pages)
        if any(isinstance(column, LanguagesColumn) for column in self.columns):
            pages = with_languages(pages)
        return pages

    def search_queryset(self, pages):
        # Wagtail's search index refuses to filter by fields that it does not index, so it is queried by itself.
        if not self.is_searching:
            return pages
        # SQLite's full-text search parses quotation marks as syntax: a single one is an error.
        words = " ".join(re.findall(r"\w+", self.search_query))
        found = self.model.objects.only("pk").autocomplete(words)
        return pages.filter(pk__in=[page.pk for page in found])

    def get_ordering(self):
        ordering = self.request.GET.get("ordering", self.default_ordering)
        return ordering if ordering in self.get_valid_orderings() else self.default_ordering

    def order_queryset(self, pages):
        name = self.ordering.removeprefix("-")
        is_annotation = name in pages.query.annotations
        is_text = not is_annotation and isinstance(get_fields_from_path(self.model, name)[-1], CharField)
        field = alphabetically(name) if is_text else F(name)
        # Pages without a date come last in both directions, on every database.
        order = field.desc(nulls_last=True) if self.ordering.startswith("-") else field.asc(nulls_last=True)
        return pages.order_by(order, "pk")

    @cached_property
    def all_export_columns(self):
        """The columns of the export: by name, pairs of a label and a function of a page."""
        columns = {}
        for column in self.columns:
            if isinstance(column, DatesColumn):
                columns |= column.export_columns()
            elif isinstance(column, Column):
                columns[column.name] = column.label, column.get_value
            elif not isinstance(column, BulkActionsColumn):
                columns[column.name] = column.label, partial(multigetattr, accessor=column.accessor)
        return columns

    @cached_property
    def list_export(self):
        return list(self.all_export_columns)

    def get_heading(self, queryset, field):
        label, _value = self.all_export_columns[field]
        return str(label)

    def to_row_dict(self, item):
        return {name: value(item) for name, (_label, value) in self.all_export_columns.items()}


class ListingMenuItem(MenuItem):
    """A menu item that is shown to users who may see the listings."""

    def is_shown(self, request):
        return may_see_listings(request.user)


class ContentListing(PageListingViewSet):
    """A flat listing of one page type in the admin.

    A subclass sets ``own_columns``, the relations to prefetch for them (``prefetch``) and its ``filterset_class``.
    ``filtered``, a function from queryset to queryset, limits the listing to some of the pages.
    """

    index_view_class = ContentIndexView
    menu_item_class = ListingMenuItem
    add_to_admin_menu = True
    own_columns = ()
    common_columns = (
        LanguagesColumn("languages_written", label=_("Languages")),
        DateColumn("latest_revision_created_at", label=_("Last change"), sort_key="latest_revision_created_at"),
        PageStatusColumn("state", label=_("State"), accessor="status_string", sort_key="live"),
    )
    prefetch = ()
    filtered = None

    @cached_property
    def url_prefix(self):
        return f"list/{self.name}"

    @cached_property
    def url_namespace(self):
        return f"list_{self.name}"

    @cached_property
    def menu_name(self):
        return f"list-{self.name}"  # Wagtail has a menu item "reports" of its own

    @cached_property
    def export_filename(self):
        return self.name

    @cached_property
    def columns(self):
        """The columns of the listing: the title, those of this page type, then those that all listings share."""
        return [
            BulkActionsColumn("bulk_actions"),
            PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
            *self.own_columns,
            *self.common_columns,
        ]

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(
            prefetch=self.prefetch, filtered=self.filtered, page_title=self.menu_label, **kwargs
        )
