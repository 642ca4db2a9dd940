"""Questions asked of the pages of all kinds."""

from datetime import timedelta
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Trim
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex, Revision, get_page_models

from solidarity import languages
from solidarity.fields import column_name, column_names

EXPIRES_SOON = timedelta(days=60)


def years_of(pages, date):
    """Return the years of a date that pages have, newest first, and last None if some have no date. One query."""
    years = set(pages.order_by().values_list(f"{date}__year", flat=True).distinct())
    return [*sorted(years - {None}, reverse=True), *(years & {None})]


def filled(model, name):
    """Return the condition that a column of a page holds something."""
    if isinstance(model._meta.get_field(name), StreamField):
        return Q(**{f"{name}__isnull": False}) & ~Q(**{name: []})
    return Q(**{f"{name}__gt": ""})  # neither empty nor NULL, in one comparison


def in_any_language(model, text):
    """Return the condition that a text of a page is there in some language."""
    condition = Q()
    for name in column_names(text):
        condition |= filled(model, name)
    return condition


def written_in(model, language):
    """Return the condition that a page is written in a language.

    The same rule as SitePage.available_languages, asked of the database.
    """
    condition = filled(model, column_name("heading", language))
    for text in model.written_in:
        condition &= filled(model, column_name(text, language)) | ~in_any_language(model, text)
    return condition


def with_languages(pages):
    """Annotate pages of one kind with ``languages_written``: the codes of their languages, with spaces between."""
    return pages.annotate(languages_written=Trim(_codes(pages.model, ["heading"], pages.model.written_in)))


def _codes(model, needed, texts):
    """Return the codes of the languages that have all that is needed, and each of the texts that is there at all.

    It says what written_in says, but asks once whether a text is there at all, not again for each language: Django
    takes as long to write a query as that is.
    """
    if texts:
        text, *others = texts
        there, absent = _codes(model, [*needed, text], others), _codes(model, needed, others)
        return Case(When(in_any_language(model, text), then=there), default=absent)
    codes = []
    for code in languages.codes():
        written = Q(*(filled(model, column_name(name, code)) for name in needed))
        codes.append(Case(When(written, then=Value(f"{code} ")), default=Value("")))
    # Django's Concat asks of each part whether it is there at all, and nests as many functions as there are parts.
    return Func(*codes, template="(%(expressions)s)", arg_joiner=" || ", output_field=CharField())


def scheduled(pages, now=None):
    """Return the pages of which a version is to be published at a later moment, ``publishes_at``; the next first.

    It is the moment that somebody with the right to publish gave, not the one that a draft asks for.
    """
    planned = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), output_field=CharField()), approved_go_live_at__gt=now or timezone.now()
    ).order_by("approved_go_live_at")
    return (
        pages.annotate(publishes_at=Subquery(planned.values("approved_go_live_at")[:1]))
        .filter(publishes_at__isnull=False)
        .order_by("publishes_at", "pk")
    )


def expire_soon(pages, now=None):
    """Return the published pages that are taken from the site within sixty days, the next first."""
    limit = (now or timezone.now()) + EXPIRES_SOON
    return pages.live().filter(expire_at__lte=limit).order_by("expire_at", "pk")


def links_down():
    """Return the references from pages to pages that readers cannot see: in texts, in blocks, in their facts.

    A page that was deleted is still named in texts and blocks alone: what a column held is empty now, though the index
    remembers it until its page is saved again.
    """
    type_of_pages = ContentType.objects.get_for_model(Page)
    keyed = Page.objects.order_by().annotate(key=Cast("pk", output_field=CharField()))
    texts = "|".join(sorted({field.name for field in formatted_columns()}))
    is_down = Q(to_object_id__in=keyed.filter(live=False).values("key"))
    is_deleted = Q(~Exists(keyed.filter(key=OuterRef("to_object_id"))), model_path__regex=rf"^({texts})(\.|$)")
    references = ReferenceIndex.objects.filter(base_content_type=type_of_pages, to_content_type=type_of_pages)
    return references.filter(is_down | is_deleted)


@cache
def formatted_columns():
    """Return the fields of pages that hold formatted text or a body."""
    models = get_page_models()
    return [field for model in models for field in model._meta.fields if isinstance(field, RichTextField | StreamField)]


def that_link_down(pages):
    """Return the published pages that name or link to pages that readers cannot see."""
    keyed = pages.live().annotate(key=Cast("pk", output_field=CharField()))
    return keyed.filter(key__in=links_down().values("object_id")).order_by("title", "pk")


def with_links_down(pages):
    """Return pages as a list, each with the titles that it links to in vain, ``leads_to``, and ``found_in``, where."""
    pages = list(pages)
    references = list(links_down().filter(object_id__in=[str(page.pk) for page in pages]).order_by("model_path", "pk"))
    titles = dict(Page.objects.filter(pk__in={one.to_object_id for one in references}).values_list("pk", "title"))
    for page in pages:
        own = [one for one in references if one.object_id == str(page.pk)]
        deleted = gettext("a page that was deleted")
        page.leads_to = list(dict.fromkeys(titles.get(int(one.to_object_id), deleted) for one in own))
        page.found_in = list(dict.fromkeys(str(one.describe_source_field()) for one in own))
    return pages


def in_public_collections(files):
    """Return the pictures or documents that no collection keeps from anybody."""
    kept = Q()
    for restriction in CollectionViewRestriction.objects.select_related("collection"):
        kept |= Q(collection__path__startswith=restriction.collection.path)
    return files.exclude(kept) if kept else files


def on_published_pages(files):
    """Return the pictures or documents that readers find on some page."""
    types = ContentType.objects.get_for_models(Page, files.model)
    published = Page.objects.live().order_by().annotate(key=Cast("pk", output_field=CharField())).values("key")
    references = ReferenceIndex.objects.filter(
        base_content_type=types[Page], object_id__in=published, to_content_type=types[files.model]
    )
    return files.annotate(key=Cast("pk", output_field=CharField())).filter(key__in=references.values("to_object_id"))


def with_pictures(pages, name="listing_image"):
    """Return specific pages as a list, a picture of each and its renditions loaded with two queries.

    ``name`` is the foreign key that holds the picture.
    """
    pages = list(pages)
    key = f"{name}_id"
    numbers = {getattr(page, key) for page in pages if getattr(page, key)}
    images = get_image_model().objects.prefetch_related("renditions").in_bulk(numbers)
    for page in pages:
        setattr(page, name, images.get(getattr(page, key)))
    return pages
