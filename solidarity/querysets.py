"""Queries on pages of all types: languages, schedules, links to unpublished pages, and files in use."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, Func, Manager, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Trim
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex, Revision, get_page_models
from wagtail.query import PageQuerySet

from solidarity import generation, languages
from solidarity.fields import column_name, column_names

EXPIRES_SOON = timedelta(days=60)


def years_of(pages: PageQuerySet, date: str) -> list[int | None]:
    """Return the years of a date field among pages, newest first, then None if some have no date. One query."""
    years = set(pages.order_by().values_list(f"{date}__year", flat=True).distinct())
    return [*sorted(years - {None}, reverse=True), *(years & {None})]


def load_relations(instance: Model, names: Iterable[str]) -> None:
    """Load relations of an instance, saved or not, so that to read them starts no query."""
    for name in names:
        related = getattr(instance, name)
        if isinstance(related, Manager):
            related.get_object_list()  # type: ignore[attr-defined]  # of modelcluster's managers


def filled(model: type[Model], name: str) -> Q:
    """Return the condition that a column of a page is not empty."""
    if isinstance(model._meta.get_field(name), StreamField):
        return Q(**{f"{name}__isnull": False}) & ~Q(**{name: []})
    return Q(**{f"{name}__gt": ""})  # neither empty nor NULL, with one comparison


def in_any_language(model: type[Model], text: str) -> Q:
    """Return the condition that a translated field of a page is filled in some language."""
    condition = Q()
    for name in column_names(text):
        condition |= filled(model, name)
    return condition


def written_in(model: type[Page], language: str) -> Q:
    """Return the condition that a page is written in a language.

    It implements the rule of SitePage.available_languages as a query.
    """
    condition = filled(model, column_name("heading", language))
    for text in model.written_in:
        condition &= filled(model, column_name(text, language)) | ~in_any_language(model, text)
    return condition


def with_languages(pages: PageQuerySet) -> PageQuerySet:
    """Annotate pages of one type with ``languages_written``: the codes of their languages, separated by spaces."""
    return pages.annotate(languages_written=Trim(_codes(pages.model, ["heading"], pages.model.written_in)))


def _codes(model: type[Page], needed: Sequence[str], texts: Sequence[str]) -> Case | Func:
    """Return an expression of the codes of the languages in which all ``needed`` fields are filled.

    Each of the ``texts`` must be filled as well, if it is filled in any language. The rule is that of written_in, but
    whether a text exists at all is tested once, not for each language: Django takes as long to compile a query as that
    query is long.
    """
    if texts:
        text, *others = texts
        there, absent = _codes(model, [*needed, text], others), _codes(model, needed, others)
        return Case(When(in_any_language(model, text), then=there), default=absent)
    codes = []
    for code in languages.codes():
        written = Q(*(filled(model, column_name(name, code)) for name in needed))
        codes.append(Case(When(written, then=Value(f"{code} ")), default=Value("")))
    # Django's Concat wraps each part in COALESCE, and nests as many functions as there are parts.
    return Func(*codes, template="(%(expressions)s)", arg_joiner=" || ", output_field=CharField())


def scheduled(pages: PageQuerySet, now: datetime | None = None) -> PageQuerySet:
    """Return the pages that are scheduled to be published, at ``publishes_at``, earliest first.

    The date is that of an approved revision, not the one that a draft requests.
    """
    planned = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), output_field=CharField()), approved_go_live_at__gt=now or timezone.now()
    ).order_by("approved_go_live_at")
    return (
        pages.annotate(publishes_at=Subquery(planned.values("approved_go_live_at")[:1]))
        .filter(publishes_at__isnull=False)
        .order_by("publishes_at", "pk")
    )


def expire_soon(pages: PageQuerySet, now: datetime | None = None) -> PageQuerySet:
    """Return the published pages that expire within sixty days, earliest first."""
    limit = (now or timezone.now()) + EXPIRES_SOON
    return pages.live().filter(expire_at__lte=limit).order_by("expire_at", "pk")


def links_down() -> QuerySet[ReferenceIndex]:
    """Return the references from pages to unpublished or deleted pages: in texts, blocks and foreign keys.

    For a deleted page only texts and blocks count: a foreign key is already null, though the reference index keeps the
    reference until the page is saved again.
    """
    type_of_pages = ContentType.objects.get_for_model(Page)
    keyed = Page.objects.order_by().annotate(key=Cast("pk", output_field=CharField()))
    texts = "|".join(sorted({field.name for field in formatted_columns()}))
    is_down = Q(to_object_id__in=keyed.filter(live=False).values("key"))
    is_deleted = Q(~Exists(keyed.filter(key=OuterRef("to_object_id"))), model_path__regex=rf"^({texts})(\.|$)")
    references = ReferenceIndex.objects.filter(base_content_type=type_of_pages, to_content_type=type_of_pages)
    return references.filter(is_down | is_deleted)


@cache
def formatted_columns() -> list[RichTextField | StreamField]:
    """Return the fields of all page models that hold rich text or a body."""
    models = get_page_models()
    return [field for model in models for field in model._meta.fields if isinstance(field, RichTextField | StreamField)]


def that_link_down(pages: PageQuerySet) -> PageQuerySet:
    """Return the published pages that refer or link to unpublished or deleted pages."""
    keyed = pages.live().annotate(key=Cast("pk", output_field=CharField()))
    return keyed.filter(key__in=links_down().values("object_id")).order_by("title", "pk")


def with_links_down(pages: Iterable[Page]) -> list[Page]:
    """Return pages as a list, each with the titles of its unpublished targets and the fields that refer to them.

    The attributes are ``leads_to`` and ``found_in``, lists of text without duplicates.
    """
    pages = list(pages)
    references = list(links_down().filter(object_id__in=[str(page.pk) for page in pages]).order_by("model_path", "pk"))
    titles = dict(Page.objects.filter(pk__in={one.to_object_id for one in references}).values_list("pk", "title"))
    for page in pages:
        own = [one for one in references if one.object_id == str(page.pk)]
        deleted = gettext("a page that was deleted")
        page.leads_to = list(dict.fromkeys(titles.get(int(one.to_object_id), deleted) for one in own))
        page.found_in = list(dict.fromkeys(str(one.describe_source_field()) for one in own))
    return pages


def in_public_collections(files: QuerySet) -> QuerySet:
    """Return the images or documents that are in no private collection."""
    kept = Q()
    for restriction in CollectionViewRestriction.objects.select_related("collection"):
        kept |= Q(collection__path__startswith=restriction.collection.path)
    return files.exclude(kept) if kept else files


def on_published_pages(files: QuerySet) -> QuerySet:
    """Return the images or documents that a published page refers to."""
    types = ContentType.objects.get_for_models(Page, files.model)
    published = Page.objects.live().order_by().annotate(key=Cast("pk", output_field=CharField())).values("key")
    references = ReferenceIndex.objects.filter(
        base_content_type=types[Page], object_id__in=published, to_content_type=types[files.model]
    )
    return files.annotate(key=Cast("pk", output_field=CharField())).filter(key__in=references.values("to_object_id"))


class FirstOfMany(list):
    """The first of some items; ``has_more`` tells whether there are others."""

    has_more = False

    @classmethod
    def of(cls, items: QuerySet, count: int) -> "FirstOfMany":
        """Return the first items of a queryset, with one query."""
        found = list(items[: count + 1])
        first = cls(found[:count])
        first.has_more = len(found) > count
        return first


def moments_around(items: QuerySet, name: str, now: datetime) -> list[datetime]:
    """Return the last value of a datetime field up to a moment, and the first one after it, where there are any."""
    past = items.filter(**{f"{name}__lte": now}).order_by(f"-{name}").values_list(name, flat=True)[:1]
    to_come = items.filter(**{f"{name}__gt": now}).order_by(name).values_list(name, flat=True)[:1]
    return [*past, *to_come]


def images_by_pk(pks: Iterable[int]) -> dict[int, Any]:
    """Return images with their renditions by primary key: with two queries, or none for those that are kept."""

    def make(missing: set[int]) -> dict[int, Any]:
        return get_image_model().objects.prefetch_related("renditions").in_bulk(missing)

    return generation.kept_each("image", pks, make)


def with_pictures(pages: Iterable[Page], name: str = "listing_image") -> list[Page]:
    """Return specific pages as a list, a picture of each and its renditions loaded at once.

    ``name`` is the foreign key that holds the picture.
    """
    pages = list(pages)
    key = f"{name}_id"
    images = images_by_pk(getattr(page, key) for page in pages if getattr(page, key))
    for page in pages:
        setattr(page, name, images.get(getattr(page, key)))
    return pages
