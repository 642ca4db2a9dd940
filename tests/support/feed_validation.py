"""The rules of feeds: RFC 4287 for Atom, the RSS 2.0 specification, JSON Feed 1.1, and what the W3C's validator asks.

Each function takes the URL and the bytes of a feed and yields a line for each breach.
"""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser

ATOM, DC = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def is_full(url):
    return urlsplit(url or "").scheme in ("http", "https") and bool(urlsplit(url).netloc)


def repeated(values):
    return sorted({value for value in values if values.count(value) > 1})


def dates(texts):
    """Return the moments of RFC 3339 texts, and the texts that are none."""
    wrong = [text for text in texts if not RFC_3339.fullmatch(text or "")]
    return [datetime.fromisoformat(text) for text in texts if text not in wrong], wrong


def atom(url, content):
    feed = ElementTree.fromstring(content)  # noqa: S314 (our own)
    entries = feed.findall(f"{ATOM}entry")
    for element in [feed, *entries]:
        for name in ("id", "title", "updated"):
            if len(element.findall(f"{ATOM}{name}")) != 1 or not element.findtext(f"{ATOM}{name}"):
                yield f"{name} of {element.tag}"
        if not element.get(LANGUAGE):
            yield f"no language of {element.tag}"
        if [link.get("rel") for link in element.findall(f"{ATOM}link")].count("alternate") != 1:
            yield f"alternate of {element.tag}"
    if [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"] != [url]:
        yield "self"
    if not feed.findtext(f"{ATOM}author/{ATOM}name"):
        yield "no author"
    yield from (f"id {name} stands twice" for name in repeated([one.text for one in feed.iter(f"{ATOM}id")]))
    yield from (f"id {one.text}" for one in feed.iter(f"{ATOM}id") if not one.text.startswith("urn:uuid:"))
    updated, wrong = dates([entry.findtext(f"{ATOM}updated") for entry in entries])
    published, wrong_too = dates([entry.findtext(f"{ATOM}published") for entry in entries])
    yield from (f"date {text}" for text in [*wrong, *wrong_too])
    (own,), _wrong = dates([feed.findtext(f"{ATOM}updated")])
    if updated and own != max(updated):
        yield f"updated {own}, the newest entry {max(updated)}"
    yield from (f"{last} before {first}" for first, last in zip(published, updated, strict=True) if last < first)
    for link in feed.iter(f"{ATOM}link"):
        if not is_full(link.get("href")):
            yield f"link {link.attrib}"
        if link.get("rel") == "enclosure" and not (link.get("type") and int(link.get("length")) > 0):
            yield f"enclosure {link.attrib}"


def rss(url, content):
    root = ElementTree.fromstring(content)  # noqa: S314 (our own)
    channel = root.find("channel")
    items = channel.findall("item")
    if root.get("version") != "2.0":
        yield "version"
    needed = [(channel, ["title", "link", "description", "language", "lastBuildDate"])]
    needed += [(item, ["title", "link", "guid", "pubDate", f"{DC}language"]) for item in items]
    for element, names in needed:
        for name in names:
            if len(element.findall(name)) != 1 or not element.findtext(name):
                yield f"{name} of {element.tag}"
    if [link.get("href") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"] != [url]:
        yield "self"
    yield from (f"guid {name} stands twice" for name in repeated([one.text for one in channel.iter("guid")]))
    for item in items:
        if item.find("guid").get("isPermaLink") != "false":
            yield "a guid that is no address says that it is one"
        if parsedate_to_datetime(item.findtext("pubDate")).tzinfo is None:
            yield "a date without a zone"
        if not is_full(item.findtext("link")):
            yield item.findtext("link")
        if len(item.findall("enclosure")) > 1:
            yield "two enclosures"
        for file in item.findall("enclosure"):
            if not (is_full(file.get("url")) and file.get("type") and int(file.get("length")) > 0):
                yield f"enclosure {file.attrib}"


def json_feed(url, content):
    feed = json.loads(content)
    if feed["version"] != "https://jsonfeed.org/version/1.1" or not feed["title"] or not feed["language"]:
        yield "version, title or language"
    if feed["feed_url"] != url:
        yield feed["feed_url"]
    yield from (f"id {name} stands twice" for name in repeated([item["id"] for item in feed["items"]]))
    for item in feed["items"]:
        _moments, wrong = dates([item["date_published"], item["date_modified"]])
        yield from (f"date {text}" for text in wrong)
        if not (item["content_text"] and item["language"] and item["title"]):
            yield f"empty: {item}"
        urls = [item["url"], item.get("image"), item.get("external_url")]
        files = item.get("attachments", [])
        yield from (one for one in [*urls, *(file["url"] for file in files)] if one and not is_full(one))
        yield from (str(file) for file in files if not file["mime_type"] or not file["size_in_bytes"] > 0)
        if any(value in ("", None, []) for value in item.values()):
            yield f"a member without content: {item}"


def parsed(response):
    """Return a feed as another program reads it; it must find nothing wrong."""
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not found.bozo, found.bozo_exception
    return found


RULES = {"atom": atom, "rss": rss, "json": json_feed}
TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json",
}
