"""An email address names one account, in whatever spelling, and nobody takes another by themselves."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cities.models import Invitation
from solidarity.models import User
from tests import factories

ACCOUNT = {
    "name_email-first_name": "Nikolaos",
    "name_email-last_name": "Papas",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
}


@pytest.mark.parametrize("address", ["maria@athens.example", "EDITOR@EXAMPLE.ORG", "new@athens.example"])
def test_nobody_changes_the_address_of_their_own_account(client, officer, editor, invitation, address):
    client.force_login(officer)
    sent = client.post(reverse("wagtailadmin_account"), {**ACCOUNT, "name_email-email": address})
    assert sent.status_code == 302
    changed = User.objects.get(pk=officer.pk)
    assert (changed.first_name, changed.email) == ("Nikolaos", "nikos@athens.example")
    assert invitation.creates_account


@pytest.mark.parametrize(
    "alike",
    [
        "Kiosk@example.org",
        "KIOSK@EXAMPLE.ORG",
        "kio\u017fk@example.org",
        "\u212aiosk@example.org",
    ],
)
def test_addresses_that_a_database_may_take_for_one_are_one(db, team, alike):
    one = factories.UserFactory(email="kiosk@example.org")
    with pytest.raises(ValidationError):
        User(email=alike, password="x", first_name="A", last_name="B").full_clean()
    asked = Invitation(team=team, name="Maria", email=alike, language="en")
    asked.full_clean(exclude=["invited_by"])
    assert asked.account == one
    assert User.objects.get_by_natural_key("Kiosk@Example.org") == one
