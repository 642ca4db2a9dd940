"""What search keeps: an entry for each page and language, and the words that nothing was found for."""

import re
from datetime import timedelta

from django.core.cache import cache
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from solidarity import languages
from solidarity.database.full_text import WordsField
from solidarity.dates import DatePrecision, PartialDate
from solidarity.text import transliterations, words

INDEXED_LENGTH = 200_000  # characters of a page; PostgreSQL takes no more than 1 MB of different words


def language_mark(language):
    """Return a word that stands in every entry of a language, so that the index itself keeps the languages apart."""
    return f"0{language}0"


class SearchEntry(models.Model):
    """What a published page says to the readers of one language, fallback included, and its words as they are indexed.

    solidarity/search/indexing.py writes it.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="search_entries")
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    title_shown = models.CharField(max_length=255)
    title_language = models.CharField(max_length=10)
    passages = models.JSONField(default=list)  # pairs of language and text, from which excerpts are taken
    names = models.TextField(default="")  # of cities, countries and topics: it is found by them, too
    cities = models.JSONField(default=dict)  # names by slug
    topics = models.JSONField(default=dict)
    date = models.DateField(null=True)
    date_precision = models.CharField(max_length=5, default=DatePrecision.DAY)
    title_words = WordsField(editable=False)
    words = WordsField(editable=False)  # of the title and of all the rest

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="search_entry_once")]

    def words_of_title(self):
        """Return the folded words of the title, as the index takes them."""
        return " ".join([language_mark(self.language), *words(self.title_shown), *transliterations(self.title_shown)])

    def words_of_page(self):
        """Return the folded words of the title and of all the rest, as the index takes them."""
        rest = "\n".join([*(text for _language, text in self.passages), self.names])[:INDEXED_LENGTH]
        return " ".join([self.words_of_title(), *words(rest), *transliterations(rest)])

    @property
    def subject_date(self):
        """The page's ``subject_date``."""
        return PartialDate(self.date, self.date_precision)


class UnmatchedQueryQuerySet(models.QuerySet):
    """What was searched in vain."""

    def note(self, typed, language, today=None):
        """Remember that nothing was found for what was typed, unless it may be personal or there is too much of it."""
        query = " ".join(words(typed))
        if not query or self._is_personal(typed) or len(query) > UnmatchedQuery.LENGTH or not self._is_within_rate():
            return
        today = today or timezone.localdate()
        same = self.filter(query=query, language=language)
        if same.update(count=models.F("count") + 1, last_day=today):
            return
        if self.count() >= UnmatchedQuery.MOST:
            self.filter(pk=self.order_by("count", "last_day", "pk").values("pk")[:1]).delete()
        self.get_or_create(query=query, language=language, defaults={"last_day": today})

    @staticmethod
    def _is_personal(typed):
        """Tell whether a text looks like an address of e-mail, or holds the digits of a telephone or other number."""
        return "@" in typed or len(re.findall(r"\d", typed)) > UnmatchedQuery.DIGITS

    @staticmethod
    def _is_within_rate():
        """Count one more, and tell whether it is not too many for this minute: robots are not to fill the database."""
        key = "search-misses"
        cache.add(key, 0, timeout=60)
        try:
            return cache.incr(key) <= UnmatchedQuery.A_MINUTE
        except ValueError:  # the minute ended in between
            return True

    def forget_old(self, today=None):
        """Delete what nobody has searched for within the time that we keep it; return how many that were."""
        count, _per_model = self.filter(last_day__lt=(today or timezone.localdate()) - UnmatchedQuery.KEPT).delete()
        return count


class UnmatchedQuery(models.Model):
    """Words that were searched and not found, how often, and when last, to the day. Nothing says by whom."""

    LENGTH = 100
    DIGITS = 6
    MOST = 1000
    A_MINUTE = 30
    KEPT = timedelta(days=365)

    query = models.CharField(max_length=LENGTH)
    language = models.CharField(max_length=10, choices=languages.choices)
    count = models.PositiveIntegerField(default=1)
    last_day = models.DateField()

    objects = UnmatchedQueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search without a hit")
        verbose_name_plural = _("searches without a hit")
        constraints = [models.UniqueConstraint(fields=["query", "language"], name="search_miss_once")]

    def __str__(self):
        return self.query
