"""Links to pages of this site in rich text: links by URL become page links, which hold the page's primary key.

A pasted text has links as the browser shows them. A page link follows a page to a new URL, leads readers to their own
language, is shown as plain text while the page is unpublished, and is listed in a report for staff.
"""

import re
from html import unescape
from urllib.parse import urlsplit

from django.db.models import Q
from wagtail.models import Page, Site

from solidarity import languages
from solidarity.redirects import local_path

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>')


def with_page_links(html):
    """Return rich text in its stored form, with links to URLs of this site's pages replaced by page links."""

    def link(match):
        pk = pk_of_page_at(unescape(match[1]))
        return f'<a linktype="page" id="{pk}">' if pk else match[0]

    return LINK.sub(link, html)


def pk_of_page_at(url):
    """Return the primary key of the page at a URL of this site in any language, if it is or was published; else None.

    A draft is not revealed to a user who guesses its URL. A URL with a query string or a fragment says more than the
    page, so it is left as it is.
    """
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme in ("", "http", "https") and not (parts.query or parts.fragment)
        path = local_path(url) if is_plain and parts.path.startswith("/") else None
    except ValueError:  # not a URL
        return None
    if not path:
        return None
    language, _slash, rest = path.removeprefix("/").partition("/")
    if language not in languages.codes():
        return None
    for site in Site.objects.select_related("root_page"):
        url_path = f"{site.root_page.url_path}{rest}/" if rest else site.root_page.url_path
        known = Page.objects.filter(Q(live=True) | Q(first_published_at__isnull=False), url_path=url_path)
        if pk := known.values_list("pk", flat=True).first():
            return pk
    return None
