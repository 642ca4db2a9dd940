"""Forms of pages filled in with what people and programs send: each field with odd values of its kind."""

import json

from django import forms
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from hypothesis import strategies as st
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks.base import BlockField
from wagtail.test.utils.form_data import nested_form_data, streamfield

DAYS = [
    "0001-01-01",
    "0999-12-31",
    "1000-01-01",
    "1899-12-31",
    "1900-01-01",
    "1969-12-31",
    "1970-01-01",
    "2000-02-29",
    "2024-02-29",
    "2026-03-29",
    "2026-10-25",
    "2038-01-19",
    "2099-12-31",
    "2100-01-01",
    "2100-12-31",
    "2101-01-01",
    "9999-12-31",
    "",
    "2026-13-01",
]
TIMES = ["00:00", "00:01", "02:30", "12:00", "23:59"]
INTEGERS = [
    "",
    "0",
    "-1",
    "1",
    "5",
    "1899",
    "1900",
    "2100",
    "32767",
    "32768",
    "2147483647",
    "2147483648",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "9" * 30,
    "1.5",
    "²",
    "٣",
]
DECIMALS = [
    "",
    "NaN",
    "-NaN",
    "Infinity",
    "-0",
    "0",
    "90",
    "-90",
    "90.0001",
    "180",
    "-180",
    "1e1",
    "1E-4",
    "37.9838",
    "999999",
]
URLS = [
    "",
    "https://example.org/",
    "https://αθήνα.gr/σελίδα?α=β#γ",
    "http://[::1]/",
    "http://[::1",
    "http://192.0.2.1:65535/x",
    "http://192.0.2.1:99999/",
    "https://user:pa%20ss@example.org/",
    "https://xn--hxajbheg2az3al.xn--jxalpdlp/",
    "https://example.org/" + "a" * 170,
    "https://example.org/a b",
    "https://example.org/%zz%00%",
    "https://例え.テスト/",
    "ftp://example.org/",
    "javascript:alert(1)",
    "https://ex℀mple.org/",
    "https://example.org/<script>",
    "//example.org",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://vimeo.com/76979871",
    "https://vimeo.com/x",
    "https://example.org/\u202e\u200b",
    "https://example.org:٨٠/",
    "HTTPS://EXAMPLE.ORG",
]
TEXTS = [
    "",
    "Athens",
    "Αθήνα",
    "أثينا",
    "中国",
    "🏠",
    "👩‍👩‍👧 ❤️",
    "\u200b",
    "\ufeff",
    "\u00a0",
    "  ",
    "\u202eabc",
    "a\u0301" * 5,
    "\x0b\x0c\x1b[0m",
    "\x7f\x85\u2028\u2029",
    "\x00",
    "\ufffd\ufffe\uffff",
    "İßŉ",
    "ﷺ" * 20,
    "<b>&amp;</b>",
    "]]>",
    "\"'\\`",
    "%s %(a)s {a} {{ a }} {% a %}",
    "=1+1",
    "-",
    "a" * 81,
    "x" * 120,
    "ψ" * 200,
    "𝐚" * 200,
    "y" * 201,
    "z" * 255,
    "w " * 150,
    "\r\n\r\n",
    "\t",
    "BEGIN:VEVENT",
    "https://example.org/",
    "0",
    "None",
    "&#0;",
    "SELECT",
    "1" * 40,
]
SLUGS = [
    "",
    "athens",
    "Αθήνα",
    "zürich",
    "a b",
    "compare",
    "search",
    "data",
    "-",
    "_",
    "x" * 200,
    "x" * 255,
    "x" * 256,
    "a.b",
    "a/b",
    "..",
    "%2e",
    "🏠",
    "٣",
    "en",
    "event.ics",
    "1",
    "A",
    "a\u0301",
    "\u200b",
]

days, times = st.sampled_from(DAYS), st.sampled_from(TIMES)
texts = st.sampled_from(TEXTS)
moments = st.tuples(days, times).map(" ".join).map(str.strip)


