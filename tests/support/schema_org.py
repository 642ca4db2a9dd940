"""Holds what pages say to programs against the vocabulary of schema.org and what search engines ask for."""

import json
import re
import sys
from datetime import date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

VOCABULARY = Path(__file__).parents[1] / "data" / "schema_org.json"
KINDS = """Article Audience BreadcrumbList City CollectionPage Country EntryPoint Event EventSeries GeoCoordinates
GovernmentOrganization ListItem MediaObject NewsArticle Organization OrganizationRole Person Place PostalAddress Project
Quotation Report SearchAction VirtualLocation WebPage WebSite""".split()
ENUMERATIONS = {"EventStatusType", "EventAttendanceModeEnumeration"}
TEXTS = {"Text", "CssSelectorType", "PronounceableText", "XPathType"}
# What search engines ask for before they show more than a line: https://developers.google.com/search/docs/appearance/structured-data
NEEDED = {
    "BreadcrumbList": {"itemListElement"},
    "Event": {"name", "startDate", "eventStatus", "organizer"},
    "ListItem": {"position", "name", "item"},
    "NewsArticle": {"headline", "image", "author", "publisher"},
    "Organization": {"name"},
    "Person": {"name"},
    "Place": {"name"},
    "Quotation": {"inLanguage"},
    "Report": {"name", "datePublished", "publisher"},
    "SearchAction": {"target", "query-input"},
    "WebSite": {"name", "url"},
}


def read_vocabulary(text):
    """Return the kinds that we use, with what they are kinds of and their properties, from schema-dts' types."""
    bases = {}
    interface = re.compile(r"^(?:export )?interface (\w+)Base (?:extends ([^{]+))?{(.*?)^}", re.S | re.M)
    for name, above, body in interface.findall(text):
        properties = re.findall(r'^ {4}"([\w-]+)"\?: SchemaValue<(.*?), "', body, re.M)
        parents = [re.sub(r"Base$", "", item) for item in re.findall(r"\w+", re.sub(r"Partial<|>", " ", above or ""))]
        parents = [item for item in parents if item != "IdReference"]
        bases[name] = (parents, {item: re.findall(r"\w+", kinds) for item, kinds in properties})
    for name, above in re.findall(r"^export interface (\w+)Leaf extends (\w+)Base", text, re.M):
        bases.setdefault(name, ([above], {}))  # without properties of its own
    found, waiting = {}, list(KINDS)
    while waiting:
        kind = waiting.pop()
        if kind in bases and kind not in found and "_" not in kind:
            found[kind] = bases[kind]
            waiting += bases[kind][0]
    members = {
        kind: re.findall(r'"https?://schema\.org/(\w+)"', re.search(rf"export type {kind} = ([^;]*);", text)[1])
        for kind in sorted(ENUMERATIONS)
    }
    kinds = {name: {"above": above, "properties": properties} for name, (above, properties) in sorted(found.items())}
    return {"kinds": kinds, "members": members}


class Vocabulary:
    def __init__(self):
        known = json.loads(VOCABULARY.read_text(encoding="utf-8"))
        self.kinds, self.members = known["kinds"], known["members"]

    def lineage(self, kind):
        """Return a kind and all that it is a kind of."""
        found = {kind}
        for above in self.kinds.get(kind, {"above": []})["above"]:
            found |= self.lineage(above)
        return found

    def values_of(self, kind, name):
        """Return the kinds of value that a property of a kind may have; none if it has no such property."""
        for item in self.lineage(kind):
            if name in self.kinds.get(item, {"properties": {}})["properties"]:
                return set(self.kinds[item]["properties"][name])
        return set()

    def is_value(self, value, wanted):
        """Tell whether a plain value is of one of some kinds."""
        if isinstance(value, bool):
            return "Boolean" in wanted
        if isinstance(value, int | float):
            return bool(wanted & {"Number", "Integer", "Float"}) or "Text" in wanted
        if wanted & TEXTS:
            return True
        # What an enumeration names is a URL too, but not any.
        if wanted & {"URL", "IdReference"} and not wanted & ENUMERATIONS and is_url(value):
            return True
        return any(
            is_date(value) if kind in ("Date", "DateTime") else
            value.removeprefix("https://schema.org/") in self.members.get(kind, ())
            for kind in wanted
        )  # fmt: skip

    def breaches(self, node, where="", role_of=None):
        """Yield what is wrong with a node and all nodes in it."""
        kind = node.get("@type")
        if kind is None:
            if set(node) != {"@id"}:
                yield f"{where} has no kind"
            return
        if kind not in self.kinds:
            yield f"{where}: there is no {kind}"
            return
        here = f"{where}/{kind}"
        yield from (f"{here} lacks {name}" for name in NEEDED.get(kind, set()) - set(node))
        for name, value in node.items():
            if name in ("@type", "@id"):
                continue
            wanted = self.values_of(kind, name)
            if name == "query-input" and kind == "SearchAction":  # schema.org's own way of naming a property's input
                wanted = {"Text"}
            if name == role_of:  # a role stands between a node and what it plays the role for
                wanted = {"Organization", "Person"}
            if not wanted:
                yield f"{here} has no {name}"
                continue
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, dict):
                    kinds = self.lineage(item.get("@type", ""))
                    is_role = "Role" in kinds
                    if item.get("@type") and not (kinds & wanted or is_role):
                        yield f"{here}: {name} is {item['@type']}, not one of {sorted(wanted)}"
                    yield from self.breaches(item, here, name if is_role else None)
                elif item in (None, "") or not self.is_value(item, wanted):
                    yield f"{here}: {name} is {item!r}, not one of {sorted(wanted)}"


@cache
def known_vocabulary():
    return Vocabulary()


def is_url(text):
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def is_date(text):
    if re.fullmatch(r"\d{4}(-\d{2})?", text):
        return True
    try:
        return bool(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))
    except ValueError:
        return False


def breaches(block):
    """Yield what is wrong with a data block, given as text."""
    data = json.loads(block)
    if data.get("@context") != "https://schema.org":
        yield "not in the words of schema.org"
    vocabulary = known_vocabulary()
    graph = data["@graph"]
    for node in graph:
        yield from vocabulary.breaches(node)
    named = {node.get("@id") for node in graph}
    for node in graph:
        for name, value in node.items():
            # What is only referred to is told of on this page or, for the site and its organisation, on the front page.
            if isinstance(value, dict) and set(value) == {"@id"} and value["@id"] not in named:
                yield f"{node['@type']}: {name} refers to {value['@id']}, which is not here"


if __name__ == "__main__":
    found = read_vocabulary(Path(sys.argv[1]).read_text(encoding="utf-8"))
    VOCABULARY.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
