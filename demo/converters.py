"""Values of the demonstration content: each class validates a kind of value and writes it into a model field."""

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

MOMENT = re.compile(r"(?:today(?P<days>[+-]\d+)|(?P<day>\d{4}-\d\d-\d\d))(?: (?P<time>\d\d:\d\d))?")


@dataclass
class Names:
    """What the content may refer to: pages by path, topics by slug, images by name."""

    pages: dict = field(default_factory=dict)
    topics: dict = field(default_factory=dict)
    images: dict = field(default_factory=dict)


def check(keys, data, names):
    """Yield what is wrong with a mapping of the content."""
    if not isinstance(data, dict):
        yield "is not a mapping of keys to values"
        return
    for name, value in data.items():
        if name not in keys:
            yield f"{name}: there is no such key"
            continue
        for problem in keys[name].problems(value, names):
            yield f"{name}: {problem}"


def write(record, keys, data, names):
    """Write a mapping of the content into a model instance, in the order of the keys."""
    for name, key in keys.items():
        if name in data:
            key.write(record, key.field or name, data[name], names)


class Plain:
    """A value of one Python type; ``field`` is the name of the model field, if it differs from the key.

    A ``late`` value is written once all pages exist.
    """

    def __init__(self, type, field=None, late=False):
        self.type = type
        self.field = field
        self.late = late

    def problems(self, value, names):
        """Yield what is wrong with a value."""
        if type(value) is not self.type:
            yield f"{value!r} is not of the type {self.type.__name__}"

    def write(self, record, field, value, names):
        """Write a value into a field of a model instance."""
        setattr(record, field, value)


class Noted(Plain):
    """A value for the loader, or for readers of the file; no field holds it."""

    def write(self, record, field, value, names):
        """Write nothing."""
        pass


class Degrees(Plain):
    """A latitude or longitude, in degrees."""

    def __init__(self):
        super().__init__(float)

    def write(self, record, field, value, names):
        setattr(record, field, Decimal(str(value)))


class Moment(Plain):
    """A datetime in the instance's time zone: "2018-11-08 09:30", "today+45 09:30", or without a time.

    Without a time it is the start of the day or, with ``closing``, its end.
    """

    def __init__(self, closing=False):
        super().__init__(datetime)
        self.closing = closing

    def problems(self, value, names):
        if not MOMENT.fullmatch(str(value)):
            yield f"{value!r} is not a time such as 2018-11-08 09:30 or today+45 09:30"

    def write(self, record, field, value, names):
        days, day, hours = MOMENT.fullmatch(str(value)).group("days", "day", "time")
        day = timezone.localdate() + timedelta(days=int(days)) if days else date.fromisoformat(day)
        if hours:
            moment = datetime.combine(day, time.fromisoformat(hours), ZoneInfo(record.time_zone))
        else:
            moment = (end_of_day if self.closing else start_of_day)(day, record.time_zone)
        setattr(record, field, moment)


class Translated(Plain):
    """A plain text by language code."""

    def __init__(self, field=None, late=False):
        super().__init__(str, field, late)

    def problems(self, value, names):
        if not isinstance(value, dict):
            yield "is not a mapping of languages to texts, such as {en: ..., el: ...}"
            return
        for code, text in value.items():
            if code not in languages.codes():
                yield f"{code} is not a language of the site"
            for problem in self.text_problems(text, names):
                yield f"{code}: {problem}"

    def text_problems(self, text, names):
        """Yield what is wrong with the text in one language."""
        if not isinstance(text, str) or not text.strip():
            yield f"{text!r} is not a text"

    def write(self, record, field, value, names):
        for code, text in value.items():
            setattr(record, column_name(field, code), self.converted(text, names))

    def converted(self, text, names):
        """Return the text of a language as its column stores it."""
        return text.strip()


class Formatted(Translated):
    """Rich text by language code: paragraphs, lists and links."""

    def text_problems(self, text, names):
        return blocks.text_problems(text)

    def converted(self, text, names):
        return blocks.paragraphs(text)


class Lines(Translated):
    """A list of short texts by language code, stored one per line."""

    def text_problems(self, text, names):
        if not isinstance(text, list) or not all(isinstance(line, str) for line in text):
            yield f"{text!r} is not a list of texts"

    def converted(self, text, names):
        return "\n".join(text)


class Body(Translated):
    """A list of blocks by language code."""

    def __init__(self):
        super().__init__(late=True)

    def text_problems(self, text, names):
        return blocks.problems(text, names.pages)

    def converted(self, text, names):
        return blocks.stream(text, names.pages)


class PageName(Plain):
    """A page by its path, or by its slug if all such pages are ``under`` one path."""

    def __init__(self, field=None, under="", late=True):
        super().__init__(str, field, late)
        self.under = under

    def problems(self, value, names):
        if f"{self.under}{value}" not in names.pages:
            yield f"there is no page {self.under}{value}"

    def write(self, record, field, value, names):
        setattr(record, field, self.named(value, names))

    def named(self, value, names):
        """Return the page that a value refers to."""
        return names.pages[f"{self.under}{value}"]


class TopicName(PageName):
    """A topic by its slug."""

    def problems(self, value, names):
        if value not in names.topics:
            yield f"there is no topic {value}"

    def named(self, value, names):
        return names.topics[value]


class Many(Plain):
    """A list of references of one kind, for a many-to-many field."""

    def __init__(self, sort, field=None):
        super().__init__(list, field, sort.late)
        self.sort = sort

    def problems(self, value, names):
        yield from super().problems(value, names)
        for name in value if isinstance(value, list) else []:
            yield from self.sort.problems(name, names)

    def write(self, record, field, value, names):
        setattr(record, field, [self.sort.named(name, names) for name in value])


class ImageName(Plain):
    """An image by its name. It is marked as decorative if there is no alternative text."""

    def __init__(self, field):
        super().__init__(str, field, late=True)

    def problems(self, value, names):
        if value not in names.images:
            yield f"there is no image {value}"

    def write(self, record, field, value, names):
        setattr(record, field, names.images[value])
        described = any(getattr(record, name) for name in column_names(f"{field}_alt"))
        setattr(record, f"{field}_decorative", not described)


class Children(Plain):
    """A list of inline rows. With ``only``, the name of a key, each item is the value of that key."""

    def __init__(self, model, relation, keys, only=None):
        super().__init__(list, relation, late=any(key.late for key in keys.values()))
        self.model = model
        self.keys = keys
        self.only = only

    def _mappings(self, value):
        return [{self.only: row} if self.only else row for row in value]

    def problems(self, value, names):
        if not isinstance(value, list):
            yield "is not a list"
            return
        for number, row in enumerate(self._mappings(value), start=1):
            for problem in check(self.keys, row, names):
                yield f"no. {number}: {problem}"

    def write(self, record, field, value, names):
        relation = getattr(record, field)
        for number, row in enumerate(self._mappings(value)):
            child = self.model()
            write(child, self.keys, row, names)
            if issubclass(self.model, Orderable):
                child.sort_order = number
            # Saving the page does not validate its children, as an editor's form would.
            child.full_clean(exclude=[getattr(type(record), field).field.name])
            relation.add(child)
