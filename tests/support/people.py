"""The people of the tests: a user of each role, and the browser in which that user is signed in."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from cities.models import CityTeam
from solidarity import roles
from tests import factories

PASSWORD = "sea-otter-on-a-bench"


def officer_of(*cities, language="", **fields):
    """Make a user who serves cities and has no other role."""
    user = factories.UserFactory(**fields)
    for city in cities:
        CityTeam.get_or_create_for(city).add(user, by=None)
    set_language(user, language)
    return user


def make_editor(language="", **fields):
    """Make a user who publishes everything."""
    return with_role(roles.EDITORS, language, **fields)


def with_role(role, language="", **fields):
    """Make a user of a role of the whole site."""
    user = factories.UserFactory(**fields)
    user.groups.add(Group.objects.get(name=role.name))
    set_language(user, language)
    return user


def set_language(user, language):
    """Note the language that a user has chosen for the admin."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


@pytest.fixture
def admin_user(db):
    """An administrator, who may do everything."""
    return factories.AdminFactory(email="admin@example.org", password=PASSWORD)


@pytest.fixture
def editor(db):
    """An editor, who publishes everything."""
    return make_editor(email="editor@example.org", first_name="Eva", password=PASSWORD)


@pytest.fixture
def translator(db):
    """A translator."""
    return with_role(roles.TRANSLATORS, email="translator@example.org", password=PASSWORD)


@pytest.fixture
def officer(athens):
    """A city officer of Athens."""
    return officer_of(athens, email="nikos@athens.example", first_name="Nikos", last_name="Papas", password=PASSWORD)


@pytest.fixture
def both(athens):
    """An editor who serves a city as well."""
    user = make_editor(email="both@example.org")
    user.groups.add(CityTeam.get_or_create_for(athens).group)
    return user


@pytest.fixture
def people(editor, translator, officer):
    """A user of each role, by the role's name."""
    return SimpleNamespace(editor=editor, translator=translator, officer=officer)


@pytest.fixture
def admin_client(client, admin_user):
    """The test's client, in which the administrator is signed in."""
    client.force_login(admin_user)
    return client


@pytest.fixture
def editor_client(client, editor):
    """The test's client, in which the editor is signed in."""
    client.force_login(editor)
    return client


@pytest.fixture
def officer_client(client, officer):
    """The test's client, in which the officer is signed in."""
    client.force_login(officer)
    return client
