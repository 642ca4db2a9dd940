"""The links in what the site answers: those of its own become links of the copy, all others stay as they are.

Only the attributes that hold URLs are replaced, so that every other byte is as the site sent it. The templates write
each attribute in double quotes; tests/test_bake.py reads all that was written with a real parser.
"""

import json
import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from icalendar.parser import Contentline

from solidarity.bake.urls_of_copy import CopyURLs, Target

TAG = re.compile(
    r"<(a|area|audio|form|iframe|image|img|input|link|meta|object|script|source|track|use|video)\b[^<>]*>", re.I
)
ATTRIBUTE = re.compile(r'(?<=\s)(href|src|srcset|imagesrcset|poster|action|content|data)="([^"]*)"')
SETS = ("srcset", "imagesrcset")
DATA_BLOCK = re.compile(r'(<script type="application/ld\+json">)(.*?)(</script>)', re.S)
CHARSET = '<meta charset="utf-8">'
NOT_IN_META = ("frame-ancestors", "report-uri", "sandbox")  # directives that count in the HTTP header alone
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.S | re.M)
IN_STYLES = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")
IN_SCRIPTS = re.compile(r"""\b(?:from|import)\s*\(?\s*["']([./][^"']+)["']""")
# In the files for programs a URL ends at what separates it from the next, or closes what it stands in.
URL = r"https?://{host}[^\s\"'<>\\,;()]*"


class Links:
    """Replaces the links in the answers of the site, and calls ``found`` with the Target of each of its own."""

    def __init__(self, urls: CopyURLs, found: Callable[[Target], None]) -> None:
        self.urls, self.found = urls, found
        self.absolute_url = re.compile(URL.format(host=re.escape(urlsplit(urls.site_url).netloc)))

    def html(self, text: str, here: Target, policy: str = "", is_anywhere: bool = False) -> str:
        """Return a page for the copy, with the policy of its header in a meta element, which a static host has not.

        ``is_anywhere`` is for a page that is shown at other URLs than its own.
        """

        def replace_tag(tag: re.Match[str]) -> str:
            is_absolute = is_for_programs(tag)

            def replace_value(attribute: re.Match[str]) -> str:
                name, value = attribute[1], unescape(attribute[2])
                if name == "content" and not self.absolute_url.match(value):
                    return attribute[0]
                if name in SETS:
                    parts = [part.strip().partition(" ") for part in value.split(",")]
                    value = ", ".join(f"{one(url)}{space}{size}" for url, space, size in parts)
                else:
                    value = one(value)
                return f'{name}="{escape(value)}"'

            def one(url: str) -> str:
                return self.one(url, here, is_absolute, is_anywhere)

            return ATTRIBUTE.sub(replace_value, tag[0])

        text = DATA_BLOCK.sub(lambda block: f"{block[1]}{self.text(block[2])}{block[3]}", text)
        text = TAG.sub(replace_tag, text)
        # Sorted, since the order of the header differs from one process to the next.
        kept = sorted(part for part in policy.split("; ") if not part.startswith(NOT_IN_META))
        if kept:
            meta = f'<meta http-equiv="Content-Security-Policy" content="{escape("; ".join(kept), quote=False)}">'
            text = text.replace(CHARSET, f"{CHARSET}{meta}", 1)
        return text

    def one(self, url: str, here: Target, is_absolute: bool = False, is_anywhere: bool = False) -> str:
        """Return the link in the place of one that was found in an answer."""
        if not url or url.startswith("#"):
            return url
        target = self.urls.target(url, here.url)
        if target is None:
            return self.urls.outside(url, here.url)
        self.found(target)
        if is_anywhere:
            return self.urls.from_root(target)
        if is_absolute:
            return self.urls.absolute(target)
        link = self.urls.link(target, here.path)
        return re.sub("^https?(?=:)", "webcal", link) if url.startswith("webcal:") else link

    def text(self, text: str) -> str:
        """Return text with the absolute URLs of the site replaced by those of the copy."""

        def replace(url: re.Match[str]) -> str:
            target = self.urls.target(url[0])
            if target is None:
                return url[0]
            self.found(target)
            return self.urls.absolute(target)

        return self.absolute_url.sub(replace, text)

    def calendar(self, content: bytes) -> bytes:
        """Return an iCalendar file, whose long lines are folded anywhere, also within a URL."""
        lines = re.sub(r"\r\n[ \t]", "", content.decode()).split("\r\n")
        return b"\r\n".join(Contentline(self.text(line)).to_ical() for line in lines)

    def manifest(self, text: str, here: Target) -> str:
        """Return a web app manifest, whose URLs are relative to itself."""

        def replaced(value: Any, name: str = "") -> Any:
            if isinstance(value, dict):
                return {key: replaced(member, key) for key, member in value.items()}
            if isinstance(value, list):
                return [replaced(member) for member in value]
            return self.one(value, here) if name in ("id", "start_url", "scope", "src") else value

        return json.dumps(replaced(json.loads(text)), ensure_ascii=False)

    def follow_styles(self, text: str, here: Target) -> None:
        """Find what styles load; their URLs are relative already."""
        self._follow(IN_STYLES, text, here)

    def follow_scripts(self, text: str, here: Target) -> None:
        """Find the modules that a script imports; their URLs are relative already."""
        self._follow(IN_SCRIPTS, text, here)

    def _follow(self, pattern: re.Pattern[str], text: str, here: Target) -> None:
        for url in pattern.findall(COMMENT.sub("", text)):
            if target := self.urls.target(url, here.url):
                self.found(target)


def is_for_programs(tag: re.Match[str]) -> bool:
    """Tell whether the URL of a tag has to be absolute: canonical ones, those of other languages, Open Graph's."""
    name, text = tag[1].lower(), tag[0]
    if name == "link":
        return 'rel="canonical"' in text or ("hreflang=" in text and "type=" not in text)
    return name == "meta"
