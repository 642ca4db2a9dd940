"""What holds for every page of the site. Each guard takes a Visit and yields a line for each breach."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property
from urllib.parse import parse_qs, urljoin, urlsplit

from babel.messages.pofile import read_po
from django.conf import settings
from django.conf.locale import LANG_INFO

from solidarity import languages
from tests.support import schema_org
from tests.support.html_tree import parse, srcset_urls

DATA_BLOCK = "application/ld+json"
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
# What a page may ask for at most: styles of the site and of all but the front page; scripts of the site and of a map.
MOST_STYLESHEETS = MOST_SCRIPTS = 2
IMPORTED_STYLES = re.compile(r'^@import "([\w-]+)\.css"', re.MULTILINE)
OWN_RULE = re.compile(r"^\.([\w-]+)(?:,| \{)$", re.MULTILINE)
LOADED_LINKS = {"stylesheet", "preload", "modulepreload", "icon", "apple-touch-icon", "manifest", "prefetch"}


@dataclass
class Visit:
    """A page as it was answered: where, in which language, and of what kind."""

    url: str
    language: str
    response: object
    page: object = None  # the SitePage, unless it is an answer without one, such as 404
    texts: dict = field(default_factory=dict)  # the languages in which each text is written, by the text
    runs: int = field(init=False, default=0)  # of text with letters, which a guard looked at
    elements: list = field(init=False)
    slips: list = field(init=False)

    def __post_init__(self):
        _root, self.elements, self.slips = parse(self.response.content.decode())

    @cached_property
    def by_tag(self):
        """All elements by their tag."""
        found = {}
        for element in self.elements:
            found.setdefault(element.tag, []).append(element)
        return found

    def find(self, *tags):
        """Return all elements of these tags, in the order of the page."""
        if len(tags) == 1:
            return self.by_tag.get(tags[0], [])
        return [element for element in self.elements if element.tag in tags]

    def full(self, url):
        """Return the full URL of what stands in the page; most of it begins at the root of its own site."""
        if url.startswith("/") and not url.startswith("//"):
            return self.origin + url
        return urljoin(self.url, url)

    @cached_property
    def origin(self):
        """The scheme and host of its address."""
        return urljoin(self.url, "/").rstrip("/")

    @cached_property
    def loaded(self):
        """What a browser asks for when it shows the page, as full URLs."""
        found = []
        for element in self.elements:
            loads = element.tag != "link" or LOADED_LINKS & set((element.get("rel") or "").split())
            names = ["src", "poster", "data", *(["href"] if element.tag in ("link", "use", "image") else [])]
            found += [element.get(name) for name in names if loads and element.get(name)]
            found += srcset_urls(element.get("srcset") or element.get("imagesrcset") or "")
        return [self.full(url) for url in found]

    @property
    def html(self):
        return self.find("html")[0]


def nests_properly(visit):
    yield from visit.slips


def has_one_first_heading(visit):
    count = len(visit.find("h1"))
    if count != 1:
        yield f"{count} h1"


def skips_no_heading_level(visit):
    level = 0
    for heading in visit.find(*HEADINGS):
        if int(heading.tag[1]) > level + 1:
            yield f"{heading.tag} “{heading.name()}” after h{level}"
        level = int(heading.tag[1])


def repeats_no_id(visit):
    ids = Counter(element.get("id") for element in visit.elements if element.get("id") is not None)
    yield from (f"id {name!r} stands twice" for name, count in ids.items() if count > 1)


def refers_to_ids_that_are_there(visit):
    ids = {element.get("id") for element in visit.elements}
    for element in visit.elements:
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            for wanted in (element.get(name) or "").split():
                if wanted not in ids:
                    yield f"{element} refers to #{wanted}"
        if element.tag == "a" and (element.get("href") or "").startswith("#") and element.get("href")[1:] not in ids:
            yield f"{element} leads nowhere"


def says_its_language_and_direction(visit):
    html = visit.html
    if (html.get("lang"), html.get("dir")) != (visit.language, languages.direction(visit.language)):
        yield f"{html} on a page in {visit.language}"
    for element in visit.elements:
        code = element.get("lang")
        if code is None:
            continue
        if code not in LANG_INFO:
            yield f"{element}: there is no language {code!r}"
        elif element.nearest("dir") != languages.direction(code):
            yield f"{element} reads {element.nearest('dir')}"


def names_what_can_be_used(visit):
    labelled = {label.get("for") for label in visit.find("label") if label.name()}
    for element in visit.find("a", "button", "summary", "iframe", "input", "select", "textarea"):
        if element.is_hidden or element.get("type") == "hidden":
            continue
        if element.tag in ("input", "select", "textarea"):
            inside = any(at.tag == "label" for at in element.with_ancestors())
            named = element.get("id") in labelled or inside or element.get("aria-label")
        else:
            named = element.name() or element.get("title")
        if not named:
            yield f"{element} has no name"
        if element.tag == "a" and not element.get("href"):
            yield f"{element} leads nowhere"


# What would show or say an empty shell, with a mark, a rule, a ground or a name of its own, when nothing is in it.
SHELLS = {
    *HEADINGS,
    *("p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "figure", "figcaption", "legend", "caption", "summary"),
    *("section", "article", "aside", "nav", "header", "footer", "details", "small", "time", "strong", "b", "a", "span"),
    "div",
}
GROUND = {"wrap", "columns", "column-text", "column-facts", "block"}  # of the page itself: it shows nothing of its own
SHOWN = {"img", "svg", "input", "select", "textarea", "button", "iframe", "video"}
ANNOUNCE = {*HEADINGS, "summary", "legend", "caption"}
ANNOUNCED = ("section", "article", "aside", "nav", "details", "fieldset")


def leaves_nothing_it_announces_empty(visit):
    for element in visit.elements:
        classes = set((element.get("class") or "").split())
        if element.tag not in SHELLS or element.is_silent or classes & GROUND:
            continue
        if not element.name() and not any(inner.tag in SHOWN for inner in element.descendants()):
            yield f"{element} in {element.parent} is empty"
    for element in visit.find(*ANNOUNCED):
        inside = [inner for inner in element.children if not isinstance(inner, str) or inner.strip()]
        if inside and all(not isinstance(inner, str) and inner.tag in ANNOUNCE for inner in inside):
            yield f"{element} announces “{element.name()}”, and nothing follows"


@cache
def style_sheets():
    """Return the classes that have a rule of their own, each with the names of the style sheets it stands in."""
    found = {}
    for path in (settings.BASE_DIR / "static/css").glob("*.css"):
        for name in set(OWN_RULE.findall(path.read_text())):
            found.setdefault(name, set()).add(path.stem)
    return found


@cache
def parts_of(name):
    """Return the name of a style sheet and those of the ones that it imports; empty if there is none of the name."""
    path = settings.BASE_DIR / f"static/css/{name}.css"
    return {name, *IMPORTED_STYLES.findall(path.read_text())} if path.exists() else set()


def loads_the_styles_of_its_parts(visit):
    names = {urlsplit(link.get("href")).path.rpartition("/")[2].split(".")[0] for link in visit.find("link")}
    loaded = set().union(*map(parts_of, names))
    used = {name for element in visit.elements for name in (element.get("class") or "").split()}
    for name in sorted(used & style_sheets().keys()):
        if not style_sheets()[name] & loaded:
            yield f"what .{name} looks like stands in {', '.join(style_sheets()[name])}.css, which is not loaded"


def asks_for_few_styles_and_scripts(visit):
    styles = [link.get("href") for link in visit.find("link") if "stylesheet" in (link.get("rel") or "").split()]
    scripts = [script.get("src") for script in visit.find("script") if script.get("src")]
    if not 1 <= len(styles) <= MOST_STYLESHEETS:
        yield f"{len(styles)} style sheets: {styles}"
    if len(scripts) > MOST_SCRIPTS:
        yield f"{len(scripts)} scripts: {scripts}"


def describes_and_measures_its_pictures(visit):
    for picture in visit.find("img"):
        missing = [name for name in ("alt", "width", "height") if picture.get(name) is None]
        if missing:
            yield f"{picture.get('src')} has no {', '.join(missing)}"


def has_no_inline_script_or_style(visit):
    for element in visit.elements:
        # A data block is never run: https://html.spec.whatwg.org/multipage/scripting.html#data-block
        is_script = element.tag == "script" and element.get("type") != DATA_BLOCK
        if element.tag == "style" or (is_script and not element.get("src")):
            yield f"inline {element}"
        for name, value in element.attributes.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                yield f"{name} in {element}"


def linked_urls(visit):
    """Return where the page's links and forms lead, as full URLs."""
    found = [element.get("href") for element in visit.find("a")]
    found += [element.get("action") for element in visit.find("form")]
    found += [link.get("href") for link in alternates(visit) if link.get("type")]
    return [visit.full(url) for url in found if url]


