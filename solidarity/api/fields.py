"""Serializer fields of the read API: texts by language, partial dates, and related pages only while published."""

from django.utils import translation
from rest_framework.fields import Field, ReadOnlyField
from wagtail.api import APIField
from wagtail.api.v2.utils import get_full_url, get_object_detail_url
from wagtail.fields import StreamField

from solidarity import languages
from solidarity.fields import column_name
from solidarity.open_data.columns import NumberColumn, PartialDateColumn
from solidarity.open_data.datasets import SiteURLs


class TranslatedField(Field):
    """A translated field as an object: its text by language code, without the languages that have none."""

    def __init__(self):
        super().__init__(source="*", read_only=True)

    def to_representation(self, instance):
        texts = {code: getattr(instance, column_name(self.field_name, code)) for code in languages.codes()}
        if isinstance(instance._meta.get_field(column_name(self.field_name, languages.DEFAULT_LANGUAGE)), StreamField):
            return {
                code: body.stream_block.get_api_representation(body, self.context)
                for code, body in texts.items()
                if body
            }
        return {code: text for code, text in texts.items() if text}


class PartialDateField(Field):
    """A published PartialDate in ISO 8601, or null if nothing of it is known."""

    def __init__(self, column):
        self.column = column
        super().__init__(source="*", read_only=True)

    def to_representation(self, page):
        return self.column.found(page).isoformat() or None


class DecimalNumberField(ReadOnlyField):
    """A decimal as a JSON number, not as a string."""

    def to_representation(self, value):
        return float(value)


class CodeField(ReadOnlyField):
    """One of a few values, such as a country or a status, as a string."""

    def to_representation(self, value):
        return str(value)


class RelatedField(ReadOnlyField):
    """Something related to a page that costs a query of its own: in responses for one page, not in lists."""

    def page(self, page):
        """Return the reference to another page: its id, title, slug and URL in the API."""
        context = self.context
        return {
            "id": page.pk,
            "title": page.title,
            "slug": page.slug,
            "detail_url": get_object_detail_url(context["router"], context["request"], type(page), page.pk),
        }


class ColumnField(ReadOnlyField):
    """A published column whose value is a function of the page, written as the files of open data write it."""

    def __init__(self, column):
        self.column = column
        super().__init__(source="*")

    def to_representation(self, page):
        return self.column.value(page, SiteURLs.of(self.context["request"]))


class CostlyColumnField(ColumnField, RelatedField):
    """A ColumnField whose function reads more than the page's own fields."""


class TopicsField(RelatedField):
    """The slugs of a page's topics, sorted."""

    def to_representation(self, value):
        return sorted(topic.slug for topic in value.all())


class LocalizedURLsField(RelatedField):
    """The page's URLs by the code of each language in which it is written."""

    def __init__(self):
        super().__init__(source="*")

    def to_representation(self, page):
        urls = {}
        for code in page.available_languages:
            with translation.override(code):
                urls[code] = page.full_url
        return urls


class RenditionsField(RelatedField):
    """The renditions of an image. Never the original: it may hold the metadata of a camera, such as its location."""

    def to_representation(self, value):
        return [
            {
                "url": get_full_url(self.context["request"], rendition.url),
                "width": rendition.width,
                "height": rendition.height,
            }
            for rendition in value.all()
        ]


class ListingImageField(RenditionsField):
    """An image of a page: its renditions, credit and licence."""

    def to_representation(self, image):
        sizes = super().to_representation(image.renditions)
        return {"credit": image.credit, "licence": image.licence, "renditions": sizes}


class PublishedPagesField(RelatedField):
    """References to the related pages that are published."""

    def to_representation(self, value):
        return [self.page(page) for page in value.live()]


class PublishedPageField(RelatedField):
    """A reference to a related page, or null unless it is published."""

    def to_representation(self, page):
        return self.page(page) if page.live else None


class NestedField(RelatedField):
    """Related rows as a list of objects; ``row`` is a function of an item and this field, returning a dict or None."""

    def __init__(self, row):
        self.row = row
        super().__init__()

    def to_representation(self, value):
        items = value if isinstance(value, list) else value.all()
        return [row for item in items if (row := self.row(item, self))]


def translated(*names):
    """Return an APIField for each of some translated fields."""
    return [APIField(name, serializer=TranslatedField()) for name in names]


def api_field(column):
    """Return the APIField by which the read API gives a published column."""
    if column.api:
        return APIField(column.name, serializer=column.api)
    if column.translated:
        return APIField(column.name, serializer=TranslatedField())
    if isinstance(column, PartialDateColumn):
        return APIField(column.name, serializer=PartialDateField(column))
    if isinstance(column, NumberColumn) and column.decimals:
        return APIField(column.name, serializer=DecimalNumberField())
    if callable(column.source):
        return APIField(column.name, serializer=(ColumnField if column.needs else CostlyColumnField)(column))
    return APIField(column.name)


def texts_by_language(instance, name):
    """Return a translated field of a row by language code, without the languages that have none."""
    return {code: text for code in languages.codes() if (text := getattr(instance, column_name(name, code)))}
