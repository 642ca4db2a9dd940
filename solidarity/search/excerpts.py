"""The place in a text where the words stand that were searched for, with each of them marked."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from os.path import commonprefix

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from solidarity.text import transliterations, words

# A word as it is written, with the marks and invisible signs that folding takes away.
WRITTEN_WORD = re.compile(
    r"(?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u06d6-\u06ed\u00ad\u200b-\u200f])+"
)
EXAMINED = 20_000  # characters of a text; what comes after them is found, but not shown
LENGTH = 240  # characters
BEFORE = 80
MARK, END_OF_MARK = mark_safe("<mark>"), mark_safe("</mark>")
# Two forms of a word, such as city and cities, begin alike for so long and end in no more than so many letters.
ALIKE = 3
ENDING = 3
WORTH = 9  # of a word that stands there itself
Span = tuple[int, int]  # of a word in a text: where it begins and ends


@dataclass(frozen=True)
class Excerpt:
    """A piece of a text in HTML, with the words found marked, and the language it is in."""

    html: str
    language: str


def is_word(written: str, searched: str) -> bool:
    return written == searched


def begins_so(written: str, searched: str) -> bool:
    return len(searched) >= ALIKE and written.startswith(searched)


def is_like(written: str, searched: str) -> bool:
    """Tell whether two words may be forms of one: PostgreSQL finds them by their stem, without saying where."""
    alike = len(commonprefix([written, searched]))
    return alike >= ALIKE and max(len(written), len(searched)) - alike <= ENDING


# With what each is worth, and the best first.
RULES = ((WORTH, is_word), (3, begins_so), (1, is_like))


def places(text: str, searched: Iterable[str]) -> tuple[list[Span], int]:
    """Return where in a text the words stand that were searched for, and how well they fit.

    A word that does not stand there itself is looked for as the beginning of another, and then in other forms.
    """
    matches = WRITTEN_WORD.finditer(text, 0, EXAMINED)
    written = [(match.span(), word) for match in matches for word in _spellings(match[0])]
    found, fit = set(), 0
    for one in searched:
        # By every rule the words begin alike, which is seen at once.
        beginning = one[:ALIKE]
        near = [(span, word) for span, word in written if word[:ALIKE] == beginning]
        for worth, rule in RULES:
            spans = [span for span, word in near if rule(word, one)]
            if spans:
                found.update(spans)
                fit += worth
                break
    return sorted(found), fit


def _spellings(word: str) -> tuple[str, ...]:
    # Most words of most languages are the same when folded but for the case.
    return (word.lower(),) if word.isascii() else _spellings_of_marked(word)


@lru_cache(maxsize=20_000)
def _spellings_of_marked(word: str) -> tuple[str, ...]:
    return " ".join(words(word)), *transliterations(word)


def mark(text: str, searched: Iterable[str]) -> SafeString:
    """Return a text as HTML with the words marked that were searched for."""
    return _with_marks(text, places(text, searched)[0])


def excerpt(passages: Iterable[tuple[str, str]], searched: Collection[str], language: str) -> Excerpt:
    """Return the Excerpt of passages, pairs of language and text: of the one that holds most of the words."""
    best, found, best_fit = None, [], -1
    for code, text in passages:
        spans, fit = places(text, searched)
        if fit > best_fit:
            best, found, best_fit = (code, text), spans, fit
        if fit == WORTH * len(searched):
            break
    if best is None:
        return Excerpt("", language)
    code, text = best
    return Excerpt(_cut(text, found), code)


def _cut(text: str, found: list[Span]) -> SafeString:
    """Return a piece of a text around the first place found, or its beginning."""
    start = max(found[0][0] - BEFORE, 0) if found else 0
    if start:
        start = text.find(" ", start, found[0][0]) + 1 or found[0][0]
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start, end), found[0][1] if found else 0, start + BEFORE)
    inside = [(first - start, min(last, end) - start) for first, last in found if start <= first < end]
    piece = _with_marks(re.sub(r"\s", " ", text[start:end]), inside)
    return format_html("{}{}{}", "… " if start else "", piece, " …" if end < len(text) else "")


def _with_marks(text: str, found: list[Span]) -> SafeString:
    parts, done = [], 0
    for first, last in found:
        parts += [("", text[done:first], ""), (MARK, text[first:last], END_OF_MARK)]
        done = last
    return format_html_join("", "{}{}{}", [*parts, ("", text[done:], "")])
