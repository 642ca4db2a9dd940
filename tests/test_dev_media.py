"""Uploads that a laptop serves: renditions are open, and nothing is read past a privacy setting."""

from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.users.models import UserProfile

from solidarity.models import SiteDocument
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def private_document(site):
    """A document of a collection that asks for a password."""
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.PASSWORD, password="open sesame"
    )
    file = ContentFile(factories.small_pdf(), name="minutes.pdf")
    return SiteDocument.objects.create(title="Minutes", file=file, collection=collection)


def test_a_private_document_has_one_door(client, private_document):
    assert client.get(private_document.url).status_code in (200, 302)  # the form that asks for the password
    assert b"%PDF" not in b"".join(client.get(private_document.url, follow=True))
    path = f"/media/{private_document.file.name}"
    assert Path(private_document.file.path).is_file()
    spellings = [
        path,
        path.replace("/media/", "/media//"),
        path.replace("/media/", "/media/./"),
        path.replace("/media/", "/media/images/../"),
        path.replace("/media/", "/media/images/%2e%2e/"),
        path.replace("/media/", "/media/images%2f..%2f"),
        path.replace("documents", "Documents"),
        path.replace("documents", "%64ocuments"),
    ]
    for spelling in spellings:
        assert client.get(spelling, follow=True).status_code == 404, spelling


def test_a_public_document_is_read_at_its_own_address_alone(client, site):
    document = factories.SiteDocumentFactory()
    assert client.get(document.url).status_code == 200
    assert client.get(f"/media/{document.file.name}").status_code == 404


def test_renditions_and_the_pictures_of_accounts_are_open_and_originals_are_not(client, site, admin_user):
    image = factories.SiteImageFactory()
    rendition = image.get_rendition("width-20")
    profile = UserProfile.get_for_user(admin_user)
    image.file.open()
    profile.avatar.save("me.png", ContentFile(image.file.read()))
    assert client.get(rendition.url).status_code == 200
    assert client.get(profile.avatar.url).status_code == 200
    assert Path(image.file.path).is_file()
    assert client.get(f"/media/{image.file.name}").status_code == 404


@pytest.mark.parametrize("name", ["x" * 3000, "x" * 300 + ".jpg", "a\0b", "", "\ufffe"])
def test_a_name_that_no_file_can_have_is_not_found(client, site, name):
    assert client.get(f"/media/images/{quote(name)}", follow=True).status_code == 404
