"""Fixtures for all tests: their databases, and nothing left over from the test before."""

import gc
import os
from itertools import count

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation
from wagtail.models import Page, Site

from tests import factories
from tests.support import databases
from tests.support.demo_site import demonstration_from
from tests.support.shared_site import INDEX_PAGES

# Fixtures of subjects, which tests name without importing them.
pytest_plugins = ["tests.support.people", "tests.support.content", "tests.support.keeping", "tests.support.baked_site"]

# Playwright keeps an event loop running in the thread of the tests; Django's database calls there are safe.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


LONGEST = ("browser", "site")  # the groups of tests that take longest
# What no database makes a difference to, which `.ci/run` runs on SQLite alone: docs/decisions/databases.md.
ONE_DATABASE = {
    f"test_{name}"
    for names in (
        # how a browser draws and serves a finished page
        "admin_axe autosave carousel every_page filter_results form_errors keyboard languages map paste preview video",
        "without_script copy weight static_files",
        # what a finished page is made of
        "comparison empty_elements error_pages head ical officers_guide page_checks site_crawl social_images templates",
        "text_languages",
        # what is written into files
        "bake baked_site page_files",
        # what a form says to what is typed or chosen
        "choosers dates_in_forms field_errors form_questions invisible_text missing quotation_marks slugs time_zones",
        "typed_dates typed_fields",
        # which role is shown which URLs and fields
        "field_permissions role_urls roles",
        # how text and files are read, cleaned and written
        "dates_in_spreadsheets formatted_text image_colours nested_lists refused_uploads romanisation spreadsheets",
        "uploads",
        # the words, the code and the demonstration
        "architecture colours demo demo_address demo_requirements glossary interface_terms messages requirements",
        "settings wagtail_catalogs wagtail_internals writing_style",
    )
    for name in names.split()
}
# Of the tests with a database, `make test-fast` runs those of the content types.
FAST_WITH_DATABASE = {
    f"test_{name}" for name in ("cities", "events", "news", "pledges", "reports", "statements", "visits")
}
NEED_DATABASE = {"db", "transactional_db", "django_db_setup", "empty_database"}
# These begin processes of their own, migrate, or read the whole site, without a database of the tests' own.
SLOW_WITHOUT_DATABASE = {
    f"test_{name}"
    for name in (
        "after_migrate",
        "cache_backend",
        "demo",
        "demo_requirements",
        "frontend_cache",
        "new_language",
        "settings",
        "site",
        "sqlite",
    )
}
# Each takes seconds, of all cases or of many that are made up.
SLOW_ALONE = {
    "test_a_typed_time_is_that_of_the_places_clock",
    "test_the_model_and_the_database_agree_on_every_status",
    "test_whatever_is_typed_is_read_or_refused_and_nothing_else",
}


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around all others: xdist and -m read the marks in between
def pytest_collection_modifyitems(items):
    """Let one process run all tests of a class, which share what is made once, and begin with what takes longest."""
    for item in items:
        if item.cls:
            item.add_marker(pytest.mark.xdist_group(item.cls.__name__))
        if is_slow(item):
            item.add_marker(pytest.mark.slow)
        if item.path.stem in ONE_DATABASE:
            item.add_marker(pytest.mark.one_database)
    yield
    items.sort(key=order)


def is_slow(item):
    """Tell whether `make test-fast` leaves a test out."""
    module = item.path.stem
    if module in SLOW_WITHOUT_DATABASE or item.originalname in SLOW_ALONE:
        return True
    if "browser" in item.path.parts or "demonstration" in item.fixturenames:
        return True
    needs_database = item.get_closest_marker("django_db") or not NEED_DATABASE.isdisjoint(item.fixturenames)
    return bool(needs_database) and module not in FAST_WITH_DATABASE


def order(item):
    """Return what a test is sorted by: the longest groups, then the classes, then the others, which fill the gaps."""
    group = item.get_closest_marker("xdist_group")
    return (group.args[0] not in LONGEST) if group else 2


def pytest_collection_finish(session):
    """Look for garbage more rarely, and never in what was loaded for good: a tenth of the tests' time goes by that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


TESTS = count(1)  # that this process has run
VACUUM_EVERY = 100


@pytest.fixture(autouse=True)
def nothing_left_over():
    """Forget what the test before left in the cache, and the language it spoke."""
    cache.clear()
    translation.activate("en")
    yield
    translation.deactivate()
    if next(TESTS) % VACUUM_EVERY == 0:
        databases.forget_what_was_undone()


def pytest_configure(config):
    """Prepare for the databases, in the process that starts those of the tests."""
    if not hasattr(config, "workerinput"):
        databases.begin()


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        databases.end()


@pytest.fixture(scope="session")
def process(request):
    """The name of the process that runs the test."""
    return getattr(request.config, "workerinput", {"workerid": "alone"})["workerid"]


@pytest.fixture(scope="session")
def empty_database(django_test_environment, django_db_blocker, pytestconfig):
    """A database without content, as migrations make it, to make copies of."""

    def migrate(database):
        with databases.connected_to(database):
            call_command("migrate", verbosity=0)

    with django_db_blocker.unblock():
        kept = pytestconfig.cache.mkdir("migrated")
        return databases.build_once("empty", None, lambda made: databases.migrated(kept, made, migrate))


@pytest.fixture(scope="session")
def demonstration(empty_database):
    """The Demonstration, to make copies of."""
    return demonstration_from(empty_database)


@pytest.fixture(scope="session")
def django_db_setup(empty_database, process, django_db_blocker):
    """The tests' database, with a site of a home page and every list, made once; each test leaves it as it was.

    It takes the place of pytest-django's own fixture, which would migrate once for each process.
    """
    with django_db_blocker.unblock(), databases.connected_to_copy(empty_database, process):
        Site.objects.all().delete()  # what Wagtail's migrations made
        Page.objects.filter(depth=2).delete()
        home = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="home")
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        for make in INDEX_PAGES.values():
            make(parent=home)
        with django_db_blocker.block():
            yield


@pytest.fixture
def in_production(settings):
    """The tests' host is one that search engines may index, so that what is closed to them says so itself."""
    settings.PRODUCTION_HOSTS = ["testserver"]


@pytest.fixture
def mails_by_tasks(settings):
    """Mails take the way of the real site, by tasks."""
    settings.EMAIL_BACKEND = "solidarity.mail.TaskEmailBackend"


@pytest.fixture
def mail_server_down(settings, mails_by_tasks):
    """The mail server does not answer."""
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
