from urllib.parse import urlencode

from babel.numbers import format_decimal
from django import forms
from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count
from django.forms.utils import flatatt
from django.http import Http404
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.dates import active_locale
from solidarity.fields import TextInLanguage
from solidarity.models.base import SitePage
from solidarity.models.media import SiteImage
from solidarity.models.site import Topic
from solidarity.query_strings import redirect_without_empty, with_page
from solidarity.querysets import load_relations
from solidarity.text import collation_key

NO_YEAR = "unknown"  # in the place of a year, of what has no date
SELECTED = mark_safe(" selected")


class FilterSelect(forms.Select):
    """A select without groups. Django would render three templates for each of what may be a hundred choices."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = self.format_value(value)
        options = format_html_join(
            "\n",
            '<option value="{}"{}{}>{}</option>',
            (
                (key, marked_language(label), SELECTED if str(key) in chosen else "", label)
                for key, label in self.choices
            ),
        )
        attributes = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>\n{}\n</select>', name, attributes, options)


def marked_language(label):
    """Return the attributes of a choice whose words are not in the reader's language."""
    code = getattr(label, "language", None)
    return flatatt({"lang": code, "dir": languages.direction(code)}) if code and code != get_language() else ""


def choice_filter(label, all_of_them, choices):
    """Return a filter's field: a choice among pairs of value and label, or none of them."""
    return forms.ChoiceField(
        label=label,
        choices=[("", all_of_them), *choices],
        required=False,
        widget=FilterSelect,
        error_messages={"invalid_choice": _("Unknown choice")},
    )


class Filter:
    """A filter of a listing: what it offers, what a choice leaves, and how many items each choice would give.

    This one goes by a field or a lookup, such as ``kind``, ``date__year`` or ``topics__slug``. A filter that asks
    for more says so in ``narrow`` and ``counts`` of its own. ``choices`` are pairs of value and label, or a
    function that returns them, where they are asked of the database.
    """

    def __init__(self, label, all_of_them, choices, lookup=""):
        self.label, self.all_of_them, self.choices, self.lookup = label, all_of_them, choices, lookup

    def field(self):
        """Return the filter's field in a form."""
        choices = self.choices() if callable(self.choices) else self.choices
        return choice_filter(self.label, self.all_of_them, choices)

    def narrow(self, items, choice):
        """Return the items that a choice leaves."""
        return items.filter(**{self.lookup: choice})

    def counts(self, items):
        """Return how many of the items each choice has, those with none left out. One query for all choices."""
        return dict(items.order_by().values_list(self.lookup).annotate(Count("pk", distinct=True)))


class YearFilter(Filter):
    """A filter by the year of a date, or by there being none. The items say in ``years()`` which there are."""

    def __init__(self, items, date):
        super().__init__(_("Year"), _("All years"), lambda: year_choices(items.years()), f"{date}__year")

    def narrow(self, items, choice):
        return super().narrow(items, None if choice == NO_YEAR else choice)

    def counts(self, items):
        return {NO_YEAR if year is None else year: number for year, number in super().counts(items).items()}


class TopicFilter(Filter):
    """A filter by topic, among those that the items name."""

    def __init__(self, items):
        super().__init__(_("Topic"), _("All topics"), lambda: topic_choices(items.values("topics")), "topics__slug")


def year_choices(years):
    """Return years, of which one may be None, as pairs of value and label."""
    return [(NO_YEAR, _("Not known")) if year is None else (str(year), str(year)) for year in years]


def topic_choices(keys):
    """Return the topics of some keys as pairs of slug and name, in the reader's alphabetical order."""
    topics = Topic.objects.filter(pk__in=keys.order_by())
    named = ((topic.slug, TextInLanguage.of(topic, "name")) for topic in topics)
    return sorted(named, key=lambda topic: collation_key(topic[1]))


def counted(label, number):
    """Return the words of a choice with how many items it would give."""
    text = f"{label} ({number})"
    return label.with_text(text) if isinstance(label, TextInLanguage) else text


