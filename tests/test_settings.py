"""The settings are safe for production unless a laptop's are asked for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = [
    "DEBUG",
    "ALLOWED_HOSTS",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS",
    "DEV_SERVER",
    "EMAIL_BACKEND",
    "EMAIL_TIMEOUT",
    "MAIL_TRANSPORT",
    "TASKS",
    "DATABASES",
    "CACHES",
    "WAGTAILFRONTENDCACHE",
]
SHOW = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES}}}))
"""


@pytest.fixture
def started(tmp_path):
    """Start a process with the site's settings in an environment of these variables alone."""

    def start(**variables):
        return subprocess.run(
            [sys.executable, "-c", SHOW],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "DJANGO_SETTINGS_MODULE": "solidarity.settings",
                "DATA_DIR": str(tmp_path),
                **variables,
            },
        )

    return start


def test_the_site_does_not_start_without_a_secret_key(started):
    done = started()
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_production_is_what_one_gets_without_asking(started):
    found = json.loads(started(SECRET_KEY="any").stdout)

    assert found["DEBUG"] is False
    assert found["DEV_SERVER"] is False
    assert "*" not in found["ALLOWED_HOSTS"]
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_a_laptop_may_do_without_https(started):
    found = json.loads(started(SECRET_KEY="any", SECURE_SITE="off", DEV_SERVER="on").stdout)

    assert found["SECURE_SSL_REDIRECT"] is False
    assert found["SESSION_COOKIE_SECURE"] is False
    assert found["SECURE_HSTS_SECONDS"] == 0


@pytest.mark.parametrize(("dev_server", "tasks"), [("off", "DatabaseBackend"), ("on", "SavepointBackend")])
def test_mails_go_by_tasks_which_a_worker_takes_up_but_on_a_laptop(started, dev_server, tasks):
    found = json.loads(started(SECRET_KEY="any", DEV_SERVER=dev_server, EMAIL_URL="smtp://mail.example.org:25").stdout)

    assert found["EMAIL_BACKEND"] == "solidarity.mail.TaskEmailBackend"
    assert found["MAIL_TRANSPORT"] == "django.core.mail.backends.smtp.EmailBackend"
    assert found["EMAIL_TIMEOUT"] == 10
    assert found["TASKS"]["mail"]["BACKEND"].endswith(tasks)
    assert found["TASKS"]["default"]["BACKEND"].endswith("SavepointBackend")


def test_postgresql_compiles_and_splits_no_queries_for_the_site_unless_it_is_told_to(started):
    def options(url):
        found = json.loads(started(SECRET_KEY="any", DATABASE_URL=url).stdout)
        return found["DATABASES"]["default"]["OPTIONS"]["options"]

    plain = "-c jit=off -c max_parallel_workers_per_gather=0"
    assert options("postgres://user@host/name") == plain
    assert options("postgres://user@host/name?sslmode=require") == plain
    assert options("postgres://user@host/name?options=-c%20jit%3Don") == "-c jit=on"


@pytest.mark.parametrize(
    ("url", "backend"),
    [
        ("", "django.core.cache.backends.locmem.LocMemCache"),
        ("redis://127.0.0.1:6379/0", "solidarity.cache_backend.ResilientRedisCache"),
        ("dbcache://cache", "solidarity.cache_backend.ResilientDatabaseCache"),
    ],
)
def test_a_cache_that_fails_takes_no_page_down(started, url, backend):
    found = json.loads(started(SECRET_KEY="any", **({"CACHE_URL": url} if url else {})).stdout)
    assert found["CACHES"]["default"]["BACKEND"] == backend


def test_a_cache_in_front_is_named_by_its_url(started):
    assert json.loads(started(SECRET_KEY="any").stdout)["WAGTAILFRONTENDCACHE"] == {}
    found = json.loads(started(SECRET_KEY="any", FRONTEND_CACHE_URL="http://varnish:6081").stdout)
    assert found["WAGTAILFRONTENDCACHE"]["default"]["LOCATION"] == "http://varnish:6081"
    refused = started(SECRET_KEY="any", FRONTEND_CACHE_URL="varnish")
    assert "FRONTEND_CACHE_URL" in refused.stderr


def test_debug_is_off_in_the_tests_too(settings):
    assert settings.DEBUG is False
