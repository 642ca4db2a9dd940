"""The small files for programs, and which hosts search engines may index."""

from datetime import datetime, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from PIL import Image

from solidarity import languages

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings):
    """The host of the tests is marked as the real site."""
    settings.PRODUCTION_HOSTS = ["localhost"]
    settings.ALLOWED_HOSTS = ["localhost", "testserver", "staging.example"]


def get(client, path, host="localhost"):
    return client.get(path, headers={"host": host})


def lines(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode().splitlines()


def test_nothing_is_indexed_unless_the_host_is_named(client, site, settings):
    assert settings.PRODUCTION_HOSTS == []
    assert lines(get(client, "/robots.txt")) == ["User-agent: *", "Disallow: /"]
    for path in ("/en/", "/en/no-such-page/", "/robots.txt", "/sitemap.xml", "/admin/login/", "/static/css/tokens.css"):
        assert "noindex" in get(client, path)["X-Robots-Tag"], path


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "LOCALHOST"])
def test_the_real_site_is_indexed_but_for_what_is_nobodys_business(client, site, production, host):
    found = lines(get(client, "/robots.txt", host))
    assert "Disallow: /" not in found
    assert {"Disallow: /admin/", "Disallow: /invitation/"} <= set(found)
    assert f"Sitemap: http://{host}/sitemap.xml" in found
    assert "X-Robots-Tag" not in get(client, "/en/", host)
    assert "noindex" in get(client, "/admin/login/", host)["X-Robots-Tag"]


def test_a_copy_of_the_real_site_at_another_host_is_closed(client, site, production):
    assert "Disallow: /" in lines(get(client, "/robots.txt", "staging.example"))
    assert "noindex" in get(client, "/en/", "staging.example")["X-Robots-Tag"]


def test_a_host_that_is_none_is_closed_and_no_failure(client, site, production):
    response = get(client, "/en/", "a b c")
    assert response.status_code == 400
    assert "noindex" in response["X-Robots-Tag"]


def test_security_txt_says_whom_to_tell_for_less_than_a_year(client, site_settings):
    found = dict(line.split(": ", 1) for line in lines(get(client, "/.well-known/security.txt?any=thing")))
    assert found["Contact"] == "mailto:office@example.org"
    expires = datetime.fromisoformat(found["Expires"])
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)
    assert found["Preferred-Languages"].split(", ") == languages.codes()
    assert found["Canonical"] == "http://localhost/.well-known/security.txt"


def test_security_txt_names_who_looks_after_it_where_somebody_does(client, site_settings, settings):
    settings.SECURITY_CONTACT = "https://example.org/security"
    assert "Contact: https://example.org/security" in lines(get(client, "/.well-known/security.txt"))


def test_security_txt_is_not_there_without_anybody_to_write_to(client, site):
    assert get(client, "/.well-known/security.txt").status_code == 404


def test_humans_txt_says_who_made_the_site(client, site_settings):
    found = lines(get(client, "/humans.txt"))
    assert "Contact: office@example.org" in found
    assert any("العربية" in line for line in found)


@pytest.mark.parametrize(
    ("language", "name", "direction"), [("en", "Solidarity Cities", "ltr"), ("ar", "مدن التضامن", "rtl")]
)
def test_the_manifest_speaks_the_language_of_its_address(client, site_settings, language, name, direction):
    response = get(client, f"/{language}/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    found = response.json()
    assert (found["name"], found["lang"], found["dir"]) == (name, language, direction)
    assert found["start_url"] == f"/{language}/"
    assert len(found["short_name"]) <= 30
    assert f'<link rel="manifest" href="/{language}/site.webmanifest">' in get(client, f"/{language}/").content.decode()


def test_the_icons_of_the_manifest_are_there_in_the_sizes_it_names(client, site):
    icons = get(client, "/en/site.webmanifest").json()["icons"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    assert {"192x192", "512x512"} == {icon["sizes"] for icon in icons}
    for icon in icons:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]
            if icon["purpose"] == "maskable":
                # Whatever shape it is cut to, the ground reaches the edge: https://www.w3.org/TR/appmanifest/#icon-masks
                assert image.convert("RGBA").getpixel((0, 0))[3] == 255


@pytest.mark.parametrize("path", ["/robots.txt", "/.well-known/security.txt", "/humans.txt", "/en/site.webmanifest"])
def test_the_small_files_may_be_kept_and_asked_for_again(client, site_settings, path):
    assert "public" in get(client, path)["Cache-Control"]
    assert "ETag" in get(client, path)
    assert not get(client, path).cookies
