"""What stands in the head of a page for programs: its one address, how it looks when passed on, what it tells of."""

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
    """Return what the head of a page says to programs, nothing in a preview.

    A page that is not written in the reader's language names the address of the one that is shown instead, and says of
    it what that one says. What is no page of the tree, or only stands below one, has its address alone, if it is the
    same in other languages.
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
        things = page.linked_data(shown, request)
        if above := way_to(context, shown):
            things = [*things, linked_data.breadcrumb_list(above)]
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
            "data": mark_safe(linked_data.to_json(things)),
        }


@register.simple_tag(takes_context=True)
def printed_url(context):
    """Return the address of what stands on the screen, to stand on paper: with its filters, its page, its cities.

    A page that is not published has none, nor has what does not exist.
    """
    request, page = context.get("request"), context.get("page")
    if page is not None and not getattr(page, "live", False):
        return ""
    if page is None and "urls" not in context:
        return ""
    url = page.get_full_url(request) if page else request.build_absolute_uri(request.path)
    query = context.get("query_shown", "")
    return f"{url}{context.get('below', '')}{'?' if query else ''}{query}"


def way_to(context, shown):
    """Return pairs of name and full address from the front page down to this page; none for the front page."""
    page = context["page"]
    if page.depth <= 2:
        return []
    front_page = urljoin(shown.site_url, f"/{get_language()}/")
    above = [(step["page"].heading, urljoin(shown.site_url, step["url"])) for step in breadcrumbs(context)]
    return [(shown.site_name, front_page), *above, (page.heading, shown.url)]
