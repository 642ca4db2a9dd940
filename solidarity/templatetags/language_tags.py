"""The language of each run of text, and the languages of a page."""

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import get_language

from solidarity import languages
from solidarity.fields import TextInLanguage, content_language
from solidarity.languages.spoken import name_of

register = template.Library()


@register.simple_tag
def lang_of(instance, name, always=False):
    """Return lang and dir attributes for a translated field, where it is not in the reader's language.

    ``<h1 {% lang_of page "heading" %}>{{ page.heading }}</h1>``

    ``always`` is for what may stand inside an element of another language, such as a page's body.
    """
    return lang_attributes(content_language(instance, name), always)


@register.simple_tag
def lang_attributes(code, always=False):
    """Return lang and dir attributes for a language, or nothing if it is the reader's and not ``always`` asked for."""
    if not code or (code == get_language() and not always):
        return ""
    return format_html('lang="{}" dir="{}"', code, languages.direction(code))


@register.filter
def in_its_language(text, shown=None):
    """Return a text, or as it is shown, in an element that says its language where that is not the reader's."""
    attributes, shown = lang_attributes(getattr(text, "language", None)), text if shown is None else shown
    return format_html("<span {}>{}</span>", attributes, shown) if attributes else shown


@register.simple_tag
def text_of(instance, name):
    """Return a translated field with its language, to stand in a sentence of the interface."""
    return in_its_language(TextInLanguage.of(instance, name))


@register.filter
def language_name(code):
    """Return a language's name in the reader's language, such as "Greek" or "grec"."""
    return name_of(code)


@register.simple_tag(takes_context=True)
def language_switch(context):
    """Return each language's name, this page's address in it and whether the page is written in it.

    ``below`` in the context is what follows the page's own address where it shows something else than itself. A view
    that is no page of Wagtail's but speaks every language gives its ``urls`` by language.
    """
    request, page, urls = context.get("request"), context.get("page"), context.get("urls", {})
    written = page.available_languages if hasattr(page, "available_languages") else languages.codes()
    query = f"?{request.GET.urlencode()}" if request and request.GET and (page or urls) else ""
    choices = []
    for code, name in languages.LANGUAGES:
        with translation.override(code):
            url = page.get_url(request) if page else urls.get(code)
        choices.append(
            {
                "code": code,
                "name": name,
                "dir": languages.direction(code),
                "url": f"{url}{context.get('below', '')}{query}" if url else f"/{code}/",
                "written": code in written,
                "current": code == get_language(),
            }
        )
    return choices


@register.simple_tag(takes_context=True)
def alternates(context):
    """Return the full addresses of this page in the languages it is written in, as pairs of hreflang and address.

    What search engines are asked to leave out, such as what was found for some words, has none.
    """
    if context.get("unindexed"):
        return []
    request, page = context.get("request"), context.get("page")
    pairs = [(code, request.build_absolute_uri(path)) for code, path in context.get("urls", {}).items()]
    for code in getattr(page, "available_languages", []):
        with translation.override(code):
            pairs.append((code, f"{page.get_full_url(request)}{context.get('below', '')}{numbered(context)}"))
    if pairs:
        pairs.append(("x-default", dict(pairs).get(languages.DEFAULT_LANGUAGE, pairs[0][1])))
    return pairs


def numbered(context):
    """Return the query by which a numbered page of a list is another page than the first; nothing if it is filtered.

    What a filter leaves stands in the list as well, so the list is its address for programs.
    """
    number = getattr(context.get("page_obj"), "number", 1)
    return f"?page={number}" if number > 1 and not context.get("choices") else ""


@register.simple_tag
def heading_font():
    """Return the static file of the font in which headings of the reader's language begin."""
    return languages.HEADING_FONTS.get(get_language(), languages.LATIN_HEADING_FONT)
