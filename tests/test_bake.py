"""The copy as plain files: where each URL is in it, what its links become, and how a run goes."""

import json
from datetime import date
from io import StringIO
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import get_urlconf
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from solidarity.bake import walk
from solidarity.bake.answers import Answer, Visitor
from solidarity.bake.folder import LIST, Folder, NotACopy
from solidarity.bake.links import Links
from solidarity.bake.urls_of_copy import CopyURLs
from solidarity.bake.walk import Report, Walk
from solidarity.management.commands import bake as command
from solidarity.seo.social_images import picture_url, version
from tests import factories

SITE, HOST = "https://site.example", "https://archive.example/copy"
RELATIVE = CopyURLs(SITE, SITE, True, closed=("/en/private/",))
ABSOLUTE = CopyURLs(SITE, HOST, False)


# Where a URL is ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "asked", "file"),
    [
        ("/", "/", "index.html"),
        ("/en/news/", "/en/news/", "en/news/index.html"),
        ("/en/news", "/en/news/", "en/news/index.html"),
        ("https://site.example/en/news/?page=2#results", "/en/news/?page=2", "en/news/page-2/index.html"),
        ("/en/news/?page=1", "/en/news/", "en/news/index.html"),
        ("/en/events/?kind=visits&page=3", "/en/events/?kind=visits&page=3", "en/events/kind-visits/page-3/index.html"),
        ("/en/search/?q=Αθήνα", "/en/search/", "en/search/index.html"),
        ("/sitemap-en.xml?p=2", "/sitemap-en.xml?p=2", "sitemap-en-p-2.xml"),
        ("/data/cities.csv", "/data/cities.csv", "data/cities.csv"),
        ("webcal://site.example/en/calendars/all.ics", "/en/calendars/all.ics", "en/calendars/all.ics"),
        ("/documents/3/a%20b.pdf", "/documents/3/a%20b.pdf", "documents/3/a b.pdf"),
        ("?city=athens", "/en/here/?city=athens", "en/here/city-athens/index.html"),
    ],
)
def test_each_url_has_a_file(url, asked, file):
    target = RELATIVE.target(url, "/en/here/")
    assert (target.url, target.file) == (asked, file)


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/en/",
        "https://site.example.org/en/",
        "mailto:office@site.example",
        "/admin/",
        "/api/v2/pages/",
        "/en/private/below/",
        "/en/news/?kind=what+is+this",
        "/en/news/?kind=",
        "/en/%2e%2e/%2e%2e/etc/passwd",
        "/en/a%2f..%2fb/",
        "/en//double/",
        f"/en/{'x' * 256}/",
    ],
)
def test_what_needs_a_server_or_could_leave_the_folder_has_none(url):
    assert RELATIVE.target(url, "/en/") is None


@pytest.mark.parametrize(
    ("place", "to", "link"),
    [
        ("/en/news/", "/en/", "../"),
        ("/en/news/", "/en/news/?page=2#results", "page-2/#results"),
        ("/en/news/page-2/", "/en/news/", "../"),
        ("/en/news/", "/en/news/", "./"),
        ("/en/news/", "/static/css/base.css", "../../static/css/base.css"),
        ("/", "/en/", "en/"),
        ("/en/site.webmanifest", "/", "../"),
        ("/en/", "/en/site.webmanifest", "site.webmanifest"),
        ("/en/", "/el/search/?q=a#b", "../el/search/?q=a#b"),
    ],
)
def test_a_link_leads_from_file_to_file_wherever_the_copy_lies(place, to, link):
    target = RELATIVE.target(to)
    assert RELATIVE.link(target, place) == link
    assert (
        urljoin(f"https://any.example/folder{place}", link) == f"https://any.example/folder{target.path}{target.after}"
    )
    assert ABSOLUTE.link(target, place) == f"{HOST}{target.path}{target.after}"


# What links become ------------------------------------------------------------------------------------

