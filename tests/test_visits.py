"""Mentoring visits: their days, who comes along, and what came of them."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from cities.models import CityPage
from events.models import MentoringVisitPage
from tests import factories
from tests.support.html_tree import as_shown


@pytest.fixture
def visit(site, athens):
    """A visit to Athens by Zurich."""
    zurich = factories.CityPageFactory(parent=site.cities, heading_en="Zurich", country="CH")
    visit = factories.MentoringVisitPageFactory(parent=site.events, heading_en="Informal education", host_city=athens)
    visit.mentor_cities.add(zurich)
    visit.save()
    return visit


def test_a_visit_is_upcoming_on_its_last_day(visit):
    assert list(MentoringVisitPage.objects.upcoming(date(2017, 7, 12))) == [visit]
    assert list(MentoringVisitPage.objects.past(date(2017, 7, 12))) == []
    assert list(MentoringVisitPage.objects.upcoming(date(2017, 7, 13))) == []
    assert list(MentoringVisitPage.objects.past(date(2017, 7, 13))) == [visit]


def test_a_visit_does_not_end_before_it_begins(site, athens):
    with pytest.raises(ValidationError) as error:
        factories.MentoringVisitPageFactory(parent=site.events, host_city=athens, last_day=date(2017, 7, 9))
    assert list(error.value.message_dict) == ["last_day"]
    factories.MentoringVisitPageFactory(parent=site.events, host_city=athens, last_day=date(2017, 7, 10))


def test_who_is_not_confirmed_is_marked(client, visit):
    factories.DelegationMemberFactory(visit=visit, name="Anna Sure")
    factories.DelegationMemberFactory(visit=visit, name="Ben Perhaps", confirmed=False)
    text = as_shown(client.get(visit.url).content.decode())
    assert text.count("(to be confirmed)") == 1
    assert text.index("Ben Perhaps") < text.index("(to be confirmed)")


def test_a_role_falls_back_to_a_language_there_is_and_is_marked(client, visit):
    factories.DelegationMemberFactory(visit=visit, role_en="", role_de="Amtsleiterin")
    assert '<span lang="de" dir="ltr">Amtsleiterin</span>' in as_shown(client.get(visit.url).content.decode())


@pytest.mark.parametrize("live", [True, False])
def test_the_name_of_the_host_falls_back_and_is_marked(client, site, visit, live):
    visit.host_city = factories.CityPageFactory(parent=site.cities, heading_en="", heading_el="Αθήνα", live=live)
    visit.save()
    response = client.get(f"/de/events/{visit.slug}/")
    facts = BeautifulSoup(response.content, "html.parser").select_one(".facts")
    (name,) = list(facts.find_all(string="Αθήνα"))
    assert (name.parent["lang"], name.parent["dir"]) == ("el", "ltr")
    assert bool(name.find_parent("a")) is live


def test_a_visit_belongs_to_its_host_and_its_mentors(visit):
    for city in CityPage.objects.all():
        assert list(MentoringVisitPage.objects.of_city(city)) == [visit]


def test_a_visit_shows_what_came_of_it(client, site, visit):
    report = factories.ReportPageFactory(parent=site.reports, heading_en="The visit's report")
    visit.report = report
    visit.action_plan = factories.SiteDocumentFactory(title="The action plan")
    visit.outcome_en = "<p>The plan was endorsed.</p>"
    visit.dates_note_en = "Sources differ."
    visit.save()

    text = as_shown(client.get(visit.url).content.decode())
    for part in ("The visit&#x27;s report", report.url, "The action plan", "The plan was endorsed.", "Sources differ."):
        assert part in text


def test_an_unpublished_report_is_not_linked(client, site, visit):
    visit.report = factories.ReportPageFactory(parent=site.reports, live=False, heading_en="Not yet")
    visit.save()
    assert "Not yet" not in as_shown(client.get(visit.url).content.decode())


def test_a_city_that_hosted_a_visit_cannot_be_deleted(admin_client, visit, athens):
    admin_client.post(f"/admin/pages/{athens.pk}/delete/")
    assert CityPage.objects.filter(pk=athens.pk).exists()


def test_a_visit_leads_to_others_of_its_cities_and_topics(client, site, athens, visit):
    topic = factories.TopicFactory()
    visit.topics.add(topic)
    visit.save()
    kiel, ghent = (factories.CityPageFactory(parent=site.cities, heading_en=name) for name in ("Kiel", "Ghent"))

    def other(heading, host, day, mentors=(), topics=()):
        page = factories.MentoringVisitPageFactory(
            parent=site.events, heading_en=heading, host_city=host, first_day=day, last_day=day
        )
        page.mentor_cities.set(mentors)
        page.topics.set(topics)
        page.save()

    other("Mentored by Athens", kiel, date(2015, 1, 1), mentors=[athens, ghent])
    other("On the same topic", kiel, date(2016, 1, 1), topics=[topic])
    other("Of others", kiel, date(2018, 1, 1), mentors=[ghent])

    related = client.get(visit.url).context["related"]
    assert [page.heading for page in related] == ["On the same topic", "Mentored by Athens"]