def is_own(visit, url):
    return urlsplit(url)[:2] == urlsplit(visit.url)[:2]


def asks_no_other_host(visit):
    for url in visit.loaded:
        if not is_own(visit, url):
            yield url
    for form in visit.find("form"):
        if not is_own(visit, urljoin(visit.url, form.get("action") or "")):
            yield str(form)


def cookies(response):
    """Yield each cookie that an answer sets, and the header that makes it depend on one."""
    yield from response.cookies
    if "cookie" in response.get("Vary", "").lower():
        yield f"Vary: {response['Vary']}"


def sets_no_cookie(visit):
    yield from cookies(visit.response)


def has_title_and_description(visit):
    title = visit.find("title")
    if len(title) != 1 or not title[0].name():
        yield "no title"
    description = [meta for meta in visit.find("meta") if meta.get("name") == "description"]
    if visit.page and (len(description) != 1 or not description[0].get("content").strip()):
        yield "no description"


def alternates(visit):
    """Return the links to the page in other languages, and to what programs can have instead of it."""
    return [link for link in visit.find("link") if link.get("rel") == "alternate"]


def names_the_languages_it_is_written_in(visit):
    named = [link.get("hreflang") for link in alternates(visit) if not link.get("type")]
    written = visit.page.available_languages if visit.page else []
    wanted = [*written, "x-default"] if written else []
    if named != wanted:
        yield f"hreflang {named}, written in {wanted}"


