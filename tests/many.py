"""Many pages at once, past what saving a page does, which thousands of them need not wait for."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page

# So many rows of a page's many columns fit into one statement of any database.
AT_ONCE = 200


def many(model, parent, count, **fields):
    """Make published pages of a kind below another, and return their numbers.

    A field's value may be a function of the page's place among the new ones.
    """
    first = parent.get_children().count() + 1
    common = {
        "content_type": ContentType.objects.get_for_model(model),
        "depth": parent.depth + 1,
        "locale_id": parent.locale_id,
        "live": True,
        "first_published_at": timezone.now(),
    }
    pages = Page.objects.bulk_create(
        (
            Page(
                path=f"{parent.path}{at:04d}",
                title=f"Page {at}",
                draft_title=f"Page {at}",
                slug=f"many-{at}",
                url_path=f"{parent.url_path}many-{at}/",
                **common,
            )
            for at in range(first, first + count)
        ),
        batch_size=AT_ONCE,
    )
    Page.objects.filter(pk=parent.pk).update(numchild=first + count - 1)
    rows = []
    for at, page in enumerate(pages):
        values = {name: value(at) if callable(value) else value for name, value in fields.items()}
        rows.append(model(page_ptr=page, heading_en=page.title, **values))
    for start in range(0, count, AT_ONCE):
        # Django has no public way to write the rows of a child's own table alone.
        model._base_manager._insert(
            rows[start : start + AT_ONCE], fields=model._meta.local_concrete_fields, using="default"
        )
    return [page.pk for page in pages]
