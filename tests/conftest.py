"""Fixtures for all tests: a site with its lists, people who sign in, and nothing left over from the test before."""

import os
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.utils import translation
from wagtail.models import Collection, Locale, Page, Site

from cities.models import CityTeam, Invitation
from solidarity import roles
from tests import factories, officers

# Playwright keeps an event loop running in the thread of the tests; Django's database calls there are safe.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(trylast=True)  # after the browser tests were marked as a group
def pytest_collection_modifyitems(items):
    """Begin with the groups that one process works through, for they take longest and the others fill the gaps."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


@pytest.fixture(autouse=True)
def nothing_left_over():
    """Forget what the test before left in the cache, and the language it spoke."""
    cache.clear()
    translation.activate("en")
    yield
    translation.deactivate()


@pytest.fixture
def site(db):
    """A site of a home page and every list, all of them empty.

    It does not rely on what migrations put into the database: tests with a live server empty it.
    """
    Locale.objects.get_or_create(language_code="en")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    Page.objects.filter(depth__gt=1).delete()
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = factories.HomePageFactory(parent=root, slug="home")
    Site.objects.all().delete()
    return SimpleNamespace(
        root=root,
        home=home,
        site=Site.objects.create(hostname="localhost", root_page=home, is_default_site=True),
        cities=factories.CityIndexPageFactory(parent=home),
        pledges=factories.PledgeIndexPageFactory(parent=home),
        projects=factories.ProjectIndexPageFactory(parent=home),
        news=factories.NewsIndexPageFactory(parent=home),
        reports=factories.ReportIndexPageFactory(parent=home),
        events=factories.EventIndexPageFactory(parent=home),
    )


@pytest.fixture
def mails_by_tasks(settings):
    """Mails take the way of the real site, by tasks."""
    settings.EMAIL_BACKEND = "solidarity.mail.TaskEmailBackend"


@pytest.fixture
def mail_server_down(settings, mails_by_tasks):
    """The mail server does not answer."""
    settings.MAIL_DELIVERED_BY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


@pytest.fixture
def athens(site):
    """A city."""
    return factories.CityPageFactory(parent=site.cities, heading_en="Athens", heading_el="Αθήνα")


@pytest.fixture
def admin_user(db):
    """Somebody who may do everything."""
    return factories.AdminFactory(email="admin@example.org")


@pytest.fixture
def admin_client(client, admin_user):
    """A browser in which somebody who may do everything is signed in."""
    client.force_login(admin_user)
    return client


@pytest.fixture
def team(athens):
    roles.sync()
    return CityTeam.of(athens)


@pytest.fixture
def other_team(site, team):
    return CityTeam.of(factories.CityPageFactory(parent=site.cities, heading_en="Berlin"))


@pytest.fixture
def editor(team):
    user = factories.UserFactory(email="editor@example.org", password=officers.PASSWORD)
    user.groups.add(Group.objects.get(name=roles.EDITORS.name))
    return user


@pytest.fixture
def staff(client, editor):
    """A browser in which an editor is signed in."""
    client.force_login(editor)
    return client


@pytest.fixture
def invitation(team, editor):
    found = Invitation(team=team, **officers.INVITED)
    found.send(by=editor)
    mail.outbox.clear()
    return found


@pytest.fixture
def officer(team, editor):
    user = factories.UserFactory(email="nikos@athens.example", password=officers.PASSWORD)
    team.add(user, by=editor)
    return user
