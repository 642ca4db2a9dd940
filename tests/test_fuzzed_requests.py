"""Whatever a stranger asks for, no public view fails on it, nor asks the database for much more than its plain page.

``ODD_REQUESTS=2000`` tries so many of every view: docs/operations.md.
"""

import os
import zlib
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.core import signals
from django.db import close_old_connections, connection, transaction
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from solidarity.api.views import IPRateThrottle
from solidarity.wsgi import application
from tests.support.public_views import make_site, public_views
from tests.support.site_crawl import QueryCounter

# Requests to each view that knows parameters; a third of them to those that know none.
TRIED = int(os.environ.get("ODD_REQUESTS", 27))
# A filter that is chosen, a page of search that says how words are spelled, an item more than none.
MORE_QUERIES = 10

# Bytes that mean something to somebody: to Python, a database, a browser, a shell, or a program that reads UTF-8.
PIECES = [bytes([number]) for number in range(256)] + [
    b"\x00", b"%00", b"\xc0\x80", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xff\xfe", b"\xf4\x90\x80\x80", b"\xe2\x82",
    b"'", b"''", b'"', b"\\", b"';--", b" OR 1=1", b"%' ", b"_%", b"$$", b"(?:", b"(a+)+$", b"[[", b"\\1", b"*", b"^",
    b"NEAR(", b"{{7*7}}", b"{%", b"<script>", b"&#0;", b"../", b"..%2f", b"//", b"\r\n", b"\xc2\x85",
    *(mark.encode() for mark in "\u200b\u200d\u200e\u200f\u202e\u2066\ufeff\ufffe\u0301\u0663\u2028"),
    "Ω".encode(), "ß".encode(), "İ".encode(), "ﷺ".encode(), "🏳️‍🌈".encode(), "𝟙".encode(), "²".encode(),
]  # fmt: skip
NUMBERS = [
    "0", "-0", "-1", "1", "2", "00", "+1", " 1", "1.0", "1e3", "1e999", "-1e-999", "NaN", "Infinity", "0x10", "1_000",
    "²", "٣", "१२", "𝟙", "½", "2147483648", "9223372036854775808", "-9223372036854775809", "9" * 400, "9" * 5000,
    "1.", ".", "last", "None", "null", "true", "True", "[]", "0000-00-00", "10000", "99999", "2017",
]  # fmt: skip
LONG = ["a" * 10_000, "a " * 5000, "%" * 5000, "ﷺ" * 3000, "é́" * 3000, "(" * 9000, '"' * 3000, "\0" * 3000, "," * 5000]
PLAUSIBLE = [
    "athens", "berlin", "housing", "GR", "integration", "reception", "news", "name", "newest", "cities.CityPage",
    "cities.PledgePage", "wagtailcore.Page", "auth.User", "cities.CityPage,news.NewsPage", "*", "_", "*,-title",
    "title", "-title", "heading",
    "password", "parent(*)", "parent(parent(parent(*)))", "topics(*", "body", "-", "random", "id",
    "root", "json", "csv", "api", "atom", "Athens", "athens berlin",
]  # fmt: skip
CHARSETS = ["=utf-8", "=utf-16", "=rot13", "=base64", "=idna", "=punycode", "=undefined", "=x", "=", "*=utf-8''%00"]
HEADERS = {
    "Accept": ["", "*", "text/html;q=x", "a/b;" * 2000, "application/xml", "\xff"],
    "Accept-Encoding": ["gzip;q=0", "gzip;q=1e999", "br," * 500, "\xff", "identity, *;q=0"],
    "Accept-Language": ["", "*", "ar-" * 3000, "de;q=1e999", "xx-YY,;q=", "zh-Hant-TW-x-y", "\xff\xfe", "en;q=0,fr"],
    "Content-Length": ["", "-1", "x", "9" * 30],
    "Content-Type": [
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\xff", "x", ";;;=",
    ],
    "Cookie": [
        "sessionid=x", 'sessionid="aaaaaaaa\\000bb"', "sessionid=" + "a" * 9000, 'csrftoken="\\000"',
        "django_language=\xff", 'messages="\\000:x"', "=;=;", "messages=[[", 'django_language="\\000"',
    ],
    "Host": ["", "x" * 5000, "localhost:99999999", "[::1", "[::1]:x", "a_b", "localhost:", "evil.example", "\xff"],
    "If-Match": ["*", '"x"', "x", '"' * 3000],
    "If-Modified-Since": [
        "x", "Thu, 01 Jan 0000 00:00:00 GMT", "Fri, 99 Xxx 9999 99:99:99 GMT", "9" * 30,
        "Wed, 01 Jan 99999 00:00:00 GMT", "Sat, 29 Feb 2025 10:00:00 GMT", "Mon, 01 Jan 20 00:00:00 GMT",
        "Saturday, 29-Feb-00 10:00:00 GMT",
    ],
    "If-Unmodified-Since": ["x", "Thu, 01 Jan 0001 00:00:00 GMT"],
    "If-None-Match": ["*", "W/", '"', 'W/"x"', '"x",' * 3000, "\xff"],
    "Origin": ["null", "http://[", "\xff"],
    "Range": ["bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=x", "bytes=0-" + "9" * 5000, "bytes=0-0," * 2000],
    "Referer": ["http://[", "\xff", "x" * 9000],
    "User-Agent": ["", "\xff", "x" * 9000],
    "X-Forwarded-For": ["x", "1.2.3.4, ::1", "\xff", "999.1.1.1", "," * 5000],
    "X-Forwarded-Host": ["evil.example", "["],
    "X-Forwarded-Proto": ["https", "\xff"],
    "X-Requested-With": ["XMLHttpRequest"],
    "X-Http-Method-Override": ["DELETE"],
}  # fmt: skip
# As it stands in a URL, without being made fit for one.
RAW_QUERIES = ["%", "%zz", "%u0000", "&" * 3000, "a=1&" * 1500, ";a;b", "=", "?", "=" * 900, "page", "q=%", "page=1;2"]
METHODS = ["GET"] * 8 + ["HEAD", "HEAD", "OPTIONS", "POST", "POST", "PUT", "DELETE", "PATCH", "TRACE", "ODD"]

