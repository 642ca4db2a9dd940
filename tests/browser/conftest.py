"""Fixtures of the tests in a real browser: one server and one browser for all of them."""

import os
import shutil
from contextlib import suppress
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import TimeoutError, expect, sync_playwright

from demo.logins import EDITOR
from tests.browser.server import ROOT, served

# The first is Chromium without windows, which takes half as long as the others without theirs.
BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing leaves this machine
]
WAIT = 30_000  # milliseconds, for anything that a test waits for, also where a machine is busy
PACE = 200  # milliseconds a letter; Wagtail looks for changes from two seconds after a page was opened


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items):
    """Keep all browser tests in one process, with one server."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


def find_browser(playwright):
    """Return the path of a Chromium: the one given, else one installed, else Playwright's own."""
    names = [os.environ.get("CHROMIUM"), *BROWSERS, playwright.chromium.executable_path]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return found or pytest.fail("No Chromium was found. `make test` installs one; or give its path as CHROMIUM=…")


def type_until_saved(page, field, text):
    """Type into a field of a new page as people do, and go on with spaces until the draft has saved itself.

    Wagtail takes what stands in a form some seconds after it was opened, later on a busy machine, for unchanged.
    """
    page.locator(field).press_sequentially(text, delay=PACE)
    for _space in range(WAIT // 1000):
        if "/edit/" in page.url:
            break
        page.locator(field).press_sequentially(" ", delay=1000)
    page.wait_for_url("**/admin/pages/*/edit/**")


COOKIES = {}  # by email: those of a session that somebody has begun by the form


def sign_in(page, email):
    """Open the admin as somebody who is signed in: by the form, or in the session that an earlier test began."""
    if email in COOKIES:
        page.context.add_cookies(COOKIES[email])
        page.goto("/admin/")
        return
    sign_in_by_form(page, email)
    COOKIES[email] = page.context.cookies()


def sign_in_by_form(page, email):
    """Sign in to the admin, and begin a session that no other test goes on with."""
    page.goto("/admin/")
    page.locator("#id_username").fill(email)
    page.locator("#id_password").fill("demo")
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")


def show(page, field):
    """Open the tab of the editor's form in which a field stands, and return the field."""
    found = page.locator(field)
    tab = found.evaluate("one => one.closest('[role=tabpanel]').id")
    page.locator(f"[role=tab][href='#{tab}']").click()
    expect(found).to_be_visible()
    return found


def settle(page):
    """Wait until a page asks for nothing more, or for ten seconds: pages of the admin may go on asking."""
    with suppress(TimeoutError):
        page.wait_for_load_state("networkidle", timeout=10_000)


def compile_messages():
    """Make the .mo files that are missing or older than their .po, as `make` does."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in ROOT.glob("locale/**/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as po, target.open("wb") as mo:
                write_mo(mo, read_po(po))


@pytest.fixture(scope="session")
def served_site(demonstration, tmp_path_factory):
    """The running demonstration site: its URL, the folder of its mails, and the facts about it."""
    compile_messages()
    folder = tmp_path_factory.mktemp("site")
    with served(folder, demonstration) as site_url:
        yield SimpleNamespace(site_url=site_url, mails=folder / "mails", **demonstration.facts)


@pytest.fixture(scope="session")
def site_url(served_site):
    """The URL of the running site, without a slash at its end."""
    return served_site.site_url


@pytest.fixture(scope="package")
def browser():
    """A browser for all tests here, which is gone before others follow in the same process.

    While its event loop runs in the thread Django keeps other connections to databases than without one.
    """
    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(playwright), args=QUIET)
        yield browser
        browser.close()


class Watch:
    """What the pages of a browser asked for, and what they complained of."""

    def __init__(self, context, site_url):
        self.own = urlsplit(site_url).netloc
        self.foreign, self.complaints = [], []
        context.on("request", self.note_request)
        context.on("console", self.note_word)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def is_foreign(self, url):
        parts = urlsplit(url)
        return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.own

    def note_request(self, request):
        if self.is_foreign(request.url):
            self.foreign.append(request.url)

    def note_word(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def forgive(self, *parts):
        """Drop the complaints that hold one of these words: a test caused them on purpose."""
        self.complaints = [complaint for complaint in self.complaints if not any(part in complaint for part in parts)]


@pytest.fixture
def visitor(browser, site_url):
    """Return a function that opens a page of a new visitor's browser; after the test no page may have complained.

    It takes what ``browser.new_context`` takes. ``page.watch`` holds what was asked for.
    """
    opened = []

    def open_page(**options):
        context = browser.new_context(**{"base_url": site_url, "viewport": {"width": 1440, "height": 900}, **options})
        context.set_default_timeout(WAIT)
        page = context.new_page()
        page.watch = Watch(context, site_url)
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.context.close()
    assert [complaint for page in opened for complaint in page.watch.complaints] == []


@pytest.fixture
def page(visitor):
    """A page of a visitor with a large window."""
    return visitor()


@pytest.fixture
def admin_page(visitor):
    """Return a function that opens the admin as somebody."""
    opened = []

    def open_as(email):
        page = visitor()
        sign_in(page, email)
        page.on("dialog", lambda dialog: dialog.accept())
        opened.append(page)
        return page

    yield open_as
    for page in opened:
        page.watch.forgive("axe.run results")  # Wagtail's own checker counts aloud


@pytest.fixture
def editor_page(admin_page):
    """A page of an editor who has signed in to the admin."""
    return admin_page(EDITOR)
