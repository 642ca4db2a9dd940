"""Refused requests: each is answered by a page of ours, in the reader's language, with a way on, and never by a 5xx."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.middleware import csrf
from django.test import Client
from django.urls import reverse
from django.utils import translation

from solidarity import languages
from solidarity.middleware import error_pages
from tests import factories
from tests.support.people import PASSWORD, set_language
from tests.support.public_views import make_site, public_views

SIX_MEGABYTES = "x" * 6 * 1024 * 1024
ADMIN_LANGUAGE, READERS_LANGUAGE = "el", "ar"


@pytest.fixture
def browser(site):
    """A browser of a reader of Arabic: tokens are checked, and an error of ours is answered as in production."""
    return Client(
        enforce_csrf_checks=True,
        raise_request_exception=False,
        headers={"Accept": "text/html,*/*;q=0.8", "Accept-Language": READERS_LANGUAGE},
    )


@pytest.fixture
def admin_user(admin_user):
    """The administrator, who reads the admin in another language than the site."""
    set_language(admin_user, ADMIN_LANGUAGE)
    return admin_user


def token_of(browser, url=None):
    """Open a form and return its token."""
    page = BeautifulSoup(browser.get(url or reverse("wagtailadmin_login")).content, "lxml")
    return page.find("input", {"name": "csrfmiddlewaretoken"})["value"]


def sign_in(browser, token):
    sent = {"username": "admin@example.org", "password": PASSWORD, "csrfmiddlewaretoken": token}
    return browser.post(reverse("wagtailadmin_login"), sent)


def enter(browser, user):
    """Sign somebody in, and open a form, with which the cookie of its token comes."""
    browser.force_login(user)
    return token_of(browser, reverse("wagtailadmin_account"))


def assert_is_page(response, refusal, language):
    """Find our page of a refusal, in a language, with its heading, its text and a link that leads on."""
    assert response.status_code == refusal.status
    page = BeautifulSoup(response.content, "lxml")
    with translation.override(language):
        heading, text = str(refusal.heading), refusal.message
    assert page.html["lang"] == response["Content-Language"] == language
    assert page.h1.get_text(strip=True) == heading
    assert text in page.main.get_text()
    assert str(refusal.heading) in page.title.get_text() or heading in page.title.get_text()
    if language != "en":
        with translation.override("en"):
            assert heading != str(refusal.heading), "not translated"
    ways = [link["href"] for link in page.main.find_all("a", href=True)]
    assert ways
    return ways


# Forms whose token is missing or wrong


def test_signing_in_in_two_tabs(browser, admin_user):
    first, second = token_of(browser), token_of(browser)
    assert sign_in(browser, first).status_code == 302
    ways = assert_is_page(sign_in(browser, second), error_pages.SIGNED_IN_ALREADY, ADMIN_LANGUAGE)
    assert reverse("wagtailadmin_home") in ways


def test_a_form_of_the_admin_left_open_while_somebody_signs_in_again(browser, admin_user):
    sign_in(browser, token_of(browser))
    account = reverse("wagtailadmin_account")
    old = token_of(browser, account)
    browser.post(reverse("wagtailadmin_logout"), {"csrfmiddlewaretoken": old})
    sign_in(browser, token_of(browser))
    refused = browser.post(account, {"csrfmiddlewaretoken": old})
    assert_is_page(refused, error_pages.OUT_OF_DATE, ADMIN_LANGUAGE)
    assert "no-store" in refused["Cache-Control"]


@pytest.mark.parametrize("signed_in", [True, False])
def test_without_cookies(browser, admin_user, signed_in):
    token = token_of(browser)
    if signed_in:
        browser.force_login(admin_user)
        del browser.cookies["csrftoken"]
    else:
        browser.cookies.clear()
    language = ADMIN_LANGUAGE if signed_in else READERS_LANGUAGE
    assert_is_page(sign_in(browser, token), error_pages.NO_COOKIE, language)


def test_a_form_from_elsewhere(browser, admin_user):
    token = token_of(browser)
    sent = {"csrfmiddlewaretoken": token}
    refused = browser.post(reverse("wagtailadmin_login"), sent, headers={"Origin": "https://evil.example"})
    assert_is_page(refused, error_pages.NOT_ALLOWED, READERS_LANGUAGE)
    refused = browser.post(reverse("wagtailadmin_login"), sent, secure=True, headers={"Referer": ""})
    assert_is_page(refused, error_pages.NOT_ALLOWED, READERS_LANGUAGE)


def test_a_form_beside_the_admin(browser, site):
    """The link of an invitation leads to a form with a token, too, on a page without the admin."""
    refused = browser.post(reverse("invitation", args=["void"]), {})
    assert "/ar/" in assert_is_page(refused, error_pages.NO_COOKIE, READERS_LANGUAGE)


def test_each_of_djangos_reasons_is_known():
    reasons = {name: value for name, value in vars(csrf).items() if name.startswith("REASON_") and " " in value}
    begin = {name for name, value in reasons.items() if value.startswith(error_pages.FROM_ELSEWHERE)}
    assert begin == {
        "REASON_BAD_ORIGIN",
        "REASON_NO_REFERER",
        "REASON_BAD_REFERER",
        "REASON_MALFORMED_REFERER",
        "REASON_INSECURE_REFERER",
    }
    assert len(reasons) - len(begin) == 4, "a new reason"  # no cookie; missing, too short or long, wrong letters


# Forms that hold too much


def too_much():
    yield {"name": SIX_MEGABYTES}, {}
    yield {f"field-{number}": "" for number in range(10_001)}, {}
    yield {"name": SIX_MEGABYTES}, {"content_type": "application/x-www-form-urlencoded"}


@pytest.fixture
def form_url(site):
    page = factories.FormPageFactory(parent=site.home, heading_en="Contact")
    return page.url


@pytest.mark.parametrize("number", range(3))
def test_a_form_that_holds_too_much(browser, admin_user, form_url, number):
    sent, options = list(too_much())[number]
    if options:
        sent = "name=" + SIX_MEGABYTES
    refused = browser.post(form_url, sent, **options)
    assert "/en/" in assert_is_page(refused, error_pages.TOO_MUCH, "en")
    enter(browser, admin_user)
    refused = browser.post(reverse("wagtailadmin_account"), sent, **options)
    assert reverse("wagtailadmin_home") in assert_is_page(refused, error_pages.TOO_MUCH, ADMIN_LANGUAGE)


def test_a_form_with_too_many_files(browser, form_url):
    files = {f"file-{number}": SimpleUploadedFile("a.txt", b"a") for number in range(101)}
    assert_is_page(browser.post(form_url, files), error_pages.TOO_MUCH, "en")


def test_a_draft_that_cannot_save_itself_says_so(browser, admin_user):
    enter(browser, admin_user)
    sent = {"Accept": "application/json"}
    refused = browser.post(reverse("wagtailadmin_account"), {"first_name": SIX_MEGABYTES}, headers=sent)
    with translation.override(ADMIN_LANGUAGE):
        told = {"success": False, "error_code": "validation_error", "error_message": error_pages.TOO_MUCH.message}
    assert (refused.status_code, refused.json()) == (413, told)


# Addresses, methods and sessions


@pytest.mark.parametrize("path", ["/", "/de/", "/admin/", "/sitemap.xml", "/en/search/?q=x"])
@pytest.mark.parametrize("host", ["evil.example", "a_b", "[::1", "127.0.0.1.nip.io"])
def test_an_unknown_host(browser, host, path, settings):
    refused = browser.get(path, headers={"Host": host})
    language = "de" if path == "/de/" else "en" if path.startswith("/en/") else READERS_LANGUAGE
    ways = assert_is_page(refused, error_pages.UNKNOWN_HOST, language)
    assert ways == [f"{settings.WAGTAILADMIN_BASE_URL}{f'/{language}/' if path == '/' else path}"]


def test_an_unknown_host_before_any_language_is_known(browser, settings):
    settings.SECURE_SSL_REDIRECT = True
    refused = Client(headers={"Host": "evil.example", "Accept-Language": "nl"}).get("/")
    assert_is_page(refused, error_pages.UNKNOWN_HOST, "nl")


def test_a_body_that_cannot_be_read(browser, form_url, admin_user):
    wrong = {"content_type": "multipart/form-data; boundary=é"}
    assert_is_page(browser.post(form_url, b"x", **wrong), error_pages.NOT_UNDERSTOOD, "en")
    enter(browser, admin_user)
    refused = browser.post(reverse("wagtailadmin_account"), b"x", **wrong)
    assert_is_page(refused, error_pages.NOT_UNDERSTOOD, ADMIN_LANGUAGE)


def test_signing_out_while_something_is_being_sent(browser, admin_user, monkeypatch):
    enter(browser, admin_user)

    def gone(self, *args, **kwargs):
        raise error_pages.SessionInterrupted

    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_response", gone)
    ways = assert_is_page(browser.get(reverse("wagtailadmin_home")), error_pages.SESSION_ENDED, ADMIN_LANGUAGE)
    assert ways == [reverse("wagtailadmin_home")]


@pytest.mark.parametrize("language", languages.codes())
def test_what_is_not_there(browser, admin_user, language):
    assert f"/{language}/" in assert_is_page(browser.get(f"/{language}/none/"), error_pages.NOT_FOUND, language)
    set_language(admin_user, language)
    enter(browser, admin_user)
    urls = ["/admin/none/", "/admin/pages/99999/edit/", "/admin/images/99999/", reverse("wagtailadmin_error_test")]
    for url in urls:
        ways = assert_is_page(browser.get(url), error_pages.NOT_FOUND, language)
        assert ways == [reverse("wagtailadmin_home")]


def test_what_only_a_button_opens(browser, admin_user, athens):
    browser.handler.enforce_csrf_checks = False
    refused = browser.post("/de/search/", {"q": "x"})
    assert_is_page(refused, error_pages.ONLY_BY_BUTTON, "de")
    assert refused["Allow"] == "GET, HEAD"
    assert_is_page(browser.post("/it/subscribe/"), error_pages.ONLY_BY_BUTTON, "it")
    enter(browser, admin_user)
    # As it happens where a session has ended: signing in leads back to what a button had opened.
    refused = browser.get(reverse("cities_check", args=[athens.pk]))
    assert_is_page(refused, error_pages.ONLY_BY_BUTTON, ADMIN_LANGUAGE)


def test_what_can_only_be_read_says_so_to_every_other_method(browser, site):
    make_site(site)
    views, missing = public_views()
    assert not missing
    counted = 0
    for view in views:
        takes_forms = view.name == "FormPage" or "_util/" in view.name or "authenticate" in view.name
        if takes_forms or view.name.startswith("invitation"):
            continue
        for method in ("post", "put", "patch", "delete"):
            refused = getattr(browser, method)(view.url)
            assert refused.status_code == 405 or (view.name == "no language" and refused.status_code == 302), view
            counted += refused.status_code == 405
    assert counted > 200, counted


def test_what_is_not_allowed(browser, form_url, admin_user):
    refused = browser.post(form_url, {}, headers={"Origin": "https://evil.example"})
    assert_is_page(refused, error_pages.NOT_ALLOWED, "en")
    url = reverse("wagtailadmin_choose_page_external_link")
    refused = browser.post(url, {"csrfmiddlewaretoken": enter(browser, admin_user)})
    assert_is_page(refused, error_pages.NOT_UNDERSTOOD, ADMIN_LANGUAGE)


def test_scripts_are_answered_as_they_expect(browser, admin_user):
    """What a script asks for stays as it is: short, and JSON where it is JSON."""
    enter(browser, admin_user)
    browser.handler.enforce_csrf_checks = False
    asked = {"X-Requested-With": "XMLHttpRequest"}
    refused = browser.patch(reverse("wagtailadmin_dismissibles"), "[", content_type="application/json", headers=asked)
    assert (refused.status_code, refused.content) == (400, b"")
    missing = browser.get("/admin/api/main/pages/99999/", headers={"Accept": "application/json"})
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/json")
