"""Views of the open data: the data page, and the files that it links to."""

from datetime import date, datetime
from functools import partial
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.functional import Promise
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext_lazy as _

from solidarity import languages
from solidarity.generation import kept
from solidarity.models import SiteSettings
from solidarity.open_data import metadata
from solidarity.open_data.datasets import DATASETS, Change, Dataset, SiteURLs
from solidarity.open_data.formats import FORMATS, FileFormat, JSONObject

TITLE = _("Open data")
DESCRIPTION = _(
    "What this site knows about cities, pledges, statements, events and reports, as files for everybody to use."
)
KEPT_FOR = 3600  # seconds, after which a cache revalidates a file


def urls() -> list[URLPattern]:
    """Return the routes of the files, which are the same in every language."""
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


def page_urls() -> list[URLPattern]:
    """Return the route of the data page, for every language."""
    return [path("data/", data_page, {"datasets": list(DATASETS.values())}, name="data")]


def with_cors(response: HttpResponseBase) -> HttpResponseBase:
    """Allow scripts of any origin to read a response, and caches to store it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Content-Disposition"
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


def version(dataset: Dataset, change: Change, settings: SiteSettings) -> str:
    """Return the ETag of a dataset's files, which changes with its rows, columns and licence."""
    parts = [dataset.name, change.pages, change.modified, settings.data_licence, settings.display_name]
    parts += [cell.name for cell in dataset.cells]
    if dataset.daily:
        parts.append(timezone.localdate())
    return quote_etag(sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32])


def data_file(request: HttpRequest, dataset: Dataset, file_format: FileFormat) -> HttpResponseBase:
    """Respond with a dataset in one format, streamed; or with 304 if it has not changed."""
    site, settings = SiteURLs.of(request), SiteSettings.for_request(request)
    change = kept(f"change of {dataset.name}", dataset.last_change)
    headers = {"ETag": version(dataset, change, settings)}
    if change.modified:
        headers["Last-Modified"] = http_date(change.modified.timestamp())
    modified = int(change.modified.timestamp()) if change.modified else None
    unchanged = get_conditional_response(request, headers["ETag"], modified)
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


def json_answer(content: JSONObject, content_type: str = "application/json") -> HttpResponseBase:
    """Return a JSON response of metadata."""
    parameters = {"ensure_ascii": False, "indent": 1}
    return with_cors(JsonResponse(content, content_type=content_type, json_dumps_params=parameters))


def data_schema(request: HttpRequest, dataset: Dataset) -> HttpResponseBase:
    """Respond with the Table Schema of a dataset."""
    return json_answer(metadata.table_schema(dataset))


def data_package(request: HttpRequest, datasets: list[Dataset]) -> HttpResponseBase:
    """Respond with all datasets as a Data Package."""
    return json_answer(metadata.data_package(datasets, SiteURLs.of(request), SiteSettings.for_request(request)))


def data_catalogue(request: HttpRequest, datasets: list[Dataset]) -> HttpResponseBase:
    """Respond with the DCAT-AP catalogue."""
    settings = SiteSettings.for_request(request)
    content = metadata.catalogue(datasets, SiteURLs.of(request), settings, TITLE, DESCRIPTION)
    return json_answer(content, "application/ld+json")


def day_of(moment: datetime | None) -> date | None:
    """Return the local date of a datetime, or None."""
    return moment and timezone.localdate(moment)


def last_day(dataset: Dataset) -> date | None:
    """Return the day on which a dataset last changed, or None."""
    return day_of(dataset.last_change().modified)


def examples(site: SiteURLs) -> list[tuple[str | Promise, str]]:
    """Return pairs of a purpose and a command line or code that serves it."""
    cities, pages = site.file("/data/cities.csv"), site.file("/api/v2/pages/")
    pledges = "type=cities.PledgePage&pillar=reception&fields=heading,number,unit"
    return [
        (_("Take a file only if it has changed:"), f"curl --etag-save etag --etag-compare etag -o cities.csv {cities}"),
        (_("Read a file in Python, with pandas:"), f'pandas.read_csv("{cities}", encoding="utf-8-sig")'),
        (_("Ask for some pages and fields:"), f"curl '{pages}?{pledges}'"),
    ]


def data_page(request: HttpRequest, datasets: list[Dataset]) -> HttpResponse:
    """Show all datasets with their files, in the reader's language."""
    site = SiteURLs.of(request)
    shown = [
        {
            "dataset": dataset,
            "rows": kept(f"rows of {dataset.name}", dataset.count),
            "changed": kept(f"last change of {dataset.name}", partial(last_day, dataset)),
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
