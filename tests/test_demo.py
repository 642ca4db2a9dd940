"""The demonstration adds what is missing, keeps what is there and refuses what is wrong; its images are files."""

import re
import shutil
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import Page

from cities.models import CityPage
from demo.content import FOLDER, read
from demo.files import image_paths, read_image
from news.models import NewsPage
from solidarity.media.decoding import decode
from solidarity.models import SiteDocument, SiteImage
from tests.support import databases


@pytest.fixture(scope="module")
def copy(demonstration, process, django_db_blocker):
    """A copy of the demonstration."""
    with django_db_blocker.unblock(), databases.connected_to_copy(demonstration.database, f"{process}_demo"):
        yield


@pytest.fixture
def loaded(copy):
    """The same, which a test leaves as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def load(**options):
    """Load the demonstration once more and return how many of each kind were added, where any was."""
    told = StringIO()
    call_command("load_demo", stdout=told, **options)
    found = {name: int(added) for name, added in re.findall(r"^(\w+) +(\d+) added", told.getvalue(), re.M)}
    assert found
    return {name: added for name, added in found.items() if added}


def numbers():
    return Page.objects.count(), SiteImage.objects.count(), SiteDocument.objects.count()


def test_loading_again_adds_nothing_and_keeps_what_was_edited(loaded):
    athens, before = CityPage.objects.get(slug="athens"), numbers()
    athens.heading_en = "Edited"
    athens.save()

    assert load() == {}

    assert numbers() == before
    assert CityPage.objects.get(slug="athens").heading_en == "Edited"


def test_a_page_that_is_missing_is_added_alone(loaded):
    page, before = NewsPage.objects.get(slug="berlin-joins"), numbers()
    page.delete()

    assert load() == {"news": 1}

    assert numbers() == before
    assert NewsPage.objects.get(slug="berlin-joins").heading_en == page.heading_en


def test_nothing_is_added_where_a_file_is_wrong(loaded, tmp_path):
    folder, before = shutil.copytree(FOLDER, tmp_path / "content"), numbers()
    right = (folder / "news" / "berlin-joins.yaml").read_text()
    (folder / "news" / "a-right-one.yaml").write_text(right)
    (folder / "news" / "a-wrong-one.yaml").write_text(right + "\ncolour: red\n")

    with pytest.raises(CommandError, match="a-wrong-one.yaml: .*colour"):
        load(folder=str(folder))

    assert numbers() == before


def test_a_site_that_has_a_home_page_is_left_alone_where_that_is_asked(loaded):
    told = StringIO()
    NewsPage.objects.get(slug="berlin-joins").delete()
    call_command("load_demo", "--if-empty", stdout=told)
    assert "nothing is loaded" in told.getvalue()
    assert not NewsPage.objects.filter(slug="berlin-joins").exists()


def test_an_image_that_is_named_and_missing_is_told(loaded, tmp_path):
    folder, before = shutil.copytree(FOLDER, tmp_path / "content"), numbers()
    right = (folder / "news" / "berlin-joins.yaml").read_text()
    (folder / "news" / "a-wrong-one.yaml").write_text(right + "\nimage: atlantis\n")

    with pytest.raises(CommandError, match="a-wrong-one.yaml: image: there is no image atlantis"):
        load(folder=str(folder))

    assert numbers() == before


def test_a_page_without_an_image_of_its_own_is_loaded(loaded, tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "content")
    shutil.copy(folder / "news" / "berlin-joins.yaml", folder / "news" / "without-an-image.yaml")
    assert load(folder=str(folder)) == {"news": 1}
    assert NewsPage.objects.get(slug="without-an-image").listing_image is None


def test_pages_of_the_demonstration_have_images_and_every_image_is_shown():
    items = [item for item in read().items if item.schema.has_image]
    assert len(items) > 80
    assert [item.file for item in items if not item.images] == []
    assert {name for item in items for name in item.images} == set(image_paths())


def test_images_are_such_as_may_be_uploaded_and_large_enough_for_every_rendition():
    for name in image_paths():
        file_name, data, width, height = read_image(name)
        image, kind = decode(data, file_name.rpartition(".")[2], settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)
        assert kind == "AVIF", name
        assert image.size == (width, height) == (1600, 1200), name
        assert len(data) < 120_000, name


def test_no_two_images_are_the_same():
    assert len({path.read_bytes() for path in image_paths().values()}) == len(image_paths())
