"""Every text that the project has in a language: messages, the guides for officers, and the demonstration's content."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from babel.messages.pofile import read_po

from solidarity import languages

ROOT = Path(__file__).parents[2]
# A key of the content that names a language, alone or at the end of a field's name.
KEY = re.compile(rf"(?:.*_)?({'|'.join(languages.codes())})")
# What is filled in, markup, code, URLs, and a mark that is spoken of: (").
FILLED_IN = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]*>|`[^`]*`|https?://\S*|\(\"\)")


@dataclass(frozen=True)
class Text:
    """A text and where it stands; ``place`` is messages, guide or content."""

    text: str
    file: str
    place: str

    @property
    def words(self):
        """The text without what is filled in, markup, code and URLs."""
        return FILLED_IN.sub("…", self.text)


def messages(code):
    """Yield the translations into a language; those of English are the texts that the source has."""
    for file in sorted(ROOT.glob(f"locale/**/{'fr' if code == 'en' else code}/LC_MESSAGES/*.po")):
        if code == "en" and "wagtail" in file.parts:
            continue
        with file.open("rb") as opened:
            for message in read_po(opened):
                found = message.id if code == "en" else message.string
                for text in [found] if isinstance(found, str) else found:
                    if message.id and text:
                        yield Text(text, str(file.relative_to(ROOT)), "messages")


def guide(code):
    """Yield the paragraphs of the guide for officers in a language."""
    file = ROOT / "docs" / ("officers.md" if code == "en" else f"officers.{code}.md")
    for paragraph in re.split(r"\n\s*\n", file.read_text()):
        yield Text(re.sub(r"\s*\n\s*", " ", paragraph), file.name, "guide")


def content(code):
    """Yield the texts of the demonstration in a language."""

    def walk(value, file, language=None):
        if isinstance(value, dict):
            for key, inner in value.items():
                named = KEY.fullmatch(str(key))
                yield from walk(inner, file, named[1] if named else language)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner, file, language)
        elif language == code and isinstance(value, str) and not value.startswith("/"):
            yield Text(value, file, "content")

    for file, data in files():
        yield from walk(data, file)


@cache
def files():
    """Return the files of the demonstration's content, each with what it holds."""
    found = sorted(ROOT.glob("demo/content/**/*.yaml"))
    return [(str(file.relative_to(ROOT)), yaml.load(file.read_text(), yaml.CSafeLoader)) for file in found]


@cache
def texts(code):
    """Return every text in a language."""
    return (*messages(code), *guide(code), *content(code))
