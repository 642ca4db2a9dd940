"""The cache of whole pages: who is answered from it, when it is made anew, and what readers and caches are told."""

import gzip
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import brotli
import pytest
import zstandard
from django.core.files.base import ContentFile
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date

from solidarity import generation
from solidarity.models import SiteDocument, SiteSettings
from solidarity.page_cache import stored as stored_module
from solidarity.page_cache.stored import ENCODERS, StoredResponse, accepted_encoding
from tests import factories
from tests.support import public_views
from tests.support.search import published

DECODERS = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda content: zstandard.ZstdDecompressor().decompressobj().decompress(content),
}


@pytest.fixture
def home(keeping, site, client):
    """The front page, stored."""
    SiteSettings.for_site(site.site)
    client.get("/en/")
    return client.get("/en/")


def queries(client, url, **options):
    """Return the response at a URL and how many queries it started."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url, **options)
    return response, len(asked)


# Who is answered from it


def test_the_second_visitor_is_answered_without_a_query(home, client):
    again, asked = queries(client, "/en/")
    assert (again.status_code, asked) == (200, 0)
    assert again.content == home.content
    assert again["Content-Type"] == home["Content-Type"] == "text/html; charset=utf-8"
    for name in ("Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "Content-Language"):
        assert again[name] == home[name]


def test_who_has_signed_in_is_answered_by_the_views(home, client, editor):
    client.force_login(editor)
    response = client.get("/en/")
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


def test_a_cookie_of_others_makes_no_difference(home, client):
    client.cookies["consent"] = "yes"
    assert queries(client, "/en/")[1] == 0


def test_each_host_and_scheme_has_its_own(home, client):
    assert queries(client, "/en/", headers={"host": "localhost"})[1] > 0
    assert queries(client, "/en/", secure=True)[1] > 0


def test_an_unknown_host_is_refused(home, client):
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400


def test_what_is_sent_is_answered_by_the_view(keeping, site, client):
    form = published(factories.FormPageFactory(parent=site.home))
    client.get(form.url)
    sent = client.post(form.url, {"leave_empty": ""}, headers={"origin": "http://testserver"})
    assert sent["Cache-Control"] == "private, no-store"
    assert client.get(f"{form.url}?sent=1").content != client.get(form.url).content


def test_previews_are_not_for_others(keeping, site, rf):
    assert "private" in site.home.make_preview_request()["Cache-Control"]


def test_sign_in_and_the_admin_are_not_kept(keeping, site, client, editor_client):
    for response in (client.get("/admin/login/"), editor_client.get("/admin/"), editor_client.get("/admin/pages/")):
        assert "no-store" in response["Cache-Control"]


def test_a_page_that_is_missing_is_not_stored(keeping, site, client):
    for _time in range(2):
        response, asked = queries(client, "/en/nothing/")
        assert (response.status_code, response["Cache-Control"]) == (404, "no-cache")
        assert asked > 0


# When it is made anew


def test_a_change_is_seen_at_once_in_every_language(home, client, site, athens):
    for code in ("en", "el"):
        client.get(f"/{code}/cities/")
    published(athens, heading_en="Athína", heading_el="Η Αθήνα")
    assert "Athína" in client.get("/en/cities/").content.decode()
    assert "Η Αθήνα" in client.get("/el/cities/").content.decode()
    assert "Athína" in client.get("/en/").content.decode()


def test_what_was_unpublished_is_gone_at_once(home, client, athens):
    published(athens)
    assert client.get(athens.url).status_code == 200
    athens.unpublish()
    assert client.get(athens.url).status_code == 404


def test_a_reader_who_has_the_content_is_not_sent_it_again(home, client, site):
    factories.TopicFactory()  # a change that this page does not show
    again = client.get("/en/", headers={"if-none-match": home["ETag"]})
    assert again.status_code == 304


# The query string


def test_parameters_that_no_view_knows_make_no_difference(home, client, site):
    published(factories.NewsPageFactory(parent=site.news))
    for url in ("/en/", "/en/news/", "/el/cities/"):
        plain = client.get(url)
        for query in ("utm_source=letter", "utm_source=other&fbclid=1", "%00=1", "a=b&a=c&d"):
            response, asked = queries(client, f"{url}?{query}")
            assert response.content == plain.content
            assert asked == 0, query


def test_parameters_that_a_view_knows_are_told_apart(home, client, site):
    published(factories.NewsPageFactory(parent=site.news, kind="letter", heading_en="To all mayors"))
    published(factories.NewsPageFactory(parent=site.news, kind="news", heading_en="Meeting"))
    client.get("/en/news/")
    for _time in range(2):
        assert "Meeting" not in client.get("/en/news/?kind=letter&utm_source=x").content.decode()
        assert "To all mayors" not in client.get("/en/news/?utm_source=y&kind=news").content.decode()
    assert queries(client, "/en/news/?kind=news")[1] == 0


@pytest.mark.parametrize("url", ["/en/news/?kind=nonsense", "/en/cities/compare/?city=athens", "/en/search/?q=home"])
def test_what_there_is_no_end_of_is_not_stored(home, client, url):
    for _time in range(2):
        response, asked = queries(client, url)
        assert (response.status_code, asked > 0) == (200, True)


def test_no_view_leaves_a_parameter_that_it_does_not_know_on_the_page(site, client):
    public_views.make_site(site)
    views, missing = public_views.public_views()
    tried = 0
    for view in views:
        if view.query or view.url == "/":
            continue
        plain = client.get(view.url)
        if plain.status_code == 200 and not plain.streaming and "/api/" not in view.url:
            tried += 1
            assert b"utm_source" not in client.get(f"{view.url}?utm_source=letter").content, view
    print(f"{tried} views tried")
    assert not missing
    assert tried > 50


# What readers and caches are told


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", ""])
def test_each_reader_is_sent_an_encoding_that_it_takes(home, client, encoding):
    plain = client.get("/en/")
    response = client.get("/en/", headers={"accept-encoding": encoding})
    assert response.get("Content-Encoding", "") == encoding
    assert DECODERS.get(encoding, bytes)(response.content) == plain.content
    assert int(response["Content-Length"]) == len(response.content)
    assert response["Vary"] == "Accept-Encoding"
    assert (
        client.get("/en/", headers={"accept-encoding": encoding, "if-none-match": response["ETag"]}).status_code == 304
    )


def test_an_encoding_is_made_once(home, client, monkeypatch):
    made = []
    monkeypatch.setitem(ENCODERS, "br", lambda content: made.append(1) or brotli.compress(content))
    for _time in range(3):
        client.get("/en/", headers={"accept-encoding": "br"})
    assert made == [1]


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=0", ""),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("GZIP", "gzip"),
        ("gzip; q = 0.000", ""),
        ("gzip;q=many, ,;", "gzip"),
        ("", ""),
    ],
)
def test_the_encodings_that_a_reader_takes_are_understood(accepted, sent):
    assert accepted_encoding(accepted) == sent


def test_caches_ask_each_time_and_show_what_they_have_while_the_site_is_down(home):
    directives = set(home["Cache-Control"].split(", "))
    assert {"public", "max-age=0", "s-maxage=0"} <= directives
    assert any(directive.startswith("stale-if-error=") for directive in directives)
    assert any(directive.startswith("stale-while-revalidate=") for directive in directives)


def test_a_reader_who_has_it_is_told_so_before_any_query(home, client):
    tag = home["ETag"]
    for known in (tag, f"W/{tag}", f'"another", {tag}', "*"):
        response, asked = queries(client, "/en/", headers={"if-none-match": known})
        assert (response.status_code, response.content, asked) == (304, b"", 0)
        assert response["ETag"] == tag
        assert "Content-Type" not in response
        assert "Cache-Control" in response
    assert client.get("/en/", headers={"if-none-match": '"another"'}).status_code == 200


def test_a_date_tells_as_much_to_those_who_know_no_tag(keeping, site, client, clock, monkeypatch):
    changed = datetime(2027, 5, 4, 12, 0, 0, 400_000, tzinfo=UTC)
    clock.set_to(changed)
    generation.advance()
    client.get("/en/")
    changed_at = generation.changed_at()
    monkeypatch.setattr(stored_module, "time", SimpleNamespace(time=lambda: changed_at + 5))
    stored = StoredResponse.of(HttpResponse("page"), 1, changed_at)
    request = RequestFactory().get("/en/")
    response = stored.answer(request)
    assert response["Last-Modified"] == http_date(int(changed_at) + 1)
    request.META["HTTP_IF_MODIFIED_SINCE"] = response["Last-Modified"]
    assert stored.answer(request).status_code == 304
    request.META["HTTP_IF_MODIFIED_SINCE"] = http_date(int(changed_at))
    assert stored.answer(request).status_code == 200
    request.META["HTTP_IF_MODIFIED_SINCE"] = "yesterday"
    assert stored.answer(request).status_code == 200


def test_a_view_that_knows_a_better_date_is_believed():
    response = HttpResponse("feed", headers={"Last-Modified": http_date(0)})
    assert StoredResponse.of(response, 1, 5.0).answer(RequestFactory().get("/"))["Last-Modified"] == http_date(0)


def test_the_head_of_a_page_is_that_of_the_page(home, client):
    head = client.head("/en/")
    assert head.content == b""
    assert head["Content-Length"] == str(len(home.content))
    assert head["ETag"] == home["ETag"]


def test_every_public_view_says_what_caches_may_do(site, client):
    public_views.make_site(site)
    views, missing = public_views.public_views()
    stored = 0
    for view in views:
        response = client.get(f"{view.url}?{view.query}" if view.query else view.url)
        assert "Cache-Control" in response, view
        if response.status_code == 200 and "/_util/" not in view.url and "no-store" not in response["Cache-Control"]:
            stored += 1
            assert "public" in response["Cache-Control"], view
            assert {name.lower() for name in response.get("Vary", "").split(", ") if name} <= {"accept-encoding"}, view
            assert not response.cookies, view
    print(f"{stored} of {len(views)} views may be kept")
    assert not missing
    assert stored > 60


# Of these there is no end, or who asks must be looked at: they ask the database before they say that nothing changed.
ASKING = ("/documents/", "/en/search/?", "/en/search/suggestions/?", "/api/v2/pages/?")


ALWAYS_PUBLIC = ("/en/", "/documents/1/", "/data/", "/api/", "/sitemap")


def test_every_public_view_tells_who_has_it_that_nothing_changed(keeping, site, client, monkeypatch):
    public_views.make_site(site)
    views, missing = public_views.public_views()
    later = SimpleNamespace(time=lambda: time.time() + 5)  # a date tells nothing within the second of the change
    monkeypatch.setattr(stored_module, "time", later)
    tried = 0
    for view in views:
        url = f"{view.url}?{view.query}" if view.query else view.url
        client.get(url)  # what is stored is stored now
        response = client.get(url)
        if response.streaming:
            response.getvalue()
        if response.status_code != 200 or response.cookies or "public" not in response["Cache-Control"]:
            assert "/_util/" in url or not url.startswith(ALWAYS_PUBLIC), url
            continue
        tried += 1
        for known in ({"if-none-match": response["ETag"]}, {"if-modified-since": response["Last-Modified"]}):
            again, asked = queries(client, url, headers=known)
            assert (again.status_code, again.content) == (304, b""), (url, known)
            assert again["Cache-Control"] == response["Cache-Control"], url
            assert asked == 0 or url.startswith(ASKING), (url, known, asked)
        changed = client.get(url, headers={"if-none-match": '"another"'})
        assert changed.status_code == 200, url
    print(f"{tried} of {len(views)} views tried")
    assert not missing
    assert tried > 60


def test_a_document_of_a_private_collection_is_kept_by_nobody(keeping, site, client, editor_client):
    public_views.make_site(site)
    closed = SiteDocument.objects.get(collection__name="Closed")
    form = client.get(closed.url)
    assert b"%PDF" not in form.content
    assert "no-store" in form["Cache-Control"]
    response = editor_client.get(SiteDocument.objects.exclude(pk=closed.pk).first().url)
    assert response.getvalue()
    assert response["Cache-Control"] == "private, no-store"


def test_each_document_has_a_tag_of_its_own_and_no_encoding_that_it_has_not(site, client):
    first = factories.SiteDocumentFactory()
    second = SiteDocument.objects.create(title="Notes", file=ContentFile(b"another", name="notes.pdf"))
    answers = [client.get(document.url, headers={"accept-encoding": "gzip"}) for document in (first, second)]
    assert all(response.getvalue() for response in answers)
    assert len({response["ETag"] for response in answers} - {'""'}) == 2
    for response in answers:
        assert "Content-Encoding" not in response
        assert "Content-Language" not in response
        assert "Accept-Language" not in response.get("Vary", "")
    first.file.storage.delete(first.file.name)
    first.file_hash = ""
    first.save()
    assert client.get(first.url).status_code == 404
