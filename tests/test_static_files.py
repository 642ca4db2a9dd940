"""Styles and scripts in production: each bundle is one file with all of its parts, and no source is left out."""

import re
import shutil

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import storages
from django.test import override_settings

from solidarity.static_files import BUNDLES, bundle

STATIC = settings.BASE_DIR / "static"
IMPORT = re.compile(r'^(?:@import|import) "(?:\./)?([\w.-]+)"', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+\")")
FONT = re.compile(r'url\("([^"]+\.woff2)"\)')
# The admin's styles are loaded by Wagtail's hooks.
ADMIN = {"admin", "admin-narrow", "admin-rich-text", "officer-editor", "officers", "page-editor"}
PRODUCTION = {
    "default": settings.STORAGES["default"],
    "staticfiles": {"BACKEND": "solidarity.static_files.BundledStaticFilesStorage"},
}


def source(name):
    return (STATIC / name).read_text()


def parts(name):
    """Return the names of the parts of a bundle, in their order."""
    return IMPORT.findall(source(name))


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The storage of production with our own files, as ``collectstatic`` leaves it."""
    root = tmp_path_factory.mktemp("collected") / "static"
    shutil.copytree(STATIC, root)
    with override_settings(STORAGES=PRODUCTION, STATIC_ROOT=root):
        storage = storages["staticfiles"]
        found = {path: (origin, path) for path, origin in FileSystemFinder().list([])}
        done = list(storage.post_process(found))
        assert [problem for _name, _hashed, problem in done if isinstance(problem, Exception)] == []
        yield storage


def text_of(storage, name):
    """Return the text that visitors get for a file."""
    with storage.open(storage.stored_name(name)) as file:
        return file.read().decode()


def test_every_style_of_the_site_is_in_a_bundle_and_every_bundle_is_declared():
    importing = {
        path.relative_to(STATIC).as_posix() for path in STATIC.glob("[cj]s*/*") if IMPORT.search(path.read_text())
    }
    scripts_with_named_imports = {name for name in importing if name.endswith(".js")} - set(BUNDLES)
    assert importing - scripts_with_named_imports == set(BUNDLES)
    bundled = [part for name in BUNDLES if name.endswith(".css") for part in parts(name) if part != "print.css"]
    bundles = {name.removeprefix("css/") for name in BUNDLES if name.startswith("css/")}
    admins = {f"{name}.css" for name in ADMIN}
    assert sorted([*bundled, "print.css", *bundles, *admins]) == sorted(path.name for path in STATIC.glob("css/*.css"))


@pytest.mark.parametrize("name", ["css/site.css", "css/pages.css"])
def test_print_is_the_last_part_of_every_page(name):
    assert parts(name)[-1] == "print.css"


@pytest.mark.parametrize("name", BUNDLES)
def test_production_sends_all_parts_in_their_order_and_asks_for_none(collected, name):
    text = text_of(collected, name)
    assert not IMPORT.search(text)
    text = HASH.sub("", text)  # of fonts and pictures: all that differs from the sources
    places = [text.index(source(f"{name.split('/')[0]}/{part}").strip()) for part in parts(name)]
    assert len(places) >= 4
    assert places == sorted(places)


def test_a_part_for_paper_stands_in_a_media_query(collected):
    text = text_of(collected, "css/site.css")
    assert f"@media print {{\n{source('css/print.css').strip()}\n}}" in text


def test_fonts_of_a_bundle_are_there_by_their_hashed_names(collected):
    fonts = FONT.findall(text_of(collected, "css/site.css"))
    assert len(fonts) == 4
    assert all(collected.exists(font.replace("../", "")) and re.search(r"\.[0-9a-f]{12}\.", font) for font in fonts)


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_is_compressed_as_it_is_sent(collected, name):
    assert collected.exists(f"{collected.stored_name(name)}.br")
    assert collected.exists(f"{collected.stored_name(name)}.gz")


def test_another_run_makes_the_same_files(collected):
    before = {name: collected.stored_name(name) for name in BUNDLES}
    found = {path: (origin, path) for path, origin in FileSystemFinder().list([])}
    list(collected.post_process(found))
    assert {name: collected.stored_name(name) for name in BUNDLES} == before


def test_a_part_of_a_script_keeps_its_names_to_itself():
    files = {"js/a.js": 'import "./b.js";\nstart();\n', "js/b.js": "function start() {}\n"}
    assert bundle("js/a.js", files.__getitem__) == "{\nfunction start() {}\n}\nstart();\n"


@pytest.mark.parametrize(
    ("name", "whole", "part"),
    [
        ("css/a.css", '@import "b.css";\n', '@import "c.css";\n'),
        ("css/a.css", '@import "b.css";\n', 'p {}\n@namespace url("x");\n'),
        ("js/a.js", 'import "./b.js";\n', "export function start() {}\n"),
        ("js/a.js", 'import "./b.js";\n', 'import { x } from "./c.js";\n'),
    ],
)
def test_a_part_that_would_not_work_within_another_file_is_refused(name, whole, part):
    files = {name: whole, name.replace("a.", "b."): part}
    with pytest.raises(ValueError, match=r"is a part of"):
        bundle(name, files.__getitem__)


def test_every_font_is_declared_and_every_declared_font_is_there():
    named = {font.rpartition("/")[2] for font in FONT.findall(COMMENT.sub("", source("css/fonts.css")))}
    assert named == {path.name for path in STATIC.glob("fonts/*.woff2")}