class FilterForm(forms.Form):
    """The filters of a listing, sent by GET. What it does not understand it leaves out, with a word."""

    def __init__(self, data, **fields):
        super().__init__(data)
        self.fields.update(fields)
        # The words of each choice by filter and value, without the counts that come to stand beside them.
        self.labels = {name: dict(field.choices) for name, field in fields.items()}

    @property
    def choices_made(self):
        """The filters that were understood, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def offered(self):
        """The fields of the filters that leave something to choose."""
        return [field for field in self if len(field.field.choices) > 1]

    @property
    def ignored(self):
        """The labels of the filters that were not understood."""
        return [self.fields[name].label for name in self.errors]

    def chosen(self, kept=()):
        """Return what was chosen, each with its words and the query that takes it away; ``kept`` is always in it.

        An order of the list is none of them, and is kept.
        """
        made = self.choices_made
        return [
            {
                "name": name,
                "filter": self.fields[name].label,
                "choice": self.labels[name][value],
                "query": urlencode([*kept, *((other, made[other]) for other in made if other != name)]),
            }
            for name, value in made.items()
            if name != "sort"
        ]

    def show_counts(self, name, counts):
        """Say beside each choice of a filter how many items it would give; so too beside none, where that is known."""
        numbers = {str(choice): number for choice, number in counts.items()}
        locale = active_locale()
        self.fields[name].choices = [
            (choice, counted(label, format_decimal(numbers.get(choice, 0), locale=locale)))
            if choice or choice in numbers
            else (choice, label)
            for choice, label in self.fields[name].choices
        ]


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

    Each kind gives its ``items`` and ``filters``; each choice of a filter says how many items it would give with the
    other filters as they are. It says in ``listed(choices)``, given the filters chosen, by name, what is shown in
    which order: a queryset, of which only one numbered page is loaded, or a sequence.
    """

    items_per_page = 12
    max_count = 1
    linked_type = "CollectionPage"
    parent_page_types = ["solidarity.HomePage"]

    class Meta:
        abstract = True

    def items(self):
        """Return the queryset of all that is listed here, before any filter."""
        raise NotImplementedError

    def filters(self):
        """Return this listing's filters by name, in the order of the form."""
        return {}

    def filter_form(self, data):
        """Return the form of this listing's filters, bound to the data of a GET request."""
        return FilterForm(data, **{name: one.field() for name, one in self.filters().items()})

    def narrowed(self, choices, apart_from=None):
        """Return the items that the filters chosen leave, or that all but one of them leave."""
        items = self.items()
        for name, one in self.filters().items():
            if name in choices and name != apart_from:
                items = one.narrow(items, choices[name])
        return items

    def count_choices(self, form, choices):
        """Say beside each choice how many items it would give with the other filters as they are."""
        for name, one in self.filters().items():
            form.show_counts(name, one.counts(self.narrowed(choices, apart_from=name)))

    def ways_on(self, form, choices):
        """Return the filters without which something would be found: what was chosen, the rest, and how many."""
        ways = []
        for name in self.filters():
            if name in choices and len(choices) > 1:
                rest = {other: choice for other, choice in choices.items() if other != name}
                if number := self.narrowed(rest).count():
                    field = form.fields[name]
                    chosen = dict(field.choices)[choices[name]]
                    ways.append({"filter": field.label, "choice": chosen, "query": urlencode(rest), "number": number})
        return ways

    def prepared(self, items):
        """Return the items of one numbered page with all that their rows show."""
        return with_pictures(items)

    def serve(self, request, *args, **kwargs):
        return redirect_without_empty(request) or super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        load_relations(self, ["listing_image"])
        context = super().get_context(request, *args, **kwargs)
        filters = self.filter_form(request.GET)
        choices, chosen = filters.choices_made, filters.chosen()
        paginator = Paginator(self.listed(choices), self.items_per_page)
        try:
            numbered_page = paginator.page(request.GET.get("page", 1))
        except InvalidPage as error:
            raise Http404("There is no page of this number.") from error
        numbered_page.object_list = self.prepared(numbered_page.object_list)
        ways_on = [] if paginator.count else self.ways_on(filters, choices)
        self.count_choices(filters, choices)
        return {
            **context,
            "filters": filters,
            "choices": choices,
            "chosen": chosen,
            "query_shown": with_page(choices.items(), numbered_page),
            "ways_on": ways_on,
            "numbered_page": numbered_page,
            "page_numbers": paginator.get_elided_page_range(numbered_page.number, on_each_side=2, on_ends=1),
        }
