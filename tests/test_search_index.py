"""The entries of search follow the pages: published, renamed, moved, taken down, deleted, hidden, or all made anew."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from cities.models import CityPage
from demo.loader import without_indexing
from news.models import NewsPage
from solidarity import languages
from solidarity.models import SearchEntry
from solidarity.search import index, indexing
from tests import factories
from tests.factories import body
from tests.support.search import found, published


@pytest.fixture
def item(site):
    return published(factories.NewsPageFactory(parent=site.news, heading_en="Housing", heading_el="Στέγαση"))


def entries():
    """Return how many entries the database's own index finds, by the mark of each language."""
    return sum(index.search([], code).entries.count() for code in languages.codes())


def test_a_page_has_an_entry_for_each_language(item):
    assert list(item.search_entries.order_by("language").values_list("language", flat=True)) == sorted(
        languages.codes()
    )
    assert entries() == len(languages.codes())


def test_a_draft_is_not_found(site, item):
    factories.NewsPageFactory(parent=site.news, heading_en="Secret", live=False).save_revision()
    assert not found("secret")
    item.heading_en = "Secret"
    item.save_revision()
    assert not found("secret")
    assert found("housing") == ["Housing"]


def test_a_published_change_is_found_and_what_was_there_before_is_not(item):
    published(item, heading_en="Schools")
    assert found("schools") == ["Schools"]
    assert not found("housing")
    assert entries() == len(languages.codes())


def test_what_is_taken_down_is_not_found(item):
    item.unpublish()
    assert not found("housing")
    assert not entries()


@pytest.mark.parametrize("kind", [NewsPage, Page])
def test_what_is_deleted_is_not_found(item, kind):
    kind.objects.get(pk=item.pk).delete()
    assert not found("housing")
    assert not entries()


def test_what_stands_below_a_deleted_page_is_not_found(site, athens, django_capture_on_commit_callbacks):
    published(factories.MayorStatementPageFactory(parent=published(athens), heading_en="Housing"))
    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.get(pk=site.cities.pk).delete()
    assert not found("housing")
    assert not entries()


def test_what_only_some_may_see_is_not_found(site, item):
    restriction = PageViewRestriction.objects.create(page=site.news, restriction_type=PageViewRestriction.LOGIN)
    assert not found("housing")
    published(item, heading_en="Schools")
    indexing.rebuild()
    assert not found("schools")
    restriction.delete()
    assert found("schools") == ["Schools"]


def test_a_copy_is_found(item):
    item.copy(update_attrs={"slug": "copy", "heading_en": "Copied"})
    assert found("copied") == ["Copied"]


# What depends on another page


def test_pages_are_found_by_the_new_name_of_their_city(site, athens, item):
    published(athens)
    item.cities.add(athens)
    published(item)
    published(factories.MayorStatementPageFactory(parent=athens, heading_en="A statement"))
    assert set(found("athens")) == {"Athens", "Housing", "A statement"}
    published(athens, heading_en="Piraeus")
    assert set(found("piraeus")) == {"Piraeus", "Housing", "A statement"}
    assert not found("athens")
    assert SearchEntry.objects.get(page=item, language="en").cities == {"athens": "Piraeus"}


def test_the_name_of_a_city_without_a_page_finds_nothing(site, athens, item, django_capture_on_commit_callbacks):
    published(athens)
    item.cities.add(athens)
    published(item)
    with django_capture_on_commit_callbacks(execute=True):
        athens.unpublish()
    assert not found("athens")
    published(athens)
    assert set(found("athens")) == {"Athens", "Housing"}
    with django_capture_on_commit_callbacks(execute=True):
        athens.delete()
    assert not found("athens")


def test_a_change_that_no_other_page_shows_writes_no_other_entry(athens, item, monkeypatch):
    published(athens)
    monkeypatch.setattr(indexing, "refresh_named_with", lambda instance: pytest.fail("written for nothing"))
    published(athens, body_en=body("Something new."))
    assert found("something") == ["Athens"]


