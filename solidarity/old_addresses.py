"""Addresses that no longer are, or never quite were: where they lead.

A page that gets another address leaves a redirect at each old one, in every language; all lead to the page itself and
so never one to another. A page that is there always comes before a redirect.
"""

import re

from django.conf.locale import LANG_INFO
from django.db.models import Q
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django_tasks import task
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from solidarity import languages

LONGEST_PATH = Redirect._meta.get_field("old_path").max_length
AT_ONCE = 500  # rows; SQLite takes only so many values in one question
# What begins like a code of BCP 47, such as pt, pt-BR or zh-Hant.
LANGUAGE = re.compile(r"/([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)(/|$)")


@task()
def redirect_old_addresses(number, before, after):
    """Redirect the old addresses of a page and of all below it, given its paths in the tree before and after."""
    page = Page.objects.filter(pk=number).first()
    if before == after or not page:
        return
    below = list(
        page.get_descendants(inclusive=True)
        .filter(Q(live=True) | Q(first_published_at__isnull=False))  # readers may know its address
        .values_list("pk", "url_path")
    )
    for site in Site.objects.select_related("root_page"):
        root = site.root_page.url_path
        if page.pk == site.root_page_id or not (before.startswith(root) and after.startswith(root)):
            continue
        old, new = {}, set()
        for number, url_path in below:
            for code in languages.codes():
                new.add(stored_path(code, url_path.removeprefix(root)))
                old[stored_path(code, (before + url_path.removeprefix(after)).removeprefix(root))] = number
        leave_redirects(site, old, new)


def stored_path(language, path):
    """Return an address as redirects are stored: without the last slash."""
    return Redirect.normalise_path(f"/{language}/{path}")


def leave_redirects(site, old, new):
    """Make redirects from old paths to pages, by number; and take away those from paths that lead to a page again.

    What staff made by hand stays.
    """
    outdated = [*old, *new]
    for start in range(0, len(outdated), AT_ONCE):
        paths = outdated[start : start + AT_ONCE]
        Redirect.objects.filter(Q(site=site) | Q(site=None), automatically_created=True, old_path__in=paths).delete()
    rows = [
        Redirect(old_path=path, site=site, redirect_page_id=number, automatically_created=True)
        for path, number in old.items()
        if path not in new and len(path) <= LONGEST_PATH
    ]
    Redirect.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


class OldAddresses:
    """Middleware that leads on from an address at which nothing is.

    In the place of Wagtail's own, which leads to pages that are not published and, when a page went back to an old
    address and was taken down there, round in a circle.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or "\0" in request.path or len(request.path) > 1000:
            return response
        return old_address(request) or other_spelling(request) or response


def old_address(request):
    """Return a redirect from an address that a page had, or that staff redirected, or None."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    found = get_redirect(request, path)
    if not found and "?" in path:
        found = get_redirect(request, path.partition("?")[0])
    return follow(request, found) or part_of_page(request, path.partition("?")[0])


def part_of_page(request, path):
    """Return a redirect from a part of a page that has another address now, such as its calendar file, or None."""
    above, _slash, part = path.rpartition("/")
    found = get_redirect(request, above)
    page = found and found.redirect_page
    if not page or not page.live or f"/{part}" not in page.specific.get_route_paths():
        return None
    return HttpResponsePermanentRedirect(f"{found.link}{part}")


def follow(request, redirect):
    """Return the answer that a Redirect stands for; None where it leads nowhere or back to the same address."""
    if redirect is None or (redirect.redirect_page and not redirect.redirect_page.live):
        return None
    if not redirect.link or redirect.link == request.path:
        return None
    answer = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    return answer(redirect.link)


def other_spelling(request):
    """Return a redirect from an address in capitals, or in a language or way of naming it that the site has not."""
    site = Site.find_for_request(request)
    found = LANGUAGE.match(request.path)
    if site is None or not found:
        return None
    named = found[1].lower()
    if not {named, named.split("-")[0]} & LANG_INFO.keys():
        return None
    # The language of the address, if the site has it or that of which it is a kind; else the reader's.
    language = next((code for code in (named, named.split("-")[0]) if code in languages.codes()), None)
    with translation.override(language or translation.get_language_from_request(request)):
        rest = request.path[found.end() :]
        address = address_of_page(request, site, rest) or address_left(request, site, rest)
    if not address or address == request.path:
        return None
    if query := request.META.get("QUERY_STRING"):
        address = f"{address}?{iri_to_uri(query)}"
    if language:
        return HttpResponsePermanentRedirect(address)
    response = HttpResponseRedirect(address)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def address_of_page(request, site, path):
    """Return the address, in the active language, of the published page at a path in whatever letters, or None."""
    url_path = f"{site.root_page.url_path}{path.strip('/')}/".replace("//", "/")
    page = Page.objects.live().filter(url_path__iexact=url_path).first()
    return page and page.get_url(request)


def address_left(request, site, path):
    """Return where a redirect from a path in whatever letters leads, in the active language, or None."""
    old_path = stored_path(translation.get_language(), path)
    redirect = Redirect.get_for_site(site).filter(old_path__iexact=old_path).first()
    answer = follow(request, redirect)
    return answer and answer.headers["Location"]