# Of fixed lists alone: what Hypothesis would add of its own depends on which modules are loaded.
odd_bytes = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=5).map(b"".join),
    st.sampled_from([text.encode() for text in [*NUMBERS, *LONG]]),
    st.sampled_from([text.encode() for text in PLAUSIBLE]),
)
encoded = odd_bytes.map(lambda value: quote(value, safe=""))


# How a request is rare; Hypothesis looks at a strategy when it is made, so each is made once.
rarities = st.integers(0, 7)
raw_queries, methods = st.sampled_from(RAW_QUERIES), st.sampled_from(METHODS)
names_of_headers = st.lists(st.sampled_from(sorted(HEADERS)), max_size=2, unique=True)
headers = {name: st.sampled_from(values) for name, values in HEADERS.items()}


@st.composite
def odd_paths(draw, path):
    """Return a path with something else in the place of one part or its ending, or added to it."""
    parts = path.split("/")
    at = draw(st.integers(1, len(parts) - 1))
    other, kept = draw(encoded), parts[at]
    stem, dot, ending = kept.rpartition(".")
    kinds = [other, f"{kept}{other}", f"{other}/{kept}"] + ([f"{stem}.{other}", f"{other}.{ending}"] if dot else [])
    parts[at] = draw(st.sampled_from(kinds))
    return "/".join(parts)


def odd_requests(view):
    """Return the strategy of requests to a view that are odd in the query, and now and then in the rest."""
    anything = st.sampled_from([*view.parameters, "page", "q", "format", "utm_source"]) | encoded
    any_queries = st.lists(st.tuples(anything, encoded), max_size=4)
    known = st.sampled_from(view.parameters) if view.parameters else anything
    known_queries = st.lists(st.tuples(known, encoded), max_size=4)
    paths = odd_paths(view.url)

    @st.composite
    def requests(draw):
        # What it knows, above all; the same more than once among it. A choice that is drawn, and not one_of: that
        # leaves out what it was given twice, which depends on what Hypothesis still keeps of views before.
        queries = known_queries if view.parameters and draw(st.booleans()) else any_queries
        query = "&".join(f"{key}={value}" for key, value in draw(queries))
        rare = draw(rarities)
        if rare == 0:
            query = draw(raw_queries)
        names = draw(names_of_headers) if rare in (1, 2) else []
        return {
            "method": draw(methods) if rare in (2, 3) else "GET",
            "path": draw(paths) if rare in (4, 5) else view.url,
            "query": f"{view.query}&{query}" if view.query and rare == 6 else query,
            "headers": {name: draw(headers[name]) for name in names},
        }

    return requests()


