"""The guide for city officers: read in the admin, in its user's language, and naming buttons as the admin does."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import gettext, override

from cities.admin import guide
from solidarity import languages
from tests import factories
from tests.support.people import make_editor, officer_of, set_language

ADDRESS = "/admin/guide/"
# What the guide names of the admin, in words of ours or of Wagtail's.
NAMED = [
    "Your city",
    "Draft, not sent yet",
    "In review since %(date)s",
    "Changes asked for",
    "Published",
    "To do",
    "Write a statement",
    "Report progress on a pledge",
    "Update the city's facts",
    "Send to EUROCITIES",
    "Take it back from EUROCITIES",
    "Ask for its withdrawal",
    "Everything is still correct",
    "Forgotten password?",
    "Account",
    "Help",
    "Preview",
]


def read(client, url=ADDRESS):
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml")


def help_menu(client):
    """Return the entries of the menu of help, each with its words and where it leads."""
    sidebar = json.loads(read(client, "/admin/").find(id="wagtail-sidebar-props").string)
    items = [item for module in sidebar["modules"] for item in module["_args"][0] if isinstance(item, dict)]
    help_items = next(item["_args"] for item in items if item.get("_args", [{}])[0].get("name") == "help")
    return [{key: entry["_args"][0][key] for key in ("label", "url")} for entry in help_items[1]]


def file_of(code):
    return guide.FOLDER / ("officers.md" if code == "en" else f"officers.{code}.md")


@pytest.mark.django_db
def test_an_officer_reads_the_guide_in_each_language_of_the_admin(client, athens):
    officer = officer_of(athens)
    client.force_login(officer)
    for code in languages.codes():
        set_language(officer, code)
        with override(code):
            name = gettext("Guide for city officers")
        assert {"label": name, "url": ADDRESS} in help_menu(client)
        page = read(client)
        text = page.find(class_="guide")
        assert (text["lang"], text["dir"]) == (code, languages.direction(code))
        written = file_of(code).read_text()
        assert [heading.text for heading in text.find_all("h2")] == re.findall(r"^## (.+)$", written, re.M)
        links = [link["href"] for link in text.nav.find_all("a")]
        assert len(links) > 5
        assert all(text.find(id=link.removeprefix("#")) for link in links)
        assert len(text.find_all("li")) > 10


@pytest.mark.django_db
def test_staff_read_it_and_visitors_do_not(client, site):
    assert client.get(ADDRESS).status_code == 302
    client.force_login(factories.UserFactory())
    assert client.get(ADDRESS).status_code == 302
    client.force_login(make_editor())
    assert "A city should have two officers." in " ".join(read(client).get_text(" ").split())
    assert reverse("officers_guide") == ADDRESS


def test_where_a_language_has_no_guide_the_english_one_says_that_it_is_english(monkeypatch, tmp_path):
    (tmp_path / "officers.md").write_text("# For officers\n\n## First\n\nText.\n")
    monkeypatch.setattr(guide, "FOLDER", tmp_path)
    found = guide.guide("ar")
    assert (found.language, found.direction) == ("en", "ltr")
    assert found.html == '<h2 id="section-1">First</h2>\n<p>Text.</p>\n'


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("An <img src=x onerror=alert(1)> image", "&lt;img src=x"),
        ("[a link](javascript:alert(1))", "[a link](javascript:alert(1))"),
        ("Some *words* in **bold**", "Some <em>words</em> in <strong>bold</strong>"),
    ],
)
def test_html_in_the_file_is_text(markdown, html):
    found = guide.parse(f"# Title\n\n{markdown}\n", "en").html
    assert html in found
    assert not re.search(r"<(script|img)|href=", found)


@pytest.mark.parametrize("code", languages.codes())
def test_links_in_the_guide_work_in_the_admin(code):
    """A path beside the file, such as data.md or a picture, leads nowhere there."""
    text = BeautifulSoup(guide.guide(code).html, "lxml")
    urls = [link["href"] for link in text.find_all("a")] + [image["src"] for image in text.find_all("img")]
    assert [url for url in urls if not url.startswith(("https://", "#section-"))] == []
    assert "div" not in guide.guide(code).html.casefold(), "what turns the file round is not shown"


@pytest.mark.parametrize("code", languages.codes())
def test_the_guide_names_buttons_and_states_as_the_admin_does(code):
    text = BeautifulSoup(guide.guide(code).html, "lxml")
    named = [" ".join(mark.get_text().split()) for mark in text.find_all(["em", "strong"])]
    assert len(named) >= len(NAMED)
    for name in NAMED:
        with override(code):
            wanted = " ".join(gettext(name).split("%(")[0].split()).casefold()
        assert any(found.casefold().startswith(wanted) for found in named), wanted
