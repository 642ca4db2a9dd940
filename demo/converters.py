"""Converters of the demonstration content: each validates values of a type and writes them into a model field."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone
from wagtail.models import Orderable

from demo import blocks
from events.zones import end_of_day, start_of_day
from solidarity import languages
from solidarity.fields import column_name, column_names

DATETIME = re.compile(r"(?:today(?P<days>[+-]\d+)|(?P<day>\d{4}-\d\d-\d\d))(?: (?P<time>\d\d:\d\d))?")


@dataclass
class References:
    """What the content may refer to: pages by path, topics by slug, images by name."""

    pages: dict = field(default_factory=dict)
    topics: dict = field(default_factory=dict)
    images: dict = field(default_factory=dict)


def validate(converters, data, references):
    """Yield a message for each error in a mapping of the content."""
    if not isinstance(data, dict):
        yield "is not a mapping of keys to values"
        return
    for key, value in data.items():
        if key not in converters:
            yield f"{key}: there is no such key"
            continue
        for problem in converters[key].problems(value, references):
            yield f"{key}: {problem}"


def write(instance, converters, data, references):
    """Write a mapping of the content into a model instance, in the order of the converters."""
    for key, converter in converters.items():
        if key in data:
            converter.write(instance, converter.field or key, data[key], references)


class Scalar:
    """A value of one Python type; ``field`` is the name of the model field, if it differs from the key.

    A ``deferred`` value is written once all pages exist.
    """

    def __init__(self, type, field=None, deferred=False):
        self.type = type
        self.field = field
        self.deferred = deferred

    def problems(self, value, references):
        """Yield what is wrong with a value."""
        if type(value) is not self.type:
            yield f"{value!r} is not of the type {self.type.__name__}"

    def write(self, instance, field, value, references):
        """Write a value into a field of a model instance."""
        setattr(instance, field, value)


class Ignored(Scalar):
    """A value for the loader, or for readers of the file; no field holds it."""

    def write(self, instance, field, value, references):
        """Write nothing."""
        pass


class Coordinate(Scalar):
    """A latitude or longitude, in degrees."""

    def __init__(self):
        super().__init__(float)

    def write(self, instance, field, value, references):
        setattr(instance, field, Decimal(str(value)))


class DateTime(Scalar):
    """A datetime in the instance's time zone: "2018-11-08 09:30", "today+45 09:30", or without a time.

    Without a time it is the start of the day or, with ``closing``, its end.
    """

    def __init__(self, closing=False):
        super().__init__(datetime)
        self.closing = closing

    def problems(self, value, references):
        if not DATETIME.fullmatch(str(value)):
            yield f"{value!r} is not a time such as 2018-11-08 09:30 or today+45 09:30"

    def write(self, instance, field, value, references):
        days, day, hours = DATETIME.fullmatch(str(value)).group("days", "day", "time")
        day = timezone.localdate() + timedelta(days=int(days)) if days else date.fromisoformat(day)
        if hours:
            converted = datetime.combine(day, time.fromisoformat(hours), ZoneInfo(instance.time_zone))
        else:
            converted = (end_of_day if self.closing else start_of_day)(day, instance.time_zone)
        setattr(instance, field, converted)


class TranslatedText(Scalar):
    """A plain text by language code, for a translated field."""

    def __init__(self, field=None, deferred=False):
        super().__init__(str, field, deferred)

    def problems(self, value, references):
        if not isinstance(value, dict):
            yield "is not a mapping of languages to texts, such as {en: ..., el: ...}"
            return
        for code, text in value.items():
            if code not in languages.codes():
                yield f"{code} is not a language of the site"
            for problem in self.text_problems(text, references):
                yield f"{code}: {problem}"

    def text_problems(self, text, references):
        """Yield what is wrong with the text in one language."""
        if not isinstance(text, str) or not text.strip():
            yield f"{text!r} is not a text"

    def write(self, instance, field, value, references):
        for code, text in value.items():
            setattr(instance, column_name(field, code), self.convert(text, references))

    def convert(self, text, references):
        """Return the text of a language as its column stores it."""
        return text.strip()


class RichText(TranslatedText):
    """Rich text by language code: paragraphs, lists and links."""

    def text_problems(self, text, references):
        return blocks.text_problems(text)

    def convert(self, text, references):
        return blocks.paragraphs(text)


class TextLines(TranslatedText):
    """A list of short texts by language code, stored one per line."""

    def text_problems(self, text, references):
        if not isinstance(text, list) or not all(isinstance(line, str) for line in text):
            yield f"{text!r} is not a list of texts"

    def convert(self, text, references):
        return "\n".join(text)


class StreamBody(TranslatedText):
    """A list of blocks by language code."""

    def __init__(self):
        super().__init__(deferred=True)

    def text_problems(self, text, references):
        return blocks.problems(text, references.pages)

    def convert(self, text, references):
        return blocks.stream(text, references.pages)


class PageReference(Scalar):
    """A page by its path, or by its slug if all such pages are ``under`` one path."""

    def __init__(self, field=None, under="", deferred=True):
        super().__init__(str, field, deferred)
        self.under = under

    def problems(self, value, references):
        if f"{self.under}{value}" not in references.pages:
            yield f"there is no page {self.under}{value}"

    def write(self, instance, field, value, references):
        setattr(instance, field, self.resolve(value, references))

    def resolve(self, value, references):
        """Return the instance that a value refers to."""
        return references.pages[f"{self.under}{value}"]


class TopicReference(PageReference):
    """A topic by its slug."""

    def problems(self, value, references):
        if value not in references.topics:
            yield f"there is no topic {value}"

    def resolve(self, value, references):
        return references.topics[value]


class ManyReferences(Scalar):
    """A list of references of one type, for a many-to-many field."""

    def __init__(self, reference, field=None):
        super().__init__(list, field, reference.deferred)
        self.reference = reference

    def problems(self, value, references):
        yield from super().problems(value, references)
        for item in value if isinstance(value, list) else []:
            yield from self.reference.problems(item, references)

    def write(self, instance, field, value, references):
        setattr(instance, field, [self.reference.resolve(item, references) for item in value])


class ImageReference(Scalar):
    """An image by its name. It is marked as decorative if there is no alternative text."""

    def __init__(self, field):
        super().__init__(str, field, deferred=True)

    def problems(self, value, references):
        if value not in references.images:
            yield f"there is no image {value}"

    def write(self, instance, field, value, references):
        setattr(instance, field, references.images[value])
        described = any(getattr(instance, name) for name in column_names(f"{field}_alt"))
        setattr(instance, f"{field}_decorative", not described)


class ChildObjects(Scalar):
    """A list of child objects. With ``single_key``, each item is the value of that key instead of a mapping."""

    def __init__(self, model, relation, converters, single_key=None):
        super().__init__(list, relation, deferred=any(converter.deferred for converter in converters.values()))
        self.model = model
        self.converters = converters
        self.single_key = single_key

    def _mappings(self, value):
        return [{self.single_key: item} if self.single_key else item for item in value]

    def problems(self, value, references):
        if not isinstance(value, list):
            yield "is not a list"
            return
        for number, mapping in enumerate(self._mappings(value), start=1):
            for problem in validate(self.converters, mapping, references):
                yield f"no. {number}: {problem}"

    def write(self, instance, field, value, references):
        relation = getattr(instance, field)
        for number, mapping in enumerate(self._mappings(value)):
            child = self.model()
            write(child, self.converters, mapping, references)
            if issubclass(self.model, Orderable):
                child.sort_order = number
            # Saving the page does not validate its children, as an editor's form would.
            child.full_clean(exclude=[getattr(type(instance), field).field.name])
            relation.add(child)
