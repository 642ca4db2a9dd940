"""Many pages at once, past what saving a page does, which thousands of them need not wait for."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

# So many pages differ from each other; all others are like the one as many places before them.
PATTERNS = 20


def bulk_create_pages(model, parent, count, patterns=PATTERNS, **fields):
    """Make published pages of a kind below another, and return their primary keys.

    A field's value may be a function of the page's place below the other; it repeats itself after as many ``patterns``.
    """
    # Asked of the database: the page at hand may not know of children that it got since.
    first = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).count() + 1
    common = {
        "content_type": ContentType.objects.get_for_model(model),
        "depth": parent.depth + 1,
        "locale_id": parent.locale_id,
        "live": True,
        "first_published_at": timezone.now(),
    }
    pages = Page.objects.bulk_create(
        Page(
            path=Page._get_path(parent.path, parent.depth + 1, at),
            title=f"Page {at}",
            draft_title=f"Page {at}",
            slug=f"many-{at}",
            url_path=f"{parent.url_path}many-{at}/",
            **common,
        )
        for at in range(first, first + count)
    )
    Page.objects.filter(pk=parent.pk).update(numchild=first + count - 1)
    pks = [page.pk for page in pages]
    for at, page in enumerate(pages[:patterns]):
        values = {name: value(first + at) if callable(value) else value for name, value in fields.items()}
        model(page_ptr=page, heading_en="One of many", **values).save_base(raw=True)
        others = pks[at + patterns :: patterns]
        for start in range(0, len(others), 500):
            copy(model, page.pk, others[start : start + 500])
    return pks


def copy(model, pattern, pks):
    """Write the rows of pages in their kind's own table, like that of another page."""
    table, key = model._meta.db_table, model._meta.pk.column
    columns = ", ".join(field.column for field in model._meta.local_concrete_fields if not field.primary_key)
    if pks:
        with connection.cursor() as cursor:
            cursor.execute(
                # All names in it are those of our own models.
                f"INSERT INTO {table} ({key}, {columns}) SELECT page.id, {columns} FROM {table}, wagtailcore_page page"  # noqa: S608
                f" WHERE {key} = %s AND page.id IN ({', '.join(map(str, pks))})",
                [pattern],
            )
