"""What the search of a copy looks in: a file for each language, which static/js/copy-search.js reads."""

import re
from typing import Any

from django.db.models import QuerySet

from solidarity import languages
from solidarity.models import SearchEntry
from solidarity.search.excerpts import LENGTH
from solidarity.search.ranking import MARKS, stop_words
from solidarity.search.views import kind_labels
from solidarity.text import FOLDED_AS, words


def entries(language: str) -> QuerySet[SearchEntry]:
    """Return what search finds in a language, by title."""
    found = SearchEntry.objects.filter(language=language, page__live=True).select_related("page")
    return found.defer("cities", "topics", "title_words", "words").order_by("title_shown", "pk")


def index(language: str) -> dict[str, Any]:
    """Return the index of a language, to be written as JSON.

    Words are folded as those of the site's own search are; ``folded`` are the letters that Unicode does not fold, for
    the script to fold what is typed in the same way.
    """
    labels = kind_labels()
    return {
        "folded": FOLDED_AS,
        "stop": sorted(stop_words(language)),
        "pages": [page(entry, str(labels.get(entry.kind, ""))) for entry in entries(language).iterator()],
    }


def page(entry: SearchEntry, kind: str) -> dict[str, Any]:
    """Return what the index says of a page. Its URL is relative to the page of search."""
    lead_language, lead = entry.passages[0] if entry.passages else (entry.language, "")
    return {
        "url": f"../{entry.page.url_path.split('/', 2)[2]}",
        "kind": kind,
        "title": entry.title_shown,
        "lang": entry.title_language,
        "dir": languages.direction(entry.title_language),
        "lead": shortened(lead),
        "leadLang": lead_language,
        "leadDir": languages.direction(lead_language),
        "date": entry.date.isoformat() if entry.date else "",
        "shown": str(entry.subject_date),
        "titled": " ".join(dict.fromkeys(word for word in words_in(entry.words_of_title()))),
        "words": " ".join(dict.fromkeys(words_in(entry.words_of_page()))),
    }


def words_in(text: str) -> list[str]:
    """Return the words of an entry, without the mark of its language."""
    return [word for word in words(text) if word not in MARKS]


def shortened(text: str) -> str:
    """Return the beginning of a text, up to the end of a word."""
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= LENGTH else f"{text[:LENGTH].rsplit(' ', 1)[0]} …"
