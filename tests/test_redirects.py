"""Addresses that no longer are lead on, in every language; so do those that are nearly right."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from demo.loader import without_indexing
from solidarity import languages
from tests import factories
from tests.support.page_editor import edit_url, publish
from tests.support.search import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site):
    return factories.ContentPageFactory(parent=site.home, heading_en="About", slug="a")


@pytest.fixture
def renamed(django_capture_on_commit_callbacks):
    """Give a page another slug by a revision that is published, as the editor does."""

    def rename(page, slug):
        with django_capture_on_commit_callbacks(execute=True):
            published(type(page).objects.get(pk=page.pk), slug=slug)

    return rename


def where(client, path, **headers):
    response = client.get(path, headers=headers)
    return response.status_code, response.headers.get("Location")


def test_a_page_that_an_editor_renames_leaves_its_old_addresses(admin_client, page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(admin_client, edit_url(page), page, slug="b")
    for code in languages.codes():
        assert where(admin_client, f"/{code}/a/") == (301, f"/{code}/b/")


def test_no_old_address_leads_to_another_old_one(client, renamed, page):
    renamed(page, "b")
    renamed(page, "c")
    for code in languages.codes():
        assert where(client, f"/{code}/a/") == where(client, f"/{code}/b/") == (301, f"/{code}/c/")


def test_a_page_that_goes_back_to_an_old_address_is_there_and_nothing_turns_in_a_circle(client, renamed, page):
    renamed(page, "b")
    renamed(page, "a")
    assert client.get("/en/a/").status_code == 200
    assert where(client, "/en/b/") == (301, "/en/a/")
    assert not Redirect.objects.filter(old_path="/en/a").exists()
    page.refresh_from_db()
    page.unpublish()
    assert where(client, "/en/a/") == (404, None)
    assert where(client, "/en/b/") == (404, None), "where it leads there is nothing"


def test_what_stands_below_goes_along_back_and_forth(client, renamed, page):
    factories.ContentPageFactory(parent=page, heading_en="Team", slug="team")
    renamed(page, "b")
    renamed(page, "a")
    assert client.get("/de/a/team/").status_code == 200
    assert where(client, "/de/b/team/") == (301, "/de/a/team/")


def test_what_is_below_and_was_taken_down_for_a_while_is_found_again(client, renamed, page):
    team = factories.ContentPageFactory(parent=page, heading_en="Team", slug="team")
    team.save_revision().publish()
    team.refresh_from_db()
    team.unpublish()
    renamed(page, "b")
    assert where(client, "/en/a/team/") == (404, None)
    team.refresh_from_db()
    team.save_revision().publish()
    assert where(client, "/en/a/team/") == (301, "/en/b/team/")


def test_a_new_page_at_an_old_address_comes_before_the_redirect(client, renamed, site, page):
    renamed(page, "b")
    newer = factories.ContentPageFactory(parent=site.home, heading_en="New", slug="a")
    assert client.get("/en/a/").status_code == 200
    renamed(newer, "c")
    assert where(client, "/en/a/") == (301, "/en/c/"), "who was there last"


def test_a_move_there_and_back_is_followed_below_too(client, site, page):
    target = factories.ContentPageFactory(parent=site.home, heading_en="Target", slug="target")
    factories.ContentPageFactory(parent=page, heading_en="Team", slug="team")
    page.move(target, pos="last-child")
    for code in languages.codes():
        assert where(client, f"/{code}/a/team/") == (301, f"/{code}/target/a/team/")
    page.refresh_from_db()
    site.home.refresh_from_db()
    page.move(site.home, pos="last-child")
    assert client.get("/en/a/team/").status_code == 200
    assert where(client, "/en/target/a/team/") == (301, "/en/a/team/")


def test_what_staff_redirected_by_hand_stays(client, renamed, page):
    Redirect.objects.create(old_path="/en/a", redirect_link="https://example.org/", site=Site.objects.get())
    renamed(page, "b")
    assert where(client, "/en/a/") == (301, "https://example.org/")
    assert where(client, "/de/a/") == (301, "/de/b/")


def test_a_redirect_to_itself_is_not_followed(client, site):
    for link in ("/en/round/", "/en/round", "http://localhost/en/round/", "http://testserver/en/round/"):
        Redirect.objects.all().delete()
        Redirect.objects.create(old_path="/en/round", redirect_link=link)
        assert where(client, "/en/round/") == (404, None)


def test_a_redirect_of_a_query_is_followed(client, site):
    Redirect.objects.create(old_path="/en/old?id=1", redirect_link="https://example.org/1")
    Redirect.objects.create(old_path="/en/old", redirect_link="https://example.org/")
    assert where(client, "/en/old/?id=1") == (301, "https://example.org/1")
    assert where(client, "/en/old/?id=2") == (301, "https://example.org/")


def test_addresses_longer_than_a_redirect_can_be_stop_nobody(client, renamed, site, page):
    below = factories.ContentPageFactory(parent=page, heading_en="Long", slug="x" * 200)
    factories.ContentPageFactory(parent=below, heading_en="Longer", slug="y" * 200)
    renamed(page, "b")
    assert where(client, "/en/a/") == (301, "/en/b/")
    assert client.get(f"/en/b/{'x' * 200}/{'y' * 200}/").status_code == 200


def test_many_pages_below_cost_few_queries(site, page, django_assert_max_num_queries):
    target = factories.ContentPageFactory(parent=site.home, heading_en="Target", slug="target")
    with without_indexing():
        for number in range(30):
            factories.ContentPageFactory(parent=page, heading_en=f"Page {number}")
    with django_assert_max_num_queries(100):  # half of them write what search finds
        page.move(target, pos="last-child")
    assert Redirect.objects.count() == 31 * len(languages.codes())


# However it is encoded

TYPED = ["/en/old page", "/en/old%20page/", " /en/old page/ ", "https://old.example/en/old%20page"]
ASKED = ["/en/old%20page", "/en/old%20page/", "/en/old page/"]
PAIRS = [
    *((typed, asked) for typed in TYPED for asked in ASKED),
    ("/en/étude", "/en/%C3%A9tude/"),
    ("/en/%c3%a9tude", "/en/%C3%A9tude/"),
    ("/en/e\u0301tude", "/en/%C3%A9tude/"),
    ("/en/étude", "/en/e%CC%81tude/"),
    ("/el/Αθήνα πόλη", "/el/%CE%91%CE%B8%CE%AE%CE%BD%CE%B1%20%CF%80%CF%8C%CE%BB%CE%B7/"),
    ("/ar/من نحن", "/ar/%D9%85%D9%86%20%D9%86%D8%AD%D9%86/"),
    ("/en/find?q=a b", "/en/find/?q=a+b"),
    ("/en/find?q=a%20b", "/en/find/?q=a+b"),
    ("/en/find?q=a+b", "/en/find/?q=a%20b"),
    ("/en/a%2Fb", "/en/a%2fb/"),
    ("/en/100%25", "/en/100%25/"),
    *((typed, asked) for typed in ("/en/50%", "/en/50%25/") for asked in ("/en/50%25", "/en/50%")),
    ("/en/100%-sure", "/en/100%25-sure/"),
    ("/en/5%/a b", "/en/5%25/a%20b"),
    ("/en/rate?of=5%", "/en/rate/?of=5%25"),
    ("/en/50%DE", "/en/50%DE"),
    ("/en/caf%E9", "/en/caf%e9"),
    ("/en/café", "/en/caf%E9"),  # as servers of before wrote it
    ("/en/(2017)", "/en/%282017%29/"),
    ("/en/" + "%CE%B1" * 80, "/en/" + "%CE%B1" * 80),
]


def test_a_redirect_is_found_however_its_path_and_the_request_are_encoded(client, admin_client, site):
    add = reverse("wagtailredirects:add")
    for typed, asked in PAIRS:
        sent = {"old_path": typed, "redirect_link": "https://example.org/x", "is_permanent": "on"}
        assert admin_client.post(add, sent).status_code == 302, typed
        assert where(client, asked) == (301, "https://example.org/x"), (typed, asked)
        Redirect.objects.all().delete()


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("/en/about/", "http://localhost/en/about/"),
        ("/el/Αθήνα πόλη/", "http://localhost/el/%CE%91%CE%B8%CE%AE%CE%BD%CE%B1%20%CF%80%CF%8C%CE%BB%CE%B7/"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("example.org/x", "https://example.org/x"),
    ],
)
def test_a_redirect_leads_to_a_path_or_a_url_with_spaces(client, admin_client, site, typed, leads_to):
    sent = {"old_path": "/old", "redirect_link": typed, "is_permanent": "on"}
    assert admin_client.post(reverse("wagtailredirects:add"), sent).status_code == 302
    assert where(client, "/old") == (301, leads_to)


def test_a_redirect_that_readers_never_see_is_refused(admin_client, site, page):
    sent = {"old_path": "/en/", "redirect_link": "https://example.org/", "is_permanent": "on"}
    add = reverse("wagtailredirects:add")
    for path in ("/en/", "/el", page.get_url()):
        refused = admin_client.post(add, sent | {"old_path": path})
        assert list(refused.context["form"].errors) == ["old_path"]
    to_a_page = {"old_path": page.get_url(), "redirect_page": site.home.pk, "redirect_link": ""}
    assert list(admin_client.post(add, sent | to_a_page).context["form"].errors) == ["old_path"]
    page.unpublish()
    assert admin_client.post(add, sent | {"old_path": page.get_url()}).status_code == 302
    for wrong in ("nonsense with spaces", "ftp//x", "//"):
        refused = admin_client.post(add, {"old_path": "/old", "redirect_link": wrong})
        assert "/en/about/" in refused.context["form"].errors["redirect_link"][0], wrong


def test_a_redirect_of_before_is_found_as_it_was_stored(client, site):
    Redirect.objects.bulk_create(
        [Redirect(old_path=path, redirect_link="https://example.org/x") for path in ("/en/a b", "/en/c%20d", "/en/a b")]
    )
    for asked in ("/en/a%20b/", "/en/c%20d/"):
        assert where(client, asked) == (301, "https://example.org/x")


def test_a_redirect_that_leads_to_itself_round_or_nowhere_is_refused(admin_client, site, page):
    add = reverse("wagtailredirects:add")
    Redirect.objects.create(old_path="/en/two", redirect_link="http://localhost/en/one/")
    for sent in (
        {"old_path": "/en/one", "redirect_link": "http://localhost/en/one/"},
        {"old_path": "/en/old page", "redirect_link": "http://localhost/en/old%20page"},
        {"old_path": "/en/one", "redirect_link": "http://localhost/en/two/"},
        {"old_path": "/en/a", "redirect_page": page.pk},
        {"old_path": "/ar/a/", "redirect_page": page.pk},
        {"old_path": "/en/one"},
        {"old_path": "//[", "redirect_link": "https://example.org/"},
        {"old_path": "/en/" + "x" * 300, "redirect_link": "https://example.org/"},
    ):
        response = admin_client.post(add, sent)
        assert response.status_code == 200, sent
        assert set(response.context["form"].errors) <= {"old_path", "redirect_page", "redirect_link"}
        assert response.context["form"].errors, sent
    assert Redirect.objects.count() == 1
    sent = {"old_path": "/en/one", "redirect_link": "http://localhost/en/a/", "is_permanent": "on"}
    assert admin_client.post(add, sent).status_code == 302
    back = {"old_path": "/en/one", "redirect_link": "http://localhost/en/two/", "is_permanent": "on"}
    edit = reverse("wagtailredirects:edit", args=[Redirect.objects.get(old_path="/en/one").pk])
    assert "redirect_link" in admin_client.post(edit, back).context["form"].errors


# Nearly right


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/en/a", "/en/a/"),
        ("/en/A/", "/en/a/"),
        ("/en/CITIES", "/en/cities/"),
        ("/EN/a/", "/en/a/"),
        ("/El/A/", "/el/a/"),
        ("/en", "/en/"),
        ("/DE/", "/de/"),
        ("/de-AT/a/", "/de/a/"),
        ("/en/A/?page=2", "/en/a/?page=2"),
    ],
)
def test_an_address_in_other_letters_leads_to_the_page(client, page, path, leads_to):
    assert where(client, path) == (301, leads_to)


@pytest.mark.parametrize(("accepts", "reads"), [("fr,en;q=0.5", "fr"), ("pt", "en"), ("ar-EG", "ar")])
def test_an_address_in_a_language_that_the_site_has_not_leads_to_the_readers(client, page, accepts, reads):
    for named in ("pt", "pt-BR", "zh-Hans"):
        response = client.get(f"/{named}/a/", headers={"accept-language": accepts})
        assert (response.status_code, response["Location"]) == (302, f"/{reads}/a/")
        assert "Accept-Language" in response["Vary"]
    assert where(client, "/pt/", **{"accept-language": accepts}) == (302, f"/{reads}/")
    assert where(client, "/a/", **{"accept-language": accepts})[1] == f"/{reads}/a/"


def test_an_old_address_is_found_in_other_letters_too(client, renamed, page):
    renamed(page, "b")
    assert where(client, "/EN/A") == (301, "/en/b/")
    assert where(client, "/en/A/") == (301, "/en/b/")
    assert where(client, "/pt/a/", **{"accept-language": "it"}) == (302, "/it/b/")


def test_a_language_that_a_page_is_not_written_in_shows_what_there_is(client, page):
    assert client.get("/ar/a/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/en/nothing/",
        "/pt/nothing/",
        "/api/a/",
        "/en/%00/",
        "/en/" + "x/" * 3000,
        "/en/%25%5F/",
        "/en/a/../b/",
        "/en/%ED%A0%80/",
        "/EN/%FF/",
        "/pt/?" + "q=%0d%0aSet-Cookie:x",
    ],
)
def test_what_is_nowhere_is_not_found_and_nothing_fails(client, page, path):
    response = client.get(path, follow=True)
    assert response.status_code in (404, 200)
    assert response.status_code == 404 or path.startswith("/pt/?")
    assert not response.cookies


def test_a_draft_is_not_given_away(client, site):
    factories.ContentPageFactory(parent=site.home, heading_en="Secret", slug="secret", live=False)
    assert where(client, "/en/SECRET/") == (404, None)
    assert client.get("/pt/secret/", follow=True).status_code == 404
