"""Whatever page of any kind the form takes, its public URLs in every language and its editor answer 200.

``ANY_PAGE=200`` tries so many of each kind: docs/operations.md.
"""

import os
import zlib

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, seed, settings
from wagtail.models import Page

from cities.models import CityPage
from solidarity import languages
from solidarity.feeds.formats import FORMATS
from solidarity.feeds.sources import KINDS
from solidarity.models import Topic
from solidarity.open_data.datasets import DATASETS
from solidarity.seo.social_images import picture_url_in
from tests import factories
from tests.support.form_strategies import odd_changes
from tests.support.page_editor import add_url, edit_url, shown_form
from tests.support.page_types import FORM_DATA, form_data

TRIED = int(os.environ.get("ANY_PAGE", 3))


@pytest.fixture
def places(site):
    """Where pages are made, with a city, a topic, a picture and a document to choose from."""
    site.athens = factories.CityPageFactory(parent=site.cities, heading_en="Athens", slug="first")
    factories.TopicFactory()
    factories.SiteImageFactory()
    factories.SiteDocumentFactory()
    return site


def plain_form(client, places, model):
    """Return the URL and an empty form of a type of page, and what would publish it as it is."""
    parent, needed = form_data(model, places.athens)
    url = add_url(getattr(places, parent), model)
    form = client.get(url).context["form"]
    sent = {**shown_form(client, url, model), "heading_en": "Harbour", **needed, "action-publish": "yes"}
    return url, form, sent


def says_why(form):
    """Tell whether a form that came back has an error, be it in a row."""
    return form.errors or any(formset.non_form_errors() or any(formset.errors) for formset in form.formsets.values())


def failures_of(client, urls):
    """Return the URLs that do not answer 200, with what failed."""
    found = []
    for url in urls:
        response = client.get(url)
        if response.streaming:
            response.getvalue()
        if response.status_code != 200:
            error = getattr(response, "exc_info", None)
            found.append(f"{url}: {response.status_code} {error[1] if error else ''!r}")
    return found


def own_urls(page):
    """Return the public URLs of a page alone."""
    found = [f"/{code}{page.get_url().removeprefix('/en')}" for code in languages.codes()]
    found += [picture_url_in(page, code) for code in ("en", "el", "ar")]
    found.append(f"/api/v2/pages/{page.pk}/")
    if isinstance(page, CityPage):
        found += [reverse("city_feed", args=[page.slug, extension]) for extension in FORMATS]
        found.append(reverse("city_calendar", args=[page.slug]))
    if getattr(page, "has_known_days", False):
        found.append(f"{page.url}event.ics")
    return found


def shared_urls(title):
    """Return the URLs of what shows pages of all kinds, in every language where it has one."""
    lists = [page.get_url().removeprefix("/en/") for page in Page.objects.filter(depth=3, slug__in=LISTS)]
    topic = Topic.objects.first().slug
    found = ["/sitemap.xml", *(f"/sitemap-{code}.xml" for code in languages.codes()), "/api/v2/pages/?limit=20"]
    for code in languages.codes():
        found += [f"/{code}/{below}" for below in ("", "subscribe/", "search/", *lists, "cities/compare/", "data/")]
        found += [f"/{code}/events/?when=all", f"/{code}/search/?q={title}"]
        found.append(f"/{code}/search/suggestions/?q={title[:3]}")
        found += [f"/{code}/feeds/all.{extension}" for extension in FORMATS]
        found.append(f"/{code}/calendars/all.ics")
        found += [f"/{code}/feeds/{kind}.atom" for kind in KINDS]
    found += [f"/en/feeds/topics/{topic}.atom", f"/en/calendars/topics/{topic}.ics"]
    found += [f"/api/v2/pages/?type={model._meta.label}&fields=*&limit=20" for model in FORM_DATA]
    for dataset in DATASETS.values():
        found += [f"/data/{dataset.name}.{extension}" for extension in ("csv", "json")]
    return found


LISTS = ["cities", "pledges", "projects", "news", "reports", "events"]
ADMIN = ["/admin/", "/admin/pages/", "/admin/reports/site-history/", "/admin/reports/aging-pages/"]


def try_many(forms, check, name):
    """Call a function with many changes of a form, the same ones in each run."""

    @seed(zlib.crc32(name.encode()))
    @settings(
        max_examples=TRIED,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(forms)
    def each(changes):
        check(changes)

    each()


def test_whatever_page_the_form_takes_every_consumer_can_hold(places, admin_client, capsys):
    admin_client.raise_request_exception = False
    stranger = Client(raise_request_exception=False)
    taken, refused, wrong = 0, 0, []
    for model in FORM_DATA:
        url, form, plain = plain_form(admin_client, places, model)

        def check(changes, model=model, url=url, plain=plain):
            nonlocal taken, refused
            before = set(model.objects.values_list("pk", flat=True))
            response = admin_client.post(url, {**plain, **changes})
            new = model.objects.exclude(pk__in=before).first()
            if response.status_code == 200:
                assert says_why(response.context["form"]), "refused without a word"
                assert new is None
                refused += 1
                return
            error = getattr(response, "exc_info", None)
            assert response.status_code == 302, f"{response.status_code}: {error and error[1]!r}"
            taken += 1
            assert not failures_of(admin_client, [edit_url(new)])
            if new.live:
                assert not failures_of(stranger, own_urls(new))

        try:
            check({})
            try_many(odd_changes(form), check, model.__name__)
        except Exception as error:  # those of all kinds are told together
            notes = getattr(error, "__notes__", "")
            wrong.append(f"{model.__name__}: {type(error).__name__}: {str(error)[:1500]} {notes}")
    shown = failures_of(stranger, shared_urls("Harbour"))
    shown += failures_of(admin_client, ADMIN)
    with capsys.disabled():
        print(f"\n{taken} pages were taken, {refused} refused")
    assert not wrong, "\n\n".join(wrong)
    assert not shown, "\n".join(shown)
    assert taken >= 2 * len(FORM_DATA)
