"""What it costs to edit pages with eight languages filled and pages chosen, beside a page of Wagtail with one body."""

from types import SimpleNamespace

from django.test import Client

from benchmarks.measure import Figures, measured
from benchmarks.reference.models import BarePage
from events.models import MentoringVisitPage
from news.models import NewsPage
from solidarity.models import HomePage, SitePage
from tests import factories
from tests.support.filled_pages import chosen_pages, filled_page
from tests.support.page_editor import edit_url, form_in
from tests.support.shared_site import INDEX_PAGES

SECONDS = 4.0


def our_pages() -> dict[str, SitePage]:
    """Make published pages that are filled in as far as editors can: a common one, and one with a long form."""
    indexes = {name: factory._meta.model.objects.get() for name, factory in INDEX_PAGES.items()}
    site = SimpleNamespace(home=HomePage.objects.get(), **indexes)
    chosen = chosen_pages(site)
    return {"": filled_page(NewsPage, site, chosen), " of a visit": filled_page(MentoringVisitPage, site, chosen)}


def bare_page() -> BarePage:
    """Return the page of Wagtail with one body."""
    page = BarePage.objects.get()
    page.save_revision().publish()
    return page


def figures() -> dict[str, tuple[Figures, Figures]]:
    """Return what form, draft and publication cost: of our pages, and of the other."""
    client = Client()
    client.force_login(factories.AdminFactory())
    others = costs(client, bare_page())
    return {
        f"{what}{name}": (cost, others[what])
        for name, page in our_pages().items()
        for what, cost in costs(client, page).items()
    }


def costs(client: Client, page: SitePage | BarePage) -> dict[str, Figures]:
    """Return what form, draft and publication of a page cost."""
    url = edit_url(page)
    sent = form_in(client.get(url), page)
    return {
        "form": measured(lambda: client.get(url), SECONDS),
        "draft": measured(lambda: saved(client, url, sent), SECONDS),
        "publication": measured(lambda: saved(client, url, {**sent, "action-publish": "1"}), SECONDS),
    }


def saved(client: Client, url: str, data: dict[str, object]) -> object:
    """Send the form; raise a ValueError where it was not accepted."""
    response = client.post(url, data)
    if response.status_code != 302:
        raise ValueError(f"{url} was answered {response.status_code}")
    return response
