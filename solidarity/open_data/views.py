"""The data page, and the files that it leads to."""

from hashlib import sha256

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, quote_etag
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.models import SiteSettings
from solidarity.open_data import metadata
from solidarity.open_data.datasets import DATASETS, SiteURLs
from solidarity.open_data.formats import FORMATS

TITLE = _("Open data")
DESCRIPTION = _(
    "What this site knows about cities, pledges, statements, events and reports, as files for everybody to use."
)
KEPT_FOR = 3600  # seconds; who has a file asks again after that whether it changed


def urls():
    """Return the routes of the files of all datasets, the same in every language."""
    datasets = list(DATASETS.values())
    files = [
        path(f"data/{dataset.name}.{one.extension}", data_file, {"dataset": dataset, "file_format": one})
        for dataset in datasets
        for one in FORMATS
    ]
    schemas = [path(f"data/{dataset.name}.schema.json", data_schema, {"dataset": dataset}) for dataset in datasets]
    return [
        *files,
        *schemas,
        path("data/datapackage.json", data_package, {"datasets": datasets}),
        path("data/catalogue.jsonld", data_catalogue, {"datasets": datasets}),
    ]


def page_urls():
    """Return the route of the data page, below each language's."""
    return [path("data/", data_page, {"datasets": list(DATASETS.values())}, name="data")]


def with_cors(response):
    """Let programs on any other site read an answer, and caches keep it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Content-Disposition"
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


def version(dataset, change, settings):
    """Return the ETag of a dataset's files: another one whenever a row, a column or the licence may be another."""
    parts = [dataset.name, change.pages, change.modified, settings.data_licence, settings.display_name]
    parts += [cell.name for cell in dataset.cells]
    if dataset.daily:
        parts.append(timezone.localdate())
    return quote_etag(sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32])


def data_file(request, dataset, file_format):
    """Answer with a dataset in one format, a few rows at a time; or that it has not changed."""
    site, settings = SiteURLs.of(request), SiteSettings.for_request(request)
    change = dataset.last_change()
    headers = {"ETag": version(dataset, change, settings)}
    if change.modified:
        headers["Last-Modified"] = http_date(change.modified.timestamp())
    unchanged = get_conditional_response(request, headers["ETag"], change.modified and int(change.modified.timestamp()))
    if unchanged is not None:
        for name, value in headers.items():
            unchanged[name] = value
        return with_cors(unchanged)
    headers["Content-Disposition"] = f'attachment; filename="solidarity-cities-{dataset.name}.{file_format.extension}"'
    headers["Link"] = (
        f'<{site.file(metadata.schema_path(dataset))}>; rel="describedby"; type="application/json", '
        f'<{settings.licence.url}>; rel="license"'
    )
    if request.method == "HEAD":
        return with_cors(HttpResponse(content_type=file_format.content_type, headers=headers))
    chunks = file_format.chunks(dataset, site, metadata.about(dataset, site, settings, change))
    return with_cors(StreamingHttpResponse(chunks, content_type=file_format.content_type, headers=headers))


def json_answer(content, content_type="application/json"):
    """Return a document that describes the data."""
    parameters = {"ensure_ascii": False, "indent": 1}
    return with_cors(JsonResponse(content, content_type=content_type, json_dumps_params=parameters))


def data_schema(request, dataset):
    """Answer with the Table Schema of a dataset."""
    return json_answer(metadata.table_schema(dataset))


def data_package(request, datasets):
    """Answer with all datasets as a data package."""
    return json_answer(metadata.data_package(datasets, SiteURLs.of(request), SiteSettings.for_request(request)))


def data_catalogue(request, datasets):
    """Answer with the catalogue of all datasets."""
    settings = SiteSettings.for_request(request)
    content = metadata.catalogue(datasets, SiteURLs.of(request), settings, TITLE, DESCRIPTION)
    return json_answer(content, "application/ld+json")


def day_of(moment):
    return moment and timezone.localdate(moment)


def examples(site):
    """Return pairs of what a program may want and how it asks this site for it."""
    cities, pages = site.file("/data/cities.csv"), site.file("/api/v2/pages/")
    pledges = "type=cities.PledgePage&pillar=reception&fields=heading,number,unit"
    return [
        (_("Take a file only if it has changed:"), f"curl --etag-save etag --etag-compare etag -o cities.csv {cities}"),
        (_("Read a file in Python, with pandas:"), f'pandas.read_csv("{cities}", encoding="utf-8-sig")'),
        (_("Ask for some pages and fields:"), f"curl '{pages}?{pledges}'"),
    ]


def data_page(request, datasets):
    """Show what data there are, in the reader's language."""
    site = SiteURLs.of(request)
    shown = [
        {
            "dataset": dataset,
            "rows": dataset.count(),
            "changed": day_of(dataset.last_change().modified),
            "schema": metadata.schema_path(dataset),
            "files": [(one.name, metadata.file_path(dataset, one.extension)) for one in FORMATS],
        }
        for dataset in datasets
    ]
    return render(
        request,
        "solidarity/open_data.html",
        {
            "title": TITLE,
            "description": DESCRIPTION,
            "shown": shown,
            "licence": SiteSettings.for_request(request).licence,
            "today": timezone.localdate(),
            "address": site.file(request.path),
            "examples": examples(site),
            "urls": {code: metadata.page_path(code) for code in languages.codes()},
        },
    )
