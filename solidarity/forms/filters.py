"""Filters of index pages: their choices, their querysets, and the form that holds them."""

from urllib.parse import urlencode

from babel.numbers import format_decimal
from django import forms
from django.db.models import Count
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.dates import active_locale
from solidarity.fields import TextInLanguage
from solidarity.text import collation_key

NO_YEAR = "unknown"  # the value for items without a date
SELECTED = mark_safe(" selected")


class FilterSelect(forms.Select):
    """A select without option groups. Django renders three templates for each option, and there may be a hundred."""

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
    """Return the lang and dir attributes of a choice whose label is not in the reader's language."""
    code = getattr(label, "language", None)
    return flatatt({"lang": code, "dir": languages.direction(code)}) if code and code != get_language() else ""


def choice_filter(label, empty_label, choices):
    """Return the form field of a filter: an optional choice among pairs of value and label."""
    return forms.ChoiceField(
        label=label,
        choices=[("", empty_label), *choices],
        required=False,
        widget=FilterSelect,
        error_messages={"invalid_choice": _("Unknown choice")},
    )


class Filter:
    """A filter of an index page: its choices, the items that each leaves, and the number of items for each.

    This class filters by a lookup, such as ``kind``, ``date__year`` or ``topics__slug``. A subclass overrides
    ``filter`` and ``counts`` for other conditions. ``choices`` are pairs of value and label, or a function that returns
    them where they need a query.
    """

    def __init__(self, label, empty_label, choices, lookup=""):
        self.label, self.empty_label, self.choices, self.lookup = label, empty_label, choices, lookup

    def listed(self):
        """Return the choices as a list. One query at most."""
        return list(self.choices() if callable(self.choices) else self.choices)

    def field(self, choices):
        """Return the filter's form field, given its choices as listed."""
        return choice_filter(self.label, self.empty_label, choices)

    def filter(self, items, choice):
        """Return the items that match a choice."""
        return items.filter(**{self.lookup: choice})

    def counts(self, items):
        """Return the number of items by choice, without choices that match none. One query for all choices."""
        return dict(items.order_by().values_list(self.lookup).annotate(Count("pk", distinct=True)))


class YearFilter(Filter):
    """A filter by the year of a date, or by its absence. The queryset's ``years()`` returns the years."""

    def __init__(self, items, date):
        super().__init__(_("Year"), _("All years"), lambda: year_choices(items.years()), f"{date}__year")

    def filter(self, items, choice):
        return super().filter(items, None if choice == NO_YEAR else choice)

    def counts(self, items):
        return {NO_YEAR if year is None else year: count for year, count in super().counts(items).items()}


class TopicFilter(Filter):
    """A filter by topic, among the topics of the items."""

    def __init__(self, items):
        topics = items.model._meta.get_field("topics").related_model.objects
        named = topics.filter(pk__in=items.order_by().values("topics"))
        super().__init__(_("Topic"), _("All topics"), lambda: topic_choices(named), "topics__slug")


def year_choices(years):
    """Return years, of which one may be None, as pairs of value and label."""
    return [(NO_YEAR, _("Not known")) if year is None else (str(year), str(year)) for year in years]


def topic_choices(topics):
    """Return topics as pairs of slug and name, in the reader's alphabetical order."""
    named = ((topic.slug, TextInLanguage.of(topic, "name")) for topic in topics)
    return sorted(named, key=lambda topic: collation_key(topic[1]))


def counted(label, count):
    """Return the label of a choice with the number of items that match it."""
    text = f"{label} ({count})"
    return label.with_text(text) if isinstance(label, TextInLanguage) else text


class FilterForm(forms.Form):
    """The filters of an index page, sent by GET. Invalid values are ignored, and ``ignored`` names their filters."""

    def __init__(self, data, **fields):
        super().__init__(data)
        self.fields.update(fields)
        # The label of each choice by filter and value, without the counts that are added later.
        self.labels = {name: dict(field.choices) for name, field in fields.items()}
        # By filter, how many items each choice gives, as far as they were counted.
        self.counts = {}

    @property
    def choices_made(self):
        """The valid choices by name of the filter."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def offered(self):
        """The bound fields of the filters that have more than one choice."""
        return [field for field in self if len(field.field.choices) > 1]

    @property
    def links(self):
        """The choices that give something, as triples of filter, its label, and pairs of value and label.

        A copy of the site as plain files offers them as links, since no server reads a form there.
        """
        return [
            (field.html_name, field.label, choices)
            for field in self.offered
            if (choices := [(value, label) for value, label in field.field.choices if self._gives_items(field, value)])
        ]

    def _gives_items(self, field, value):
        """Tell whether a choice gives any item; what is not counted, such as an order, does."""
        counts = self.counts.get(field.html_name)
        return bool(value) and (counts is None or bool(counts.get(str(value))))

    @property
    def ignored(self):
        """The labels of the filters with an invalid value."""
        return [self.fields[name].label for name in self.errors]

    def chosen(self, kept=()):
        """Return the choices as dicts, each with its labels and the query string without it.

        ``kept`` are pairs that every query string retains. The order of the list is retained, but is no choice.
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
        """Append to each choice of a filter the number of items that match it; to the empty choice only if given."""
        numbers = self.counts[name] = {str(choice): count for choice, count in counts.items()}
        locale = active_locale()
        self.fields[name].choices = [
            (choice, counted(label, format_decimal(numbers.get(choice, 0), locale=locale)))
            if choice or choice in numbers
            else (choice, label)
            for choice, label in self.fields[name].choices
        ]
