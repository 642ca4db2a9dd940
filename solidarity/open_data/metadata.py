"""Metadata of the open data: Table Schema, Data Package, and a DCAT-AP catalogue."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_str
from django.utils.functional import Promise

from solidarity import languages
from solidarity.models import SiteSettings
from solidarity.open_data.columns import DatasetColumn
from solidarity.open_data.datasets import Change, Dataset, SiteURLs
from solidarity.open_data.formats import FORMATS, FileFormat, JSONObject

AUTHORITY = "http://publications.europa.eu/resource/authority"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def file_path(dataset: Dataset, extension: str) -> str:
    """Return the path of a dataset's file, which is the same in every language."""
    return f"/data/{dataset.name}.{extension}"


def schema_path(dataset: Dataset) -> str:
    """Return the path of a dataset's schema."""
    return file_path(dataset, "schema.json")


def page_path(language: str, dataset: Dataset | None = None) -> str:
    """Return the path of the data page in a language, with the fragment of a dataset, if one is given."""
    with translation.override(language):
        return reverse("data") + (f"#{dataset.name}" if dataset else "")


def in_english(text: str | Promise) -> str:
    """Return a text of the interface in the default language, that of the metadata."""
    with translation.override(languages.DEFAULT_LANGUAGE):
        return force_str(text)


def in_each_language(text: str | Promise) -> dict[str, str]:
    """Return a text of the interface by language."""
    texts = {}
    for code in languages.codes():
        with translation.override(code):
            texts[code] = force_str(text)
    return texts


def publisher_name(settings: SiteSettings) -> str:
    """Return the name of the site, as the publisher, in the default language."""
    with translation.override(languages.DEFAULT_LANGUAGE):
        return settings.display_name


def table_schema(dataset: Dataset) -> JSONObject:
    """Return the Table Schema of a dataset: https://datapackage.org/standard/table-schema/."""
    with translation.override(languages.DEFAULT_LANGUAGE):
        schema = {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [cell.schema() for cell in dataset.cells],
            "missingValues": [""],
        }
    cells = dataset.cells
    if cells[0].name == "id":
        schema["primaryKey"] = ["id"]
    keys = [cell for cell in cells if cell.refers_to and cell.schema_type != "list"]
    if keys:
        schema["foreignKeys"] = [{"fields": [cell.name], "reference": target(cell)} for cell in keys]
    return schema


def target(cell: DatasetColumn) -> JSONObject:
    """Return the reference of a foreign key, from a column that refers to another one."""
    resource, _dot, field = cell.refers_to.partition(".")
    return {"resource": resource, "fields": [field]}


def licence_entry(settings: SiteSettings) -> dict[str, str]:
    """Return the licence as Data Package describes it."""
    licence = settings.licence
    return {"name": licence.value, "path": licence.url, "title": in_english(licence.label)}


def about(dataset: Dataset, site: SiteURLs, settings: SiteSettings, change: Change) -> JSONObject:
    """Return the members at the head of a dataset's JSON document."""
    return {
        "name": dataset.name,
        "title": in_each_language(dataset.title),
        "description": in_english(dataset.description),
        "source": publisher_name(settings),
        "licence": licence_entry(settings),
        "modified": change.modified.isoformat() if change.modified else None,
        "address": site.file(page_path(languages.DEFAULT_LANGUAGE, dataset)),
        "schema": site.file(schema_path(dataset)),
    }


