"""What a page says to programs about what it shows, in the words of https://schema.org.

Each kind of page states its own in ``SitePage.linked_data``, with the helpers here.
"""

import json
from dataclasses import dataclass

from solidarity.dates import DatePrecision, machine_date

# A data block may hold nothing that HTML could take for its end or for a comment.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Shown:
    """How a page is shown: at which full address, in which language, with which picture, on which site."""

    address: str
    language: str
    picture: str
    site_name: str
    site_address: str  # of the site's root, in no language

    @property
    def organization(self):
        """The initiative, as the one who publishes."""
        return thing("Organization", **{"@id": f"{self.site_address}#organization"}, name=self.site_name)

    def part(self, name):
        """Return the name of a thing that the page tells of."""
        return f"{self.address}#{name}"


def thing(kind, **properties):
    """Return a thing of a kind, with those of its properties that are known."""
    known = {name: value for name, value in properties.items() if value not in (None, "", [], {})}
    return {"@type": kind, **known}


def moment(when):
    """Return a moment to the second, or None."""
    return when.isoformat(timespec="seconds") if when else None


def day(date, precision=DatePrecision.DAY):
    """Return a date without the parts that are not known, or None."""
    return machine_date(date, precision) if date else None


def organization(name):
    """Return an organisation of which only the name is known, or None."""
    return thing("Organization", name=name) if name else None


def trail(steps):
    """Return the way from the front page, given pairs of name and full address."""
    items = [
        thing("ListItem", position=number, name=name, item=address)
        for number, (name, address) in enumerate(steps, start=1)
    ]
    return thing("BreadcrumbList", itemListElement=items)


def as_json(things):
    """Return things as the content of a data block."""
    graph = {"@context": "https://schema.org", "@graph": things}
    return json.dumps(graph, ensure_ascii=False, separators=(",", ":"), default=str).translate(ESCAPES)
