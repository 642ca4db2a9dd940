"""Content that tests of many subjects begin with: the site's pages, a city with its team, news and a topic."""

from types import SimpleNamespace

import pytest
from django.core import mail
from wagtail.models import Page, Site

from cities.models import CityTeam, Invitation
from solidarity.models import HomePage, SiteSettings
from tests import factories
from tests.support import invitations
from tests.support.review import draft, send_for_review
from tests.support.search import published
from tests.support.shared_site import INDEX_PAGES

# A topic, with characters in its name that calendars and feeds escape.
HOUSING = {"name_en": "Housing & homes, built; let", "name_el": "Στέγαση", "slug": "housing"}


@pytest.fixture
def site(db):
    """A site of a home page and every index page, all of them empty."""
    return SimpleNamespace(
        root=Page.get_first_root_node(),
        home=HomePage.objects.get(),
        site=Site.objects.get(),
        **{name: make._meta.model.objects.get() for name, make in INDEX_PAGES.items()},
    )


@pytest.fixture
def site_settings(site):
    """The settings of the site, with its name and where to write to."""
    found = SiteSettings.for_site(site.site)
    found.contact_email = "office@example.org"
    found.name_en, found.name_ar = "Solidarity Cities", "مدن التضامن"
    found.save()
    return found


@pytest.fixture
def athens(site):
    """A city."""
    return factories.CityPageFactory(parent=site.cities, heading_en="Athens", heading_el="Αθήνα")


@pytest.fixture
def team(athens):
    """The officers of Athens: nobody yet."""
    return CityTeam.get_or_create_for(athens)


@pytest.fixture
def other_team(site, team):
    """The officers of another city: nobody yet."""
    return CityTeam.get_or_create_for(factories.CityPageFactory(parent=site.cities, heading_en="Berlin"))


@pytest.fixture
def picture(team):
    """A picture of the officers of Athens."""
    return factories.SiteImageFactory(collection=team.collection, title="As it was")


@pytest.fixture
def invitation(team, editor):
    """An invitation to Athens that was sent, and whose mail is out of the way."""
    found = Invitation(team=team, **invitations.INVITED)
    found.send(by=editor)
    mail.outbox.clear()
    return found


@pytest.fixture
def sent(athens, officer, editor):
    """A statement that an officer has sent for review, and whose mail is out of the way."""
    page = draft(
        factories.MayorStatementPageFactory, athens, officer, heading_en="On arrival", body_en="[]", owner=officer
    )
    send_for_review(page, officer)
    mail.outbox.clear()
    return page


@pytest.fixture
def about(site):
    """A page in English and Greek."""
    return factories.ContentPageFactory(
        parent=site.home, slug="about", heading_en="About", heading_el="Σχετικά", body_el=factories.body("Κείμενο")
    )


@pytest.fixture
def housing(db):
    """A topic."""
    return factories.TopicFactory(**HOUSING)


@pytest.fixture
def news(site):
    """Make and publish a news item of a heading."""

    def make(heading, **fields):
        return published(factories.NewsPageFactory(parent=site.news, heading_en=heading, **fields))

    return make


@pytest.fixture
def kept_in_database(settings):
    """Tasks wait in the database for a worker, as in production."""
    settings.TASKS = {**settings.TASKS, "mail": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