@st.composite
def formatted(draw):
    """Return what the editor's script sends for formatted text: blocks of any kind and depth, breaks, links, bold."""
    kinds = st.sampled_from(["unstyled", "header-three", "ordered-list-item", "unordered-list-item"])
    links = st.sampled_from([{"url": "https://example.org/"}, {"url": "mailto:a@example.org"}, {"id": 1, "url": "/"}])
    blocks = []
    for number in range(draw(st.integers(0, 4))):
        text = draw(texts) + draw(st.sampled_from(["", "\n", "\n\nb", " \n"]))
        whole = {"offset": 0, "length": len(text.encode("utf-16-le")) // 2}
        styles = [whole | {"style": draw(st.sampled_from(["BOLD", "ITALIC"]))}] if text and draw(st.booleans()) else []
        entities = [whole | {"key": 0}] if text and draw(st.booleans()) else []
        block = {"key": f"k{number}", "text": text, "type": draw(kinds), "depth": draw(st.integers(0, 3))}
        blocks.append(block | {"inlineStyleRanges": styles, "entityRanges": entities})
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": draw(links)}
    return json.dumps({"blocks": blocks, "entityMap": {"0": entity}})


BY_FIELD = (
    (forms.DateTimeField, moments),
    (forms.DateField, days),
    (forms.DecimalField, st.sampled_from(DECIMALS)),
    (forms.IntegerField, st.sampled_from(INTEGERS)),
    (forms.URLField, st.sampled_from(URLS)),
    (forms.SlugField, st.sampled_from(SLUGS)),
    (forms.BooleanField, st.sampled_from(["", "on"])),
)


def values(field):
    """Return the strategy of what a field of a form may be sent; None for one that only a script fills."""
    for kind, strategy in BY_FIELD:
        if isinstance(field, kind):
            return strategy
    if isinstance(field, ModelMultipleChoiceField):
        keys = [str(key) for key in field.queryset.values_list("pk", flat=True)[:3]]
        return st.lists(st.sampled_from(keys), max_size=2, unique=True) if keys else None
    if isinstance(field, ModelChoiceField):
        return st.sampled_from(["", *(str(key) for key in field.queryset.values_list("pk", flat=True)[:3])])
    if isinstance(field, forms.ChoiceField):
        return st.sampled_from([str(value) for value, _label in field.choices][:60])
    if isinstance(field, BlockField):
        return None
    if isinstance(field.widget, DraftailRichTextArea):
        return formatted()
    return texts if isinstance(field, forms.CharField) else None


def body(name, words, text):
    """Return what the script sends for a body of a heading and a quotation of some words, and a formatted text."""
    blocks = [
        ("heading", words),
        ("paragraph", text),
        ("quotation", {"text": words, "speaker": words[:120], "role": "", "language": "el"}),
    ]
    return nested_form_data({name: streamfield(blocks)})


def fields_of(form, leave_out=()):
    """Return the strategy of each field of a form that may be sent something odd, by name."""
    found = {name: values(field) for name, field in form.fields.items() if name not in leave_out}
    return {name: strategy for name, strategy in found.items() if strategy is not None}


def odd_changes(form):
    """Return the strategy of what is changed in a form that would be taken: a few fields, a body, and rows."""
    # Made before anything is drawn: Hypothesis forgives no chance in between, and Wagtail gives blocks random keys.
    names = fields_of(form)
    bodies = [name for name, field in form.fields.items() if isinstance(field, BlockField)]
    rows = {
        formset.prefix: fields_of(formset.empty_form, leave_out=("DELETE", "ORDER", "id"))
        for formset in form.formsets.values()
        if isinstance(formset, BaseChildFormSet) and formset.prefix != "comments"
    }

    @st.composite
    def changes(draw):
        sent = {name: draw(names[name]) for name in draw(some(names))}
        if bodies and draw(st.booleans()):
            sent |= body(draw(st.sampled_from(bodies)), draw(texts) or "x", draw(formatted()))
        for prefix, columns in rows.items():
            if draw(st.booleans()):
                sent |= {f"{prefix}-0-{name}": draw(columns[name]) for name in draw(some(columns, most=20))}
                sent |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-0-ORDER": "1", f"{prefix}-0-id": ""}
        return sent

    return changes()


def some(names, most=7):
    """Return the strategy of a few of some names."""
    return st.lists(st.sampled_from(sorted(names)), max_size=most, unique=True)
