"""Redirects from the former URLs of pages, and from URLs that differ from a page's only in case or language.

A page whose URL changes leaves a redirect at each former one, in every language. All of them point to the page itself,
so that they never form chains. A published page takes precedence over a redirect.
"""

import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes, urlsplit

from django.conf.locale import LANG_INFO
from django.db.models import Q
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django_tasks import task
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from solidarity import generation, languages

LONGEST_PATH = Redirect._meta.get_field("old_path").max_length
BATCH_SIZE = 500  # rows; SQLite limits the number of variables in a query
ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
LATIN_1 = re.compile(r"%25([A-F][0-9A-F])")
NOT_ENCODING = re.compile(r"%(?![0-9A-Fa-f]{2})")
# Characters that stay encoded: delimiters of a URL, and control characters.
DIVIDING = "%?#&=;+\\" + "".join(map(chr, range(32))) + "\x7f"
# A path that begins like a BCP 47 code, such as pt, pt-BR or zh-Hant.
LANGUAGE = re.compile(r"/([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)(/|$)")


@task()
def redirect_old_urls(pk, before, after):
    """Redirect the former URLs of a page and its descendants.

    ``pk`` is the page's primary key; ``before`` and ``after`` are its ``url_path`` before and after the change.
    """
    page = Page.objects.filter(pk=pk).first()
    if before == after or not page:
        return
    below = list(
        page.get_descendants(inclusive=True)
        .filter(Q(live=True) | Q(first_published_at__isnull=False))  # the URL was public
        .values_list("pk", "url_path")
    )
    for site in Site.objects.select_related("root_page"):
        root = site.root_page.url_path
        if page.pk == site.root_page_id or not (before.startswith(root) and after.startswith(root)):
            continue
        old, new = {}, set()
        for pk, url_path in below:
            for code in languages.codes():
                new.add(stored_path(code, url_path.removeprefix(root)))
                old[stored_path(code, (before + url_path.removeprefix(after)).removeprefix(root))] = pk
        add_redirects(site, old, new)


def stored_path(language, path):
    """Return a path as redirects store it: without a trailing slash."""
    return Redirect.normalise_path(f"/{language}/{path}")


def add_redirects(site, old, new):
    """Create redirects from old paths, a dict of primary keys of pages; delete those from paths that are in use again.

    Redirects that staff created are kept.
    """
    outdated = [*old, *new]
    for start in range(0, len(outdated), BATCH_SIZE):
        paths = outdated[start : start + BATCH_SIZE]
        Redirect.objects.filter(Q(site=site) | Q(site=None), automatically_created=True, old_path__in=paths).delete()
    rows = [
        Redirect(old_path=path, site=site, redirect_page_id=pk, automatically_created=True)
        for path, pk in old.items()
        if path not in new and len(path) <= LONGEST_PATH
    ]
    Redirect.objects.bulk_create(rows, batch_size=BATCH_SIZE, ignore_conflicts=True)
    generation.advance()  # no signal tells of what is written in bulk


class RedirectMiddleware:
    """Middleware that redirects from a URL that would be a 404.

    It replaces Wagtail's, which redirects to unpublished pages, and in a loop once a page that has moved back to a
    former URL is unpublished.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or "\0" in request.path or len(request.path) > 1000:
            return response
        return find_moved_page(request) or canonical_url(request) or response


def canonical(path):
    """Return a path, with its query string, in the form in which redirects are stored and compared.

    A space may come as itself, as %20 or, in a query string, as a plus; percent-encoding in either case; a letter with
    a diacritic as one code point or two. A percent sign that encodes nothing stands for itself. Raises ValueError for
    an invalid URL.
    """
    path, mark, query = Redirect.normalise_path(path).partition("?")
    decoded = "".join([decode(path), mark, decode(query.replace("+", " "))])
    return unicodedata.normalize("NFC", decoded)


def from_latin_1(path):
    """Return a canonical path with bytes that are not UTF-8 decoded as Latin-1, which old servers used."""
    return LATIN_1.sub(lambda found: bytes.fromhex(found[1]).decode("latin-1"), path)


def decode(text):
    """Return a part of a URL with percent-encoding decoded, except for the characters of DIVIDING."""

    def characters(found):
        text = unquote_to_bytes(found[0]).decode("utf-8", errors="surrogateescape")
        return "".join(quote(letter, safe="") if letter in DIVIDING else undecodable(letter) for letter in text)

    def undecodable(letter):
        # As Django encodes the path of a request: https://www.rfc-editor.org/rfc/rfc3987#section-3.2
        byte = ord(letter) - 0xDC00
        return f"%25{byte:02X}" if 0x80 <= byte <= 0xFF else letter

    return ENCODED.sub(characters, NOT_ENCODING.sub("%25", text))


def find_redirect(request, *paths):
    """Return the Redirect of the first path that has one, this site's before that of all sites; or None."""
    site = Site.find_for_request(request)
    candidates = []
    for path in paths:
        requested = canonical(path)
        # The last two are how Wagtail stored paths before ``canonical`` existed.
        candidates += [requested, from_latin_1(requested), Redirect.normalise_path(path)]
        candidates.append(Redirect.normalise_path(path, decode_unicode=False))
    found = Redirect.get_for_site(site).filter(old_path__in=candidates).select_related("redirect_page")
    return min(found, key=lambda row: (candidates.index(row.old_path), row.site_id is None, row.pk), default=None)


