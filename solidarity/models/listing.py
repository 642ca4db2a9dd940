from django import forms
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from solidarity.models.base import SitePage
from solidarity.models.media import SiteImage


def choice_filter(label, all_of_them, choices):
    """Return a filter's field: a choice among pairs of value and label, or none of them."""
    return forms.ChoiceField(label=label, choices=[("", all_of_them), *choices], required=False)


def year_filter(years):
    """Return the field of a filter by year, among the years that a listing has."""
    return choice_filter(_("Year"), _("All years"), [(str(year), str(year)) for year in years])


class FilterForm(forms.Form):
    """The filters of a listing, sent by GET. What it does not understand it leaves out, with a word."""

    def __init__(self, data, **fields):
        super().__init__(data)
        self.fields.update(fields)

    @property
    def choices_made(self):
        """The filters that were understood, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def ignored(self):
        """The labels of the filters that were not understood."""
        return [self.fields[name].label for name in self.errors]


def with_pictures(pages, name="listing_image"):
    """Return specific pages as a list, a picture of each and its renditions loaded with two queries.

    ``name`` is the foreign key that holds the picture.
    """
    pages = list(pages)
    key = f"{name}_id"
    numbers = {getattr(page, key) for page in pages if getattr(page, key)}
    images = SiteImage.objects.prefetch_related("renditions").in_bulk(numbers)
    for page in pages:
        setattr(page, name, images.get(getattr(page, key)))
    return pages


class ListingPage(SitePage):
    """A page that lists others, with filters and numbered pages.

    Each kind says what it lists in ``listed(choices)``: given the filters chosen, by name, a queryset
    or a sequence of pages.
    """

    items_per_page = 12
    max_count = 1
    linked_type = "CollectionPage"
    parent_page_types = ["solidarity.HomePage"]

    class Meta:
        abstract = True

    def filter_form(self, data):
        """Return the form of this listing's filters, bound to the data of a GET request."""
        return FilterForm(data)

    def prepared(self, items):
        """Return the items of one numbered page with all that their rows show."""
        return with_pictures(items)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        filters = self.filter_form(request.GET)
        choices = filters.choices_made
        paginator = Paginator(self.listed(choices), self.items_per_page)
        try:
            numbered_page = paginator.page(request.GET.get("page", 1))
        except InvalidPage as error:
            raise Http404("There is no page of this number.") from error
        numbered_page.object_list = self.prepared(numbered_page.object_list)
        return {
            **context,
            "filters": filters,
            "choices": choices,
            "numbered_page": numbered_page,
            "page_numbers": paginator.get_elided_page_range(numbered_page.number, on_each_side=2, on_ends=1),
        }
