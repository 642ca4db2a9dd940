"""The ids and URLs of feeds last, and asking again costs little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from demo.loader import without_indexing
from tests import factories
from tests.support.feeds import SUBJECTS, feed_url, items, one_of_each
from tests.support.published_at import set_published_at

# Ids and URLs


def test_ids_outlive_changes_of_slug_words_and_place_and_differ_by_language(client, site, athens):
    page = set_published_at(factories.PledgePageFactory(parent=athens, heading_en="Before"))

    def ids():
        return {items(client, subject)[page.heading]["id"] for subject in ("all", "pledges", "cities/athens")}

    [before] = ids()
    page.slug, page.heading_en = "another", "After"
    page.save_revision().publish()
    page.refresh_from_db()
    page.move(site.pledges, "last-child")
    page.refresh_from_db()
    assert ids() == {before}
    assert items(client, "pledges", "de")["After"]["id"] != before


@pytest.mark.parametrize(
    "path",
    ["nothing.atom", "news.xml", "news.atom/", "News.atom", "topics/nothing.rss", "cities/nothing.json",
     "cities/athens/.json", "topics/.rss", ".atom", "%00.atom", "cities/%00.atom", "topics/%ff%fe.rss", "news%0a.atom",
     "cities/%ed%a0%80.json", f"topics/{'x' * 5000}.rss", "cities/'--.rss", "topics/%E2%80%AE.atom"],
)  # fmt: skip
def test_an_unknown_address_is_not_found_in_the_readers_language(client, athens, housing, path):
    response = client.get(f"/el/feeds/{path}")
    assert response.status_code == 404
    with translation.override("el"):
        assert translation.gettext("This page does not exist") in response.content.decode()


@pytest.mark.parametrize("query", ["page=2", "%00=%ff", "format=html&x=" + "y" * 3000, "[]=&&==;", "kind=story"])
def test_odd_parameters_are_ignored(client, site, query):
    set_published_at(factories.NewsPageFactory(parent=site.news))
    plain = client.get(feed_url("news"))
    assert client.get(f"{feed_url('news')}?{query}").content == plain.content


def test_a_feed_is_only_read(client, site):
    assert client.head(feed_url("news")).status_code == 200
    assert client.delete(feed_url("news")).status_code == 405


# Asking again


def queries(client, path):
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_a_longer_feed_takes_no_more_queries(client, site, athens, housing, monkeypatch):
    monkeypatch.setattr("solidarity.feeds.sources.LENGTH", 1000)
    subjects = [(subject, extension) for subject in SUBJECTS for extension in ("atom", "json")]

    def queries_of_each():
        client.get(feed_url("all", language="el"))  # makes the renditions of all
        return {subject: queries(client, feed_url(*subject, language="el")) for subject in subjects}

    with without_indexing():
        for number in range(2):
            one_of_each(site, athens, factories.TopicFactory() if number else housing, number)
        set_published_at(*factories.CityPageFactory.create_batch(2, parent=site.cities))
        few = queries_of_each()
        for number in range(2, 6):
            one_of_each(site, athens, housing, number)
        set_published_at(*factories.CityPageFactory.create_batch(4, parent=site.cities))
    assert len(items(client, "news")) == 6
    assert queries_of_each() == few
