"""HTML as a small tree, for tests that look at many pages: what a page says, in which language, and to whom."""

import re
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
DRAWING = frozenset("path rect circle line polyline polygon ellipse use stop".split())  # closed in one go inside <svg>


class Element:
    """One element: its tag, its attributes, what is in it, and the element it is in."""

    __slots__ = ("attributes", "children", "is_hidden", "is_silent", "parent", "said", "tag")

    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent, self.children = tag, attributes, parent, []
        # Whether nobody is shown it before a script runs, and whether it says nothing to those who hear the page.
        self.is_hidden = "hidden" in attributes or (parent is not None and parent.is_hidden)
        self.is_silent = (
            self.is_hidden or attributes.get("aria-hidden") == "true" or (parent is not None and parent.is_silent)
        )
        self.said = None  # what name() has found

    def __str__(self):
        attributes = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return f"<{self.tag}{attributes}>"

    def get(self, name):
        """Return an attribute, or None where the element has none of this name."""
        return self.attributes.get(name)

    def with_ancestors(self):
        """Yield this element and all that it is in, from the inside out."""
        element = self
        while element is not None:
            yield element
            element = element.parent

    def nearest(self, name):
        """Return the attribute of this element, or of the closest it is in; None if there is none."""
        return next((found for at in self.with_ancestors() if (found := at.get(name)) is not None), None)

    def descendants(self):
        """Yield each element in this one, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.descendants()

    def text_nodes(self):
        """Yield each run of text, its spaces made single, with the element it stands in."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag not in ("script", "style"):
                    yield from child.text_nodes()
            elif words := " ".join(child.split()):
                yield words, self

    def text(self):
        """Return all that is written in this element."""
        return " ".join(words for words, _element in self.text_nodes())

    def name(self):
        """Return what a screen reader calls this element of a whole page: its label, or the words in it."""
        if self.said is None:
            self.said = self._name()
        return self.said

    def _name(self):
        if label := (self.get("aria-label") or "").strip():
            return label
        parts = []
        for child in self.children:
            if not isinstance(child, Element):
                parts.append(child)
            elif child.get("aria-hidden") != "true":
                parts.append((child.get("alt") or "") if child.tag == "img" else child.name())
        return " ".join(" ".join(parts).split())


class Reader(HTMLParser):
    """Builds the tree of a page, and notes in ``slips`` each end tag that closes another element than the open one."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("#document", {}, None)
        self.elements, self.slips = [], []

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs}, self.open)
        if len(element.attributes) != len(attrs):
            self.slips.append(f"an attribute stands twice in {element}")
        self.open.children.append(element)
        self.elements.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag in DRAWING:
            self.open = self.open.parent
        elif tag not in VOID:
            self.slips.append(f"<{tag}/> does not close itself in HTML")

    def handle_endtag(self, tag):
        if tag != self.open.tag:
            self.slips.append(f"</{tag}> closes {self.open}")
            if all(at.tag != tag for at in self.open.with_ancestors()):
                return
            while self.open.tag != tag:
                self.open = self.open.parent
        self.open = self.open.parent

    def handle_data(self, data):
        self.open.children.append(data)


def parse(html):
    """Return a page's tree, its elements in their order, and a list of what is wrong with its nesting."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    if reader.open is not reader.root:
        reader.slips.append(f"{reader.open} is never closed")
    return reader.root, reader.elements, reader.slips


# Tags beside which white space is not shown.
BLOCKS = (
    "article|aside|blockquote|body|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|head|header|html|label|li|link|"
    "main|meta|nav|ol|option|p|section|select|table|tbody|td|th|thead|title|tr|ul"
)


def as_shown(html):
    """Return HTML without the white space that no reader sees: in tags, and beside those of blocks."""
    html = re.sub(r"<[a-z][^<>]*>", lambda tag: re.sub(r"\s+(/?>)", r"\1", re.sub(r"\s+", " ", tag[0])), html)
    html = re.sub(r"\s+", " ", html)
    return re.sub(rf"\s*(</?(?:{BLOCKS})\b[^<>]*>)\s*", r"\1", html)


def srcset_urls(value):
    """Return the URLs in a srcset attribute."""
    return [part.split()[0] for part in re.split(r",\s+", value) if part.strip()]
