"""Template tags for menus and breadcrumbs."""

from django import template
from django.apps import apps
from wagtail.models import Page

from solidarity.generation import kept, kept_each
from solidarity.models import MenuItem, SiteSettings
from solidarity.models.home import HomePage

register = template.Library()

# Of the page of an entry, only columns for its URL and its state.
COLUMNS = [field.name for field in MenuItem._meta.concrete_fields] + ["page__path", "page__url_path", "page__live"]


def menu_items(context):
    """Return all menu items, each with the ``url`` of its page."""
    request = context["request"]
    settings = SiteSettings.for_request(request)

    def make():
        items = MenuItem.objects.filter(settings=settings).select_related("page").only(*COLUMNS)
        items = list(items.order_by("sort_order"))
        for item in items:
            item.url = item.page.get_url(request)
        return items

    return kept(f"menu items {settings.pk}", make, by_language=True)


@register.simple_tag(takes_context=True)
def main_menu(context):
    """Return the entries of the main menu as dicts: the item, its URL, its subentries, and where the current page is.

    ``current`` marks the entry of the current page, ``open`` also those of its ancestors.
    """
    page = context.get("page")
    here = getattr(page, "path", "")
    entries = []
    # Subentries are hidden with their entry, when its page is unpublished.
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
            "url": item.url,
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
    return SiteSettings.for_request(context["request"]).social_links.all()


@register.simple_tag(takes_context=True)
def footer_menu(context):
    """Return the entries of the footer's menu with their URLs."""
    return [
        {"item": item, "url": item.url}
        for item in menu_items(context)
        if item.place == MenuItem.Place.FOOTER and item.page.live
    ]


@register.simple_tag(takes_context=True)
def breadcrumbs(context):
    """Return the published ancestors of this page below the front page, with their URLs."""
    request, page = context["request"], context.get("page")
    if not isinstance(page, Page) or isinstance(page, HomePage) or page.depth <= 3:
        return []
    if not hasattr(request, "_breadcrumbs"):

        def make():
            return list(page.get_ancestors().live().filter(depth__gt=2).specific().defer_streamfields())

        ancestors = kept(f"ancestors at {page.path[: -page.steplen]}", make)
        request._breadcrumbs = [{"page": ancestor, "url": ancestor.get_url(request)} for ancestor in ancestors]
    return request._breadcrumbs


@register.simple_tag(takes_context=True)
def index_url(context, label):
    """Return the URL of the published index of a type, such as "news.NewsIndexPage"; empty if there is none."""

    def make():
        return apps.get_model(label).objects.live().only("url_path", "path", "depth", "slug").first()

    index = kept(f"index {label}", make)
    return index.get_url(context["request"]) if index else ""


@register.simple_tag
def specific_pages(pages):
    """Return the published ones among pages as instances of their own types, in the order given."""
    published = Page.objects.live().filter(depth__gt=1).specific().defer_streamfields()
    by_pk = kept_each("specific page", [page.pk for page in pages if page], published.in_bulk)
    return [by_pk[page.pk] for page in pages if page and page.pk in by_pk]
