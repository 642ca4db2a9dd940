"""Lists in lists: what the editor sends is stored whole, its numbers go on, and the editor is given it again."""

import json
import re

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from solidarity.blocks import RICH_TEXT_FEATURES
from solidarity.text import clean_html
from tests import factories

CONVERTER = ContentstateConverter(RICH_TEXT_FEATURES)
KINDS = {"1": "ordered-list-item", "-": "unordered-list-item", "p": "unstyled", "h": "header-three"}


def as_sent(text):
    """Return lines of an outline, each a mark of its kind after its indent, as the editor sends them."""
    blocks = [
        {
            "key": f"k{number}",
            "text": line.strip()[2:],
            "type": KINDS[line.strip()[0]],
            "depth": (len(line) - len(line.lstrip())) // 2,
            "inlineStyleRanges": [],
            "entityRanges": [],
        }
        for number, line in enumerate(text.strip("\n").splitlines())
    ]
    return json.dumps({"blocks": blocks, "entityMap": {}})


def outline(state):
    """Return what the editor is given as lines again."""
    marks = {kind: mark for mark, kind in KINDS.items()}
    return "\n".join(f"{'  ' * block['depth']}{marks[block['type']]} {block['text']}" for block in state["blocks"])


def stored(text):
    return clean_html(CONVERTER.to_database_format(as_sent(text)))


def without_keys(html):
    return re.sub(r' data-block-key="\w+"', "", html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "1 one\n  - a\n  - b\n1 two",
            "<ol><li>one<ul><li>a</li><li>b</li></ul></li><li>two</li></ol>",
        ),
        ("- one\n  1 a\n- two", "<ul><li>one<ol><li>a</li></ol></li><li>two</li></ul>"),
        ("1 one\n  1 a\n1 two", "<ol><li>one<ol><li>a</li></ol></li><li>two</li></ol>"),
        (
            "1 one\n  - a\n    1 x\n  - b\n1 two",
            "<ol><li>one<ul><li>a<ol><li>x</li></ol></li><li>b</li></ul></li><li>two</li></ol>",
        ),
        (
            "1 one\n  - a\n  1 b\n1 two",
            "<ol><li>one<ul><li>a</li></ul><ol><li>b</li></ol></li><li>two</li></ol>",
        ),
        ("1 one\n    - a\n1 two", "<ol><li>one<ul><li>a</li></ul></li><li>two</li></ol>"),
        ("p words\n  - a\np more", "<p>words</p><ul><li>a</li></ul><p>more</p>"),
        ("  1 one\n1 two", "<ol><li>one</li><li>two</li></ol>"),
        ("1 one\np words\n1 two", "<ol><li>one</li></ol><p>words</p><ol><li>two</li></ol>"),
        ("1 one\n- a\n1 two", "<ol><li>one</li></ol><ul><li>a</li></ul><ol><li>two</li></ol>"),
        (
            "- a\n  - b\n    - c\n      - d\n  1 e\n- f",
            "<ul><li>a<ul><li>b<ul><li>c<ul><li>d</li></ul></li></ul></li></ul><ol><li>e</li></ol></li><li>f</li></ul>",
        ),
        ("1 one\n  - a\nh Then\n1 two", "<ol><li>one<ul><li>a</li></ul></li></ol><h3>Then</h3><ol><li>two</li></ol>"),
    ],
)
def test_no_item_is_lost_and_numbers_go_on(text, html):
    assert without_keys(stored(text)) == html


@pytest.mark.parametrize(
    "text",
    [
        "1 one\n  - a\n  - b\n1 two",
        "1 one\n  - a\n    1 x\n  - b\n1 two",
        "- one\n  1 a\n  - b\n- two\np words\n1 three",
    ],
)
def test_the_editor_is_given_what_it_sent(text):
    assert outline(json.loads(CONVERTER.from_database_format(stored(text)))) == text


@pytest.mark.parametrize("between", ["", "\n", " "])
def test_a_list_that_was_stored_in_two_goes_on(between):
    html = f"<ol><li>one<ul><li>a</li></ul></li></ol>{between}<ol><li>two</li></ol>"
    assert clean_html(html) == "<ol><li>one<ul><li>a</li></ul></li><li>two</li></ol>"


@pytest.mark.django_db
def test_readers_see_one_list(client, site):
    html = '<ol><li data-block-key="a">one<ul><li data-block-key="b">x</li></ul></li></ol><ol><li>two</li></ol>'
    body = json.dumps([{"type": "paragraph", "value": html, "id": "1"}])
    page = factories.ContentPageFactory(parent=site.home, body_en=body)
    assert client.get(page.url).text.count("<ol><li data-block-key") == 1
