"""Bodies of the demonstration: from the blocks of a file to the JSON of a StreamField, and to plain text for a PDF."""

import re
from html import escape
from uuid import uuid4

LINK = re.compile(r'<a href="(https://[^"<>\s]+)">([^<>]+)</a>')
TAG = re.compile(r"</?[a-z]")

# The keys of each block that is a mapping, and those that are optional.
KEYS = {
    "figure": ({"number", "label", "source"}, set()),
    "quotation": ({"text", "speaker", "role", "language"}, {"role"}),
    "call_to_action": ({"text", "label", "page"}, {"text"}),
    "table": ({"caption", "rows"}, set()),
    "pages": ({"heading", "pages"}, set()),
    "question": ({"question", "answer"}, set()),
}


def text_problems(text):
    """Yield what is wrong with a text of paragraphs."""
    if not isinstance(text, str) or not text.strip():
        yield f"{text!r} is not a text"
    elif found := TAG.search(LINK.sub("", text)):
        yield f'{found.group()}: the only tag is <a href="https://...">'


def problems(body, pages):
    """Yield what is wrong with a list of blocks. ``pages`` are the pages that it may link to, by path."""
    if not isinstance(body, list):
        yield "is not a list of blocks"
        return
    for number, block in enumerate(body, start=1):
        if not isinstance(block, dict) or len(block) != 1:
            yield f"block {number}: is not a mapping of one key"
            continue
        ((name, value),) = block.items()
        for problem in _block_problems(name, value, pages):
            yield f"block {number}: {name}: {problem}"


def _block_problems(name, value, pages):
    match name:
        case "heading" | "paragraph":
            yield from text_problems(value)
        case "questions" if isinstance(value, list):
            for question in value:
                yield from _block_problems("question", question, pages)
        case _ if name not in KEYS:
            yield "there is no such block"
        case _ if not isinstance(value, dict):
            yield "is not a mapping of keys to values"
        case _:
            known, optional = KEYS[name]
            yield from (f"{key} is missing" for key in known - optional - value.keys())
            for key, held in value.items():
                if key not in known:
                    yield f"{key}: there is no such key"
                else:
                    yield from (f"{key}: {problem}" for problem in _value_problems(key, held, pages))


def _value_problems(key, value, pages):
    match key:
        case "page" if value not in pages:
            yield f"there is no page {value}"
        case "pages" | "rows" if not isinstance(value, list):
            yield "is not a list"
        case "pages":
            yield from (f"there is no page {page}" for page in value if page not in pages)
        case "rows" if not all(isinstance(row, list) and len(row) == len(value[0]) for row in value):
            yield "is not a list of rows of one length"
        case "rows":
            yield from (f"{cell!r} is not a text" for row in value for cell in row if not isinstance(cell, str))
        case "page":
            pass
        case _:
            yield from text_problems(value)


def stream(body, pages):
    """Return a list of blocks in the stored form of a StreamField. ``pages`` are the pages by path."""
    return [_stored(name, _value(name, value, pages)) for block in body for name, value in block.items()]


def _stored(name, value):
    return {"type": name, "value": value, "id": str(uuid4())}


def _value(name, value, pages):
    match name:
        case "heading":
            return value.strip()
        case "paragraph":
            return paragraphs(value)
        case "call_to_action":
            return {"text": "", "address": "", **value, "page": pages[value["page"]].pk}
        case "pages":
            return {**value, "pages": [_stored("item", pages[page].pk) for page in value["pages"]]}
        case "questions":
            return [_stored("item", {**question, "answer": paragraphs(question["answer"])}) for question in value]
        case "table":
            return {
                "data": value["rows"],
                "cell": [],
                "mergeCells": [],
                "table_caption": value["caption"],
                "table_header_choice": "row",
                "first_row_is_table_header": True,
                "first_col_is_header": False,
            }
        case "quotation":
            return {"role": "", **value}
        case _:
            return value


def _parts(text):
    """Yield the paragraphs of a text as strings, and its lists as lists of strings."""
    for part in re.split(r"\n\s*\n", text.strip()):
        # Not str.split, which treats the no-break spaces of French as white space.
        lead, *items = (re.sub(r"[ \n]+", " ", piece).strip() for piece in re.split(r"(?m)^- ", part))
        if lead:
            yield lead
        if items:
            yield items


def _html(text):
    """Return a text escaped as HTML, except for its links."""
    html, end = "", 0
    for link in LINK.finditer(text):
        url, label = link.groups()
        html += escape(text[end : link.start()], quote=False)
        html += f'<a href="{escape(url)}">{escape(label, quote=False)}</a>'
        end = link.end()
    return html + escape(text[end:], quote=False)


def paragraphs(text):
    """Return a text as HTML: blank lines separate paragraphs, lines that begin with "- " are items of a list."""
    html = ""
    for part in _parts(text):
        if isinstance(part, list):
            html += "<ul>" + "".join(f"<li>{_html(item)}</li>" for item in part) + "</ul>"
        else:
            html += f"<p>{_html(part)}</p>"
    return html


def plain_paragraphs(text):
    """Return a text as a list of plain paragraphs; a list is one of them, with lines that begin with "- "."""
    parts = _parts(LINK.sub(r"\2", text))
    return ["\n".join(f"- {item}" for item in part) if isinstance(part, list) else part for part in parts]


def plain_body(body):
    """Return the headings, paragraphs and figures of a list of blocks as plain paragraphs."""
    plain = []
    for block in body:
        match block:
            case {"heading": text} | {"paragraph": text}:
                plain += plain_paragraphs(text)
            case {"figure": figure}:
                plain.append(f"{figure['number']}: {figure['label']} ({figure['source']})")
    return plain
