"""Pages that name others: what happens when those are not published, or go."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from cities.models import CityPage, PledgePage, PledgeSignatory
from solidarity.models import MenuItem, SiteSettings, Topic
from tests import factories
from tests.support.public_views import make_site, public_views


@pytest.fixture
def berlin(site):
    """A city that is not published."""
    return factories.CityPageFactory(parent=site.cities, heading_en="Berlin", live=False)


def shown(client, page):
    """Return a page's HTML; it must be there."""
    response = client.get(page.get_url())
    assert response.status_code == 200
    return response.content.decode()


DRAFT = "Xylophone"


def make_drafts(site):
    """Make a draft of each kind that others could name, about Athens and a topic; return them."""
    athens, topic = CityPage.objects.get(slug="athens"), Topic.objects.get(slug="housing")
    drafts = [
        factories.CityPageFactory(parent=site.cities, heading_en=DRAFT, live=False),
        factories.MayorStatementPageFactory(parent=athens, heading_en=DRAFT, speaker=DRAFT, live=False),
        factories.PledgePageFactory(parent=site.pledges, heading_en=DRAFT, live=False),
        factories.ProjectPageFactory(parent=site.projects, heading_en=DRAFT, live=False, cities=[athens]),
        factories.NewsPageFactory(parent=site.news, heading_en=DRAFT, live=False, cities=[athens]),
        factories.ReportPageFactory(parent=site.reports, heading_en=DRAFT, live=False),
        factories.EventPageFactory(parent=site.events, heading_en=DRAFT, live=False, cities=[athens]),
        factories.UpcomingEventPageFactory(parent=site.events, heading_en=DRAFT, live=False, cities=[athens]),
        factories.MentoringVisitPageFactory(parent=site.events, heading_en=DRAFT, live=False, host_city=athens),
        factories.ContentPageFactory(parent=site.home, heading_en=DRAFT, live=False),
    ]
    for page in drafts:
        if isinstance(page, PledgePage):
            page.signatories.add(PledgeSignatory(city=athens))
        if hasattr(page, "topics"):
            page.topics.add(topic)
        page.save()
        page.save_revision()
    return drafts


def naming(client, urls):
    """Return those of some URLs at which a reader is told of a draft."""
    answers = {url: client.get(url).getvalue().decode(errors="replace") for url in urls}
    return {url for url, text in answers.items() if DRAFT in text}


def test_readers_are_nowhere_told_of_a_draft(client, site):
    make_site(site)
    drafts = make_drafts(site)
    views, _missing = public_views()
    urls = {f"{view.url}?{view.query}" for view in views}
    urls |= {f"/en/search/?q={DRAFT}&page=1", f"/en/search/suggestions/?q={DRAFT}"}
    assert naming(client, urls) <= {f"/en/search/?q={DRAFT}&page=1"}, "which repeats what was typed"
    for page in drafts:
        page.get_latest_revision().publish()
    told = naming(client, urls)
    print(f"{len(urls)} addresses; {len(told)} tell of what is published")
    assert len(told) > 40


def test_a_pledge_names_only_signatories_that_have_a_page(client, site, athens, berlin):
    pledge = factories.PledgePageFactory(parent=site.pledges)
    for city in (athens, berlin):
        factories.PledgeSignatoryFactory(pledge=pledge, city=city)

    for page in (pledge, site.pledges):
        assert "Athens" in shown(client, page)
        assert "Berlin" not in shown(client, page)


def test_a_statement_under_an_unpublished_city_does_not_link_to_it(client, site, berlin):
    statement = factories.MayorStatementPageFactory(parent=berlin, heading_en="On arrival")

    html = shown(client, statement)
    assert "Berlin" in html
    assert f'href="{berlin.get_url()}"' not in html
    assert "On arrival" not in shown(client, site.home)


def test_a_visit_does_not_link_to_unpublished_cities(client, site, athens, berlin):
    visit = factories.MentoringVisitPageFactory(parent=site.events, host_city=berlin)
    visit.mentor_cities = [athens, berlin]
    visit.save()

    html = shown(client, visit)
    assert f'href="{athens.get_url()}"' in html
    assert f'href="{berlin.get_url()}"' not in html


def test_what_stands_under_a_menu_entry_goes_with_it(client, site):
    settings = SiteSettings.for_site(site.site)
    entries = [(site.cities, False), (site.pledges, False), (site.projects, True)]
    for order, (page, second_level) in enumerate(entries):
        MenuItem.objects.create(
            settings=settings, page=page, label_en=f"Entry {order}", second_level=second_level, sort_order=order
        )
    assert "Entry 2" in shown(client, site.news)

    site.pledges.unpublish()
    html = shown(client, site.news)
    assert "Entry 0" in html
    assert "Entry 1" not in html
    assert "Entry 2" not in html


def test_a_menu_entry_needs_words(site):
    entry = MenuItem(settings=SiteSettings.for_site(site.site), page=site.news)
    with pytest.raises(ValidationError, match="Write a label in at least one language"):
        entry.full_clean()


def test_topics_of_one_name_get_addresses_of_their_own(admin_client, db):
    for _again in range(2):
        answer = admin_client.post("/admin/snippets/solidarity/topic/add/", {"name_ar": "سكن " * 20, "slug": ""})
        assert answer.status_code == 302
    first, second = Topic.objects.order_by("pk")
    assert second.slug == f"{first.slug}-2"
    assert len(second.slug) <= 80


def test_a_copy_has_a_title_that_a_heading_can_hold(admin_client, athens):
    url, parent = f"/admin/pages/{athens.pk}/copy/", athens.get_parent().pk
    sent = {"new_title": "A" * 201, "new_slug": "a-copy", "new_parent_page": parent}
    assert list(admin_client.post(url, sent).context["form"].errors) == ["new_title"]
    assert admin_client.post(url, sent | {"new_title": "A" * 200}).status_code == 302
    assert CityPage.objects.get(slug="a-copy").heading_en == "A" * 200


@pytest.mark.parametrize("role", ["signatory", "host", "mentor"])
def test_a_city_that_others_name_is_not_deleted(admin_client, site, athens, role):
    other = factories.CityPageFactory(parent=site.cities, heading_en="Munich")
    if role == "signatory":
        factories.PledgeSignatoryFactory(pledge=factories.PledgePageFactory(parent=site.pledges), city=athens)
    else:
        visit = factories.MentoringVisitPageFactory(parent=site.events, host_city=athens if role == "host" else other)
        visit.mentor_cities = [athens if role == "mentor" else other]
        visit.save()

    answer = admin_client.post(f"/admin/pages/{athens.pk}/delete/", follow=True)
    assert "Athens: named in pledges or visits" in answer.content.decode()
    assert CityPage.objects.filter(pk=athens.pk).exists()


def test_a_city_goes_with_its_own_pledges(admin_client, athens):
    pledge = factories.PledgePageFactory(parent=athens)  # which signs it by standing there

    admin_client.post(f"/admin/pages/{athens.pk}/delete/")
    assert not Page.objects.filter(pk__in=[athens.pk, pledge.pk]).exists()


def test_a_status_names_the_report_that_fulfilled_it(site):
    pledge = factories.PledgePageFactory(parent=site.pledges, number=None, unit="")
    factories.PledgeProgressFactory(pledge=pledge, date=date(2021, 1, 1), number=None, completes=True)
    factories.PledgeProgressFactory(pledge=pledge, date=date(2022, 5, 5), number=None)
    assert "1 January 2021" in pledge.status_reason
