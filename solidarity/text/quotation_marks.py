"""Removes the quotation marks around pasted quotations, which templates add in the style of each language."""

import re

# Opening quotation marks, each with the closing ones of any convention:
# https://en.wikipedia.org/wiki/Quotation_mark#Summary_table
CLOSING = {
    '"': '"”',
    "'": "'’",
    "`": "'’`´",
    "´": "´",
    "“": '”"“',
    "”": "”",
    "„": '“”"',
    "‟": "”",
    "‘": "’'",
    "’": "’",
    "‚": "‘’",
    "‛": "’",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "〝": "〞〟",
    "＂": "＂",
    "＇": "＇",
    "״": "״",
    "❝": "❞",
    "❛": "❜",
    # In typewriter style.
    "``": ("''", '"'),
    "''": ("''",),
    ",,": ("''", '"', "”", "“"),
    "<<": (">>",),
    ">>": ("<<",),
}
SINGLE = set("'`´‘’‚‛‹›❛＇")
APOSTROPHES = "'’´`"
SPACE = r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"
STOP = re.compile(rf"^(?P<quoted>.*\S){SPACE}(?P<stop>[.,;:!?…。؟۔]{{1,3}})$", re.DOTALL)
ENDED = (".", "!", "?", "…", "。", "؟", "۔")
OPENING = sorted(CLOSING, key=len, reverse=True)


def without_enclosing_marks(text):
    """Return a text without the pair of quotation marks that encloses all of it, if there is one.

    A doubled pair, as in ““Yes””, is removed as one; single marks within double ones belong to a nested quotation.
    Marks around parts of a text stay, as in “Yes”, she said, “we can”. Marks at the start of further paragraphs are
    removed as well; punctuation after the closing mark is kept.
    """
    bare = re.sub(rf"^{SPACE}|{SPACE}$", "", text)
    inner = inside(bare)
    if inner is not None:
        mark = next(mark for mark in OPENING if bare.startswith(mark))
        # Marks of another type than the outer ones belong to a nested quotation, unless both are double marks.
        same = {mark[0]} if mark[0] in SINGLE else {opening[0] for opening in OPENING} - SINGLE
        while inner[0] in same and (again := inside(inner)) is not None:
            inner = again
        return inner
    if (stopped := STOP.match(bare)) and (inner := inside(stopped["quoted"])) is not None:
        return inner if inner.endswith(ENDED) else inner + stopped["stop"]
    return text


def inside(text):
    """Return the text within the pair of marks that encloses it, or None if no pair does."""
    for opening in OPENING:
        closing = next((mark for mark in CLOSING[opening] if text.startswith(opening) and text.endswith(mark)), None)
        if closing and len(text) > len(opening) + len(closing):
            inner = text[len(opening) : -len(closing)]
            goes_on = f"{re.escape(opening)}|{re.escape(closing)}"
            inner = re.sub(rf"(\n\s*)(?:{goes_on})", r"\1", inner)
            if inner.strip() and (inside(inner.strip()) is not None or not is_closed_within(inner, opening)):
                return re.sub(rf"^{SPACE}|{SPACE}$", "", inner)
    return None


def is_closed_within(inner, opening):
    """Tell whether the mark that opens before a text is closed within it, so that its last mark closes another one."""
    depth = 1
    for found in re.finditer("|".join(map(re.escape, (opening, *CLOSING[opening]))), inner):
        mark = found[0]
        before, after = inner[: found.start()].rstrip(mark)[-1:], inner[found.end() :][:1]
        if mark in APOSTROPHES and before.isalnum() and after.isalnum():
            continue
        # A mark that both opens and closes, opens at the start of a word.
        opens = mark == opening and (mark not in CLOSING[opening] or not before or before.isspace())
        depth += 1 if opens else -1
        if depth == 0:
            return True
    return depth != 1
