from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404

from solidarity.forms.filters import FilterForm
from solidarity.models.base import SitePage
from solidarity.query_strings import redirect_without_empty, with_page
from solidarity.querysets import load_relations, with_pictures


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
        return FilterForm(data, **{name: filter_.field() for name, filter_ in filters.items()})

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
            form.show_counts(name, filter_.counts(self.filtered(filters, choices, apart_from=name)))

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
        return redirect_without_empty(request) or super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        load_relations(self, ["listing_image"])
        context = super().get_context(request, *args, **kwargs)
        filters = self.filters()
        form = self.filter_form(filters, request.GET)
        choices = form.choices_made
        paginator = Paginator(self.queryset(self.filtered(filters, choices), choices), self.items_per_page)
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
            "choices": choices,
            "chosen": chosen,
            "query_shown": with_page(choices.items(), page_obj),
            "relaxed_filters": relaxed_filters,
            "page_obj": page_obj,
            "page_numbers": paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1),
        }
