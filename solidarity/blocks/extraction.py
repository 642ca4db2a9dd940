"""Plain text out of what pages carry: lines, formatted text and blocks, each with the language it is in."""

from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing

from solidarity.blocks import QuotationBlock
from solidarity.fields import column_name, content_language

STOPS = (".", "!", "?", ":", "…", "؟", "»", "”", ";")


def passages(instance, names, language):
    """Yield what translated fields say to a reader of a language, fallback included, as pairs of language and text."""
    for name in names:
        code = content_language(instance, name, language)
        if not code:
            continue
        value = getattr(instance, column_name(name, code))
        field = instance._meta.get_field(column_name(name, code))
        if isinstance(field, StreamField):
            yield from _of_body(value, code)
        elif isinstance(field, RichTextField):
            yield code, get_text_for_indexing(value)
        else:
            yield code, value


def _of_body(body, language):
    """Yield the text of a body. A quotation has its own language; what stands between two makes one passage."""
    gathered = []
    # The stored form, since the blocks themselves ask for each picture and document that they show.
    for child in body.raw_data:
        block = body.stream_block.child_blocks.get(child["type"])
        if block is None:  # of a kind that there was once
            continue
        texts = [text for text in _of_block(block, child["value"]) if text]
        if not isinstance(block, QuotationBlock):
            gathered += texts
            continue
        if gathered:
            yield language, _joined(gathered)
        yield child["value"].get("language") or language, _joined(texts)
        gathered = []
    if gathered:
        yield language, _joined(gathered)


def _joined(texts):
    """Return lines and paragraphs as one text; where a line ends without a stop, a dot stands between."""
    ends = [" " if text.rstrip().endswith(STOPS) else " · " for text in texts]
    return "".join(text.strip() + end for text, end in zip(texts, ends, strict=True)).removesuffix(" · ").strip()


def _of_block(block, value):
    """Yield the texts in the stored form of a block."""
    if not value:
        return
    match block:
        case StreamBlock():
            for child in value:
                if inner := block.child_blocks.get(child["type"]):
                    yield from _of_block(inner, child["value"])
        case StructBlock():
            for name, inner in block.child_blocks.items():
                # What a decorative picture shows is not said.
                if not (name == "alt_text" and value.get("decorative")):
                    yield from _of_block(inner, value.get(name))
        case ListBlock():
            for item in value:
                yield from _of_block(block.child_block, item["value"])
        case RichTextBlock():
            yield get_text_for_indexing(value)
        case TableBlock():
            yield from (cell for row in value.get("data", []) for cell in row if cell)
            yield value.get("table_caption") or ""
        case CharBlock() | TextBlock():
            yield value
