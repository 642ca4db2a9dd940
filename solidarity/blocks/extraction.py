"""Plain text extracted from pages for search: lines, rich text and blocks, each with its language."""

from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing

from solidarity.blocks import QuotationBlock
from solidarity.fields import column_name, content_language

STOPS = (".", "!", "?", ":", "…", "؟", "»", "”", ";")


def passages(instance, names, language):
    """Yield pairs of language and text: what a reader of a language sees of translated fields, fallback included."""
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
    """Yield the text of a body. A quotation has a language of its own; the blocks between two form one passage."""
    gathered = []
    # Read the stored form: the blocks themselves would query each image and document.
    for child in body.raw_data:
        block = body.stream_block.child_blocks.get(child["type"])
        if block is None:  # of a block type that no longer exists
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
    """Join lines and paragraphs; put a dot after a line that ends without a full stop."""
    ends = [" " if text.rstrip().endswith(STOPS) else " · " for text in texts]
    return "".join(text.strip() + end for text, end in zip(texts, ends, strict=True)).removesuffix(" · ").strip()


def _of_block(block, value):
    """Yield the texts of a block in its stored form."""
    if not value:
        return
    match block:
        case StreamBlock():
            for child in value:
                if inner := block.child_blocks.get(child["type"]):
                    yield from _of_block(inner, child["value"])
        case StructBlock():
            for name, inner in block.child_blocks.items():
                # A decorative image has no text.
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
