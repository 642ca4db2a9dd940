"""What it costs to edit a page with eight languages filled, beside a page of Wagtail with one body."""

from django.test import Client

from benchmarks.measure import Figures, measured
from benchmarks.reference.models import BarePage
from news.models import NewsIndexPage, NewsPage
from solidarity import languages
from solidarity.fields import column_name
from tests import factories
from tests.support.page_editor import edit_url, form_in

SECONDS = 4.0
WORDS = "Cities received people who fled, and found them homes, schools and work. "


def written_page() -> NewsPage:
    """Make a published page with a body in each language."""
    texts = {column_name("heading", code): f"Homes {code}" for code in languages.codes()}
    texts |= {column_name("introduction", code): WORDS for code in languages.codes()}
    bodies = {column_name("body", code): factories.body(WORDS * 20) for code in languages.codes()}
    page = factories.NewsPageFactory(parent=NewsIndexPage.objects.get(), slug="measured", **texts, **bodies)
    page.save_revision().publish()
    return page


def bare_page() -> BarePage:
    """Return the page of Wagtail with one body."""
    page = BarePage.objects.get()
    page.save_revision().publish()
    return page


def figures() -> dict[str, tuple[Figures, Figures]]:
    """Return what form, draft and publication cost: of our page, and of the other."""
    client = Client()
    client.force_login(factories.AdminFactory())
    costs = []
    for page in (written_page(), bare_page()):
        url = edit_url(page)
        sent = form_in(client.get(url), page)
        costs.append(
            {
                "form": measured(lambda url=url: client.get(url), SECONDS),
                "draft": measured(lambda url=url, sent=sent: saved(client, url, sent), SECONDS),
                "publication": measured(
                    lambda url=url, sent=sent: saved(client, url, {**sent, "action-publish": "1"}), SECONDS
                ),
            }
        )
    ours, others = costs
    return {name: (ours[name], others[name]) for name in ours}


def saved(client: Client, url: str, data: dict[str, object]) -> object:
    """Send the form; raise a ValueError where it was not accepted."""
    response = client.post(url, data)
    if response.status_code != 302:
        raise ValueError(f"{url} was answered {response.status_code}")
    return response
