"""Template tags for the head of a page: canonical URL, Open Graph and structured data."""

from urllib.parse import urljoin

from django import template
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from solidarity import languages, linked_data
from solidarity.models import SitePage, SiteSettings
from solidarity.seo.social_images import picture_url_in
from solidarity.templatetags.language_tags import alternates
from solidarity.templatetags.menus import breadcrumbs

register = template.Library()


@register.simple_tag(takes_context=True)
def seo_meta(context):
    """Return the metadata of a page's head as a dict, empty in a preview.

    A page that is not written in the reader's language names the canonical URL and the metadata of the language that is
    shown instead. A view outside the page tree, or below a page, has a canonical URL only, if it has any.
    """
    request, page = context.get("request"), context.get("page")
    if request is None or getattr(request, "is_preview", False):
        return {}
    written = dict(alternates(context))
    if not isinstance(page, SitePage) or context.get("below"):
        return {"url": written.get(get_language()) or written.get("x-default")}
    language = page.language_shown
    with translation.override(language):
        url = written.get(language) or page.get_full_url(request)
        shown = linked_data.PageContext(
            url=url,
            language=language,
            picture=urljoin(url, picture_url_in(page, language)),
            site_name=SiteSettings.for_request(request).display_name,
            site_url=urljoin(url, "/"),
        )
        graph = page.linked_data(shown, request)
        if above := breadcrumb_urls(context, shown):
            graph = [*graph, linked_data.breadcrumb_list(above)]
        return {
            "url": url,
            "shown": shown,
            "kind": page.shared_as,
            "title": page.title_shown,
            "description": page.description,
            "locale": languages.open_graph_locale(language),
            "other_locales": [
                languages.open_graph_locale(code) for code in written if code not in (language, "x-default")
            ],
            "picture_alt": (page.picture_alt if page.listing_image_id else "") or page.heading,
            "data": mark_safe(linked_data.to_json(graph)),
        }


@register.simple_tag(takes_context=True)
def printed_url(context):
    """Return the URL to print on paper: with filters, page number and cities.

    It is empty for an unpublished page, and for a page that does not exist.
    """
    request, page = context.get("request"), context.get("page")
    if page is not None and not getattr(page, "live", False):
        return ""
    if page is None and "urls" not in context:
        return ""
    url = page.get_full_url(request) if page else request.build_absolute_uri(request.path)
    query = context.get("query_shown", "")
    return f"{url}{context.get('below', '')}{'?' if query else ''}{query}"


def breadcrumb_urls(context, shown):
    """Return pairs of name and absolute URL from the front page down to this page; empty for the front page."""
    page = context["page"]
    if page.depth <= 2:
        return []
    front_page = urljoin(shown.site_url, f"/{get_language()}/")
    above = [(step["page"].heading, urljoin(shown.site_url, step["url"])) for step in breadcrumbs(context)]
    return [(shown.site_name, front_page), *above, (page.heading, shown.url)]
