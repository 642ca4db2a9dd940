"""Pages as they are after somebody published them: factories make them published, but nobody says when."""

from datetime import UTC, datetime

MOMENT = datetime(2024, 3, 1, 12, tzinfo=UTC)


def set_published_at(*pages, at=MOMENT, changed=None):
    """Note when pages came online and when they were last published; return the last of them."""
    for page in pages:
        type(page).objects.filter(pk=page.pk).update(first_published_at=at, last_published_at=changed or at)
        page.refresh_from_db()
    return pages[-1]
