"""A copy as plain files of a small part of the demonstration: one page of each type, and a few more, in all languages.

It is made once in a run of tests, by the first process that wants it.
"""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import cache
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from news.models import NewsIndexPage
from solidarity import languages
from solidarity.bake.walk import Walk, bake
from solidarity.models import Topic
from tests.support import databases
from tests.support.demo_pages import PAGES
from tests.support.keeping import forget

DAY = date(2026, 2, 3)  # on which it is made
MORE = ("cities/zurich/", "news/in-greek-alone/", "projects/implementoring/")
PRIVATE = "projects/implementoring/"
TOPIC = "housing"
MOVED = {"/en/old-about": "about/", "/el/old-about": "about/", "/en/old-forum": "events/sample-mayors-forum/"}


@dataclass
class BakedSite:
    """The folder of the copy, the database and the site's URL that it was made of, and what is not in it."""

    folder: Path
    database: str
    url: str
    unpublished: list[str]  # paths of pages below a language


@pytest.fixture(scope="session")
def baked_site(demonstration, django_db_blocker):
    """The BakedSite of this run of tests."""
    folder = databases.folder() / "baked"
    url = settings.WAGTAILADMIN_BASE_URL
    with django_db_blocker.unblock():
        shutil.copytree(demonstration.media, settings.MEDIA_ROOT, dirs_exist_ok=True)
        database = databases.build_once("baked", demonstration.database, lambda made: make(made, folder))
        with databases.connected_to(database):
            below = [path.split("/", 2)[2] for path in pages().values_list("url_path", flat=True)]
    return BakedSite(folder, database, url, below)


def pages():
    """Return the pages of the database that are not in the copy."""
    return Page.objects.filter(depth__gt=2).exclude(pk__in=Page.objects.live().public())


def make(database, folder):
    """Leave a few pages of the demonstration published, and bake them into a folder."""
    with databases.connected_to(database):
        root = Site.objects.get().root_page
        shown = Page.objects.filter(url_path__in=[f"{root.url_path}{path}" for path in (*PAGES.values(), *MORE)])
        Page.objects.filter(depth__gt=2).exclude(pk__in=shown).update(live=False)
        Topic.objects.exclude(slug=TOPIC).delete()
        PageViewRestriction.objects.create(
            page=Page.objects.get(url_path=f"{root.url_path}{PRIVATE}"), restriction_type=PageViewRestriction.LOGIN
        )
        for path, leads_to in MOVED.items():
            page = Page.objects.get(url_path=f"{root.url_path}{leads_to}")
            Redirect.objects.create(old_path=path, redirect_page=page, site=Site.objects.get())
        baked(folder)


def baked(folder, only="", **options):
    """Bake the site of the database that is connected, with one item on each page of the news; return the Report.

    ``only`` is the code of a language, to whose pages the walk keeps besides what all languages share.
    """
    closed = tuple(f"/{code}/" for code in languages.codes() if only and code != only)

    def found(walk, target):
        if not target.url.startswith(closed):
            follow(walk, target)

    follow = Walk.found
    cache.clear()
    forget()
    with mock.patch.object(NewsIndexPage, "items_per_page", 1), mock.patch.object(Walk, "found", found):
        report = bake(Site.objects.get(), folder, today=DAY, **options)
    cache.clear()
    forget()
    assert not report.failures, "\n".join(report.failures)
    return report
