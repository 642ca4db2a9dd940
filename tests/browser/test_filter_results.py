"""Filters, comparison, map, tables and suggestions as readers meet them: on a phone, on paper, in forced colours."""

import pytest
from playwright.sync_api import expect

from tests.support.demo_pages import PAGES

DIRECTORY = f"/en/{PAGES['CityIndexPage']}"
COMPARED = "/en/cities/compare/?city=athens&city=gaziantep"


@pytest.mark.parametrize("script", [True, False], ids=["script", "without script"])
def test_filters_come_back_at_the_count_with_the_focus_on_it(visitor, script):
    page = visitor(java_script_enabled=script, viewport={"width": 360, "height": 800})
    page.goto(DIRECTORY)
    page.locator("select[name=country]").select_option("DE")
    page.locator("form.filters button").click()
    page.wait_for_url("**/en/cities/?country=DE#results")
    count = page.locator("#results")
    expect(count).to_have_text("9 cities in Germany")
    expect(count).to_be_focused()
    expect(count).to_be_in_viewport()
    page.locator(".chip", has_text="Germany").click()
    page.wait_for_url("**/en/cities/*#results")
    expect(page.locator(".chip")).to_have_count(0)


@pytest.mark.parametrize("width", [280, 320, 360])
def test_a_phone_shows_both_cities_of_a_comparison(visitor, width):
    page = visitor(viewport={"width": width, "height": 800})
    page.goto(COMPARED)
    outside = """room => [...document.querySelectorAll(".compare :is(thead th, tbody td)")].filter((cell) => {
      const { left, right, width } = cell.getBoundingClientRect();
      return left < 0 || right > room || width < room / 3;
    }).map((cell) => cell.textContent)"""
    assert page.locator(".compare thead th").count() == 2
    assert page.evaluate(outside, width) == []
    # Whose column it is stays in sight at the end of the table.
    page.locator(".compare tr").last.scroll_into_view_if_needed()
    page.mouse.wheel(0, -50)
    for city in page.locator(".compare thead th").all():
        expect(city).to_be_in_viewport()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_points_of_most_pledges_have_names(visitor, width):
    page = visitor(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.goto(DIRECTORY)
    page.locator("[data-map-view]").scroll_into_view_if_needed()
    expect(page.locator(".map-name").nth(0)).to_be_attached()
    page.wait_for_function("document.querySelector('.is-named')")
    unnamed = """() => {
      const points = [...document.querySelectorAll(".map-drawing a")];
      const size = (point) => point.querySelector(".map-point").r.baseVal.value;
      const most = Math.max(...points.map(size));
      const largest = points.filter((point) => size(point) === most);
      const named = largest.filter((point) => getComputedStyle(point.querySelector("text")).visibility === "visible");
      return [largest.length, named.length];
    }"""
    largest, named = page.evaluate(unnamed)
    assert largest == named >= 2


def test_forced_colours_keep_the_legend_of_the_map(visitor):
    page = visitor(forced_colors="active")
    page.goto(DIRECTORY)
    colour = "(one, name) => getComputedStyle(one).getPropertyValue(name)"
    swatch = page.locator(".map-swatch").evaluate(colour, "background-color")
    assert swatch == page.locator(".map-country").first.evaluate(colour, "fill")
    for kind in (".map-point.is-none", ".map-point:not(.is-none)"):
        for name in ("fill", "stroke"):
            key = page.locator(f".map-key {kind}").first.evaluate(colour, name)
            assert key == page.locator(f".map-drawing {kind}").first.evaluate(colour, name)


@pytest.mark.parametrize("width", [768, 1024, 1440])
@pytest.mark.parametrize("large", [False, True], ids=["", "large letters"])
def test_rows_without_pictures_do_not_cover_their_heading(visitor, width, large):
    page = visitor(viewport={"width": width, "height": 900})
    page.goto("/en/")
    covered = """(large) => {
      if (large) document.documentElement.style.fontSize = "200%";
      for (const row of document.querySelectorAll(".rows .row")) row.classList.add("without-picture");
      document.querySelectorAll(":is(.row-picture, .date-block, .row-number)").forEach((part) => part.remove());
      return [...document.querySelectorAll(".section > .section-title")].filter((title) => {
        const [one, list] = [title, title.nextElementSibling].map((part) => part.getBoundingClientRect());
        return one.left < list.right && list.left < one.right && one.top < list.bottom && list.top < one.bottom;
      }).map((title) => title.textContent);
    }"""
    assert page.locator(".rows-three").count() == 1
    assert page.evaluate(covered, large) == []


TABLE = """(columns) => {
  const row = (cell) => `<tr>${`<${cell}>Aufnahmegesellschaft 2018</${cell}>`.repeat(columns)}</tr>`;
  const table = `<table><thead>${row("th")}</thead><tbody>${row("td").repeat(60)}</tbody></table>`;
  document.querySelector(".body").innerHTML =
    `<div class="block"><div class="table-scroll" tabindex="0">${table}</div></div>`;
}"""
CUT = """() => [...document.querySelectorAll(".table-scroll, .compare-scroll")].filter((box) =>
  box.scrollWidth > box.clientWidth + 1 || box.getBoundingClientRect().right > innerWidth + 1).length"""


@pytest.mark.parametrize("columns", [3, 7, 12, 20])
def test_no_table_is_cut_off_on_paper(visitor, columns):
    page = visitor(viewport={"width": 672, "height": 990})  # A4 between its margins
    page.emulate_media(media="print")
    page.goto(f"/en/{PAGES['ContentPage']}")
    page.evaluate(TABLE, columns)
    assert page.evaluate(CUT) == 0
    page.goto("/en/cities/compare/?city=athens&city=amsterdam&city=ghent&city=gaziantep")
    assert page.evaluate(CUT) == 0


@pytest.mark.parametrize("width", [320, 360])
def test_suggestions_are_not_cut_on_a_phone(visitor, width):
    page = visitor(viewport={"width": width, "height": 640})
    page.goto("/en/search/")
    page.locator("#search-words").focus()
    page.locator("#search-words[role=combobox]").press_sequentially("may")  # once the script has come
    expect(page.locator("[role=option]").first).to_be_visible()
    cut = """(room) => [...document.querySelectorAll(".suggestions, .suggestions *")].filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      const isCut = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline";
      return left < 0 || right > room || isCut;
    }).map((one) => one.outerHTML.slice(0, 100))"""
    assert page.evaluate(cut, width) == []
    assert page.locator(".suggestions").bounding_box()["width"] > width * 0.8


def test_text_in_another_script_keeps_its_own_side(visitor):
    page = visitor()
    for code, side in (("ar", "left"), ("en", "right")):
        page.goto(f"/{code}/{PAGES['NewsIndexPage']}")
        other, direction = ("en", "ltr") if code == "ar" else ("ar", "rtl")
        sides = page.evaluate(
            """([lang, dir]) => [...document.querySelectorAll(".row:has(.row-text)")].slice(0, 2).map((row) => {
              const [link, text] = [row.querySelector(".row-title a"), row.querySelector(".row-text")];
              for (const one of [link, text]) Object.assign(one, { lang, dir });
              const at = (part) => getComputedStyle(part).textAlign.replace("start", dir === "ltr" ? "left" : "right");
              return [at(link.parentElement), at(text)];
            })""",
            [other, direction],
        )
        assert sides == [[side, side]] * 2
