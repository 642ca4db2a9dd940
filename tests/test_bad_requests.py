"""Requests that no button of the editor sends: rubbish in the place of numbers, lists and words is no fault of ours."""

import json
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from cities.models import CityPage
from news.models import NewsPage
from solidarity.admin.bad_requests import BadRequestsMiddleware
from solidarity.middleware import PrintableCookiesMiddleware
from tests import factories
from tests.support.page_editor import add_url, edit_url, shown_form
from tests.support.people import set_language

HUGE = str(2**70)
LONG = "9" * 5000
BLOCK = {"body_en-count": "1", "body_en-0-deleted": "", "body_en-0-type": "paragraph", "body_en-0-order": "0"}
NO_LINK = {"key": "a", "type": "unstyled", "depth": 0, "text": "x", "inlineStyleRanges": []}
NO_LINK["entityRanges"] = [{"offset": 0, "length": 1, "key": 7}]
FORMS = [
    {"body_en-count": "abc"},
    {"body_en-count": HUGE},
    {"body_en-count": "9"},
    {**BLOCK, "body_en-0-order": "abc", "body_en-0-value": "null"},
    {**BLOCK, "body_en-0-value": "no json"},
    {**BLOCK, "body_en-0-value": "[]"},
    {**BLOCK, "body_en-0-value": '{"blocks": 1}'},
    {**BLOCK, "body_en-0-value": "[" * 5000},
    {**BLOCK, "body_en-0-value": json.dumps({"entityMap": {}, "blocks": [NO_LINK]})},
    {**BLOCK, "body_en-0-type": "image", "body_en-0-value-image-image": "none"},
    {"listing_image": "none"},
    {"listing_image": HUGE},
    {"topics": HUGE},
    {"population": LONG},
    {"website": "http://["},
    {"overwrite_revision_id": "abc"},
    {"overwrite_revision_id": HUGE},
    {"key_figures-TOTAL_FORMS": "abc"},
]


@pytest.fixture
def officer(client, officer):
    """The officer, who is signed in, and is answered where something fails."""
    client.force_login(officer)
    client.raise_request_exception = False
    return officer


def test_rubbish_in_a_form_is_answered_and_saves_nothing(client, officer, athens):
    form = shown_form(client, edit_url(athens), athens)
    wrong = []
    for broken in FORMS:
        status = client.post(edit_url(athens), {**form, **broken}).status_code
        if status not in (200, 400):
            wrong.append((broken, status))
    assert not wrong
    assert CityPage.objects.get(pk=athens.pk).latest_revision is None
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[athens.pk])
    assert client.post(preview, {**form, "body_en-count": "abc"}).status_code == 400
    assert client.get(preview).status_code == 200


def test_rubbish_in_an_address_is_answered(client, officer, athens):
    choosers = ["wagtailimages_chooser", "wagtaildocs_chooser", "wagtailsnippetchoosers_solidarity_topic"]
    several = [reverse(f"{chooser}:chosen_multiple") for chooser in choosers]
    several.append(reverse("wagtailadmin_choose_page_chosen_multiple"))
    urls = [f"{url}?id={value}" for url in several for value in ("abc", "%00", HUGE, LONG, "-1")]
    for value in ("abc", HUGE, "%22", "%00"):
        urls += [
            f"{reverse('wagtailadmin_explore', args=[athens.pk])}?owner={value}&content_type={value}&site={value}",
            f"{reverse('wagtailadmin_choose_page')}?target_pages[]={value}&page_type={value}",
            f"{reverse('wagtailadmin_choose_page_external_link')}?parent_page_id={value}",
            f"{reverse('wagtailsnippetchoosers_solidarity_topic:choose')}{value}/",
        ]
    urls += [
        f"/admin/pages/{HUGE}/edit/",
        f"/admin/pages/{LONG}/edit/",
        f"/admin/images/{HUGE}/",
        f"/admin/pages/{athens.pk}/revisions/compare/{LONG}...latest/",
    ]
    assert not [url for url in urls if client.get(url).status_code >= 500]


def test_rubbish_in_what_the_editor_sends_by_itself_is_answered(client, officer, athens):
    ping = reverse("wagtailadmin_editing_sessions:ping", args=["cities", "citypage", athens.pk, 1])
    for values in ({"revision_id": "abc"}, {"revision_id": HUGE}, {"is_editing": "\0"}, {"revision_created_at": "x"}):
        assert client.post(ping, values).status_code < 500
    assert client.post(ping.replace("/1/", f"/{HUGE}/"), {}).status_code < 500
    for body in ("[1]", '"x"', "{", "[" * 5000):
        sent = client.patch(reverse("wagtailadmin_dismissibles"), body, content_type="application/json")
        assert sent.status_code < 500


# What is typed into a search