def canonical_urls(visit):
    """Return the URLs that a page calls its own."""
    return [link.get("href") for link in visit.find("link") if link.get("rel") == "canonical"]


def names_its_canonical_url(visit):
    """A page is itself; what a filter leaves is the list; and where the text is of another language, so is the page."""
    if not visit.page:
        return
    found = canonical_urls(visit)
    named = {link.get("hreflang"): link.get("href") for link in visit.find("link") if link.get("hreflang")}
    plain, _, query = visit.url.partition("?")
    numbers = parse_qs(query)
    is_numbered = set(numbers) == {"page"} and numbers["page"] != ["1"]
    if visit.language not in visit.page.available_languages:
        if len(found) != 1 or (named and found[0] not in named.values()):
            yield f"calls itself {found}, and is written at {named}"
    elif found != [visit.url if is_numbered else plain]:
        yield f"calls itself {found}"


def looks_well_when_passed_on(visit):
    if not hasattr(visit.page, "shared_as"):
        return
    said = {meta.get("property") or meta.get("name"): meta.get("content") for meta in visit.find("meta")}
    needed = ["type", "title", "description", "locale", "site_name", "image", "image:alt"]
    yield from (f"og:{name} is not said" for name in needed if not said.get(f"og:{name}"))
    if [said.get("og:url")] != canonical_urls(visit):
        yield f"og:url is {said.get('og:url')}"
    if not is_own(visit, said.get("og:image") or ""):
        yield f"og:image is {said.get('og:image')}"
    if (said.get("og:image:width"), said.get("og:image:height")) != ("1200", "630"):
        yield "og:image is not measured"
    if said.get("twitter:card") != "summary_large_image":
        yield "no twitter:card"


