"""What the head of a page says to programs: which URL is the page's, and how it is passed on."""

import json
import re

import pytest
from django.utils import translation

from solidarity.linked_data import jsonld, to_json
from solidarity.models import SiteSettings, home
from tests import factories
from tests.support import schema_org
from tests.support.html_tree import as_shown, parse
from tests.support.page_editor import edit_url, shown_form

pytestmark = pytest.mark.django_db


class Head:
    def __init__(self, client, path):
        response = client.get(path, headers={"host": "localhost"})
        assert response.status_code == 200
        _root, elements, self.slips = parse(response.content.decode())
        links = [element for element in elements if element.tag == "link"]
        [self.url] = [link.get("href") for link in links if link.get("rel") == "canonical"]
        self.languages = {link.get("hreflang"): link.get("href") for link in links if link.get("hreflang")}
        metas = [element for element in elements if element.tag == "meta"]
        self.said = {meta.get("property") or meta.get("name"): meta.get("content") for meta in metas}
        self.locales = [meta.get("content") for meta in metas if meta.get("property") == "og:locale:alternate"]
        [block] = [one for one in elements if one.tag == "script" and one.get("type") == "application/ld+json"]
        self.block = "".join(block.children)
        self.title = next(element.text() for element in elements if element.tag == "title")

    def nodes(self, kind):
        return [one for one in json.loads(self.block)["@graph"] if one["@type"] == kind]


@pytest.fixture
def head(client):
    """Return the head of the page at a path, its data block held against the vocabulary."""

    def read(path):
        found = Head(client, path)
        assert list(schema_org.breaches(found.block)) == []
        return found

    return read


# Addresses


@pytest.mark.parametrize("code", ["en", "el"])
def test_a_page_is_itself_in_each_language_it_is_written_in(head, about, code):
    found = head(f"/{code}/about/?utm_source=mail")
    assert found.url == found.said["og:url"] == f"http://localhost/{code}/about/"
    assert found.languages == {
        "en": "http://localhost/en/about/",
        "el": "http://localhost/el/about/",
        "x-default": "http://localhost/en/about/",
    }


def test_a_page_not_written_in_a_language_is_the_one_that_is_shown_instead(head, about):
    found = head("/de/about/")
    assert found.url == "http://localhost/en/about/"
    assert "de" not in found.languages
    assert found.said["og:locale"] == "en_GB"
    about.heading_en, about.body_en = "", "[]"
    about.save()
    assert head("/de/about/").url == "http://localhost/el/about/"


def test_a_page_with_a_heading_but_no_text_in_a_language_is_the_one_with_text(head, about):
    about.heading_de = "Über uns"
    about.save()
    assert head("/de/about/").url == "http://localhost/en/about/"


# What is written of a page in which language; in which it is read; in which the text is that is then shown, and where.
SHOWN = [
    ({"heading": "en el", "body": "en el"}, "el", "el", "el"),
    ({"heading": "en", "body": "en"}, "ar", "en", "en"),
    ({"heading": "el", "body": "el"}, "en", "el", "el"),
    ({"heading": "en de", "body": "en"}, "de", "en", "en"),
    ({"heading": "en de", "body": "de"}, "en", "de", "de"),
    ({"heading": "en de", "body": "de"}, "fr", "de", "de"),
    ({"heading": "en fr it", "body": "fr it"}, "it", "it", "it"),
    ({"heading": "nl", "body": ""}, "es", "nl", "nl"),
    ({"heading": "en", "body": "es"}, "en", "es", "es"),
]


@pytest.mark.parametrize(("written", "read", "language", "at"), SHOWN)
def test_the_data_of_a_page_are_those_of_the_text_that_stands_there(head, site, written, read, language, at):
    fields = {f"heading_{code}": f"Heading {code}" for code in written["heading"].split()}
    fields |= {f"body_{code}": factories.body(f"Text {code}") for code in written["body"].split()}
    empty = {"heading_en": "", "body_en": "[]", "introduction_en": ""}
    factories.ContentPageFactory(parent=site.home, slug="about", **{**empty, **fields})
    found = head(f"/{read}/about/")
    [page] = found.nodes("WebPage")
    assert (page["inLanguage"], page["url"]) == (language, f"http://localhost/{at}/about/")
    assert found.url == found.said["og:url"] == page["url"]
    assert found.said["og:locale"][:2] == language
    heading = f"Heading {language}" if language in written["heading"].split() else "Heading en"
    assert page["name"] == found.said["og:title"] == heading


