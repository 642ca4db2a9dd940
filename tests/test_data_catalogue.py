"""What is told of the open data: the data page, the schemas, the data package and the catalogue by DCAT-AP."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, URIRef

from cities.models import CityPage
from solidarity import languages
from solidarity.licences import Licence
from solidarity.open_data.datasets import DATASETS
from tests import factories
from tests.support.bulk_pages import bulk_create_pages
from tests.support.html_tree import as_shown, parse
from tests.support.page_checks import CHECKS, Visit

AUTHORITY = "http://publications.europa.eu/resource/authority/"


def catalogue(client):
    """Return the catalogue as a graph, read by a parser of JSON-LD that asks the network for nothing."""
    response = client.get("/data/catalogue.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    return Graph().parse(data=response.content.decode(), format="json-ld")


def only(graph, subject, predicate):
    [value] = graph.objects(subject, predicate)
    return value


def test_the_catalogue_has_what_dcat_ap_demands(client, site_settings):
    graph = catalogue(client)
    [found] = graph.subjects(RDF.type, DCAT.Catalog)
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert {text.language for text in graph.objects(found, predicate)} == set(languages.codes())
    publisher = only(graph, found, DCTERMS.publisher)
    assert (publisher, RDF.type, FOAF.Agent) in graph
    assert only(graph, publisher, FOAF.name) == Literal("Solidarity Cities")
    datasets = set(graph.objects(found, DCAT.dataset))
    assert datasets == set(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == len(DATASETS)
    for dataset in datasets:
        for predicate in (DCTERMS.title, DCTERMS.description, DCAT.keyword):
            assert {text.language for text in graph.objects(dataset, predicate)} == set(languages.codes())
        for predicate in (DCTERMS.publisher, DCTERMS.accrualPeriodicity, DCTERMS.accessRights, DCAT.contactPoint):
            only(graph, dataset, predicate)
        assert len(list(graph.objects(dataset, DCAT.distribution))) == 3
        for predicate in (DCAT.theme, DCTERMS.language, DCTERMS.accrualPeriodicity, DCTERMS.spatial):
            assert all(str(value).startswith(AUTHORITY) for value in graph.objects(dataset, predicate))
    for file in graph.subjects(RDF.type, DCAT.Distribution):
        for predicate in (DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType, DCTERMS.license, DCTERMS.conformsTo):
            assert isinstance(only(graph, file, predicate), URIRef)


def test_the_files_of_the_catalogue_are_there_and_of_the_kind_it_says(client, site_settings):
    graph = catalogue(client)
    for file in graph.subjects(RDF.type, DCAT.Distribution):
        answer = client.get(str(only(graph, file, DCAT.downloadURL)).removeprefix("http://localhost"))
        answer.getvalue()
        assert answer.status_code == 200
        media_type = answer["Content-Type"].split(";")[0]
        assert str(only(graph, file, DCAT.mediaType)).endswith(f"/{media_type}")
        assert client.get(str(only(graph, file, DCTERMS.conformsTo)).removeprefix("http://localhost")).json()["fields"]


def test_every_language_of_the_site_has_a_name_in_the_eus_list():
    assert set(languages.THREE_LETTERS) == set(languages.codes())


def test_the_catalogue_tells_truly_since_when_and_when_it_changed(client, site, site_settings):
    first, last = datetime(2017, 1, 1, tzinfo=UTC), datetime(2018, 1, 1, tzinfo=UTC)
    factories.CityPageFactory(parent=site.cities, first_published_at=first, last_published_at=last)
    later = datetime(2017, 6, 1, tzinfo=UTC)
    factories.MayorStatementPageFactory(
        parent=factories.CityPageFactory(parent=site.cities), first_published_at=later, last_published_at=later
    )
    graph = catalogue(client)
    [statements] = graph.subjects(DCTERMS.identifier, Literal("statements"))
    assert only(graph, statements, DCTERMS.issued).toPython() == later
    [cities] = graph.subjects(DCTERMS.identifier, Literal("cities"))
    [reports] = graph.subjects(DCTERMS.identifier, Literal("reports"))
    assert only(graph, cities, DCTERMS.issued).toPython() == first
    assert only(graph, cities, DCTERMS.modified).toPython() == last
    assert not list(graph.objects(reports, DCTERMS.issued))


def test_without_an_address_there_is_no_contact_point(client, site_settings):
    site_settings.contact_email = ""
    site_settings.save()
    assert not list(catalogue(client).objects(None, DCAT.contactPoint))


@pytest.mark.parametrize("licence", list(Licence))
def test_the_licence_chosen_is_named_everywhere(client, site_settings, licence):
    site_settings.data_licence = licence
    site_settings.save()
    graph = catalogue(client)
    assert set(graph.objects(None, DCTERMS.license)) == {URIRef(licence.authority_url)}
    package = client.get("/data/datapackage.json").json()
    assert [one["name"] for one in package["licenses"]] == [licence.value]
    document = json.loads(client.get("/data/cities.json").getvalue())
    assert document["licence"]["path"] == licence.url
    assert licence.url in client.head("/data/cities.csv")["Link"]
    page = as_shown(client.get("/en/data/").content.decode())
    assert f'href="{licence.url}" rel="license"' in page
    assert ("You need not name the source." in page) == (licence == Licence.CC0)


def test_another_licence_is_not_taken(site_settings):
    site_settings.data_licence = "mine"
    with pytest.raises(ValidationError):
        site_settings.full_clean()


def test_the_package_holds_the_schema_of_each_file(client, site):
    package = client.get("/data/datapackage.json").json()
    assert [resource["name"] for resource in package["resources"]] == [dataset.name for dataset in DATASETS.values()]
    for resource in package["resources"]:
        assert resource["schema"] == client.get(f"/data/{resource['name']}.schema.json").json()


def test_the_schema_is_the_same_whoever_asks(client, site):
    asked = [
        client.get("/data/pledges.schema.json", headers={"accept-language": code}).content for code in ("en", "ar")
    ]
    assert asked[0] == asked[1]


def test_every_field_is_described(client, site):
    for dataset in DATASETS.values():
        schema = client.get(f"/data/{dataset.name}.schema.json").json()
        assert all(field["description"] for field in schema["fields"])


@pytest.mark.parametrize("code", languages.codes())
def test_the_data_page_keeps_every_rule_of_the_site(client, site_settings, code):
    page = SimpleNamespace(available_languages=languages.codes())
    visit = Visit(f"http://testserver/{code}/data/", code, client.get(f"/{code}/data/"), page)
    breaches = [breach for guard in CHECKS for breach in guard(visit)]
    assert breaches == []


def test_the_data_page_shows_each_column_and_what_its_words_mean(client, site):
    _root, elements, _slips = parse(client.get("/el/data/").content.decode())
    shown = {element.text() for element in elements if element.tag == "code"}
    for dataset in DATASETS.values():
        for column in dataset.columns:
            assert (f"{column.name}_en …" if column.translated else column.name) in shown
            assert {code for code, _meaning in getattr(column, "codes", ())} <= shown


def test_the_data_page_counts_the_rows(client, site):
    for _one in range(3):
        factories.CityPageFactory(parent=site.cities)
    html = client.get("/en/data/").content.decode()
    assert "3 rows" in html
    assert "0 rows" in html


def test_the_data_page_costs_as_many_queries_however_many_rows(client, site, django_assert_max_num_queries):
    factories.CityPageFactory.create_batch(3, parent=site.cities)
    client.get("/en/data/")
    with django_assert_max_num_queries(50) as few:
        client.get("/en/data/")
    bulk_create_pages(CityPage, site.cities, 27, country="GR")
    with django_assert_max_num_queries(len(few)):
        client.get("/en/data/")


def test_every_page_leads_to_the_data_page(client, site):
    for code, _name in settings.LANGUAGES:
        assert f'href="/{code}/data/"' in client.get(f"/{code}/").content.decode()


def test_the_data_page_leads_to_itself_in_other_languages(client, site):
    html = as_shown(client.get("/de/data/").content.decode())
    assert 'href="/ar/data/" hreflang="ar"' in html
    assert '<link rel="alternate" hreflang="x-default" href="http://testserver/en/data/">' in html


@pytest.mark.parametrize("query", ["?page=9", "?x=%00", "?" + "ä" * 2000])
def test_the_data_page_takes_no_questions(client, site, query):
    assert client.get(f"/en/data/{query}").status_code == 200
