"""The menus and the way back to the front page."""

from django import template
from wagtail.models import Page

from solidarity.models import MenuItem, SiteSettings
from solidarity.models.home import HomePage

register = template.Library()

# Of an entry's page, what says where it is and whether it is published: every page of the site asks for this.
COLUMNS = [field.name for field in MenuItem._meta.concrete_fields] + ["page__path", "page__url_path", "page__live"]


def menu_items(context):
    """Return all menu entries, asked for once a request."""
    request = context["request"]
    if not hasattr(request, "_menu_items"):
        settings = SiteSettings.for_request(request)
        items = MenuItem.objects.filter(settings=settings).select_related("page").only(*COLUMNS)
        request._menu_items = list(items.order_by("sort_order"))
    return request._menu_items


@register.simple_tag(takes_context=True)
def main_menu(context):
    """Return the entries of the main menu, each with its address, whether we are there, and the entries under it."""
    request, page = context["request"], context.get("page")
    here = getattr(page, "path", "")
    entries = []
    # What stands under an entry goes with it when its page is not published.
    top_is_published = True
    for item in menu_items(context):
        if item.place != MenuItem.Place.MAIN:
            continue
        if not item.second_level:
            top_is_published = item.page.live
        if not (top_is_published and item.page.live):
            continue
        entry = {
            "item": item,
            "url": item.page.get_url(request),
            "current": here == item.page.path,
            "open": here.startswith(item.page.path),
            "entries": [],
        }
        if item.second_level and entries:
            entries[-1]["entries"].append(entry)
        else:
            entries.append(entry)
    return entries


@register.simple_tag(takes_context=True)
def social_links(context):
    """Return where the initiative is found on social networks."""
    return SiteSettings.for_request(context["request"]).social_links.get_object_list()


@register.simple_tag(takes_context=True)
def footer_menu(context):
    """Return the entries of the footer's menu with their addresses."""
    request = context["request"]
    return [
        {"item": item, "url": item.page.get_url(request)}
        for item in menu_items(context)
        if item.place == MenuItem.Place.FOOTER and item.page.live
    ]


@register.simple_tag(takes_context=True)
def breadcrumbs(context):
    """Return the pages above this one, from below the front page down, asked for once a request."""
    request, page = context["request"], context.get("page")
    if not isinstance(page, Page) or isinstance(page, HomePage) or page.depth <= 3:
        return []
    if not hasattr(request, "_breadcrumbs"):
        above = page.get_ancestors().live().filter(depth__gt=2).specific().defer_streamfields()
        request._breadcrumbs = [{"page": ancestor, "url": ancestor.get_url(request)} for ancestor in above]
    return request._breadcrumbs


@register.simple_tag
def specific_pages(pages):
    """Return pages as their own types, in the order given, without those that are not published."""
    found = Page.objects.live().filter(pk__in=[page.pk for page in pages if page], depth__gt=1)
    found = found.specific().defer_streamfields()
    by_number = {page.pk: page for page in found}
    return [by_number[page.pk] for page in pages if page and page.pk in by_number]
