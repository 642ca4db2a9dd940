"""The checks of tests/test_site_crawl.py see what they are there to see: each finds its breach in a broken page."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse

from tests.support import page_checks as guards
from tests.support.page_checks import CHECKS, Visit

SOUND = """<!doctype html><html lang="de" dir="ltr"><head><title>Athen</title>
<meta name="description" content="Eine Stadt"><link rel="alternate" hreflang="de" href="http://site/de/">
<link rel="alternate" hreflang="x-default" href="http://site/de/"><link rel="canonical" href="http://site/de/">
<meta property="og:type" content="website"><meta property="og:title" content="Athen"><meta property="og:description"
content="Eine Stadt"><meta property="og:locale" content="de_DE"><meta property="og:site_name" content="Cities">
<meta property="og:url" content="http://site/de/"><meta property="og:image" content="http://site/de/pictures/1-a.jpg">
<meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">
<meta property="og:image:alt" content="Athen"><meta name="twitter:card" content="summary_large_image">
<script type="application/ld+json">
{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"Athen"}]}
</script><link rel="stylesheet" href="/static/a.css"></head>
<body><nav aria-label="Menü"><a href="#content">Zum Inhalt</a></nav><main id="content"><h1>Athen</h1><h2>Zahlen</h2>
<img src="/a.webp" alt="" width="3" height="2"><p lang="ar" dir="rtl">أثينا</p>
<svg viewBox="0 0 1 1"><path d="M0"/></svg><form action="/de/"><label for="name">Name</label><input id="name">
<button>Senden</button></form></main></body></html>"""

BREACHES = [
    (guards.nests_properly, "</main>", ""),
    (guards.nests_properly, "<h1>Athen</h1>", "<h1><b>Athen</h1></b>"),
    (guards.nests_properly, 'alt=""', 'alt="" alt="A"'),
    (guards.has_one_first_heading, "<h1>Athen</h1>", "<p>Athen</p>"),
    (guards.has_one_first_heading, "<h2>Zahlen</h2>", "<h1>Zahlen</h1>"),
    (guards.skips_no_heading_level, "<h2>Zahlen</h2>", "<h3>Zahlen</h3>"),
    (guards.repeats_no_id, 'id="name"', 'id="content"'),
    (guards.refers_to_ids_that_are_there, '"#content"', '"#top"'),
    (guards.refers_to_ids_that_are_there, 'for="name"', 'for="nam"'),
    (guards.says_its_language_and_direction, 'lang="de"', 'lang="en"'),
    (guards.says_its_language_and_direction, 'dir="ltr"', ""),
    (guards.says_its_language_and_direction, 'dir="rtl"', ""),
    (guards.says_its_language_and_direction, 'lang="ar"', 'lang="arabic"'),
    (guards.names_what_can_be_used, "Senden", ""),
    (guards.names_what_can_be_used, "Zum Inhalt", '<img src="/a.webp" alt="">'),
    (guards.names_what_can_be_used, "<label for", "<label data-for"),
    (guards.names_what_can_be_used, 'href="#content"', ""),
    (guards.leaves_nothing_it_announces_empty, "Zahlen", ""),
    (guards.leaves_nothing_it_announces_empty, "<h2>", "<dl><dt>Städte</dt><dd><ul></ul></dd></dl><h2>"),
    (guards.leaves_nothing_it_announces_empty, "<h2>", "<p class='note'> </p><h2>"),
    (guards.leaves_nothing_it_announces_empty, "<h2>", "<p>Athen, <span></span></p><h2>"),
    (guards.leaves_nothing_it_announces_empty, "<h2>", "<section><h2>Mehr</h2></section><h2>"),
    (guards.loads_the_styles_of_its_parts, "<button>", '<button class="button">'),
    (guards.asks_for_few_styles_and_scripts, "</head>", '<link rel="stylesheet" href="/static/b.css">' * 2),
    (guards.asks_for_few_styles_and_scripts, ' rel="stylesheet"', ""),
    (guards.asks_for_few_styles_and_scripts, "</head>", '<script src="/a.js"></script>' * 3 + "</head>"),
    (guards.describes_and_measures_its_pictures, 'alt=""', ""),
    (guards.describes_and_measures_its_pictures, 'width="3"', ""),
    (guards.has_no_inline_script_or_style, "<p lang", '<p style="color: red" lang'),
    (guards.has_no_inline_script_or_style, "<h2>", "<h2 onclick='x()'>"),
    (guards.has_no_inline_script_or_style, "</main>", "<script>x()</script></main>"),
    (guards.has_no_inline_script_or_style, "</head>", "<style>p {}</style></head>"),
    (guards.has_no_inline_script_or_style, '"#content"', '"javascript:x()"'),
    (guards.asks_no_other_host, "/a.webp", "https://example.org/a.webp"),
    (guards.asks_no_other_host, 'src="/a.webp"', 'src="/a.webp" srcset="/a.webp 1x, //example.org/b.webp 2x"'),
    (guards.asks_no_other_host, "/static/a.css", "https://example.org/a.css"),
    (guards.asks_no_other_host, "</main>", '<iframe src="https://example.org/" title="x"></iframe></main>'),
    (guards.asks_no_other_host, '"/de/"', '"https://example.org/"'),
    (guards.has_title_and_description, "<title>Athen</title>", "<title></title>"),
    (guards.has_title_and_description, 'content="Eine Stadt"', 'content=""'),
    (guards.names_the_languages_it_is_written_in, 'hreflang="de"', 'hreflang="el"'),
    (guards.names_its_canonical_url, 'rel="canonical" href="http://site/de/"', 'rel="canonical" href="http://site/en/"'),
    (guards.names_its_canonical_url, '<link rel="canonical" href="http://site/de/">', ""),
    (guards.looks_well_when_passed_on, 'og:url" content="http://site/de/"', 'og:url" content="/de/"'),
    (guards.looks_well_when_passed_on, "http://site/de/pictures/", "/de/pictures/"),
    (guards.looks_well_when_passed_on, 'content="630"', 'content="600"'),
    (guards.looks_well_when_passed_on, "summary_large_image", "summary"),
    (guards.looks_well_when_passed_on, "og:locale", "og:language"),
    (guards.says_what_it_shows_in_words_of_schema_org, '"WebPage"', '"WebSide"'),
    (guards.says_what_it_shows_in_words_of_schema_org, '"name":"Athen"', '"nom":"Athen"'),
    (guards.says_what_it_shows_in_words_of_schema_org, "application/ld+json", "application/json"),
    (guards.speaks_the_readers_language, ">Zum Inhalt<", ">Skip to the content<"),
    (guards.speaks_the_readers_language, 'aria-label="Menü"', 'aria-label="Main menu"'),
    (guards.speaks_the_readers_language, "Zahlen", "The film is hosted by YouTube. Only if you click does your browser "
     "connect to YouTube, which then sees your address."),
]  # fmt: skip


def visit(html, written=("de",), texts=None):
    page = SimpleNamespace(available_languages=list(written), shared_as="website", linked_type="WebPage")
    return Visit("http://site/de/", "de", HttpResponse(html), page, texts or {})


@pytest.mark.parametrize("guard", CHECKS, ids=lambda guard: guard.__name__)
def test_a_sound_page_passes(guard):
    assert list(guard(visit(SOUND))) == []


@pytest.mark.parametrize(("guard", "sound", "broken"), BREACHES)
def test_a_breach_is_found(guard, sound, broken):
    assert sound in SOUND
    assert list(guard(visit(SOUND.replace(sound, broken, 1)))) != []


def test_a_cookie_is_found():
    with_cookie, varied = visit(SOUND), visit(SOUND)
    with_cookie.response.set_cookie("a", "b")
    varied.response["Vary"] = "Accept-Language, Cookie"
    assert list(guards.sets_no_cookie(with_cookie)) == ["a"]
    assert list(guards.sets_no_cookie(varied)) == ["Vary: Accept-Language, Cookie"]


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (' lang="ar" dir="rtl"', ""),  # a script of its own
        (' lang="ar" dir="rtl"', ' lang="de"'),
        ("<h2>Zahlen</h2>", '<h2 lang="fr">Zahlen</h2>'),
        ("<h2>Zahlen</h2>", "<h2>Figures</h2>"),
        ("<h2>Zahlen</h2>", "<h2>Zahlen <span>Figures</span></h2>"),  # one run among others that are right
        ('alt=""', 'alt="Figures"'),
    ],
)
def test_each_run_of_text_stands_under_its_language(sound, broken):
    texts = {"Zahlen": {"de"}, "Figures": {"en"}, "Athen": {"de", "nl"}}
    looked_at = visit(SOUND, texts=texts)
    assert list(guards.marks_text_in_another_language(looked_at)) == []
    assert looked_at.runs > 5
    assert sound in SOUND
    assert len(list(guards.marks_text_in_another_language(visit(SOUND.replace(sound, broken, 1), texts=texts)))) == 1


def test_every_guard_is_tried():
    tried = {guard for guard, _sound, _broken in BREACHES}
    assert set(CHECKS) == tried | {guards.sets_no_cookie, guards.marks_text_in_another_language}