def says_what_it_shows_in_words_of_schema_org(visit):
    blocks = [element for element in visit.find("script") if element.get("type") == DATA_BLOCK]
    if hasattr(visit.page, "linked_type") and len(blocks) != 1:
        yield f"{len(blocks)} data blocks"
    for block in blocks:
        yield from schema_org.breaches("".join(block.children))


# The letters of scripts in which one language of the site alone is written.
SCRIPTS = {"el": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]{3}"), "ar": re.compile(r"[\u0600-\u06ff]{3}")}


def text_runs(visit):
    """Yield each run of text with letters, and each description of a picture or page, with its element."""
    for words, element in visit.html.text_nodes():
        # A title may name what is written in another language, and has no way to say so; a date is the reader's, though
        # another language may write it alike.
        if element.tag not in ("title", "time") and any(letter.isalpha() for letter in words):
            yield words, element
    for element in visit.elements:
        if element.tag == "img" and element.get("alt"):
            yield " ".join(element.get("alt").split()), element
        elif element.tag == "meta" and element.get("name") == "description":
            yield " ".join(element.get("content").split()), element


def marks_text_in_another_language(visit):
    """Each run of text stands under a language in which it is written; a script that no other uses is its own's."""
    for words, element in text_runs(visit):
        visit.runs += 1
        said, written = element.nearest("lang"), visit.texts.get(words)
        if written and said not in written:
            yield f"“{words[:80]}” in {element} is written in {sorted(written)}, and said to be in {said}"
        elif not written:
            for code, letters in SCRIPTS.items():
                if said != code and letters.search(words):
                    yield f"“{words[:80]}” in {element} is in the script of {code}, and said to be in {said}"


@cache
def english_words(language):
    """Return texts of the interface, and a pattern of such, that on a page in a language would be left in English."""
    with (settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    exact, patterns = set(), set()
    for message in messages:
        texts, shown = (one if isinstance(one, tuple) else (one,) for one in (message.id, message.string))
        for text in set(texts) - set(shown):  # some words are the same in both languages
            words = " ".join(text.split())
            parts = re.split(r"%\(\w+\)s", words)
            if len(parts) == 1:
                exact.add(words)
            elif max(len(part.strip()) for part in parts) > len("of"):  # a word in Dutch too
                patterns.add(".{1,80}".join(map(re.escape, parts)))
    return exact, re.compile("|".join(sorted(patterns)))


@cache
def is_left_in_english(words, language):
    """Tell whether these are words of the interface that on a page in a language would be left in English."""
    exact, pattern = english_words(language)
    return words in exact or pattern.fullmatch(words) is not None


def speaks_the_readers_language(visit):
    if visit.language == languages.DEFAULT_LANGUAGE:
        return
    seen = list(visit.html.text_nodes())
    for element in visit.elements:
        for name in ("aria-label", "aria-roledescription", "title", "placeholder", "alt"):
            if element.get(name):
                seen.append((" ".join(element.get(name).split()), element))
        seen += [(value, element) for name, value in element.attributes.items() if name.startswith("data-label")]
    for words, element in seen:
        if is_left_in_english(words, visit.language) and element.nearest("lang") == visit.language:
            yield f"“{words}” in {element}"


CHECKS = [
    nests_properly,
    has_one_first_heading,
    skips_no_heading_level,
    repeats_no_id,
    refers_to_ids_that_are_there,
    says_its_language_and_direction,
    names_what_can_be_used,
    leaves_nothing_it_announces_empty,
    loads_the_styles_of_its_parts,
    asks_for_few_styles_and_scripts,
    describes_and_measures_its_pictures,
    has_no_inline_script_or_style,
    asks_no_other_host,
    sets_no_cookie,
    has_title_and_description,
    names_the_languages_it_is_written_in,
    names_its_canonical_url,
    looks_well_when_passed_on,
    says_what_it_shows_in_words_of_schema_org,
    marks_text_in_another_language,
    speaks_the_readers_language,
]
