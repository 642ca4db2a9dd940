"""People of each role, and what they see of the admin's listings."""

from types import SimpleNamespace

from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import CityTeam
from cities.officers import review
from solidarity import roles
from tests import factories


def people_of_all_roles(athens):
    """Make an editor, a translator and an officer of Athens, and return them by role."""
    roles.sync()
    review.sync()
    made = SimpleNamespace(
        editor=factories.UserFactory(email="editor@example.org", first_name="Eva"),
        translator=factories.UserFactory(email="translator@example.org"),
        officer=factories.UserFactory(email="officer@example.org", first_name="Anna", last_name="Officer"),
    )
    made.editor.groups.add(Group.objects.get(name=roles.EDITORS.name))
    made.translator.groups.add(Group.objects.get(name=roles.TRANSLATORS.name))
    made.officer.groups.add(CityTeam.of(athens).group)
    return made


def listing(name):
    """Return the address of a listing."""
    return reverse(f"list_{name}:index")


def shown(client, name, **chosen):
    """Return the titles that a listing shows, in order."""
    response = client.get(listing(name), chosen)
    assert response.status_code == 200
    return titles_in(response)


def titles_in(response):
    """Return the titles of the rows of a listing, in order."""
    soup = BeautifulSoup(response.content, "lxml")
    return [cell.get_text(strip=True) for cell in soup.select("#listing-results [id^=page_][id$=_title]")]


def queries(client, address):
    """Return how many queries a request asks."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def queries_and_titles(client, address):
    """Return how many queries a listing asks, and the titles that it shows."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200
    return len(asked), titles_in(response)
