"""Filters of lists: what each offers, what a choice leaves, and the form that they are sent by."""

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

    def filter(self, items, choice):
        """Return the items that a choice leaves."""
        return items.filter(**{self.lookup: choice})

    def counts(self, items):
        """Return how many of the items each choice has, those with none left out. One query for all choices."""
        return dict(items.order_by().values_list(self.lookup).annotate(Count("pk", distinct=True)))


class YearFilter(Filter):
    """A filter by the year of a date, or by there being none. The items say in ``years()`` which there are."""

    def __init__(self, items, date):
        super().__init__(_("Year"), _("All years"), lambda: year_choices(items.years()), f"{date}__year")

    def filter(self, items, choice):
        return super().filter(items, None if choice == NO_YEAR else choice)

    def counts(self, items):
        return {NO_YEAR if year is None else year: number for year, number in super().counts(items).items()}


class TopicFilter(Filter):
    """A filter by topic, among those that the items name."""

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
