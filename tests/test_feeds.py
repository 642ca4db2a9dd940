"""Feeds: valid by the rules of their formats, with true dates and languages, and ids that last."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from demo.loader import without_indexing
from solidarity.feeds.sources import KINDS, LENGTH
from solidarity.models import ListingPage, Topic
from tests import factories
from tests.support.content import HOUSING
from tests.support.feed_validation import RULES, TYPES, parsed
from tests.support.feeds import HOST, LONG_AGO, SUBJECTS, feed_url, items, one_of_each, read
from tests.support.published_at import MOMENT, set_published_at
from tests.support.shared_site import shared_site

# Every feed


def test_every_kind_of_page_that_a_list_shows_is_in_the_feeds(site):
    listed = {model for listing in ListingPage.__subclasses__() for model in listing.allowed_subpage_models()}
    listed |= {model for one in listed for model in one.allowed_subpage_models()}
    assert {kind.model for kind in KINDS.values()} == listed


@pytest.fixture(scope="class")
def made(django_db_setup, django_db_blocker):
    """A site with a page of each kind, and one that exists in Arabic alone, for all tests of a class."""
    with shared_site(django_db_blocker) as site:
        with without_indexing():
            athens = factories.CityPageFactory(parent=site.cities, heading_en="Athens", heading_el="Αθήνα")
            housing = factories.TopicFactory(**HOUSING)
            arabic = factories.NewsPageFactory(
                parent=site.news,
                heading_en="",
                introduction_en="",
                heading_ar="سكن للجميع",
                introduction_ar="خبر\x0b واحد.",
            )
            arabic.topics.add(housing)
            arabic.save()
            pages = one_of_each(site, athens, housing)
            set_published_at(athens, arabic, site.home)
        yield [*pages, athens, arabic]


class TestWithOneOfEach:
    @pytest.fixture
    def filled(self, db, made):
        """The pages, as the database has them."""
        return [type(page).objects.get(pk=page.pk) for page in made]

    @pytest.fixture
    def athens(self, filled):
        return filled[-2]

    @pytest.fixture
    def housing(self, filled):
        return Topic.objects.get()

    @pytest.mark.parametrize("extension", RULES)
    def test_every_feed_is_valid(self, client, filled, extension, in_production):
        entries = 0
        for language, subject in product(["en", "el", "ar"], SUBJECTS):
            response = client.get(feed_url(subject, extension, language))
            assert (response.status_code, response["Content-Type"]) == (200, TYPES[extension]), subject
            own = HOST + feed_url(subject, extension, language)
            assert list(RULES[extension](own, response.content)) == [], subject
            if extension != "json":
                entries += len(parsed(response).entries)
            assert not response.cookies
            assert "cookie" not in response.get("Vary", "").lower()
            assert response["X-Robots-Tag"] == "noindex"
            assert "public" in response["Cache-Control"]
        assert extension == "json" or entries > 3 * len(SUBJECTS)

    def test_feeds_hold_what_belongs_to_them(self, client, site, filled, housing):
        other = factories.CityPageFactory(parent=site.cities, heading_en="Berlin")
        lone = set_published_at(factories.NewsPageFactory(parent=site.news, heading_en="Elsewhere"))
        set_published_at(other)

        def titles(subject):
            return set(items(client, subject))

        assert titles("all") == {page.heading for page in [*filled, other, lone]}
        assert "Elsewhere" in titles("news")
        for name, kind in KINDS.items():
            assert titles(name) == {page.heading for page in [*filled, other, lone] if isinstance(page, kind.model)}
        assert titles("cities/athens") == {
            page.heading for page in filled if page.heading not in ("Athens", "سكن للجميع")
        }
        assert titles("cities/berlin") == set()
        assert len(titles("topics/housing")) == 5

    def test_what_is_not_published_is_in_no_feed(self, client, site, athens, filled):
        drafts = [factories.NewsPageFactory(parent=site.news, heading_en="Secret draft", live=False)]
        filled[0].unpublish()
        for subject in ("all", "news", "topics/housing", "cities/athens"):
            content = client.get(feed_url(subject, "json")).content.decode()
            assert "Secret draft" not in content
            assert filled[0].heading not in content
        drafts[0].save_revision().publish()
        assert "Secret draft" in items(client, "news")

    def test_each_text_says_its_language(self, client, filled):
        arabic = next(entry for entry in read(client, "news", language="el").entries if entry.title == "سكن للجميع")
        greek = next(entry for entry in read(client, "news", language="el").entries if entry.title == "Σπίτια 0")
        assert arabic.title_detail.language == arabic.summary_detail.language == "ar"
        assert (greek.title_detail.language, greek.summary_detail.language) == ("el", "en")
        assert {title: item["language"] for title, item in items(client, "news", "el").items()} == {
            "Σπίτια 0": "el", "سكن للجميع": "ar",
        }  # fmt: skip
        with_dc = read(client, "news", "rss", "el").entries
        assert {entry.title: entry.language for entry in with_dc} == {"Σπίτια 0": "el", "سكن للجميع": "ar"}

    def test_texts_come_through_as_they_are(self, client, filled):
        wanted = "Homes <b>& more</b> 0"
        assert wanted in items(client, "news")
        assert items(client, "news")[wanted]["summary"] == "One & two < three."
        atom = next(entry for entry in read(client, "news").entries if "Homes" in entry.title)
        assert atom.summary_detail.type == "text/plain"
        assert atom.summary == "One & two < three."
        rss = next(entry for entry in read(client, "news", "rss").entries if "Homes" in entry.title)
        assert rss.summary == "<p>One &amp; two &lt; three.</p>"
        assert items(client, "news")["سكن للجميع"]["summary"] == "خبر واحد."  # less what XML cannot hold

    def test_who_wrote_or_spoke_is_named(self, client, filled):
        authors = {entry.title: entry.author for entry in read(client, "all").entries if entry.get("author")}
        named = {type(page).__name__: authors.get(page.heading) for page in filled[:5]}
        assert named["NewsPage"] == "The Gazette"
        assert named["ReportPage"] == "EUROCITIES"
        assert named["EventPage"] == "City of Athens"
        assert named["MentoringVisitPage"] is None
        assert named["MayorStatementPage"] == filled[4].speaker
        [coverage] = [item for item in items(client, "news").values() if "external_url" in item]
        assert coverage["external_url"] == "https://example.org/a?b=1&c=2"

    def test_a_feed_keeps_its_id_when_its_city_or_topic_gets_another_name(self, client, filled, athens, housing):
        def feed_id(subject):
            return read(client, subject).feed.id

        before = [feed_id("cities/athens"), feed_id("topics/housing")]
        assert len({feed_id(subject) for subject in SUBJECTS}) == len(SUBJECTS)
        athens.slug = "athena"
        athens.save_revision().publish()
        housing.slug = "homes"
        housing.save()
        assert [feed_id("cities/athena"), feed_id("topics/homes")] == before

    def test_the_old_address_of_a_citys_feed_leads_to_the_new_one(
        self, client, filled, athens, django_capture_on_commit_callbacks
    ):
        athens.slug = "athena"
        with django_capture_on_commit_callbacks(execute=True):
            athens.save_revision().publish()
        for language in ("en", "ar"):
            response = client.get(feed_url("cities/athens", "rss", language))
            assert (response.status_code, response["Location"]) == (301, feed_url("cities/athena", "rss", language))

    @pytest.mark.parametrize("extension", RULES)
    def test_who_has_the_feed_already_is_told_so_until_something_changes(self, client, site, filled, extension):
        first = client.get(feed_url("all", extension))
        headers = [{"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}]
        for asked in headers:
            again = client.get(feed_url("all", extension), headers=asked)
            assert (again.status_code, again.content) == (304, b"")
        squeezed = client.get(feed_url("all", extension), headers={"Accept-Encoding": "gzip"})["ETag"]
        assert client.get(feed_url("all", extension), headers={"If-None-Match": squeezed}).status_code == 304
        page = factories.NewsPageFactory(parent=site.news, live=False)
        page.save_revision().publish()
        for asked in headers:
            assert client.get(feed_url("all", extension), headers=asked).status_code == 200

    def test_what_was_taken_down_is_noticed(self, client, filled):
        first = client.get(feed_url("news"))
        filled[0].unpublish()
        again = client.get(feed_url("news"), headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 200
        assert filled[0].heading.encode() not in again.content


@pytest.mark.parametrize("extension", RULES)
def test_an_empty_feed_is_valid_and_always_the_same(client, site, athens, housing, extension):
    for subject in SUBJECTS:
        first, second = (client.get(feed_url(subject, extension)) for _again in range(2))
        assert list(RULES[extension](HOST + feed_url(subject, extension), first.content)) == [], subject
        assert first.content == second.content
        assert first["Last-Modified"] == LONG_AGO  # as the page it belongs to, which was never published here
        if extension != "json":
            assert parsed(first).entries == []


# What readers see


def test_what_a_leader_of_an_unpublished_city_said_is_in_no_feed(client, site):
    city = factories.CityPageFactory(parent=site.cities, live=False)
    set_published_at(factories.MayorStatementPageFactory(parent=city))
    assert items(client, "statements") == {}


def test_a_feed_is_as_long_as_said_and_misses_nothing_that_came_last(client, site):
    with without_indexing():
        pages = [factories.NewsPageFactory(parent=site.news, date=date(2020, 1, 1)) for _ in range(LENGTH)]
    set_published_at(*pages)
    late = factories.NewsPageFactory(parent=site.news, heading_en="Of long ago", date=date(1999, 1, 1))
    set_published_at(late, at=MOMENT + timedelta(days=1))
    for subject in ("all", "news"):
        found = list(items(client, subject))
        assert len(found) == LENGTH
        assert found[0] == "Of long ago"


def test_what_came_on_one_day_stands_in_the_order_of_its_own_days(client, site, athens):
    def news(heading, day):
        return factories.NewsPageFactory(parent=site.news, heading_en=heading, date=day)

    set_published_at(news("second", date(2018, 1, 1)), news("third", date(2017, 1, 1)), news("first", date(2019, 1, 1)))
    set_published_at(athens)  # which has no day of its own
    report = factories.ReportPageFactory(parent=site.reports, heading_en="between", published_on=date(2018, 6, 1))
    set_published_at(report)
    assert list(items(client)) == ["first", "between", "second", "third", "Athens"]


@pytest.mark.parametrize(
    ("day", "published"),
    [
        (date(2017, 7, 17), datetime(2017, 7, 16, 22, tzinfo=UTC)),  # midnight at the site's clock
        (MOMENT.date(), MOMENT),
        (date(2099, 1, 1), MOMENT),  # a day to come
    ],
)
def test_the_date_is_that_of_what_happened_or_of_the_moment_it_came_online(client, site, day, published):
    page = factories.NewsPageFactory(parent=site.news, date=day)
    set_published_at(page, changed=MOMENT + timedelta(days=9))
    [item] = items(client, "news").values()
    assert datetime.fromisoformat(item["date_published"]) == published
    assert datetime.fromisoformat(item["date_modified"]) == MOMENT + timedelta(days=9)


def test_a_statement_is_quoted_in_its_language(client, athens):
    page = factories.MayorStatementPageFactory(
        parent=athens, quote_en="We welcome.", quote_el="Καλωσορίζουμε.", language_given="el"
    )
    set_published_at(page)
    [english], [greek], [german] = (items(client, "statements", code).values() for code in ("en", "el", "de"))
    assert english["summary"] == "We welcome."
    assert greek["summary"] == german["summary"] == "Καλωσορίζουμε."


def test_an_event_says_when_and_where(client, site):
    event = factories.EventPageFactory(parent=site.events, venue="Town hall", introduction_en="A meeting.")
    set_published_at(event)
    [item] = items(client, "events").values()
    assert item["summary"] == "18 September 2017 · 11:00–16:00 · Town hall\nA meeting."
    event.status = "cancelled"
    event.save()
    [item] = items(client, "events", "de").values()
    assert item["summary"].startswith("Cancelled · 18 September 2017")  # in the language of what follows


def test_files_go_along_with_their_type_and_size(client, site):
    report = factories.ReportPageFactory(parent=site.reports, listing_image=factories.SiteImageFactory())
    files = {code: factories.ReportFileFactory(report=report, language=code).document for code in ("en", "el")}
    set_published_at(report)
    [atom] = read(client, "reports", language="el").entries
    assert [link.href for link in atom.enclosures[:2]] == [HOST + files[code].url for code in ("el", "en")]
    assert [link.hreflang for link in atom.enclosures[:2]] == ["el", "en"]
    assert atom.enclosures[0].type == "application/pdf"
    assert int(atom.enclosures[0].length) == len(factories.small_pdf())
    assert atom.enclosures[2].type == "image/webp"
    [rss] = read(client, "reports", "rss", "el").entries
    assert [link.href for link in rss.enclosures] == [HOST + files["el"].url]
    [item] = items(client, "reports").values()
    assert [file["url"] for file in item["attachments"]] == [HOST + files[code].url for code in ("en", "el")]
    assert client.get(item["image"].removeprefix(HOST)).status_code == 200


def test_a_picture_whose_file_is_gone_costs_no_feed(client, site):
    picture = factories.SiteImageFactory()
    set_published_at(factories.NewsPageFactory(parent=site.news, listing_image=picture))
    picture.file.storage.delete(picture.file.name)
    [item] = items(client, "news").values()
    assert "image" not in item
