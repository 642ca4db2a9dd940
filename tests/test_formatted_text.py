"""Formatted text, however it came in: no script, frame, style or strange URL of it is stored or shown."""

import json
import re
from html import unescape

import pytest
from django.db import connection

from events.models import MentoringVisitPage
from solidarity.models import ContentPage, FormPage
from solidarity.text import clean_html
from tests import factories
from tests.support.page_editor import edit_url

EVIL = (
    '<p onclick="alert(1)" style="color:red" data-block-key="abc">Words<script>alert(2)</script></p>'
    '<iframe src="https://example.org/"></iframe><img src="x" onerror="alert(3)">'
    '<p><a href="javascript:alert(4)">one</a> <a href="https://example.org/" target="_blank">two</a></p>'
    '<svg onload="alert(5)"></svg><object data="x"></object><style>p { color: red }</style>'
)
CLEAN = '<p data-block-key="abc">Words</p><p><a>one</a> <a href="https://example.org/">two</a></p>'
KEY = re.compile(r' data-block-key="[^"]*"')
# A text field, and one of the blocks of a body.
PLACES = [(MentoringVisitPage, "outcome_en"), (FormPage, "thanks_en"), (ContentPage, "body_en")]


@pytest.mark.parametrize(
    "html",
    [
        '<h3 data-block-key="a">One</h3><p data-block-key="b"><b>two</b> <i>three</i><br/>four</p>',
        '<ul><li data-block-key="a">one</li></ul><ol><li data-block-key="b">two</li></ol>',
        '<p><a href="mailto:office@example.org">a</a> <a href="tel:+322">b</a> <a id="3" linktype="page">c</a></p>',
    ],
)
def test_what_the_editor_makes_stays(html):
    assert clean_html(html) == html


BREAKS = ["<p>Town Hall<br>Kotzia Square</p>", "<ul><li>one<br/></li><li>two<br><br>three</li></ul>", "<h3>a<br>b</h3>"]


@pytest.mark.parametrize("html", BREAKS)
@pytest.mark.parametrize(("model", "field"), PLACES)
def test_a_break_is_given_to_the_editor_again(admin_client, site, model, field, html):
    page = made(site, model, field, html)
    assert html.replace("<br>", "<br/>") in KEY.sub("", stored(page, field).replace('\\"', '"'))
    with connection.cursor() as cursor:  # as it was stored before
        change = f"UPDATE {page._meta.db_table} SET {field} = %s WHERE page_ptr_id = %s"  # noqa: S608
        cursor.execute(change, [stored(page, field).replace("<br/>", "<br>"), page.pk])
    for _once in range(2):
        shown = admin_client.get(edit_url(page))
        assert shown.status_code == 200
        assert all(words in shown.text for words in re.split("<[^>]+>", html))
        page.refresh_from_db()
        page.save_revision()


@pytest.mark.parametrize(
    "url", ["javascript:x()", "JaVaScript:x()", "java\nscript:x()", "data:text/html,x", "vbscript:x"]
)
def test_an_address_of_another_kind_does_not(url):
    assert clean_html(f'<p><a href="{url}">words</a></p>') == "<p><a>words</a></p>"


def made(site, model, field, html):
    """Make a page of a model with formatted text in a field."""
    make, parent = {
        MentoringVisitPage: (factories.MentoringVisitPageFactory, site.events),
        FormPage: (factories.FormPageFactory, site.home),
        ContentPage: (factories.ContentPageFactory, site.home),
    }[model]
    fields = {"host_city": factories.CityPageFactory(parent=site.cities)} if model is MentoringVisitPage else {}
    return make(parent=parent, **fields, **{field: in_blocks(html) if field == "body_en" else html})


def in_blocks(html):
    """Return a body of the two kinds of blocks with formatted text in them."""
    question = {"question": "Why?", "answer": html}
    return json.dumps(
        [
            {"type": "paragraph", "value": html, "id": "1"},
            {"type": "questions", "value": [{"type": "item", "value": question, "id": "3"}], "id": "2"},
        ]
    )


def stored(page, field):
    """Return what stands in the database, as text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {field} FROM {page._meta.db_table} WHERE page_ptr_id = %s", [page.pk])  # noqa: S608
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(("model", "field"), PLACES)
def test_it_is_cleaned_when_it_is_saved(site, model, field):
    text = stored(made(site, model, field, EVIL), field).replace('\\"', '"')
    assert KEY.sub("", text).count(KEY.sub("", CLEAN)) == (2 if field == "body_en" else 1)
    for part in ("alert", "iframe", "onclick", "style", "target"):
        assert part not in text


@pytest.mark.parametrize(("model", "field"), PLACES)
def test_it_is_cleaned_when_it_is_shown_whatever_is_stored(client, site, model, field):
    page = made(site, model, field, "<p>Words</p>")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {page._meta.db_table} SET {field} = %s WHERE page_ptr_id = %s",  # noqa: S608
            [in_blocks(EVIL) if field == "body_en" else EVIL, page.pk],
        )
    assert "alert(1)" in stored(page, field)
    text = client.get(f"{page.url}?sent=1").content.decode()
    assert '<a href="https://example.org/">two</a>' in text
    for part in ("alert(", "<iframe", "color:red", "onload"):
        assert part not in text


THREE_BLOCKS = "<h3>One</h3><p>Two <b>three</b></p><ul><li>four</li><li data-block-key='kept1'>five</li></ul>"


@pytest.mark.parametrize(("model", "field"), PLACES)
def test_each_block_is_stored_with_a_key_of_its_own(site, model, field):
    text = stored(made(site, model, field, THREE_BLOCKS), field).replace('\\"', '"')
    copies = 2 if field == "body_en" else 1
    assert len(re.findall("<(?:h3|p|li)", text)) == len(KEY.findall(text)) == 4 * copies
    assert len(set(KEY.findall(text))) == 4
    assert "kept1" in text


@pytest.mark.parametrize(("model", "field"), PLACES)
def test_the_editor_shows_the_same_each_time_it_is_opened(admin_client, site, model, field):
    page = made(site, model, field, THREE_BLOCKS)
    once, again = (body_of_editor(admin_client.get(edit_url(page))) for _time in range(2))
    assert once == again
    assert "four" in once


def body_of_editor(response):
    """Return the fields of an editor's form, without what each form has of its own and the keys of empty texts."""
    text = unescape(response.content.decode())
    fields = text[text.index("tab-content") : text.index("</form>", text.index("tab-content"))]
    return re.sub(r'"key": "\w+",(\s+"type": "unstyled",\s+"depth": 0,\s+"text": "")', r"\1", fields)
