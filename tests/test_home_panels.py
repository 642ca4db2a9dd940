"""What waits for staff: the overviews and the dashboard. And the name and mark of the site where one signs in."""

from datetime import date, timedelta

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from cities.models import MayorStatementPage
from cities.officers import review
from demo.loader import without_indexing
from news.models import NewsPage
from solidarity.querysets import expire_soon, scheduled
from tests import factories
from tests.support.listings import listing, queries, shown

# Overviews


def test_leaders_shown_as_in_office_for_five_years_are_perhaps_outdated(athens):
    today = date(2024, 2, 29)
    for heading, fields in {
        "Long in office": {"in_office_from": date(2019, 2, 28)},
        "Not so long": {"in_office_from": date(2019, 3, 1)},
        "Left": {"in_office_from": date(2010, 1, 1), "in_office_until": date(2015, 1, 1)},
        "Said long ago": {"date": date(2017, 3, 1)},
        "Said of late": {"date": date(2023, 3, 1)},
        "Said long ago, in office since": {"date": date(2017, 3, 1), "in_office_from": date(2023, 1, 1)},
        "No date at all": {"date": None},
    }.items():
        factories.MayorStatementPageFactory(parent=athens, heading_en=heading, **fields)
    outdated = MayorStatementPage.objects.perhaps_outdated(today)
    assert {statement.title for statement in outdated} == {"Long in office", "Said long ago"}


def test_the_overview_of_leaders_leaves_out_what_is_not_published(editor_client, athens):
    factories.MayorStatementPageFactory(parent=athens, heading_en="Old words", in_office_from=date(2011, 1, 1))
    factories.MayorStatementPageFactory(parent=athens, heading_en="Draft", live=False)
    recent = timezone.localdate() - timedelta(days=30)
    factories.MayorStatementPageFactory(parent=athens, heading_en="New words", date=recent)
    assert shown(editor_client, "outdated-leaders") == ["Old words"]
    assert (
        reverse("list_statements:choose_parent") not in editor_client.get(listing("outdated-leaders")).content.decode()
    )


def schedule(page, moment):
    """Have a page published at a moment to come."""
    page.go_live_at = moment
    page.save_revision().publish()


def test_scheduled_is_what_somebody_with_the_right_scheduled(editor_client, site):
    soon, later = timezone.now() + timedelta(days=2), timezone.now() + timedelta(days=9)
    for heading, moment in [("Later", later), ("Soon", soon)]:
        schedule(factories.NewsPageFactory(parent=site.news, heading_en=heading, live=False), moment)
    factories.NewsPageFactory(parent=site.news, heading_en="Asked for", live=False, go_live_at=soon).save_revision()
    assert [page.title for page in scheduled(NewsPage.objects.all())] == ["Soon", "Later"]
    assert [page.title for page in scheduled(NewsPage.objects.all(), now=soon)] == ["Later"]
    assert shown(editor_client, "scheduled") == ["Soon", "Later"]


def test_what_expires_within_sixty_days_expires_soon(editor_client, site):
    now = timezone.now()
    for days in (1, 70, 59):
        factories.NewsPageFactory(parent=site.news, heading_en=f"{days} days", expire_at=now + timedelta(days=days))
    factories.NewsPageFactory(parent=site.news, heading_en="Never")
    factories.NewsPageFactory(parent=site.news, heading_en="Gone", live=False, expire_at=now + timedelta(days=1))
    assert [page.title for page in expire_soon(NewsPage.objects.all(), now)] == ["1 days", "59 days"]
    assert shown(editor_client, "expiring") == ["1 days", "59 days"]


# The dashboard


def panels(client):
    """Return what the panels of the dashboard say, by their identifiers: rows of cells, or the words of one without."""
    soup = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "lxml")
    found = {}
    for panel in soup.select("section.w-panel--dashboard"):
        rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in panel.select("main tbody tr")]
        words = panel.select_one(".w-panel__content").get_text(" ", strip=True)
        found[panel["id"].removesuffix("-section")] = rows or words
    return found


def submit(page, user):
    """Send a page for review."""
    page.save_revision(user=user)
    return Workflow.objects.get(name=review.NAME).start(page, user)


def waits_since(state, moment):
    """Date the beginning of a review back."""
    state.current_task_state.started_at = moment
    state.current_task_state.save()