def data_package(datasets: Iterable[Dataset], site: SiteURLs, settings: SiteSettings) -> JSONObject:
    """Return the CSV files of all datasets as a Data Package: https://datapackage.org/standard/data-package/."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "solidarity-cities",
        "title": publisher_name(settings),
        "homepage": site.file(page_path(languages.DEFAULT_LANGUAGE)),
        "licenses": [licence_entry(settings)],
        "resources": [
            {
                "name": dataset.name,
                "type": "table",
                "title": in_english(dataset.title),
                "description": in_english(dataset.description),
                "path": site.file(file_path(dataset, "csv")),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table_schema(dataset),
            }
            for dataset in datasets
        ],
    }


def multilingual(text: str | Promise) -> list[dict[str, str]]:
    """Return a text of the interface as JSON-LD literals, one per language."""
    return [{"@value": words, "@language": code} for code, words in in_each_language(text).items()]


def multilingual_label(text: str) -> dict[str, str]:
    """Return a URI as a JSON-LD reference."""
    return {"@id": text}


def typed_datetime(value: datetime) -> dict[str, str]:
    """Return a datetime as a JSON-LD literal."""
    return {"@value": value.isoformat(timespec="seconds"), "@type": "xsd:dateTime"}


def catalogue(
    datasets: Iterable[Dataset],
    site: SiteURLs,
    settings: SiteSettings,
    title: str | Promise,
    description: str | Promise,
) -> JSONObject:
    """Return the catalogue in JSON-LD by DCAT-AP: https://semiceu.github.io/DCAT-AP/releases/3.0.0/."""
    url = site.file("/data/catalogue.jsonld")
    licence = {"@id": settings.licence.authority_url, "@type": "dct:LicenseDocument"}
    publisher = {
        "@id": f"{url}#publisher",
        "@type": "foaf:Agent",
        "foaf:name": publisher_name(settings),
        "foaf:homepage": multilingual_label(site.file("/")),
    }
    described = [describe(dataset, site, settings, url, licence) for dataset in datasets]
    modified = [entry["dct:modified"]["@value"] for entry in described if "dct:modified" in entry]
    issued = [entry["dct:issued"]["@value"] for entry in described if "dct:issued" in entry]
    return {
        "@context": CONTEXT,
        "@id": f"{url}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": multilingual(title),
        "dct:description": multilingual(description),
        "dct:publisher": publisher,
        "dct:language": languages_iso3(),
        "dct:license": licence,
        "foaf:homepage": multilingual_label(site.file(page_path(languages.DEFAULT_LANGUAGE))),
        **({"dct:issued": {"@value": min(issued), "@type": "xsd:dateTime"}} if issued else {}),
        **({"dct:modified": {"@value": max(modified), "@type": "xsd:dateTime"}} if modified else {}),
        "dcat:themeTaxonomy": multilingual_label(f"{AUTHORITY}/data-theme"),
        "dcat:dataset": described,
    }


def languages_iso3() -> list[dict[str, str]]:
    """Return the site's languages by their URIs in the EU's authority table."""
    codes = (languages.THREE_LETTERS.get(code) for code in languages.codes())
    return [multilingual_label(f"{AUTHORITY}/language/{code.upper()}") for code in codes if code]


def describe(
    dataset: Dataset, site: SiteURLs, settings: SiteSettings, catalogue_url: str, licence: dict[str, str]
) -> JSONObject:
    """Return a dataset as a dcat:Dataset."""
    change = dataset.last_change()
    contact = {
        "@type": "vcard:Organization",
        "vcard:fn": publisher_name(settings),
        "vcard:hasEmail": multilingual_label(f"mailto:{settings.contact_email}"),
    }
    return {
        "@id": f"{catalogue_url}#{dataset.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": multilingual(dataset.title),
        "dct:description": multilingual(dataset.description),
        "dct:publisher": multilingual_label(f"{catalogue_url}#publisher"),
        **({"dcat:contactPoint": contact} if settings.contact_email else {}),
        **({"dct:issued": typed_datetime(change.issued)} if change.issued else {}),
        **({"dct:modified": typed_datetime(change.modified)} if change.modified else {}),
        "dct:language": languages_iso3(),
        "dct:accrualPeriodicity": multilingual_label(f"{AUTHORITY}/frequency/{'DAILY' if dataset.daily else 'IRREG'}"),
        "dct:accessRights": multilingual_label(f"{AUTHORITY}/access-right/PUBLIC"),
        "dct:spatial": multilingual_label(f"{AUTHORITY}/continent/EUROPE"),
        "dcat:theme": [multilingual_label(f"{AUTHORITY}/data-theme/{theme}") for theme in dataset.themes],
        "dcat:keyword": [literal for keyword in dataset.keywords for literal in multilingual(keyword)],
        "dcat:landingPage": multilingual_label(site.file(page_path(languages.DEFAULT_LANGUAGE, dataset))),
        "dcat:distribution": [
            distribution(dataset, file_format, site, catalogue_url, licence) for file_format in FORMATS
        ],
    }


def distribution(
    dataset: Dataset, file_format: FileFormat, site: SiteURLs, catalogue_url: str, licence: dict[str, str]
) -> JSONObject:
    """Return a dataset's file in one format as a dcat:Distribution."""
    url = site.file(file_path(dataset, file_format.extension))
    file_type = f"{AUTHORITY}/file-type/{file_format.file_type}"
    return {
        "@id": f"{catalogue_url}#{dataset.name}-{file_format.extension}",
        "@type": "dcat:Distribution",
        "dct:title": f"{in_english(dataset.title)} ({file_format.name})",
        "dcat:accessURL": multilingual_label(url),
        "dcat:downloadURL": multilingual_label(url),
        "dcat:mediaType": multilingual_label(f"{MEDIA_TYPES}/{file_format.media_type}"),
        **({"dct:format": multilingual_label(file_type)} if file_format.file_type else {}),
        "dct:license": multilingual_label(licence["@id"]),
        "dct:conformsTo": multilingual_label(site.file(schema_path(dataset))),
    }
