"""The formats of feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1.

Django writes the first two. What is added here is the language of each text, several files to an entry, and what each
format can say of an original elsewhere. Texts come in plain, and each format escapes them in its own way.
"""

import json

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import linebreaks


class LatestPostDateMixin:
    """An empty feed is as old as the page it belongs to, not made anew at each request."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["since"]


class AtomFeed(LatestPostDateMixin, Atom1Feed):
    label = "Atom"

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
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
    label = "RSS"

    def rss_attributes(self):
        return {**super().rss_attributes(), "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_item_elements(self, handler, item):
        # RSS takes one file; the first is the one in the reader's language.
        enclosures = [file.enclosure for file in [*item["files"], *item["pictures"]][:1]]
        description = linebreaks(item["summary"], autoescape=True) if item["summary"] else None
        categories = item["topics"].values()
        super().add_item_elements(
            handler, {**item, "description": description, "categories": categories, "enclosures": enclosures}
        )
        handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))


class JsonFeed(LatestPostDateMixin, SyndicationFeed):
    label = "JSON"
    content_type = "application/feed+json"

    def write(self, outfile, encoding):
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

    def item(self, item):
        """Return one entry; members without content are left out."""
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


# By the ending of the address.
FORMATS = {"atom": AtomFeed, "rss": RssFeed, "json": JsonFeed}
