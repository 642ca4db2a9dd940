"""The editor's chooser of several cities or topics, wherever a page names some."""

import pytest
from bs4 import BeautifulSoup
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import get_page_models

from cities.models import CityPage
from events.models import EventPage, MentoringVisitPage
from news.models import NewsPage
from solidarity.forms.choosers import MultipleChooser, MultipleChooserField, choosable_pages
from tests import factories
from tests.support.listings import queries
from tests.support.page_editor import add_url, edit_url, publish, shown_form
from tests.support.people import officer_of

CHOOSERS = [
    (model, field.name)
    for model in get_page_models()
    for field in model._meta.get_fields()
    if isinstance(field, ParentalManyToManyField)
]


def test_every_kind_of_page_that_names_several_has_it():
    assert len(CHOOSERS) >= 10
    for model, name in CHOOSERS:
        field = model.get_edit_handler().get_form_class().base_fields[name]
        assert isinstance(field, MultipleChooserField), (model, name)
        assert isinstance(field.widget, MultipleChooser), (model, name)


def chooser(response, name):
    return BeautifulSoup(response.content, "lxml").select_one(f"[data-many-chooser][data-name={name}]")


def options(found):
    return [" ".join(label.stripped_strings) for label in found.select("label")]


@pytest.fixture
def cities(site):
    made = [("Zürich", "CH"), ("Århus", "DK"), ("Athens", "GR"), ("Valencia", "ES"), ("Valencia", "VE")]
    return [
        factories.CityPageFactory(parent=site.cities, heading_en=name, country=code, slug=f"city-{code.lower()}")
        for name, code in made
    ]


def test_cities_of_one_name_are_told_apart_and_all_stand_in_order(admin_client, site, cities):
    factories.CityPageFactory(parent=site.cities, heading_en="Bergen", country="NO", live=False)
    found = chooser(admin_client.get(add_url(site.news, NewsPage)), "cities")
    assert options(found) == [
        "Århus Denmark",
        "Athens Greece",
        "Bergen Norway Draft",
        "Valencia, Spain",
        "Valencia, Venezuela",
        "Zürich Switzerland",
    ]
    assert not found.select("[checked]")
    assert found["role"] == "group"
    assert found["aria-label"] == "Cities"


def test_a_city_is_found_by_its_name_in_every_language_and_by_its_country(admin_client, site, athens):
    found = chooser(admin_client.get(add_url(site.news, NewsPage)), "cities")
    words = found.select_one("[data-words]")["data-words"]
    assert all(name in words for name in ("Athens", "Αθήνα", "Greece"))


def test_what_is_chosen_is_kept_saved_and_shown_again_also_beside_an_error(admin_client, site, cities):
    topics = [factories.TopicFactory(), factories.TopicFactory()]
    page = factories.NewsPageFactory(parent=site.news)
    chosen = {str(city.pk) for city in cities[:3]}
    fields = {"cities": sorted(chosen), "topics": [str(topics[1].pk)]}

    refused = publish(admin_client, edit_url(page), page, **fields, kind="coverage", outlet="")
    assert "outlet" in refused.context["form"].errors
    assert {box["value"] for box in chooser(refused, "cities").select("[checked]")} == chosen

    assert publish(admin_client, edit_url(page), page, **fields).status_code == 302
    page.refresh_from_db()
    assert {str(city.pk) for city in page.cities.all()} == chosen
    assert list(page.topics.all()) == [topics[1]]
    assert set(shown_form(admin_client, edit_url(page), page)["cities"]) == chosen

    emptied = shown_form(admin_client, edit_url(page), page)
    del emptied["cities"]
    assert admin_client.post(edit_url(page), {**emptied, "action-publish": "yes"}).status_code == 302
    assert not NewsPage.objects.get(pk=page.pk).cities.exists()


@pytest.mark.parametrize(("model", "name"), [(MentoringVisitPage, "mentor_cities"), (EventPage, "topics")])
def test_what_does_not_exist_is_refused_with_a_word(admin_client, site, athens, model, name):
    response = publish(admin_client, add_url(site.events, model), model, **{name: ["999999"]})
    assert name in response.context["form"].errors


def test_others_than_staff_are_offered_what_is_published_and_their_own(site, athens, admin_user):
    draft = factories.CityPageFactory(parent=site.cities, heading_en="Draft", live=False)
    own = factories.CityPageFactory(parent=site.cities, heading_en="Own", live=False)
    cities, officer = CityPage.objects.all(), officer_of(own)
    assert set(choosable_pages(officer, cities)) == {athens, own}
    assert set(choosable_pages(admin_user, cities)) == {athens, own, draft}

    field = MultipleChooserField(CityPage.objects.all())
    field.limit_choices_for(officer, [draft])  # what is chosen already stays
    assert set(field.queryset) == {athens, own, draft}


def test_it_asks_as_many_queries_for_thirty_cities_as_for_three(admin_client, site, cities):
    url = add_url(site.news, NewsPage)
    queries(admin_client, url)
    few = queries(admin_client, url)
    for number in range(30):
        factories.CityPageFactory(parent=site.cities, heading_en=f"City {number}")
    assert queries(admin_client, url) == few
