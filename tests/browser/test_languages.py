"""Readers get their language, and text in another is marked as such."""

import pytest
from playwright.sync_api import expect

from solidarity import languages
from tests.support.demo_pages import STATES


@pytest.mark.parametrize(("wanted", "given"), [("el", "el"), ("ar", "ar"), ("de-AT", "de"), ("pt", "en")])
def test_the_bare_address_leads_to_the_readers_language(visitor, wanted, given):
    page = visitor(locale=wanted)
    page.goto("/")
    assert page.url.endswith(f"/{given}/")
    expect(page.locator("html")).to_have_attribute("lang", given)
    assert page.context.cookies() == []


@pytest.mark.parametrize("code", [code for code in languages.codes() if code != "el"])
def test_a_page_in_greek_alone_is_marked_as_greek_elsewhere(page, code):
    page.goto(f"/{code}/{STATES['not translated']}")
    for text in ("Μόνο στα ελληνικά", "Αυτή η σελίδα δεν έχει μεταφραστεί.", "Ένα κείμενο μόνο στα ελληνικά."):
        shown = page.locator("main").get_by_text(text, exact=True).first
        expect(shown).to_be_visible()
        marked = shown.evaluate("one => [one.closest('[lang]').lang, getComputedStyle(one).direction]")
        assert marked == ["el", "ltr"]
    expect(page.locator(".other-language a[hreflang=el]")).to_be_visible()


def test_in_greek_it_is_marked_no_further(page):
    page.goto(f"/el/{STATES['not translated']}")
    assert page.locator("h1").evaluate("one => one.closest('[lang]').tagName") == "HTML"
    expect(page.locator(".other-language")).to_have_count(0)


def test_in_arabic_the_page_is_mirrored(page):
    page.goto("/en/")
    brand, switch = (page.locator(part).bounding_box()["x"] for part in (".brand", ".languages summary"))
    assert brand < switch
    page.goto("/ar/")
    brand, switch = (page.locator(part).bounding_box()["x"] for part in (".brand", ".languages summary"))
    assert brand > switch