@pytest.fixture
def no_end_of_questions(monkeypatch):
    """Let the API be asked as often as these tests ask."""
    monkeypatch.setattr(IPRateThrottle, "get_cache_key", lambda *args: None)


@contextmanager
def undone():
    """Undo what a request leaves in the database, also where it broke the transaction."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


stranger = Client(raise_request_exception=False)  # one for all requests, for each client loads the middleware anew


def ask(method, path, query="", headers=None):
    """Return the status of the answer to a request, read to its end, the number of queries, and what failed."""
    meta = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()}
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if f"HTTP_{name}" in meta:
            meta[name] = meta.pop(f"HTTP_{name}")
    body, kind = ("", "") if method in ("GET", "HEAD") else (query, "application/x-www-form-urlencoded")
    counter = QueryCounter()
    stranger.cookies.clear()
    with undone(), connection.execute_wrapper(counter):
        response = stranger.generic(method, f"{path}?{query}", body, kind, **meta)
        if response.streaming:
            response.getvalue()
    return response.status_code, counter.count, getattr(response, "exc_info", None)


def throw_at(view, check):
    """Call a function with many odd requests to a view: the same ones in each run."""

    @seed(zlib.crc32(str(view).encode()))
    @settings(
        max_examples=TRIED if view.parameters else TRIED // 3,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(odd_requests(view))
    def each(request):
        check(request)

    each()


def test_no_odd_request_is_an_error_or_costs_many_queries(site, no_end_of_questions, capsys):
    make_site(site)
    views, missing = public_views()
    assert not missing, f"tests/support/public_views.py knows no address of {missing}"
    tried, most, failures = 0, 0, []
    ask("GET", "/en/no-such-page/")  # the first to be asked fills what is kept for the others
    _status, not_found, _error = ask("GET", "/en/no-such-page/")
    for view in views:
        status, plain, error = ask("GET", view.url, view.query)
        if plain > not_found and status < 500:  # the first to be asked fills what is kept for the others here too
            status, plain, error = ask("GET", view.url, view.query)
        assert status < 500, f"{view}: {error}"
        usual = max(plain, not_found)

        def check(request, view=view, usual=usual):
            nonlocal tried, most
            tried += 1
            status, queries, error = ask(**request)
            assert status < 500, f"{status}: {request} of {view}: {error and error[1]!r}"
            if request["method"] in ("GET", "HEAD"):
                most = max(most, queries - usual)
                assert queries <= usual + MORE_QUERIES, f"{queries} queries, not {usual}: {request} of {view}"

        try:
            throw_at(view, check)
        except Exception as error:  # those of all views are told together
            failures.append(f"{view}: {type(error).__name__}: {str(error)[:800]}")
    with capsys.disabled():
        print(f"\n{len(views)} public views, {tried} odd requests, at most {most} queries more than the plain page")
    assert not failures, "\n\n".join(failures)
    assert tried >= len(views) * TRIED // 3


@pytest.mark.parametrize("host", ["evil.example", "[::1", "a_b/", "localhost:x", "x" * 5000])
def test_a_host_that_is_not_the_sites_is_a_bad_request(site, host):
    assert ask("GET", "/en/", headers={"Host": host})[0] == 400


@pytest.fixture
def connection_kept():
    """A request ends without closing the test's own connection, as in Django's test client."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("query", ["q=%CE%91%CE%B8%CE%AE%CE%BD%CE%B1", "a=1&" * 1500])
def test_an_address_is_in_utf_8_whatever_a_request_names(site, connection_kept, charset, query):
    environ = RequestFactory().get("/en/search/opensearch.xml", QUERY_STRING=query).environ
    environ["CONTENT_TYPE"] = f"text/plain; Charset{charset}"
    answers = []
    application(environ, lambda status, headers, *_: answers.append(status)).close()
    assert answers == ["200 OK"]
