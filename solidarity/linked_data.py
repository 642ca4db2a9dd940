"""What a page says to programs about what it shows, in the words of https://schema.org.

Each kind of page states its own in ``SitePage.linked_data``, with the helpers here.
"""

import json
from dataclasses import dataclass

from solidarity.dates import DatePrecision, iso_partial_date

# A data block may hold nothing that HTML could take for its end or for a comment.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class PageContext:
    """How a page is shown: at which full address, in which language, with which picture, on which site."""

    url: str
    language: str
    picture: str
    site_name: str
    site_url: str  # of the site's root, in no language

    @property
    def organization(self):
        """The initiative, as the one who publishes."""
        return jsonld("Organization", **{"@id": f"{self.site_url}#organization"}, name=self.site_name)

    def part(self, name):
        """Return the name of a thing that the page tells of."""
        return f"{self.url}#{name}"


def jsonld(kind, **properties):
    """Return a thing of a kind, with those of its properties that are known."""
    known = {name: value for name, value in properties.items() if value not in (None, "", [], {})}
    return {"@type": kind, **known}


def isoformat(when):
    """Return a moment to the second, or None."""
    return when.isoformat(timespec="seconds") if when else None


def iso_date(date, precision=DatePrecision.DAY):
    """Return a date without the parts that are not known, or None."""
    return iso_partial_date(date, precision) if date else None


def organization(name):
    """Return an organisation of which only the name is known, or None."""
    return jsonld("Organization", name=name) if name else None


def breadcrumb_list(steps):
    """Return the way from the front page, given pairs of name and full address."""
    items = [
        jsonld("ListItem", position=number, name=name, item=url) for number, (name, url) in enumerate(steps, start=1)
    ]
    return jsonld("BreadcrumbList", itemListElement=items)


def to_json(things):
    """Return things as the content of a data block."""
    graph = {"@context": "https://schema.org", "@graph": things}
    return json.dumps(graph, ensure_ascii=False, separators=(",", ":"), default=str).translate(ESCAPES)