PAGE = """<meta charset="utf-8"><link rel="canonical" href="https://site.example/en/news/?page=2">
<link rel="alternate" type="application/atom+xml" href="/en/feeds/news.atom"><meta name="x" content="/en/ is no link">
<meta property="og:image" content="https://site.example/en/pictures/1-a.jpg">
<img srcset="/media/a.webp 1x, /media/b.webp 2x" alt="src=&quot;/en/&quot;"><a href="?a=1&amp;b=2#c">href="/en/"</a>
<a href="webcal://site.example/en/calendars/all.ics"></a><a href="https://other.example/?a=1&amp;b='2'"></a>
<a href="/admin/"></a><a href="#here"></a>
<script type="application/ld+json">{"url":"https://site.example/en/news/?page=2","is":"https://site.example.org/"}</script>
"""


def rewritten(urls, is_anywhere=False):
    found = []
    links = Links(urls, lambda target: found.append(target.url))
    policy = "script-src 'self'; default-src 'none'; frame-ancestors 'self'"
    return links.html(PAGE, urls.target("/en/news/"), policy, is_anywhere), found


def test_links_become_those_of_the_copy_and_all_else_stays():
    text, found = rewritten(RELATIVE)
    assert text.splitlines() == [
        '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; script-src 'self'\">"
        '<link rel="canonical" href="https://site.example/en/news/page-2/">',
        '<link rel="alternate" type="application/atom+xml" href="../feeds/news.atom"><meta name="x" '
        'content="/en/ is no link">',
        '<meta property="og:image" content="https://site.example/en/pictures/1-a.jpg">',
        '<img srcset="../../media/a.webp 1x, ../../media/b.webp 2x" alt="src=&quot;/en/&quot;">'
        '<a href="a-1/b-2/#c">href="/en/"</a>',
        '<a href="../calendars/all.ics"></a><a href="https://other.example/?a=1&amp;b=&#x27;2&#x27;"></a>',
        '<a href="https://site.example/admin/"></a><a href="#here"></a>',
        '<script type="application/ld+json">{"url":"https://site.example/en/news/page-2/",'
        '"is":"https://site.example.org/"}</script>',
    ]
    assert {"/en/news/?page=2", "/media/b.webp", "/en/pictures/1-a.jpg", "/en/calendars/all.ics"} <= set(found)


def test_a_host_is_named_in_every_link():
    text, _found = rewritten(ABSOLUTE)
    assert f'href="{HOST}/en/feeds/news.atom"' in text
    assert f'href="{HOST}/en/news/a-1/b-2/#c"' in text
    assert 'href="webcal://archive.example/copy/en/calendars/all.ics"' in text
    assert text.count("https://site.example/") == 1  # of the admin


def test_the_page_of_a_missing_page_is_right_at_any_url():
    text, _found = rewritten(RELATIVE, is_anywhere=True)
    assert 'href="/en/feeds/news.atom"' in text
    assert 'href="../' not in text


def test_folded_lines_of_calendars_and_urls_in_other_files_are_replaced():
    links = Links(ABSOLUTE, lambda target: None)
    line = f"URL:{SITE}/en/events/{'a' * 60}/"
    calendar = f"BEGIN:VCALENDAR\r\n{line[:40]}\r\n {line[40:]}\r\nEND:VCALENDAR\r\n".encode()
    unfolded = links.calendar(calendar).replace(b"\r\n ", b"").decode()
    assert unfolded == f"BEGIN:VCALENDAR\r\nURL:{HOST}/en/events/{'a' * 60}/\r\nEND:VCALENDAR\r\n"
    assert all(len(part) <= 75 for part in links.calendar(calendar).split(b"\r\n"))
    assert links.text(f"{SITE}/en/a/;{SITE}/en/b/,<{SITE}>") == f"{HOST}/en/a/;{HOST}/en/b/,<{HOST}/>"
    manifest = json.loads(
        Links(RELATIVE, print).manifest('{"start_url": "/", "name": "/"}', RELATIVE.target("/en/m.x"))
    )
    assert manifest == {"start_url": "../", "name": "/"}


# The folder -------------------------------------------------------------------------------------------


def test_only_what_changed_is_written_and_what_is_gone_is_deleted(tmp_path):
    first = Folder(tmp_path / "copy")
    for name in ("a/index.html", "b/c/index.html", "d.txt"):
        first.put(name, b"1", 1000)
    first.finish(is_whole=True)
    (tmp_path / "copy" / "CNAME").write_text("archive.example")  # of the host, not ours
    second = Folder(tmp_path / "copy")
    second.put("a/index.html", b"1", 2000)
    second.put("d.txt", b"2", 2000)
    second.finish(is_whole=True)
    assert (second.changed, second.removed) == (1, 1)
    there = sorted(str(path.relative_to(tmp_path / "copy")) for path in (tmp_path / "copy").rglob("*"))
    assert there == [LIST, "CNAME", "a", "a/index.html", "d.txt"]
    assert (tmp_path / "copy" / "a" / "index.html").stat().st_mtime == 1000


