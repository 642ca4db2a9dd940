"""The front page: slides that come and go by themselves, featured pages, and what is new."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from solidarity.models import FeaturedPage, HomePage, HomeSlide
from tests import factories

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (None, None, True),
        (NOW, None, True),
        (NOW + MOMENT, None, False),
        (None, NOW + MOMENT, True),
        (None, NOW, False),
        (NOW - MOMENT, NOW + MOMENT, True),
    ],
)
def test_a_slide_is_shown_from_its_first_moment_and_no_longer_at_its_last(site, start, end, shown):
    slide = factories.HomeSlideFactory(home=site.home, shown_from=start, shown_until=end)
    assert slide.is_shown(NOW) is shown
    assert site.home.slides_shown(NOW) == ([slide] if shown else [])


def test_slides_come_in_the_order_that_staff_gave_them(client, site):
    for order, heading in ((2, "Second words"), (1, "First words"), (3, "Third words")):
        factories.HomeSlideFactory(home=site.home, heading_en=heading, sort_order=order)
    text = client.get("/en/").content.decode()
    assert text.index("First words") < text.index("Second words") < text.index("Third words")


def test_a_slide_out_of_its_time_is_not_on_the_page(client, site):
    factories.HomeSlideFactory(home=site.home, heading_en="Gone", shown_until=timezone.now() - MOMENT)
    factories.HomeSlideFactory(home=site.home, heading_en="Here")
    text = client.get("/en/").content.decode()
    assert "Here" in text
    assert "Gone" not in text


def test_a_slide_leads_nowhere_while_its_page_is_not_published(site):
    page = factories.ContentPageFactory(parent=site.home)
    factories.HomeSlideFactory(home=site.home, link_url="", page=page)
    assert HomePage.objects.get().slides_shown()[0].target == page.url
    page.unpublish()
    assert HomePage.objects.get().slides_shown()[0].target == ""


def test_a_slide_whose_picture_was_deleted_still_shows_its_words(client, site):
    slide = factories.HomeSlideFactory(home=site.home, heading_en="Words alone")
    slide.image.delete()
    assert "Words alone" in client.get("/en/").content.decode()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"heading_en": ""}, "heading_en"),
        ({"link_url": ""}, "link_url"),
        ({"image_alt_en": ""}, "image_decorative"),
        ({"shown_from": NOW, "shown_until": NOW}, "shown_until"),
    ],
)
def test_what_a_slide_lacks_is_said_beside_the_field(site, fields, wrong):
    slide = factories.HomeSlideFactory(home=site.home)
    for name, value in fields.items():
        setattr(slide, name, value)
    with pytest.raises(ValidationError) as error:
        slide.clean()
    assert list(error.value.message_dict) == [wrong]


def test_a_slide_takes_a_page_or_an_address_not_both(site):
    slide = HomeSlide(heading_en="Words", page=site.news, link_url="https://example.org/")
    with pytest.raises(ValidationError) as error:
        slide.clean()
    assert list(error.value.message_dict) == ["link_url"]


def test_featured_pages_keep_their_order_and_leave_out_drafts(client, site):
    pages = [factories.ContentPageFactory(parent=site.home) for _ in range(3)]
    for order, page in enumerate([pages[2], pages[0], pages[1]]):
        FeaturedPage.objects.create(home=site.home, page=page, sort_order=order)
    pages[0].unpublish()
    featured = client.get("/en/").context["featured"]
    assert [page.pk for page in featured] == [pages[2].pk, pages[1].pk]


def test_an_empty_site_has_a_front_page_that_is_honest_about_it(client, site):
    text = client.get("/en/").content.decode()
    assert "No event is announced at the moment." in text
    assert "Voices of mayors" not in text


def test_the_front_page_gathers_what_is_new(client, site, athens):
    factories.MayorStatementPageFactory(parent=athens, speaker="Georgios Kaminis")
    pledge = factories.PledgePageFactory(parent=site.pledges, number=300, unit="homes")
    factories.PledgeSignatoryFactory(pledge=pledge, city=athens)
    factories.NewsPageFactory(parent=site.news, heading_en="The newest news")
    factories.UpcomingEventPageFactory(parent=site.events, heading_en="The next event")
    text = client.get("/en/").content.decode()
    for part in ("Georgios Kaminis", ">300<", "The newest news", "The next event", "Athens"):
        assert part in text


def test_the_bare_address_leads_to_the_readers_language(client, site):
    response = client.get("/", headers={"accept-language": "el,en;q=0.5"})
    assert response.status_code == 302
    assert response["Location"] == "/el/"
