"""News, stories, letters, press coverage and films: their order, their filters and what belongs together."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from news.models import NewsPage
from tests import factories
from tests.support.html_tree import as_shown


def shown(client, **filters):
    """Return the headings on the list of news."""
    return [item.heading for item in client.get("/en/news/", filters).context["page_obj"].object_list]


def test_the_list_begins_with_the_newest(client, site):
    for heading, day in (("old", date(2016, 4, 1)), ("new", date(2020, 3, 1)), ("middle", date(2018, 11, 8))):
        factories.NewsPageFactory(parent=site.news, heading_en=heading, date=day)
    assert shown(client) == ["new", "middle", "old"]


def test_drafts_are_not_listed(client, site):
    factories.NewsPageFactory(parent=site.news, live=False)
    assert shown(client) == []


def test_the_list_is_filtered_by_kind(client, site):
    factories.NewsPageFactory(parent=site.news, heading_en="a story", kind="story")
    factories.NewsPageFactory(parent=site.news, heading_en="in the press", kind="coverage", outlet="A newspaper")
    assert shown(client, kind="story") == ["a story"]
    assert shown(client, kind="coverage") == ["in the press"]


def test_a_year_is_an_archive_of_its_own(client, site):
    for heading, day in (("first day", date(2017, 1, 1)), ("last day", date(2017, 12, 31)), ("next", date(2018, 1, 1))):
        factories.NewsPageFactory(parent=site.news, heading_en=heading, date=day)

    assert shown(client, year="2017") == ["last day", "first day"]
    offered = client.get("/en/news/").context["filters"].fields["year"].choices
    assert [value for value, _label in offered] == ["", "2018", "2017"]


def test_press_coverage_names_its_outlet(site):
    with pytest.raises(ValidationError) as error:
        factories.NewsPageFactory(parent=site.news, kind="coverage")
    assert list(error.value.message_dict) == ["outlet"]
    factories.NewsPageFactory(parent=site.news, kind="coverage", outlet="A newspaper")


def test_press_coverage_links_to_the_article_and_shows_the_reprint_note(client, site):
    item = factories.NewsPageFactory(
        parent=site.news,
        kind="coverage",
        outlet="A newspaper",
        source_url="https://example.org/article",
        reprint_note_en="Reprinted with permission.",
    )
    text = as_shown(client.get(item.url).content.decode())
    assert 'href="https://example.org/article"' in text
    assert "Read the article in A newspaper" in text
    assert "Reprinted with permission." in text


def test_related_items_share_most_first_then_the_newest(site, athens):
    kiel = factories.CityPageFactory(parent=site.cities, heading_en="Kiel", country="DE")
    housing = factories.TopicFactory(name_en="Housing")

    def item(heading, day, cities=(), topics=()):
        page = factories.NewsPageFactory(parent=site.news, heading_en=heading, date=day)
        page.cities.set(cities)
        page.topics.set(topics)
        page.save()
        return page

    this = item("this", date(2017, 1, 1), [athens, kiel], [housing])
    item("topic, older", date(2015, 1, 1), [], [housing])
    item("city, newer", date(2018, 1, 1), [kiel])
    item("all three", date(2014, 1, 1), [athens, kiel], [housing])
    item("nothing", date(2019, 1, 1))

    related = [page.heading for page in NewsPage.objects.live().related_to(this)]
    assert related == ["all three", "city, newer", "topic, older"]


def test_reports_and_events_lead_to_others_of_their_kind(client, site, athens):
    housing = factories.TopicFactory(name_en="Housing")
    for make in (
        lambda year, heading: factories.ReportPageFactory(
            parent=site.reports, heading_en=heading, published_on=date(year, 1, 1)
        ),
        lambda year, heading: factories.EventPageFactory(
            parent=site.events, heading_en=heading, starts=datetime(year, 1, 1, 9, tzinfo=UTC)
        ),
    ):
        pages = [
            make(year, heading)
            for heading, year in (
                ("this", 2017),
                ("older", 2015),
                ("newer", 2018),
                ("oldest", 2014),
                ("elsewhere", 2019),
            )
        ]
        for page in pages[:4]:
            page.cities.add(athens)
        pages[1].topics.add(housing)
        pages[0].topics.add(housing)
        for page in pages:
            page.save()
        related = client.get(pages[0].url).context["related"]
        assert [page.heading for page in related] == ["older", "newer", "oldest"], "most shared, then newest"


def test_an_item_about_no_city_and_no_topic_is_related_to_nothing(site):
    this = factories.NewsPageFactory(parent=site.news)
    factories.NewsPageFactory(parent=site.news)
    assert list(NewsPage.objects.related_to(this)) == []


@pytest.mark.parametrize(
    ("precision", "words", "machine"),
    [("day", "17 July 2017", "2017-07-17"), ("month", "July 2017", "2017-07"), ("year", "2017", "2017")],
)
def test_a_date_is_said_as_exactly_as_it_is_known(client, site, precision, words, machine):
    item = factories.NewsPageFactory(parent=site.news, date=date(2017, 7, 17), date_precision=precision)
    assert f'<time datetime="{machine}">{words}</time>' in as_shown(client.get(item.url).content.decode())


def test_a_film_plays_only_on_a_click(client, site):
    item = factories.NewsPageFactory(
        parent=site.news, kind="film", video_url="https://www.youtube.com/watch?v=abcdefghijk"
    )
    text = as_shown(client.get(item.url).content.decode())
    assert "<iframe" not in text
    assert 'data-film="https://www.youtube-nocookie.com/embed/abcdefghijk' in text
    assert 'href="https://www.youtube.com/watch?v=abcdefghijk"' in text