def test_nothing_is_deleted_by_a_run_that_is_not_whole_nor_forgotten(tmp_path):
    first = Folder(tmp_path)
    first.put("a.txt", b"1", 1000)
    first.finish(is_whole=True)
    Folder(tmp_path).finish(is_whole=False)
    assert (tmp_path / "a.txt").exists()
    Folder(tmp_path).finish(is_whole=True)
    assert not (tmp_path / "a.txt").exists()


def test_a_folder_with_other_files_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(NotACopy):
        Folder(tmp_path)
    with pytest.raises(NotACopy):
        Folder(tmp_path / "letter.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


# The walk ---------------------------------------------------------------------------------------------


def page(*links):
    """Return the answer with a page that has some links."""
    text = "".join(f'<a href="{link}"></a>' for link in links)
    return Answer(200, "text/html", text.encode(), "", "")


@pytest.fixture
def walked(monkeypatch, tmp_path):
    """Return a function that bakes a site of some answers, given by URL; all others are 404."""
    monkeypatch.setattr(walk, "start", lambda site: ["/"])
    monkeypatch.setattr(walk, "private_paths", lambda site: [])
    monkeypatch.setattr(walk, "redirects", lambda site: [])

    def walk_over(answers, host=""):
        site = SimpleNamespace(root_url=SITE)
        one = Walk(site, Folder(tmp_path / "copy"), host, None)
        one.visitor = SimpleNamespace(get=lambda url: answers.get(url, Answer(404, "text/html", b"", "", "")))
        return one.run(), tmp_path / "copy"

    return walk_over


def test_what_does_not_answer_is_told_and_the_rest_is_written(walked):
    broken = Answer(500, "text/html", b"", "", "")
    report, folder = walked({"/": page("/a/", "/b/", "/gone/"), "/a/": page(), "/b/": broken})
    assert report.failures == [
        "/b/: the site answers 500 (found at /)",
        "/gone/: the site answers 404 (found at /)",
    ]
    assert (folder / "a" / "index.html").exists()


def test_two_urls_never_share_a_file(walked):
    report, _folder = walked(
        {"/": page("/news/?page=2", "/news/page-2/"), "/news/?page=2": page(), "/news/page-2/": page()}
    )
    assert report.failures == ["/news/page-2/: its file is that of /news/?page=2 (found at /)"]


def test_a_url_that_redirects_becomes_a_page_that_leads_on(walked):
    moved = Answer(301, "text/html", b"", "/new/", "")
    report, folder = walked({"/": page("/old/"), "/old/": moved, "/new/": page()})
    assert not report.failures
    text = (folder / "old" / "index.html").read_text()
    assert 'content="0; url=../new/"' in text
    assert f'<link rel="canonical" href="{SITE}/new/">' in text
    assert (folder / "new" / "index.html").exists()


def test_styles_and_scripts_are_followed(walked):
    style = Answer(200, "text/css", b'/* url(/no) */ @import "b.css"; a { src: url("../fonts/f.woff2") }', "", "")
    script = Answer(200, "text/javascript", b'import { a } from "./a.js";\nimport("./b.js");\n', "", "")
    file = Answer(200, "font/woff2", b"f", "", "")
    names = ("/s/css/b.css", "/s/fonts/f.woff2", "/s/js/a.js", "/s/js/b.js")
    answers = {"/": page("/s/css/a.css", "/s/js/site.js"), "/s/css/a.css": style, "/s/js/site.js": script}
    report, folder = walked(answers | dict.fromkeys(names, file))
    assert not report.failures
    assert all((folder / name[1:]).exists() for name in names)


def test_an_uploaded_text_in_another_encoding_stays_as_it_is(walked):
    letter = "Zürich: https://site.example/en/".encode("latin-1")
    document = Answer(200, "text/plain", letter, "", "")
    report, folder = walked({"/": page("/documents/1/a.txt"), "/documents/1/a.txt": document}, host=HOST)
    assert not report.failures
    assert (folder / "documents" / "1" / "a.txt").read_bytes() == letter


def test_robots_of_a_host_open_it_and_name_its_sitemap(walked):
    _report, folder = walked({"/": page()}, host=HOST)
    assert (folder / "robots.txt").read_text() == f"User-agent: *\n\nSitemap: {HOST}/sitemap.xml\n"


# What is asked ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("copy_is_first", [True, False])
def test_what_is_made_for_a_copy_is_never_shown_to_visitors(monkeypatch, keeping, client, site, copy_is_first):
    monkeypatch.setattr("solidarity.page_cache.store.OF_ONE_PROCESS", ())  # as with a cache that processes share
    copy, host = Visitor(site.site.root_url, date(2026, 2, 3)), urlsplit(site.site.root_url).netloc
    for is_copy in [copy_is_first, not copy_is_first] * 2:
        content = copy.get("/en/").content if is_copy else client.get("/en/", headers={"host": host}).content
        assert b"</html>" in content
        assert (b"data-copy-note" in content) == is_copy


def test_a_picture_that_is_made_for_a_copy_is_not_cached(keeping, site):
    copy = Visitor(site.site.root_url, date(2026, 2, 3))
    assert copy.get(picture_url(site.home)).media_type == "image/jpeg"
    assert cache.get(f"share-picture:{site.home.pk}:en:{version(site.home)}") is None


def test_asking_for_a_copy_leaves_language_and_urls_as_they_were(site):
    translation.activate("el")
    copy = Visitor(site.site.root_url, date(2026, 2, 3))
    assert copy.get("/ar/").status == 200
    assert translation.get_language() == "el"
    assert get_urlconf() is None


# The command ------------------------------------------------------------------------------------------


def test_the_command_says_what_it_wrote_and_fails_where_something_is_missing(monkeypatch, tmp_path, site):
    report, given = Report(changed=3), []
    report.files.update({"en": 2, "": 1})
    report.bytes.update({"en": 2048, "": 10})
    monkeypatch.setattr(command, "bake", lambda site, *arguments: given.append(arguments) or report)
    out, err = StringIO(), StringIO()
    call_command("bake", str(tmp_path), host=HOST, stdout=out)
    assert given == [(tmp_path, HOST)]
    assert out.getvalue().splitlines() == [
        "en: 2 files, 2.0 KB",
        "all languages share: 1 files, 10 bytes",
        "together: 3 files, 2.0 KB, 0 redirects",
        "written: 3, deleted: 0, the others are as they were",
    ]
    out = StringIO()
    call_command("bake", str(tmp_path), "--quiet", stdout=out)
    assert out.getvalue() == ""
    report.failures.append("/en/: the site answers 500")
    with pytest.raises(CommandError, match="1 URLs are not in the copy"):
        call_command("bake", str(tmp_path), stdout=out, stderr=err)
    assert "/en/: the site answers 500" in err.getvalue()


def test_the_command_refuses_other_folders_and_what_is_no_host(tmp_path, site):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(CommandError, match="nothing was written"):
        call_command("bake", str(tmp_path))
    with pytest.raises(CommandError, match="is no URL"):
        call_command("bake", str(tmp_path), "--host=archive.example")


# Redirects --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_redirects_that_lead_nowhere_or_need_a_query_string_are_left_out(site):
    page = factories.ContentPageFactory(parent=site.home, slug="there")
    hidden = factories.ContentPageFactory(parent=site.home, slug="hidden", live=False)
    row = {"site": Site.objects.get()}
    Redirect.objects.create(old_path="/en/was", redirect_page=page, **row)
    Redirect.objects.create(old_path="/en/was-hidden", redirect_page=hidden, **row)
    Redirect.objects.create(old_path="/node?id=7", redirect_page=page, **row)
    Redirect.objects.create(old_path="/partner", redirect_link="https://other.example/", is_permanent=False, **row)
    found = [(one.path, one.url, one.status) for one in walk.redirects(Site.objects.get())]
    assert found == [
        ("/en/was", "/en/there/", 301),
        ("/partner", "https://other.example/", 302),
    ]