def test_pages_are_found_by_the_new_name_of_their_topic(item, django_capture_on_commit_callbacks):
    topic = factories.TopicFactory(name_en="Work", slug="work")
    item.topics.add(topic)
    published(item)
    topic.name_en = "Training"
    topic.save()
    assert found("training") == ["Housing"]
    assert not found("work")
    with django_capture_on_commit_callbacks(execute=True):
        topic.delete()
    assert not found("training")


def test_a_statement_is_found_by_the_city_to_which_it_was_moved(site, athens):
    riga = published(factories.CityPageFactory(parent=site.cities, heading_en="Riga"))
    statement = published(factories.MayorStatementPageFactory(parent=published(athens), heading_en="A statement"))
    statement.move(riga, pos="last-child")
    assert "A statement" in found("riga")
    assert "A statement" not in found("athens")


# Made anew


def test_all_entries_are_made_anew(site, athens, item):
    SearchEntry.objects.all().delete()
    factories.NewsPageFactory(parent=site.news, heading_en="Draft", live=False)
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    live = Page.objects.live().filter(depth__gt=1).count()
    assert f"{live} pages" in out.getvalue()
    assert SearchEntry.objects.count() == entries() == live * len(languages.codes())
    assert found("housing") == ["Housing"]
    assert not found("draft")


def test_entries_of_pages_that_went_unnoticed_are_removed(item):
    Page.objects.filter(pk=item.pk).update(live=False)
    indexing.rebuild()
    assert not found("housing")
    assert not SearchEntry.objects.filter(page=item).exists()


def test_after_a_migration_entries_are_made_where_there_are_none(item, monkeypatch):
    SearchEntry.objects.all().delete()
    indexing.build_if_empty()
    assert found("housing") == ["Housing"]
    monkeypatch.setattr(indexing, "rebuild", lambda: pytest.fail("there are entries"))
    indexing.build_if_empty()


def test_after_a_migration_a_new_language_is_filled(item):
    SearchEntry.objects.filter(language="ar").delete()
    indexing.build_if_empty()
    assert found("housing", "ar") == ["Housing"]


def test_wagtails_command_leaves_the_entries_as_they_are(item):
    call_command("wagtail_update_index", stdout=StringIO())
    assert entries() == len(languages.codes())
    assert found("στεγαση", "el") == ["Στέγαση"]


def test_making_entries_asks_no_question_per_page(site):
    def make(count):
        for _ in range(count):
            topics = [factories.TopicFactory() for _topic in range(5)]
            city = factories.CityPageFactory(parent=site.cities, topics=topics[:1])
            factories.KeyFigureFactory(city=city)
            factories.MayorStatementPageFactory(parent=city)
            pledge = factories.PledgePageFactory(parent=city)
            factories.PledgeProgressFactory(pledge=pledge)
            factories.ProjectPageFactory(parent=site.projects, cities=[city])
            factories.NewsPageFactory(parent=site.news, cities=[city], topics=topics[1:2])
            report = factories.ReportPageFactory(parent=site.reports, cities=[city], topics=topics[2:3])
            factories.ReportFileFactory(report=report)
            factories.EventPageFactory(parent=site.events, cities=[city], topics=topics[3:4])
            visit = factories.MentoringVisitPageFactory(
                parent=site.events, host_city=city, mentor_cities=[city], topics=topics[4:]
            )
            factories.DelegationMemberFactory(visit=visit)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as context:
            indexing.rebuild()
        return len(context)

    with without_indexing():
        make(2)
    indexing.rebuild()
    few = queries()
    with without_indexing():
        make(4)
    indexing.rebuild()
    # SQLite's index is updated entry by entry, which is Wagtail's doing.
    entry_by_entry = 4 * 8 * len(languages.codes()) if connection.vendor == "sqlite" else 0
    assert queries() - entry_by_entry <= few + 2
    assert CityPage.objects.count() == 6