def test_a_statement_is_in_the_language_of_its_words(head, athens):
    words = {"heading_en": "Words", "heading_de": "Worte", "quote_en": "", "quote_de": "Wir helfen.", "body_en": "[]"}
    factories.MayorStatementPageFactory(parent=athens, slug="words", language_given="de", **words)
    [page] = head("/en/cities/athens/words/").nodes("WebPage")
    assert (page["inLanguage"], page["url"]) == ("de", "http://localhost/de/cities/athens/words/")


def test_a_numbered_page_of_a_list_is_another_page_and_a_filtered_one_is_not(head, site):
    for _number in range(site.news.items_per_page + 1):
        factories.NewsPageFactory(parent=site.news)
    plain = "http://localhost/en/news/"
    second = head("/en/news/?page=2")
    assert second.url == second.languages["en"] == second.languages["x-default"] == f"{plain}?page=2"
    assert second.title != head("/en/news/").title
    for query in ("page=1", "year=2017", "year=2017&page=2", "kind=news", "x=y"):
        assert head(f"/en/news/?{query}").url == plain, query
    assert head("/en/news/?year=nonsense&page=2").url == f"{plain}?page=2"


def test_what_is_not_there_has_no_address(client, site):
    html = client.get("/en/no-such-page/").content.decode()
    assert "canonical" not in html
    assert "og:" not in html
    assert "ld+json" not in html


def test_a_preview_says_nothing_to_programs(admin_client, about):
    url = f"/admin/pages/{about.pk}/edit/preview/?mode=el"
    assert admin_client.post(url, shown_form(admin_client, edit_url(about), about)).json()["is_valid"]
    html = admin_client.get(url).content.decode()
    assert "Σχετικά" in html
    assert "canonical" not in html
    assert "ld+json" not in html


# Passing on


def test_how_a_page_looks_when_it_is_passed_on(head, about):
    about.listing_image = factories.SiteImageFactory()
    about.listing_image_alt_en = "A harbour"
    about.meta_title_en = "About the network"
    about.save()
    found = head("/en/about/")
    assert found.said["og:title"] == "About the network"
    assert found.said["og:description"] == found.said["description"] == "What the page is about."
    assert (found.said["og:locale"], found.locales) == ("en_GB", ["el_GR"])
    assert found.said["og:image:alt"] == "A harbour"
    assert found.said["twitter:card"] == "summary_large_image"
    about.listing_image_decorative = True
    about.save()
    assert head("/en/about/").said["og:image:alt"] == "About"


def test_titles_and_descriptions_speak_the_language(head, about):
    about.introduction_el = "Τι είναι."
    about.save()
    found = head("/el/about/")
    assert found.title.startswith("Σχετικά")
    assert found.said["description"] == "Τι είναι."


# What pages tell of


def test_the_front_page_tells_of_the_site_and_the_initiative(head, site):
    settings = SiteSettings.for_site(site.site)
    settings.name_en, settings.strapline_en, settings.contact_email = "Solidarity Cities", "Cities", "o@example.org"
    settings.social_links.create(name="LinkedIn", url="https://example.org/company")
    settings.save()
    found = head("/en/")
    [organization], [website] = found.nodes("Organization"), found.nodes("WebSite")
    assert website["publisher"] == {"@id": organization["@id"]}
    assert organization["sameAs"] == ["https://example.org/company"]
    assert organization["logo"].startswith("http://localhost/static/img/icon-512")
    assert not found.nodes("BreadcrumbList")


def test_the_front_page_says_how_the_site_is_searched_once_it_can_be(head, site, monkeypatch):
    monkeypatch.setattr(home, "reverse", lambda name: f"/en/{name}/")
    [website] = head("/en/").nodes("WebSite")
    assert website["potentialAction"]["target"]["urlTemplate"] == "http://localhost/en/search/?q={search_term_string}"


def test_a_page_says_where_it_stands(head, about):
    factories.ContentPageFactory(parent=about, slug="team", heading_en="Team")
    [trail] = head("/en/about/team/").nodes("BreadcrumbList")
    assert [(step["position"], step["name"], step["item"]) for step in trail["itemListElement"]] == [
        (1, "Solidarity Cities", "http://localhost/en/"),
        (2, "About", "http://localhost/en/about/"),
        (3, "Team", "http://localhost/en/about/team/"),
    ]


def test_news_are_an_article(head, site, athens):
    factories.NewsPageFactory(parent=site.news, slug="one", heading_en="One", date="2017-07-17")
    [article] = head("/en/news/one/").nodes("NewsArticle")
    assert (article["headline"], article["datePublished"], article["inLanguage"]) == ("One", "2017-07-17", "en")
    assert article["author"]["name"] == "Solidarity Cities"


