"""The formats of feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

Django generates the first two. This module adds the language of each text, several files for an entry, and the link to
an original elsewhere, as far as each format can express it. Texts come in as plain text; each format escapes them.
"""

import json
from datetime import datetime
from typing import IO, Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import linebreaks
from django.utils.xmlutils import SimplerXMLGenerator

Item = dict[str, Any]  # an entry as Django's feeds hold it: what SiteFeed says of it, by name


class LatestPostDateMixin(SyndicationFeed):
    """Dates an empty feed by the page that it belongs to, so that it does not change at each request."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else self.feed["since"]


class AtomFeed(LatestPostDateMixin, Atom1Feed):
    """An Atom feed: https://www.rfc-editor.org/rfc/rfc4287."""

    label = "Atom"

    def item_attributes(self, item: Item) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Item) -> None:
        super().add_item_elements(handler, {**item, "description": None, "categories": (), "enclosures": ()})
        if item["summary"]:
            attributes = {"type": "text", "xml:lang": item["summary_language"]}
            handler.addQuickElement("summary", item["summary"], attributes)
        for slug, name in item["topics"].items():
            handler.addQuickElement("category", "", {"term": slug, "label": name})
        for file in [*item["files"], *item["pictures"]]:
            attributes = {"rel": "enclosure", "href": file.url, "type": file.type, "length": str(file.size)}
            named = {"title": file.title, "hreflang": file.language} if file.title else {}
            handler.addQuickElement("link", "", {**attributes, **named})
        if item["original"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": item["original"]})


class RssFeed(LatestPostDateMixin, Rss201rev2Feed):
    """An RSS 2.0 feed, with Dublin Core's language: https://www.rssboard.org/rss-specification."""

    label = "RSS"

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Item) -> None:
        # RSS allows one enclosure; the first file is the one in the reader's language.
        enclosures = [file.enclosure for file in [*item["files"], *item["pictures"]][:1]]
        description = linebreaks(item["summary"], autoescape=True) if item["summary"] else None
        categories = item["topics"].values()
        super().add_item_elements(
            handler, {**item, "description": description, "categories": categories, "enclosures": enclosures}
        )
        handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))


class JsonFeed(LatestPostDateMixin, SyndicationFeed):
    """A JSON Feed: https://www.jsonfeed.org/version/1.1/."""

    label = "JSON"
    content_type = "application/feed+json"

    def write(self, outfile: IO[bytes], encoding: str) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
            "items": [self.item(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False, indent=1).encode(encoding))

    def item(self, item: Item) -> dict[str, Any]:
        """Return an entry as a dict, without the members that are empty."""
        members = {
            "id": item["unique_id"],
            "url": item["link"],
            "external_url": item["original"],
            "title": item["title"],
            "content_text": item["summary"] or item["title"],
            "summary": item["summary"],
            "image": next((picture.url for picture in item["pictures"]), None),
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [{"name": item["author_name"]}] if item["author_name"] else None,
            "tags": list(item["topics"].values()),
            "language": item["language"],
            "attachments": [
                {"url": file.url, "mime_type": file.type, "title": file.title, "size_in_bytes": file.size}
                for file in item["files"]
            ],
        }
        return {name: value for name, value in members.items() if value}


# By the extension of the URL.
FORMATS: dict[str, type[SyndicationFeed]] = {"atom": AtomFeed, "rss": RssFeed, "json": JsonFeed}
