"""The demonstration adds what is missing, keeps what is there, refuses what is wrong, and draws the same each time."""

import os
import re
import shutil
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from PIL import Image
from wagtail.models import Page

from cities.models import CityPage
from demo.content import FOLDER
from demo.drawing import drawn
from demo.loader import drawing_pool
from news.models import NewsPage
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


def test_pictures_are_drawn_in_this_process_where_processes_cannot_share_memory(monkeypatch):
    def refuse(**options):
        raise PermissionError(13, "Permission denied")  # as of sem_open() where /dev/shm cannot be written

    monkeypatch.setattr("demo.loader.ProcessPoolExecutor", refuse)
    with drawing_pool() as pool:
        assert pool.submit(os.getpid).result() == os.getpid()


def test_a_drawing_is_the_same_each_time_and_another_for_each_name():
    data, width, height = drawn("athens")
    assert drawn("athens")[0] == data
    assert drawn("ghent")[0] != data
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (width, height))
    assert width >= 1200