def find_moved_page(request):
    """Return the redirect from a page's former URL, or one that staff created, or None."""
    full, path = request.get_full_path(), request.get_full_path().partition("?")[0]
    return redirect_for(request, find_redirect(request, full, path)) or page_below(request, path)


def page_below(request, path):
    """Return the redirect from a subpath of a page's former URL, such as its calendar file, or None."""
    above, _slash, part = path.rstrip("/").rpartition("/")
    found = find_redirect(request, above or "/")
    page = found and found.redirect_page
    if not page or not page.live or f"/{part}" not in page.specific.get_route_paths():
        return None
    return HttpResponsePermanentRedirect(f"{found.link}{part}")


def redirect_for(request, redirect):
    """Return the response of a Redirect; None if its target is unpublished, missing, or the requested URL itself."""
    if redirect is None or (redirect.redirect_page and not redirect.redirect_page.live):
        return None
    if not redirect.link or local_path(redirect.link, {request.get_host()}) == canonical(request.get_full_path()):
        return None
    answer = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    return answer(redirect.link)


def local_path(url, hosts=()):
    """Return the canonical path of a URL on this site; None for a URL of another host."""
    parts = urlsplit(url)
    if parts.netloc and not {parts.netloc.lower(), parts.hostname} & {*hosts, *site_hosts()}:
        return None
    return canonical(parts._replace(scheme="", netloc="", fragment="").geturl())


def site_hosts():
    """Return the hostnames of all sites."""
    return {site.hostname for site in Site.objects.all()}


def is_loop(old_path, url):
    """Tell whether a URL leads back to a path, directly or through other redirects."""
    passed = set()
    while url and (path := local_path(url)) not in passed | {None}:
        if path == old_path:
            return True
        passed.add(path)
        further = Redirect.objects.filter(old_path=path).exclude(redirect_link="").first()
        url = further and further.redirect_link
    return False


def is_url_of(page, old_path):
    """Tell whether a path is a page's URL in any language, which takes precedence over a redirect."""
    urls = []
    for code in languages.codes():
        with translation.override(code):
            urls.append(page.get_url())
    return old_path in [canonical(url) for url in urls if url]


def canonical_url(request):
    """Return a redirect from a URL in another case, or with a language code that the site does not have, or None."""
    site = Site.find_for_request(request)
    found = LANGUAGE.match(request.path)
    if site is None or not found:
        return None
    named = found[1].lower()
    if not {named, named.split("-")[0]} & LANG_INFO.keys():
        return None
    # The language of the URL, if the site has it or its base language; else the reader's.
    language = next((code for code in (named, named.split("-")[0]) if code in languages.codes()), None)
    with translation.override(language or translation.get_language_from_request(request)):
        rest = request.path[found.end() :]
        url = page_at_path(request, site, rest) or has_left(request, site, rest)
    if not url or url == request.path:
        return None
    if query := request.META.get("QUERY_STRING"):
        url = f"{url}?{iri_to_uri(query)}"
    if language:
        return HttpResponsePermanentRedirect(url)
    response = HttpResponseRedirect(url)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def page_at_path(request, site, path):
    """Return the URL, in the active language, of the published page at a path, ignoring case; or None."""
    url_path = f"{site.root_page.url_path}{path.strip('/')}/".replace("//", "/")
    page = Page.objects.live().filter(url_path__iexact=url_path).first()
    return page and page.get_url(request)


def has_left(request, site, path):
    """Return the target of the redirect from a path, in the active language and ignoring case; or None."""
    old_path = stored_path(translation.get_language(), path)
    redirect = Redirect.get_for_site(site).filter(old_path__iexact=old_path).first()
    answer = redirect_for(request, redirect)
    return answer and answer.headers["Location"]
