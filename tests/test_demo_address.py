"""Where a laptop serves the site: the port is tried first, and the site is known by the address that was asked for."""

import os
import shutil
import socket
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from wagtail.models import Site

from demo.address import AddressError, base_url, parse
from demo.loader import sync_default_site
from demo.management.commands import prepare_demo, serve_demo

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def taken():
    """A port of this machine at which somebody listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def free(taken):
    """One at which nobody does."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def test_a_port_that_is_taken_is_told_before_anything_is_made(taken, tmp_path):
    # As somebody calls it, though `make test` may have begun this.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        [shutil.which("make"), "run", f"ADDRESS=127.0.0.1:{taken}", f"VENV={tmp_path / 'venv'}"],
        cwd=ROOT,
        env={**environment, "DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert done.stdout == ""
    assert f"Port {taken} is taken: make run ADDRESS=127.0.0.1:" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_port_that_is_offered_instead_is_free(taken):
    with pytest.raises(AddressError) as error:
        base_url(f"127.0.0.1:{taken}")
    offered = str(error.value).partition("ADDRESS=")[2]
    assert base_url(offered) == f"http://{offered}"


def test_an_address_is_taken_as_the_server_takes_it(free):
    given = [f"{free}", f"127.0.0.1:{free}", f"0.0.0.0:{free}", f"localhost:{free}"]
    assert [base_url(address) for address in given] == [f"http://127.0.0.1:{free}"] * 3 + [f"http://localhost:{free}"]
    assert parse("[::1]:8000") == ("::1", 8000)


@pytest.mark.parametrize(
    "address", ["", "here", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "1:65536", "a b:80", "::1:80"]
)
def test_what_is_no_address_is_told(address):
    with pytest.raises(AddressError, match="is no host and port"):
        base_url(address)


@pytest.mark.parametrize("address", ["192.0.2.1:8000", "no-such-host.invalid:8000"])
def test_an_address_of_another_machine_is_told(address):
    with pytest.raises(AddressError, match="Nothing can be served at"):
        base_url(address)


URLS = {
    "http://127.0.0.1:8001": ("127.0.0.1", 8001),
    "http://localhost:8000": ("localhost", 8000),
    "http://[::1]:8000": ("[::1]", 8000),
    "http://192.0.2.7:8000": ("192.0.2.7", 8000),
    "http://laptop.example": ("laptop.example", 80),
    "https://laptop.example": ("laptop.example", 443),
}


@pytest.mark.django_db
@pytest.mark.parametrize("url", URLS)
def test_the_site_follows_the_address_that_it_is_served_at(site, settings, url):
    settings.WAGTAILADMIN_BASE_URL = url
    assert sync_default_site() is True
    found = Site.objects.get()
    assert (found.hostname, found.port) == URLS[url]
    assert sync_default_site() is False


@pytest.mark.django_db
def test_a_site_that_somebody_named_keeps_its_name(site, settings):
    Site.objects.update(hostname="www.solidaritycities.example", port=443)
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8001"
    assert sync_default_site() is False
    assert Site.objects.get().root_url == "https://www.solidaritycities.example"


@pytest.mark.django_db
def test_pages_keep_the_url_by_which_another_process_serves_them(site, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8001"
    first, second = serve_demo.Command(stdout=StringIO()), prepare_demo.Command(stdout=StringIO())
    assert serve_demo.served_url() == ""
    first.store_url()
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8002"
    second.sync_default_site()
    assert "pages go on naming it as http://127.0.0.1:8001/" in second.stdout.getvalue()
    assert Site.objects.get().port == 80
    first.url_file.close()  # as when that process ends
    second.sync_default_site()
    assert Site.objects.get().port == 8002


@pytest.mark.django_db
def test_where_the_site_is_served_is_said_when_the_port_is_its_own(settings, tmp_path):
    settings.DATA_DIR, settings.WAGTAILADMIN_BASE_URL = tmp_path, "http://127.0.0.1:8001"
    command = serve_demo.Command(stdout=StringIO())
    command.addr, command._raw_ipv6, command.protocol = "127.0.0.1", False, "http"
    command.on_bind(8001)
    assert "http://127.0.0.1:8001/admin/" in command.stdout.getvalue()


@pytest.mark.django_db
def test_pages_feeds_and_mails_name_one_spelling_of_the_host(client, site, news, settings, invitation, editor):
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8001"
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    sync_default_site()
    news("Berlin joins")
    for path in ("/en/", "/en/news/berlin-joins/", "/en/feeds/news.atom", "/sitemap-en.xml", "/data/catalogue.jsonld"):
        for host in ("127.0.0.1:8001", "localhost:8001"):
            response = client.get(path, headers={"host": host})
            assert response.status_code == 200, path
            text = response.content.decode()
            assert "http://127.0.0.1:8001/" in text, path
            assert "localhost" not in text, path
    invitation.send(by=editor)
    assert "http://127.0.0.1:8001/invitation/" in mail.outbox[0].body


@pytest.mark.django_db
@pytest.mark.parametrize("command", [["load_demo", "--with-logins"], ["prepare_demo"]])
def test_logins_of_the_demonstration_are_for_a_laptop_alone(settings, command):
    settings.DEV_SERVER = False
    with pytest.raises(CommandError, match="DEV_SERVER=on"):
        call_command(*command)