def test_press_coverage_is_by_its_outlet(head, site):
    factories.NewsPageFactory(
        parent=site.news, slug="one", kind="coverage", outlet="The Daily", source_url="https://daily.example/1"
    )
    [article] = head("/en/news/one/").nodes("NewsArticle")
    assert article["author"]["name"] == "The Daily"
    assert article["isBasedOn"] == "https://daily.example/1"


def test_a_day_that_is_not_known_is_not_stated(head, site):
    factories.NewsPageFactory(parent=site.news, slug="one", date="2017-07-01", date_precision="month")
    [article] = head("/en/news/one/").nodes("NewsArticle")
    assert "2017-07-01" not in json.dumps(article)


def test_a_report_names_its_files(head, site):
    report = factories.ReportPageFactory(parent=site.reports, slug="one", publisher="EUROCITIES", edition_en="second")
    factories.ReportFileFactory(report=report, language="de")
    [found] = head("/en/reports/one/").nodes("Report")
    assert found["publisher"]["name"] == "EUROCITIES"
    assert found["version"] == "second"
    [file] = found["encoding"]
    assert (file["inLanguage"], file["encodingFormat"]) == ("de", "application/pdf")
    assert file["contentUrl"].startswith("http://localhost/documents/")


@pytest.mark.parametrize("status", ["scheduled", "postponed", "cancelled"])
def test_an_event_says_when_where_and_whether_it_takes_place(head, site, status):
    factories.EventPageFactory(
        parent=site.events, slug="one", status=status, venue="Town hall", address="Brussels", time_zone="Europe/Athens"
    )
    [event] = head("/en/events/one/").nodes("Event")
    assert event["startDate"] == "2017-09-18T12:00:00+03:00"
    assert event["endDate"] == "2017-09-18T17:00:00+03:00"
    assert event["eventStatus"] == f"https://schema.org/Event{status.capitalize()}"
    assert event["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert event["location"] == {"@type": "Place", "name": "Town hall", "address": "Brussels"}


def test_an_event_online_has_an_address_to_go_to(head, site):
    factories.EventPageFactory(
        parent=site.events, slug="one", venue="Online", registration_url="https://example.org/join", organiser="Kiel"
    )
    [event] = head("/en/events/one/").nodes("Event")
    assert event["location"] == {"@type": "VirtualLocation", "url": "https://example.org/join"}
    assert event["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert event["organizer"]["name"] == "Kiel"


def test_an_event_says_no_more_of_its_time_than_is_known(head, site):
    factories.EventPageFactory(parent=site.events, slug="days", all_day=True)
    factories.EventPageFactory(parent=site.events, slug="month", all_day=True, date_precision="month")
    [days], [month] = head("/en/events/days/").nodes("Event"), head("/en/events/month/").nodes("Event")
    assert (days["startDate"], days["endDate"]) == ("2017-09-18", "2017-09-18")
    assert month["startDate"] == "2017-09"
    assert "endDate" not in month
    assert "location" not in month


def test_a_visit_is_an_event_in_the_host_city(head, site, athens):
    factories.MentoringVisitPageFactory(parent=site.events, slug="visit", host_city=athens)
    [event] = head("/en/events/visit/").nodes("Event")
    assert (event["startDate"], event["endDate"]) == ("2017-07-10", "2017-07-12")
    assert event["location"]["address"]["addressLocality"] == "Athens"
    assert event["location"]["address"]["addressCountry"] == "GR"


def test_a_statement_tells_who_said_it_in_which_office_and_when(head, athens):
    factories.MayorStatementPageFactory(
        parent=athens,
        slug="words",
        speaker="Georgios Kaminis",
        quote_en="We welcome.",
        quote_el="Καλωσορίζουμε.",
        language_given="el",
        in_office_from="2011-01-01",
        in_office_until="2019-08-31",
    )
    found = head("/en/cities/athens/words/")
    [person], [quotation] = found.nodes("Person"), found.nodes("Quotation")
    assert quotation["text"] == "We welcome."
    assert quotation["creator"] == {"@id": person["@id"]}
    assert quotation["translationOfWork"]["inLanguage"] == "el"
    role = person["worksFor"]
    assert (role["@type"], role["roleName"]) == ("OrganizationRole", "mayor")
    assert (role["startDate"], role["endDate"]) == ("2011", "2019")
    assert role["worksFor"]["name"] == "Athens"


def test_a_leader_in_office_has_not_left(head, athens):
    factories.MayorStatementPageFactory(parent=athens, slug="words", in_office_from="2023-01-01", quote_en="")
    found = head("/en/cities/athens/words/")
    [person] = found.nodes("Person")
    assert "endDate" not in person["worksFor"]
    assert not found.nodes("Quotation"), "a film alone speaks"


@pytest.mark.parametrize(("status", "belongs"), [("member", True), ("supporter", False), ("former", False)])
def test_a_city_is_a_place_with_an_administration(head, athens, status, belongs):
    athens.latitude, athens.longitude, athens.status, athens.website = "37.9838", "23.7275", status, "https://a.example"
    athens.save()
    found = head("/en/cities/athens/")
    [city], [administration] = found.nodes("City"), found.nodes("GovernmentOrganization")
    assert city["geo"] == {"@type": "GeoCoordinates", "latitude": 37.9838, "longitude": 23.7275}
    assert city["containedInPlace"]["identifier"] == "GR"
    assert administration["areaServed"] == {"@id": city["@id"]}
    assert ("memberOf" in administration) == belongs


def test_a_project_has_a_funder(head, site):
    factories.ProjectPageFactory(parent=site.projects, slug="grow", heading_en="Grow", funder="European Commission")
    [project] = head("/en/projects/grow/").nodes("Project")
    assert (project["alternateName"], project["funder"]["name"]) == ("GROW", "European Commission")


def test_no_text_ends_the_data_block(head, site):
    evil = '</script><script>alert("x")</script><!-- <script> & \u2028'
    factories.NewsPageFactory(parent=site.news, slug="one", heading_en=evil)
    found = head("/en/news/one/")
    assert found.slips == []
    assert found.nodes("NewsArticle")[0]["headline"] == evil
    assert not re.search(r"[<>&]", found.block)


def test_a_data_block_says_nothing_that_is_not_known():
    assert to_json([jsonld("Event", name="A", location=None, url="", sameAs=[])]).count(":") == 5


def test_the_data_of_a_page_cost_no_query_of_their_own(client, site, athens, django_assert_max_num_queries):
    factories.MayorStatementPageFactory(parent=athens, slug="words")
    with translation.override("en"):
        client.get("/en/cities/athens/words/")
    with django_assert_max_num_queries(30):  # as tests/test_site_crawl.py allows
        client.get("/en/cities/athens/words/")


# The one who looks


@pytest.mark.parametrize(
    ("broken", "breach"),
    [
        ({"@type": "Evnet"}, "there is no Evnet"),
        ({"@type": "WebPage", "nom": "A"}, "has no nom"),
        ({"@type": "WebPage", "datePublished": "yesterday"}, "datePublished is 'yesterday'"),
        ({"@type": "WebPage", "publisher": {"@type": "City", "name": "A"}}, "publisher is City"),
        ({"@type": "WebPage", "url": "/en/"}, "url is '/en/'"),
        ({"@type": "WebPage", "name": ""}, "name is ''"),
        ({"@type": "WebPage", "mainEntity": {"@id": "#x"}}, "refers to #x"),
        ({"@type": "Event", "name": "A"}, "lacks startDate"),
        ({"@type": "Event", "eventStatus": "https://schema.org/EventGone"}, "eventStatus is"),
    ],
)
def test_the_validator_finds_what_is_wrong(broken, breach):
    found = list(schema_org.breaches(to_json([broken])))
    assert any(breach in one for one in found), found


# What the site is called


def test_the_site_has_a_name_in_the_readers_language(site):
    settings = SiteSettings(name_en="Cities of Solidarity", name_el="Πόλεις")
    with translation.override("el"):
        assert settings.display_name == "Πόλεις"
    with translation.override("ar"):
        assert settings.display_name == "Cities of Solidarity"


@pytest.mark.parametrize("path", ["/en/subscribe/", "/en/search/", "/en/data/", "/en/search/opensearch.xml"])
@pytest.mark.parametrize(("written", "shown"), [("", "Solidarity Cities"), ("Cities of Solidarity",) * 2])
def test_a_site_without_a_name_goes_by_the_initiatives(client, site, path, written, shown):
    SiteSettings.objects.update_or_create(site=site.site, defaults={"name_en": written})
    content = as_shown(client.get(path).content.decode())
    assert re.search(rf"(– {shown}</title>|<Description>{shown}</Description>)", content)
    assert path.endswith(".xml") or re.search(rf'brand-name">{shown}<', content)
