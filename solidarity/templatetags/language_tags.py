"""Template tags for the language of a text, and for the languages of a page."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from solidarity import languages
from solidarity.fields import TextInLanguage, content_language
from solidarity.languages.spoken import name_of

register = template.Library()


@register.simple_tag
def lang_of(instance, name, always=False):
    """Return lang and dir attributes for a translated field that is shown in another language than the reader's.

    ``<h1 {% lang_of page "heading" %}>{{ page.heading }}</h1>``

    ``always`` is for elements within an element of another language, such as a page's body.
    """
    return lang_attributes(content_language(instance, name), always)


@register.simple_tag
def lang_attributes(code, always=False):
    """Return lang and dir attributes for a language; empty for the reader's own, unless ``always`` is set."""
    if not code or (code == get_language() and not always):
        return ""
    return format_html('lang="{}" dir="{}"', code, languages.direction(code))


@register.filter
def in_its_language(text, shown=None):
    """Return a text, or ``shown`` in its place, within a span with its language if that is not the reader's."""
    attributes, shown = lang_attributes(getattr(text, "language", None)), text if shown is None else shown
    return format_html("<span {}>{}</span>", attributes, shown) if attributes else shown


@register.simple_tag
def text_of(instance, name):
    """Return a translated field, within a span with its language if that is not the reader's."""
    return in_its_language(TextInLanguage.of(instance, name))


@register.filter
def language_name(code):
    """Return a language's name in the reader's language, such as "Greek" or "grec"."""
    return name_of(code)


@register.simple_tag(takes_context=True)
def language_switch(context):
    """Return for each language its name, this page's URL, and whether the page is written in it, as dicts.

    ``below`` in the context is the subpath of a page. A view outside the page tree gives its URLs by language as
    ``urls``.
    """
    request, page, urls = context.get("request"), context.get("page"), context.get("urls", {})
    written = page.available_languages if hasattr(page, "available_languages") else languages.codes()
    query = f"?{shown}" if (shown := context.get("query_shown")) else ""
    if page:
        urls = urls_by_language(page.get_url(request))
    current = get_language()
    return [
        {
            "code": code,
            "name": name,
            "dir": languages.direction(code),
            "url": f"{urls[code]}{context.get('below', '')}{query}" if urls.get(code) else f"/{code}/",
            "written": code in written,
            "current": code == current,
        }
        for code, name in languages.LANGUAGES
    ]


def urls_by_language(url):
    """Return the URL of a page in each language, given that in the active one; empty if the page has none.

    They differ in the code of the language alone: solidarity/urls.py.
    """
    if not url:
        return {}
    before, own, after = url.partition(f"/{get_language()}/")
    return {code: f"{before}/{code}/{after}" if own else url for code in languages.codes()}


@register.simple_tag(takes_context=True)
def alternates(context):
    """Return this page's absolute URLs in the languages it is written in, as pairs of hreflang and URL.

    Pages that search engines must not index, such as search results, have none.
    """
    if context.get("noindex"):
        return []
    request, page = context.get("request"), context.get("page")
    pairs = [(code, request.build_absolute_uri(path)) for code, path in context.get("urls", {}).items()]
    if written := getattr(page, "available_languages", []):
        urls, after = urls_by_language(page.get_full_url(request)), f"{context.get('below', '')}{page_query(context)}"
        pairs += [(code, f"{urls[code]}{after}" if urls else after) for code in written]
    if pairs:
        pairs.append(("x-default", dict(pairs).get(languages.DEFAULT_LANGUAGE, pairs[0][1])))
    return pairs


def page_query(context):
    """Return the query string of a page number, which makes another canonical URL; empty if the list is filtered.

    The items of a filtered list are also in the unfiltered one, which is its canonical URL.
    """
    number = getattr(context.get("page_obj"), "number", 1)
    return f"?page={number}" if number > 1 and not context.get("choices") else ""


@register.simple_tag
def heading_font():
    """Return the static path of the font of the reader's language that headings use."""
    return languages.HEADING_FONTS.get(get_language(), languages.LATIN_HEADING_FONT)
