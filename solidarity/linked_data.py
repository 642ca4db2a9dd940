"""Structured data of pages as JSON-LD, in the vocabulary of https://schema.org.

Each page type returns its own in ``SitePage.linked_data``, with the helpers of this module.
"""

import json
from dataclasses import dataclass

# A script element must not contain what HTML parses as its end or as a comment.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class PageContext:
    """The context of a page's structured data: its absolute URL, language, image and site."""

    url: str
    language: str
    picture: str
    site_name: str
    site_url: str  # of the site's root, without a language

    @property
    def organization(self):
        """The initiative as an Organization, the publisher of all pages."""
        return jsonld("Organization", **{"@id": f"{self.site_url}#organization"}, name=self.site_name)

    def part(self, name):
        """Return the URI of something that the page describes."""
        return f"{self.url}#{name}"


def jsonld(type, **properties):
    """Return a schema.org object of a type, without properties that are empty."""
    given = {name: value for name, value in properties.items() if value not in (None, "", [], {})}
    return {"@type": type, **given}


def isoformat(moment):
    """Return a datetime in ISO 8601 to the second, or None."""
    return moment.isoformat(timespec="seconds") if moment else None


def organization(name):
    """Return an Organization of which only the name is known, or None."""
    return jsonld("Organization", name=name) if name else None


def breadcrumb_list(steps):
    """Return a BreadcrumbList, given pairs of name and absolute URL from the front page on."""
    items = [
        jsonld("ListItem", position=number, name=name, item=url) for number, (name, url) in enumerate(steps, start=1)
    ]
    return jsonld("BreadcrumbList", itemListElement=items)


def to_json(graph):
    """Return schema.org objects as the content of a JSON-LD script element."""
    document = {"@context": "https://schema.org", "@graph": graph}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str).translate(ESCAPES)
