"""The carousel with script: it turns until somebody looks closer, and everybody can steer it."""

import pytest
from playwright.sync_api import expect

TURN = 7_000  # milliseconds that a slide is shown
LONG = 60_000
REST = 200  # milliseconds that a finger lies still; what it did before no longer flings the row
# Whether a slide is the only one that can be reached, and stands where the row begins.
IS_SHOWN = """number => [...document.querySelectorAll("[data-carousel-slide]")].every((slide, place) => {
  const distance = slide.getBoundingClientRect().left - slide.parentElement.getBoundingClientRect().left;
  return slide.inert === (place !== number) && (Math.abs(distance) < 2) === (place === number);
})"""


class Carousel:
    """The carousel of a front page, by its parts."""

    def __init__(self, page, code="en"):
        page.clock.install(time=0)
        page.clock.pause_at(1)  # from here time passes only when a test says so
        page.goto(f"/{code}/")
        self.page = page
        self.row = page.locator("[data-carousel-slides]")
        self.slides = page.locator("[data-carousel-slide]")
        self.dots = page.locator("[data-carousel-dot]")
        self.pause, self.previous, self.next = (
            page.locator(f"[data-carousel-{name}]") for name in ("pause", "previous", "next")
        )
        expect(self.pause).to_be_visible()
        assert self.slides.count() >= 3

    def shows(self, number):
        """Wait until a slide is the one in view and the only one that can be reached, and its dot alone is marked."""
        expect(self.dots.nth(number)).to_have_attribute("aria-current", "true")
        expect(self.page.locator("[data-carousel-dot][aria-current]")).to_have_count(1)
        self.page.wait_for_function(IS_SHOWN, arg=number)

    def stays_still(self, number):
        """Let a minute pass and find the same slide, said politely from now on."""
        self.page.clock.run_for(LONG)
        self.shows(number)
        expect(self.row).to_have_attribute("aria-live", "polite")
        expect(self.pause).to_have_attribute("data-state", "paused")


@pytest.fixture
def carousel(page):
    return Carousel(page)


def test_it_turns_by_itself_and_begins_again_after_the_last_slide(carousel):
    carousel.shows(0)
    expect(carousel.row).to_have_attribute("aria-live", "off")
    last = carousel.slides.count() - 1
    for number in [*range(1, last + 1), 0]:
        carousel.page.clock.run_for(TURN)
        carousel.shows(number)


def test_it_turns_at_its_time_and_not_before(carousel):
    carousel.page.clock.run_for(TURN - 1)
    carousel.shows(0)
    carousel.page.clock.run_for(1)
    carousel.shows(1)


def test_it_stands_still_for_readers_who_ask_for_less_motion(visitor):
    carousel = Carousel(visitor(reduced_motion="reduce"))
    carousel.stays_still(0)
    carousel.next.click()
    carousel.shows(1)


def test_it_stops_when_the_reader_asks_for_less_motion_meanwhile(carousel):
    carousel.page.emulate_media(reduced_motion="reduce")
    expect(carousel.row).to_have_attribute("aria-live", "polite")
    carousel.stays_still(0)


def test_the_button_pauses_and_plays(carousel):
    words = carousel.pause.get_attribute("aria-label")
    carousel.pause.click()
    carousel.stays_still(0)
    assert carousel.pause.get_attribute("aria-label") != words
    carousel.pause.click()
    expect(carousel.pause).to_have_attribute("aria-label", words)
    carousel.page.clock.run_for(TURN)
    carousel.shows(1)


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_button_plays_again_by_keyboard(carousel, key):
    carousel.pause.press("Enter")  # its focus has stopped the slides; this plays them
    expect(carousel.pause).to_have_attribute("data-state", "playing")
    carousel.page.clock.run_for(TURN)
    carousel.shows(1)
    carousel.pause.press(key)
    carousel.stays_still(1)


def test_it_stops_under_the_pointer(carousel):
    carousel.row.hover()
    carousel.stays_still(0)


def test_it_stops_when_focus_comes_to_it(carousel):
    carousel.row.focus()
    carousel.stays_still(0)


def test_it_stops_when_focus_comes_to_a_link_in_it(carousel):
    carousel.slides.first.locator("a").focus()
    carousel.stays_still(0)


def test_it_goes_on_and_back_and_round(carousel):
    last = carousel.slides.count() - 1
    carousel.next.click()
    carousel.shows(1)
    carousel.previous.click()
    carousel.shows(0)
    carousel.previous.click()
    carousel.shows(last)
    carousel.next.click()
    carousel.shows(0)
    carousel.stays_still(0)


def test_a_dot_leads_to_its_slide(carousel):
    carousel.dots.nth(2).click()
    carousel.shows(2)
    carousel.stays_still(2)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_arrow_keys_follow_the_direction_of_the_script(page, code):
    carousel = Carousel(page, code)
    forwards, back = ("ArrowRight", "ArrowLeft") if code == "en" else ("ArrowLeft", "ArrowRight")
    carousel.row.press(forwards)
    carousel.shows(1)
    carousel.row.press(forwards)
    carousel.shows(2)
    carousel.row.press(back)
    carousel.shows(1)
    carousel.stays_still(1)


def swipe(page, row, places):
    """Draw a finger over a row, through these places between its left edge, 0, and its right, 1.

    It rests before it is lifted: a row that is flung passes slides, as many as the machine is slow.
    """
    row.scroll_into_view_if_needed()
    box, finger = row.bounding_box(), page.context.new_cdp_session(page)
    for step, place in enumerate(places):
        point = {"x": box["x"] + place * box["width"], "y": box["y"] + box["height"] / 2}
        touch = {"type": "touchMove" if step else "touchStart", "touchPoints": [point]}
        finger.send("Input.dispatchTouchEvent", touch)
    page.wait_for_timeout(REST)
    finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_swipe_turns_it(visitor, code):
    carousel = Carousel(visitor(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True), code)
    leftwards = [place / 20 for place in range(18, 1, -1)]
    swipe(carousel.page, carousel.row, leftwards if code == "en" else leftwards[::-1])
    carousel.shows(1)
    carousel.stays_still(1)


def test_it_turns_from_right_to_left_in_arabic(page):
    carousel = Carousel(page, "ar")
    carousel.page.clock.run_for(TURN)
    carousel.shows(1)
    assert carousel.row.evaluate("row => row.scrollLeft") < 0


def test_only_the_first_picture_is_fetched_at_once(carousel):
    pictures = carousel.slides.locator("img")
    loading = pictures.evaluate_all("pictures => pictures.map(one => `${one.loading} ${one.fetchPriority}`)")
    assert loading == ["auto high"] + ["lazy auto"] * (carousel.slides.count() - 1)


def test_each_slide_says_which_it_is(carousel):
    count = carousel.slides.count()
    names = carousel.slides.evaluate_all("slides => slides.map(one => one.getAttribute('aria-label'))")
    assert names == [f"{number} of {count}" for number in range(1, count + 1)]


def test_the_link_of_a_slide_is_a_button_large_enough_to_touch(carousel):
    assert carousel.slides.first.get_by_role("link").bounding_box()["height"] >= 44
