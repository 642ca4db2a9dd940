from array import array
from functools import partial
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404

from solidarity.forms.filters import FilterForm
from solidarity.generation import kept
from solidarity.models.base import SitePage
from solidarity.query_strings import known_query, redirect_without_empty, with_page
from solidarity.querysets import with_pictures


def pks_of(items):
    """Return the primary keys of a queryset in its order, as compact as they can be: there may be very many."""
    return array("q", items.values_list("pk", flat=True))


class OrderedItems:
    """The items of a queryset in an order that is known: a numbered page is loaded by its primary keys."""

    def __init__(self, items, pks):
        self.items, self.pks = items, pks

    def __len__(self):
        return len(self.pks)

    def __getitem__(self, part):
        """Return the queryset of the items in a slice."""
        return self.items.filter(pk__in=list(self.pks[part]))


class ListingPage(SitePage):
    """A page that lists others, with filters and numbered pages.

    Each kind gives its ``items`` and ``filters``; each choice of a filter says how many items it would give with the
    other filters as they are. It says in ``queryset(items, choices)``, given the items that the filters leave and what
    was chosen, by name, what is shown in which order: a queryset, of which only one numbered page is loaded, or a
    sequence. ``feed`` is the name of its feed source, for those whose template extends solidarity/listing_page.html.
    """

    items_per_page = 12
    max_count = 1
    feed = ""
    linked_type = "CollectionPage"
    parent_page_types = ["solidarity.HomePage"]

    class Meta:
        abstract = True

    def items(self):
        """Return the queryset of all that is listed here, before any filter."""
        raise NotImplementedError

    def filters(self):
        """Return this listing's filters by name, in the order of the form. They are made once for each request."""
        return {}

    def filter_form(self, filters, data):
        """Return the form of this listing's filters, bound to the data of a GET request."""
        fields = {
            name: filter_.field(kept(f"choices of {self.pk} {name}", filter_.listed, by_language=True))
            for name, filter_ in filters.items()
        }
        return FilterForm(data, **fields)

    def filtered(self, filters, choices, apart_from=None):
        """Return the items that the filters chosen leave, or that all but one of them leave."""
        items = self.items()
        for name, filter_ in filters.items():
            if name in choices and name != apart_from:
                items = filter_.filter(items, choices[name])
        return items

    def count_choices(self, form, filters, choices):
        """Say beside each choice how many items it would give with the other filters as they are."""
        for name, filter_ in filters.items():
            items = self.filtered(filters, choices, apart_from=name)
            others = sorted((other, choices[other]) for other in filters if other in choices and other != name)
            counts = kept(f"counts of {self.pk} {name} {others}", partial(filter_.counts, items), in_memory=not others)
            form.show_counts(name, counts)

    def relaxed_filters(self, form, filters, choices):
        """Return the filters without which something would be found: what was chosen, the rest, and how many."""
        relaxed = []
        for name in filters:
            if name in choices and len(choices) > 1:
                rest = {other: choice for other, choice in choices.items() if other != name}
                if count := self.filtered(filters, rest).count():
                    field = form.fields[name]
                    chosen = dict(field.choices)[choices[name]]
                    relaxed.append({"filter": field.label, "choice": chosen, "query": urlencode(rest), "count": count})
        return relaxed

    def with_related(self, items):
        """Return the items of one numbered page with all that their rows show."""
        return with_pictures(items)

    def serve(self, request, *args, **kwargs):
        if tidied := redirect_without_empty(request):
            return tidied
        response = super().serve(request, *args, **kwargs)
        form = response.context_data["filters"]
        response.query_keys = frozenset([*form.fields, "page"])
        response.is_stored = not form.ignored  # there is no end of values that mean nothing
        return response

    def get_context(self, request, *args, **kwargs):
        with_pictures([self])
        context = super().get_context(request, *args, **kwargs)
        filters = self.filters()
        form = self.filter_form(filters, request.GET)
        choices = form.choices_made
        items = self.queryset(self.filtered(filters, choices), choices)
        if isinstance(items, QuerySet):
            name = f"order of {self.pk} {sorted(choices.items())}"
            items = OrderedItems(items, kept(name, lambda: pks_of(items), in_memory=not choices))
        paginator = Paginator(items, self.items_per_page)
        try:
            page_obj = paginator.page(request.GET.get("page", 1))
        except InvalidPage as error:
            raise Http404("There is no page of this number.") from error
        page_obj.object_list = self.with_related(page_obj.object_list)
        chosen = form.chosen()
        relaxed_filters = [] if paginator.count else self.relaxed_filters(form, filters, choices)
        self.count_choices(form, filters, choices)
        return {
            **context,
            "filters": form,
            "query": known_query(request, [*form.fields, "page"]),
            "choices": choices,
            "chosen": chosen,
            "query_shown": with_page(choices.items(), page_obj),
            "relaxed_filters": relaxed_filters,
            "page_obj": page_obj,
            "page_numbers": paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1),
        }
