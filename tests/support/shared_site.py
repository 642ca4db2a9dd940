"""What many tests look at, made once for all of them."""

from contextlib import contextmanager
from types import SimpleNamespace

from django.db import transaction
from wagtail.models import Page, Site

from tests import factories

INDEX_PAGES = {
    "cities": factories.CityIndexPageFactory,
    "pledges": factories.PledgeIndexPageFactory,
    "projects": factories.ProjectIndexPageFactory,
    "news": factories.NewsIndexPageFactory,
    "reports": factories.ReportIndexPageFactory,
    "events": factories.EventIndexPageFactory,
}


@contextmanager
def shared_site(blocker):
    """Keep what is made in the database from here to the end, and give the site; each test undoes what it adds itself.

    For a fixture of a class, which yields within: other tests do not see what was made. Pages in memory stay as a
    test leaves them: whoever changes one asks the database for it anew.
    """
    with blocker.unblock(), transaction.atomic():
        yield SimpleNamespace(
            root=Page.get_first_root_node(),
            home=Site.objects.get().root_page.specific,
            site=Site.objects.get(),
            **{name: make._meta.model.objects.get() for name, make in INDEX_PAGES.items()},
        )
        transaction.set_rollback(True)
