"""Links in formatted text that name a page of this site by its URL: they become links to the page itself.

Who pastes a text has copied its links from the browser. A link to the page follows it to another URL, leads readers to
their own language, is shown as plain text while the page is down, and is listed for staff.
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
    """Return formatted text, as it is stored, with links to pages of this site in the place of links to their URLs."""

    def link(match):
        key = key_of_page_at(unescape(match[1]))
        return f'<a linktype="page" id="{key}">' if key else match[0]

    return LINK.sub(link, html)


def key_of_page_at(url):
    """Return the primary key of the page at a URL of this site, in any language, that is or once was public; else None.

    A draft is not told of to whoever guesses its URL. A URL with a query or a fragment says more than which page it is
    of, and stays as it is.
    """
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme in ("", "http", "https") and not (parts.query or parts.fragment)
        path = local_path(url) if is_plain and parts.path.startswith("/") else None
    except ValueError:  # no URL
        return None
    if not path:
        return None
    language, _slash, rest = path.removeprefix("/").partition("/")
    if language not in languages.codes():
        return None
    for site in Site.objects.select_related("root_page"):
        url_path = f"{site.root_page.url_path}{rest}/" if rest else site.root_page.url_path
        known = Page.objects.filter(Q(live=True) | Q(first_published_at__isnull=False), url_path=url_path)
        if key := known.values_list("pk", flat=True).first():
            return key
    return None
