"""The generation: it rises with each change that readers see and with the clock, and what is kept by it is of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

from cities.models import CityCheck
from solidarity import generation, signals
from solidarity.generation import current, kept, kept_each
from solidarity.models import Generation, MenuItem, SiteSettings, SocialLink, UnmatchedQuery
from solidarity.models.revisions import OF_DRAFTS
from tests import factories
from tests.support.keeping import forget
from tests.support.search import published


def publish_a_new_page(site, athens):
    published(factories.NewsPageFactory(parent=site.news))


def publish_a_change(site, athens):
    published(athens, heading_en="Athína")


def unpublish(site, athens):
    athens.unpublish()


def delete(site, athens):
    athens.delete()


def move(site, athens):
    page = factories.ContentPageFactory(parent=site.home)
    above = factories.ContentPageFactory(parent=site.home)
    forget()
    page.move(above, pos="last-child")


def change_the_settings(site, athens):
    settings = SiteSettings.for_site(site.site)
    settings.strapline_en = "Cities act"
    settings.save()


def add_to_a_menu(site, athens):
    MenuItem.objects.create(settings=SiteSettings.for_site(site.site), page=athens, label_en="Athens")


def add_a_network(site, athens):
    SocialLink.objects.create(settings=SiteSettings.for_site(site.site), name="Mastodon", url="https://example.org/@us")


def rename_a_topic(site, athens):
    topic = factories.TopicFactory()
    topic.name_en = "Housing"
    topic.save()


def crop_a_picture(site, athens):
    image = factories.SiteImageFactory()
    image.focal_point_x = 1
    image.save()


def delete_a_rendition(site, athens):
    factories.SiteImageFactory().get_rendition("width-10").delete()


def exchange_a_document(site, athens):
    factories.SiteDocumentFactory().save()


def redirect(site, athens):
    Redirect.objects.create(old_path="/en/old", redirect_page=athens)


def restrict_a_page(site, athens):
    PageViewRestriction.objects.create(page=athens, restriction_type="login")


def restrict_a_collection(site, athens):
    collection = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def change_the_host(site, athens):
    Site.objects.get().save()


def check_a_city(site, athens):
    CityCheck.objects.create(city=athens, checked_on=timezone.localdate())


def add_a_slide(site, athens):
    factories.HomeSlideFactory(home=site.home)


def name_another_city_alike(site, athens):
    published(factories.CityPageFactory(parent=site.cities, heading_en="Athens", country="US"))


SEEN = [
    publish_a_new_page,
    publish_a_change,
    unpublish,
    delete,
    move,
    change_the_settings,
    add_to_a_menu,
    add_a_network,
    rename_a_topic,
    crop_a_picture,
    delete_a_rendition,
    exchange_a_document,
    redirect,
    restrict_a_page,
    restrict_a_collection,
    change_the_host,
    check_a_city,
    add_a_slide,
    name_another_city_alike,
]


@pytest.mark.parametrize("change", SEEN, ids=lambda change: change.__name__)
def test_it_rises_with_what_readers_see(keeping, site, athens, change):
    before = current()
    change(site, athens)
    assert current() > before


def draft_a_new_page(site, athens):
    factories.NewsPageFactory(parent=site.news, live=False)


def draft_a_change(site, athens):
    athens.heading_en = "Athína"
    athens.save_revision()


def sign_in(site, athens):
    factories.UserFactory().save()


def search_in_vain(site, athens):
    UnmatchedQuery.objects.note("nothing like it", "en")


def look_at_a_picture(site, athens):
    factories.SiteImageFactory._meta.model.objects.get().get_rendition("width-20")


NOT_SEEN = [draft_a_new_page, draft_a_change, sign_in, search_in_vain, look_at_a_picture]


@pytest.mark.parametrize("change", NOT_SEEN, ids=lambda change: change.__name__)
def test_it_stays_with_what_readers_do_not_see(keeping, site, athens, change):
    factories.SiteImageFactory()
    before = current()
    change(site, athens)
    assert current() == before


def test_each_name_of_what_is_not_seen_exists():
    labels = {model._meta.label for model in apps.get_models()} | {config.label for config in apps.get_app_configs()}
    assert signals.UNSEEN - {"admin", "migrations"} <= labels
    fields = {field.name for field in apps.get_model("wagtailcore.Page")._meta.get_fields()}
    assert fields >= OF_DRAFTS


def test_a_transaction_counts_once_and_only_when_it_is_committed(db, django_capture_on_commit_callbacks):
    number = Generation.objects.numbers()[0]
    with django_capture_on_commit_callbacks() as callbacks, CaptureQueriesContext(connection) as asked:
        for _time in range(3):
            factories.TopicFactory()
    assert Generation.objects.numbers()[0] == number
    assert not [query for query in asked if "solidarity_generation" in query["sql"]]
    with CaptureQueriesContext(connection) as asked:
        for callback in callbacks:
            callback()
    assert Generation.objects.numbers()[0] > number
    assert len([query for query in asked if "solidarity_generation" in query["sql"]]) <= 2  # the first time it is made


def test_what_is_undone_is_no_change(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        try:
            with transaction.atomic():
                factories.TopicFactory()
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    assert not callbacks


def test_it_rises_also_where_the_clock_was_set_back(db):
    number = Generation.objects.numbers()[0]
    Generation.objects.advance(number + 1_000)
    Generation.objects.advance(5)
    assert Generation.objects.numbers()[0] == number + 1_001


def test_it_is_read_again_after_a_while(keeping, monkeypatch, site):
    before = current()
    Generation.objects.advance(Generation.objects.numbers()[0] + 7)  # as another process does
    assert current() == before
    monkeypatch.setattr(generation, "FRESH", -1)
    assert current() == before + 7


def test_while_the_database_does_not_answer_the_last_one_known_holds(keeping, monkeypatch, site, caplog):
    known = current()
    monkeypatch.setattr(generation, "FRESH", -1)

    def fail(_self):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(type(Generation.objects.all()), "numbers", fail)
        for _time in range(3):
            assert current() == known
    current()
    said = [record.getMessage() for record in caplog.records if record.name == "solidarity.generation"]
    assert len(said) == 2, "once a minute, and once that it is over"
    assert "could not be read" in said[0]
    assert "can be read again" in said[1]
    forget()
    monkeypatch.setattr(type(Generation.objects.all()), "numbers", fail)
    with pytest.raises(OperationalError):
        current()


# What is kept


def test_a_value_is_made_once_in_each_generation(keeping, site):
    made = []
    for _time in range(2):
        assert kept("a value", lambda: made.append(1) or len(made)) == 1
    generation.advance()
    assert kept("a value", lambda: made.append(1) or len(made)) == 2


def test_another_process_finds_it_in_the_cache(keeping, site):
    kept("a value", lambda: "made")
    forget()
    assert kept("a value", lambda: pytest.fail("it was made again")) == "made"
    cache.clear()
    forget()
    assert kept("a value", lambda: "made again") == "made again"


def test_nothing_may_be_kept_too(keeping, site):
    assert kept("nothing", lambda: None) is None
    assert kept("nothing", lambda: pytest.fail("it was made again")) is None


def test_a_value_by_language_is_one_for_each(keeping, site):
    for code in ("en", "el", "en"):
        with translation.override(code):
            assert kept("a word", translation.get_language, by_language=True) == code
            assert kept("a value", translation.get_language) == "en"


def test_what_one_page_shows_fills_no_memory(keeping, site):
    kept("large", lambda: "x", in_memory=False)
    assert not generation._memory.values
    assert kept("large", lambda: pytest.fail("it was made again"), in_memory=False) == "x"


def test_memory_is_bounded(keeping, site, monkeypatch):
    monkeypatch.setattr(generation, "MOST_IN_MEMORY", 10)
    for number in range(50):
        kept(f"value {number}", lambda: "x")
        assert len(generation._memory.values) <= 12


def test_objects_are_made_together_and_each_once(keeping, site):
    asked = []

    def make(pks):
        asked.append(pks)
        return {pk: str(pk) for pk in pks if pk != 4}

    assert kept_each("number", [1, 2, 4], make) == {1: "1", 2: "2"}
    assert kept_each("number", [2, 3, 4], make) == {2: "2", 3: "3"}
    assert asked == [{1, 2, 4}, {3}]


def test_nothing_is_kept_in_a_transaction(site):
    made = []
    for _time in range(2):
        kept("a value", lambda: made.append(1))
        kept_each("number", [1], lambda pks: made.append(1) or {})
    assert len(made) == 4


def test_nothing_is_kept_in_a_preview(keeping, site, client):
    slide = factories.HomeSlideFactory(home=site.home, heading_en="Published")
    home = type(site.home).objects.get()
    assert "Published" in client.get("/en/").content.decode()
    home.slides.add(type(slide)(heading_en="Drafted", link_url="https://example.org/", image=slide.image))
    assert "Drafted" in home.make_preview_request().content.decode()
    forget()
    assert "Drafted" not in client.get("/en/").content.decode()
    assert "Drafted" in home.make_preview_request().content.decode()


# The clock

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_it_rises_at_midnight_where_the_office_is(keeping, site, clock):
    clock.set_to(datetime(2026, 5, 4, 21, 59, tzinfo=UTC))  # Brussels is two hours ahead
    before = current()
    clock.set_to(datetime(2026, 5, 4, 21, 59, 59, tzinfo=UTC))
    assert current() == before
    clock.set_to(datetime(2026, 5, 4, 22, tzinfo=UTC))
    assert current() > before


def of_event(site, **moments):
    published(factories.EventPageFactory(parent=site.events, **{"starts": NOON - 60 * MINUTE, **moments}))


def end_of_an_event(site):
    of_event(site, ends=NOON)


def end_of_registration(site):
    of_event(site, ends=NOON + 90 * MINUTE, registration_deadline=NOON, registration_url="https://example.org/")


def end_in_calendars(site):
    of_event(site, starts=NOON - timedelta(days=366), ends=NOON - timedelta(days=365))


def beginning_of_a_slide(site):
    factories.HomeSlideFactory(home=site.home, shown_from=NOON)


def end_of_a_slide(site):
    factories.HomeSlideFactory(home=site.home, shown_until=NOON)


@pytest.mark.parametrize(
    "moment",
    [end_of_an_event, end_of_registration, end_in_calendars, beginning_of_a_slide, end_of_a_slide],
    ids=lambda moment: moment.__name__,
)
def test_it_rises_when_the_clock_changes_what_readers_see(keeping, site, clock, moment):
    clock.set_to(NOON - 10 * MINUTE)
    moment(site)
    before = current()
    clock.set_to(NOON - MINUTE)
    assert current() == before
    clock.set_to(NOON)
    after = current()
    assert after > before
    forget()  # a process that has just begun knows the same
    assert current() == after


def test_an_event_is_upcoming_until_its_end(keeping, site, clock, client):
    clock.set_to(NOON - 10 * MINUTE)
    published(factories.EventPageFactory(parent=site.events, heading_en="Forum", starts=NOON - MINUTE, ends=NOON))
    assert "Forum" in client.get("/en/").content.decode()
    clock.set_to(NOON - timedelta(seconds=1))
    assert "Forum" in client.get("/en/").content.decode()
    clock.set_to(NOON)
    assert "Forum" not in client.get("/en/").content.decode()


def test_the_site_is_found_without_a_query(keeping, site, client):
    SiteSettings.for_site(site.site)
    client.get("/en/nothing/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/en/nothing/")
    assert asked.captured_queries
    assert not [query for query in asked if "wagtailcore_site" in query["sql"]]


def test_a_process_learns_of_another_host_of_the_site(keeping, monkeypatch, site):
    current()
    assert [found.root_url for found in Site.get_site_root_paths()] == ["http://localhost"]
    Site.objects.update(hostname="solidaritycities.example")  # another process does, and tells this one by the number
    Generation.objects.advance(Generation.objects.numbers()[0] + 7)
    monkeypatch.setattr(generation, "FRESH", -1)
    current()
    assert [found.root_url for found in Site.get_site_root_paths()] == ["http://solidaritycities.example"]