def test_a_dashboard_with_nothing_to_do_says_so(editor_client):
    found = panels(editor_client)
    assert found == {"waiting-for-review": "There is nothing to review."}


def test_what_waits_for_review_stands_oldest_first(editor_client, site, athens, people):
    ghent = factories.CityPageFactory(parent=site.cities, heading_en="Ghent")
    waits_since(submit(athens, people.officer), timezone.now() - timedelta(days=1))
    waits_since(submit(ghent, people.translator), timezone.now() - timedelta(days=3))
    found = panels(editor_client)
    assert [row[:2] for row in found["waiting-for-review"]] == [
        ["Ghent", str(people.translator)],
        ["Athens", str(people.officer)],
    ]
    assert str((timezone.localtime() - timedelta(days=3)).year) in found["waiting-for-review"][0][2]
    assert "awaiting-review" not in found, "Wagtail's own panel says the same"


def test_a_panel_holds_eight_rows_and_leads_to_all(editor_client, site, people):
    with without_indexing():
        for _ in range(10):
            submit(factories.CityPageFactory(parent=site.cities), people.officer)
    assert len(panels(editor_client)["waiting-for-review"]) == 8
    url = f"{reverse('wagtailadmin_reports:workflow_tasks')}?reviewable=true"
    assert f'href="{url}"' in editor_client.get(reverse("wagtailadmin_home")).content.decode()
    assert len(BeautifulSoup(editor_client.get(url).content, "lxml").select("main tbody tr")) == 10


def fill_dashboard(site, city, people, number):
    """Have a number of pages wait for staff in each panel."""
    with without_indexing():
        moment = timezone.now() + timedelta(days=3)
        for _ in range(number):
            submit(factories.CityPageFactory(parent=site.cities), people.officer)
            schedule(factories.NewsPageFactory(parent=site.news, live=False), moment)
            factories.NewsPageFactory(parent=site.news, expire_at=moment)
            factories.MayorStatementPageFactory(parent=city)


def test_every_panel_shows_what_it_is_named_for(editor_client, site, athens):
    moment = timezone.now() + timedelta(days=3)
    schedule(factories.NewsPageFactory(parent=site.news, heading_en="Tomorrow's news", live=False), moment)
    factories.EventPageFactory(parent=site.events, heading_en="Going", expire_at=moment)
    factories.MayorStatementPageFactory(parent=athens, heading_en="Unsigned")
    factories.MayorStatementPageFactory(parent=athens, heading_en="Unsigned draft", live=False)
    found = panels(editor_client)
    day = f"{timezone.localtime(moment):%-d %B %Y, %H:%M}"
    assert found["scheduled"] == [["Tomorrow's news", "News item", day]]
    assert found["expires-soon"] == [["Going", "Event", day]]
    assert found["statements-without-sign-off"] == [["Unsigned", "Athens"]]
    text = editor_client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'href="{listing("scheduled")}"' in text
    assert f'href="{listing("expiring")}"' in text
    assert shown(editor_client, "statements", sign_off="missing", state="live") == ["Unsigned"]


def test_the_dashboard_asks_as_much_for_one_row_as_for_eight(editor_client, site, athens, people):
    fill_dashboard(site, athens, people, 1)
    editor_client.get(reverse("wagtailadmin_home"))
    few = queries(editor_client, reverse("wagtailadmin_home"))
    fill_dashboard(site, athens, people, 9)
    assert queries(editor_client, reverse("wagtailadmin_home")) == few


def test_the_panels_are_for_those_who_publish(client, site, athens, people):
    fill_dashboard(site, athens, people, 1)
    ours = {"waiting-for-review", "scheduled", "expires-soon", "statements-without-sign-off"}
    client.force_login(people.editor)
    assert ours <= set(panels(client))
    for user in (people.translator, people.officer):
        client.force_login(user)
        assert not ours & set(panels(client))


# The site's name and mark


def test_the_page_to_sign_in_bears_the_name_and_mark_of_the_site(client, db):
    soup = BeautifulSoup(client.get(reverse("wagtailadmin_login")).content, "lxml")
    assert soup.h1.get_text(strip=True) == "Sign in to Solidarity Cities"
    assert soup.h1.img["src"].endswith("favicon.svg")
    assert soup.select_one("link[rel=icon]")["href"].endswith("favicon.svg")
    assert "Wagtail" not in soup.title.text
