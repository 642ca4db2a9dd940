"""The map of cities in a browser: closer by button, key and pointer, every point in reach, and whole without script."""

import pytest
from playwright.sync_api import expect

from tests.support.demo_pages import PAGES

DIRECTORY = PAGES["CityIndexPage"]
# How much closer the map is than at first: the width of its drawing by that of the part shown.
CLOSER = "view => 1940 / view.querySelector('svg').viewBox.baseVal.width"


@pytest.fixture
def calm(visitor):
    """The directory before a reader who asked for less motion: nothing needs to be waited for."""

    def open_directory(code="en", **options):
        page = visitor(reduced_motion="reduce", **options)
        page.goto(f"/{code}/{DIRECTORY}")
        return page, page.locator("[data-map-view]")

    return open_directory


def test_buttons_bring_the_map_closer_and_back(calm):
    page, view = calm()
    closer, wider, whole = (page.locator(f"[data-map-{name}]") for name in ("in", "out", "whole"))
    expect(wider).to_be_disabled()
    closer.click()
    closer.click()
    assert view.evaluate(CLOSER) == pytest.approx(1.6**2, rel=0.01)
    wider.click()
    assert view.evaluate(CLOSER) == pytest.approx(1.6, rel=0.01)
    for _ in range(8):
        if closer.is_enabled():
            closer.click()
    expect(closer).to_be_disabled()
    whole.click()
    assert view.evaluate(CLOSER) == 1
    expect(whole).to_be_disabled()
    # The button went dead under the focus, which must not be lost.
    expect(view).to_be_focused()


def test_keys_bring_the_map_closer_and_move_it(calm):
    page, view = calm()
    left = "view => view.querySelector('svg').viewBox.baseVal.x"
    view.focus()
    page.keyboard.press("ArrowRight")  # nothing to move yet: the page keeps its key
    assert view.evaluate(left) == 0
    page.keyboard.press("+")
    page.keyboard.press("+")
    before = view.evaluate(left)
    page.keyboard.press("ArrowRight")
    assert view.evaluate(left) > before
    page.keyboard.press("ArrowLeft")
    assert view.evaluate(left) == pytest.approx(before, abs=1)
    page.keyboard.press("-")
    page.keyboard.press("Escape")
    assert view.evaluate(CLOSER) == 1


def test_a_point_that_the_keyboard_reaches_is_seen(calm):
    page, view = calm()
    view.focus()
    for _ in range(4):
        page.keyboard.press("+")
    links = view.locator("a")
    for number in range(links.count()):
        page.keyboard.press("Tab")
        expect(links.nth(number)).to_be_focused()
        where, frame = links.nth(number).locator(".map-point").bounding_box(), view.bounding_box()
        assert frame["x"] <= where["x"] + where["width"] / 2 <= frame["x"] + frame["width"]
        assert frame["y"] <= where["y"] + where["height"] / 2 <= frame["y"] + frame["height"]
        expect(links.nth(number).locator("text")).to_have_css("visibility", "visible")


def test_a_drag_moves_the_enlarged_map_and_opens_no_city(calm):
    page, view = calm()
    left = "view => view.querySelector('svg').viewBox.baseVal.x"
    page.locator("[data-map-in]").click()
    view.scroll_into_view_if_needed()
    before, url = view.evaluate(left), page.url
    where = view.locator("a[href$='/munich/'] .map-point").bounding_box()
    x, y = where["x"] + where["width"] / 2, where["y"] + where["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y, steps=4)
    page.mouse.up()
    assert view.evaluate(left) > before
    assert page.url == url
    view.locator("a[href$='/munich/'] .map-point").click()
    page.wait_for_url("**/cities/munich/")


def test_the_closer_the_map_the_nearer_a_point_stands_to_its_place(calm):
    page, view = calm()
    apart = """view => [...view.querySelectorAll('a[data-lies]')].map(link => {
        const [x, y] = link.dataset.lies.split(' ').map(Number), {e, f} = link.transform.baseVal.consolidate().matrix;
        return Math.hypot(e - x, f - y);
    })"""
    before = view.evaluate(apart)
    assert len(before) > 3
    page.locator("[data-map-in]").click()
    page.locator("[data-map-in]").click()
    assert view.evaluate(apart) == pytest.approx([distance / 1.6**2 for distance in before], abs=0.1)
    page.locator("[data-map-whole]").click()
    assert view.evaluate(apart) == pytest.approx(before, abs=0.01)


def test_every_point_is_hit_where_it_is_drawn(calm):
    page, view = calm()
    hit = """view => [...view.querySelectorAll('a')].filter(link => {
        const box = link.querySelector('.map-point').getBoundingClientRect();
        const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return found && view.contains(found) && !link.contains(found) && !found.closest('[data-map-controls]');
    }).map(link => link.getAttribute('href'))"""
    view.scroll_into_view_if_needed()
    for _ in range(4):
        assert view.evaluate(hit) == []
        page.locator("[data-map-in]").click()


def test_names_cover_neither_points_nor_each_other(calm):
    _page, view = calm()
    boxes = [text.bounding_box() for text in view.locator("a.is-named text").all()]
    assert len(boxes) > 10
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            # A box holds the halo around the letters, which may touch.
            apart = any(
                first[side] + first[size] <= second[side] + 6
                for first, second in ((one, other), (other, one))
                for side, size in (("x", "width"), ("y", "height"))
            )
            assert apart, (one, other)


def test_the_map_is_not_mirrored_where_one_reads_from_right_to_left(calm):
    for code in ("en", "ar"):
        page, view = calm(code)
        west, east = (
            page.locator(f"[data-map-view] a[href$='/{name}/'] .map-point") for name in ("lisbon", "gaziantep")
        )
        assert west.bounding_box()["x"] < east.bounding_box()["x"]


@pytest.mark.parametrize("width", [360, 1440])
def test_without_script_the_map_is_whole_and_leads_to_each_city(visitor, width):
    page = visitor(java_script_enabled=False, viewport={"width": width, "height": 800})
    page.goto(f"/en/{DIRECTORY}")
    expect(page.locator("[data-map-controls]")).to_be_hidden()
    view = page.locator("[data-map-view]")
    link = view.locator("a[href$='/munich/']")
    link.focus()
    expect(link.locator("text")).to_have_css("visibility", "visible")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cities/munich/")


@pytest.mark.parametrize("width", [360, 1440])
def test_two_cities_are_ticked_and_compared_without_script(visitor, width):
    page = visitor(java_script_enabled=False, viewport={"width": width, "height": 800})
    page.goto(f"/en/{DIRECTORY}")
    for slug in ("athens", "berlin"):
        page.locator(f"input[name=city][value={slug}]").check()
    page.locator("#compare button").click()
    page.wait_for_url("**/cities/compare/?city=*&city=*")
    expect(page.locator(".compare thead th")).to_have_count(2)
    # Nothing but the table itself scrolls sideways.
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width == 1440:
        title, city = (page.locator(name).first.bounding_box()["x"] for name in ("h1", ".compare thead th a"))
        assert abs(title - city) < 1
