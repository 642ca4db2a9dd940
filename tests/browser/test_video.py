"""A film is asked for nothing before the reader clicks."""

import re

from tests.support.demo_pages import FILM, PAGES

PLAYER = "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa?autoplay=1"


def answer_for_the_host(page):
    """Stand in for the films' host: nothing leaves this machine."""
    html = "<!doctype html><title>player</title>"
    page.route(re.compile("^https:"), lambda route: route.fulfill(status=200, content_type="text/html", body=html))


def test_only_a_click_asks_the_films_host_for_its_player(page):
    answer_for_the_host(page)
    page.goto(f"/en/{PAGES['NewsPage']}")
    page.mouse.wheel(0, 4000)
    page.wait_for_load_state("networkidle")
    assert page.watch.foreign == []

    link = page.locator(".film a").first
    assert link.get_attribute("href") == FILM
    link.click()
    player = page.locator("iframe").first
    player.wait_for()
    page.wait_for_load_state("networkidle")

    # The content security policy lets it in, or the frame would have stayed empty and the console full.
    assert page.watch.foreign == [PLAYER]
    assert player.get_attribute("title") == "A page with a film"
    assert player.evaluate("one => one === document.activeElement")
    assert page.frames[1].title() == "player"


def test_each_film_of_a_page_is_asked_for_by_itself(page):
    answer_for_the_host(page)
    page.goto(f"/ar/{PAGES['NewsPage']}")
    assert page.locator(".film").count() == 2
    page.locator(".film a").nth(1).press("Enter")
    page.locator("iframe").wait_for()
    assert page.locator(".film a").count() == 1
    assert len(page.watch.foreign) == 1


def test_without_script_the_link_leads_to_the_films_host(visitor):
    page = visitor(java_script_enabled=False)
    answer_for_the_host(page)
    page.goto(f"/en/{PAGES['NewsPage']}")
    page.locator(".film a").first.click()
    page.wait_for_url(FILM)
