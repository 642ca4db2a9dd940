"""Where each text is written in one language alone, and its neighbour in another, every run on a page says its own."""

import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from modeltranslation.manager import get_translatable_fields_for_model

from solidarity import languages
from solidarity.fields import column_name
from solidarity.search.indexing import rebuild
from tests.support import databases
from tests.support.demo_pages import PAGES, STATES
from tests.support.page_checks import Visit, marks_text_in_another_language, says_its_language_and_direction
from tests.support.stored_texts import stored_texts, translated_models

pytestmark = pytest.mark.xdist_group("site")
SEEN = {**PAGES, **{name: path for name, path in STATES.items() if name not in ("404", "open data", "nothing found")}}


def scatter():
    """Leave each translated field of each record in one language, which differs from field to field."""
    for model in translated_models():
        for record in model._base_manager.all():
            kept = {}
            for place, name in enumerate(get_translatable_fields_for_model(model)):
                written = [code for code in languages.codes() if getattr(record, column_name(name, code))]
                keep = written[(record.pk + 3 * place) % len(written)] if written else None
                empty = None if name != "body" else "[]"
                kept |= {column_name(name, code): empty for code in written if code != keep}
            if kept:
                model._base_manager.filter(pk=record.pk).update(**kept)


@pytest.fixture(scope="module")
def scattered(demonstration, process, django_db_blocker):
    """Breaches by page and language, and how many runs were looked at, on a copy of the demonstration site."""
    shutil.copytree(demonstration.media, settings.MEDIA_ROOT, dirs_exist_ok=True)
    database = databases.connected_to_copy(demonstration.database, f"{process}_scattered")
    found, runs, client = [], 0, Client(headers={"host": "localhost:8000"})
    with django_db_blocker.unblock(), database:
        cache.clear()
        scatter()
        rebuild()
        texts = stored_texts()
        for code in ("en", "de", "el", "ar"):
            for path in SEEN.values():
                url = f"/{code}/{path}"
                response = client.get(url)
                assert response.status_code == 200, url
                visit = Visit(f"http://localhost:8000{url}", code, response, texts=texts)
                for guard in (marks_text_in_another_language, says_its_language_and_direction):
                    found += [f"{url}: {breach}" for breach in guard(visit)]
                runs += visit.runs
        cache.clear()
    return found, runs


def test_every_run_of_text_says_its_language(scattered, record_property):
    found, runs = scattered
    record_property("visited", f"{runs} runs of text")
    print(f"visited {runs} runs of text")
    assert found == [], f"{len(found)} breaches"
    assert runs > 10_000