@pytest.mark.parametrize("typed", ['"', 'x"', "*^(", "a:b -", "'\\%", "NEAR( AND", "x " * 100, "\0"], ids=ascii)
def test_any_sign_may_be_searched_for(client, officer, athens, typed):
    urls = [
        reverse("wagtailadmin_explore", args=[athens.pk]),
        reverse("wagtailadmin_pages:search"),
        reverse("wagtailadmin_choose_page_search"),
        reverse("wagtailimages:index_results"),
        reverse("wagtaildocs_chooser:choose_results"),
        reverse("wagtailsnippetchoosers_solidarity_topic:choose_results"),
    ]
    assert {client.get(url, {"q": typed}).status_code for url in urls} == {200}


def test_a_word_in_quotation_marks_is_found(client, officer, team):
    factories.SiteImageFactory(collection=team.collection, title="The harbour at dawn")
    factories.SiteImageFactory(collection=team.collection, title="The station")
    for typed in ('"harbour', 'harbour"', '"harbour dawn"', "harb"):
        shown = client.get(reverse("wagtailimages:index"), {"q": typed}).content.decode()
        assert "The harbour at dawn" in shown
        assert "The station" not in shown


def test_a_search_among_pictures_of_one_tag(client, officer, team):
    one, other = (factories.SiteImageFactory(collection=team.collection, title=f"Harbour {n}") for n in (1, 2))
    one.tags.add("sea")
    shown = client.get(reverse("wagtailimages_chooser:choose_results"), {"q": "harbour", "tag": "sea"})
    assert shown.status_code == 200
    assert "Harbour 1" in shown.content.decode()
    assert "Harbour 2" not in shown.content.decode()


# What is answered, and what is not


def test_the_answer_is_in_the_language_of_the_editor_and_logged(client, officer, athens, caplog):
    set_language(officer, "el")
    answer = client.get(reverse("wagtailimages_chooser:chosen_multiple"), {"id": "abc"})
    heading = BeautifulSoup(answer.content, "lxml").h1.get_text(strip=True)
    with translation.override("el"):
        assert (answer.status_code, heading) == (400, gettext("This request was not understood"))
    assert heading != "This request was not understood"
    [record] = [record for record in caplog.records if record.name == "solidarity.admin.bad_requests"]
    assert (record.levelname, record.exc_info[0]) == ("WARNING", ValueError)
    assert "chosen-multiple" in record.getMessage()


def failure(*packages, error=ValueError):
    """Return an error as it is raised in the last of some packages, each called by the one before it."""

    def fail():
        raise error("abc")

    call = fail
    for package in reversed(packages):
        call = eval("lambda: inner()", {"__name__": package, "inner": call})  # noqa: S307
    try:
        call()
    except error as raised:
        return raised


@pytest.fixture
def answered(rf):
    """Tell whether an error is answered as a broken request."""

    def ask(error, path="/admin/pages/3/?p=x", user=None, **parts):
        request = rf.get(path)
        request.user = user or factories.UserFactory.build()
        request.resolver_match = SimpleNamespace(args=(), kwargs=parts)
        return BadRequestsMiddleware(None).process_exception(request, error) is not None

    return ask


def test_only_what_fails_in_wagtail_is_a_broken_request(answered, db):
    assert answered(failure("wagtail.admin.views", "django.db.models"))
    assert answered(failure("wagtail.admin.views", "solidarity.forms", "wagtail.blocks", "django.forms"))
    assert not answered(failure("wagtail.admin.views", "solidarity.forms"))
    assert not answered(failure("wagtail.admin.views", "cities.models.city", "django.db.models"))
    assert not answered(failure("news.views", "django.db.models"))
    assert not answered(failure("django.core"))


def test_a_failure_that_no_request_brings_about_stays_one(answered, db):
    for error in (OperationalError, OSError, RuntimeError, MemoryError):
        assert not answered(failure("wagtail.admin.views", error=error))
    error = failure("wagtail.admin.views")
    assert not answered(error, path="/admin/")
    assert answered(error, path="/admin/", image_id=3)
    assert not answered(error, path="/en/cities/?year=x")
    assert not answered(error, user=AnonymousUser())


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "other"])
def test_a_cookie_with_a_control_character_is_as_good_as_none(rf, name):
    request = rf.get("/", HTTP_COOKIE=f'{name}="aaaaaaaa\\000bb"; kept=b')
    assert name in request.COOKIES
    PrintableCookiesMiddleware(lambda given: None)(request)
    assert request.COOKIES == {"kept": "b"}


@pytest.mark.django_db
def test_a_session_of_control_characters_asks_for_a_password(client):
    response = client.get("/admin/", HTTP_COOKIE='sessionid="aaaaaaaa\\000bb"')
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_a_preview_whose_slug_another_page_takes_meanwhile_is_not_available(admin_client, site, monkeypatch):
    def taken(page):
        raise ValidationError({"slug": "in use"})

    url = add_url(site.news, NewsPage)
    sent = {**shown_form(admin_client, url, NewsPage), "heading_en": "News", "slug": "news"}
    assert admin_client.post(f"{url}preview/", sent).json()["is_valid"]
    assert "preview-error" not in admin_client.get(f"{url}preview/").content.decode()
    monkeypatch.setattr(NewsPage, "minimal_clean", taken)
    answer = admin_client.get(f"{url}preview/")
    assert (answer.status_code, "preview-error" in answer.content.decode()) == (200, True)
