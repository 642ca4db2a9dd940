"""The short lists of requirements name every package that the code imports, and the locks hold what they name."""

import ast
import re
import shutil
import sys
from importlib.metadata import packages_distributions
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(settings.BASE_DIR)
PRODUCTION = ("requirements.txt",)
DEMO = (*PRODUCTION, "requirements-demo.txt")
DEVELOPMENT = (*DEMO, "requirements-dev.txt")
# The lists whose names the code in each folder may import.
LISTS = {
    "solidarity": PRODUCTION,
    "cities": PRODUCTION,
    "news": PRODUCTION,
    "events": PRODUCTION,
    "demo": DEMO,
    "tests": DEVELOPMENT,
    "benchmarks": DEVELOPMENT,
    ".ci": DEVELOPMENT,
}
NOT_INSTALLED = sys.stdlib_module_names | set(LISTS)  # part of Python, or ours
DISTRIBUTIONS = packages_distributions()


def named(files):
    """Return the normalized names of distributions in short lists."""
    lines = [line.split(" #")[0] for file in files for line in (ROOT / file).read_text().splitlines()]
    return {canonicalize_name(Requirement(line).name) for line in lines if re.match(r"\w", line)}


def imported(source):
    """Yield the top-level name of each absolute import in source code, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0], node.lineno


def unnamed(source, names):
    """Return the imports of installed packages in source code that no list names, each with its line."""
    return [
        (name, line)
        for name, line in imported(source)
        if name not in NOT_INSTALLED
        and names.isdisjoint(canonicalize_name(distribution) for distribution in DISTRIBUTIONS.get(name, [name]))
    ]


@pytest.mark.parametrize("folder", LISTS)
def test_every_imported_package_is_named(folder):
    names, visited, missing = named(LISTS[folder]), 0, []
    for path in sorted((ROOT / folder).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        visited += sum(1 for _ in imported(source))
        missing += [f"{path.relative_to(ROOT)}:{line} imports {name}" for name, line in unnamed(source, names)]
    print(f"{folder}: {visited} imports visited")
    assert visited > 5, "the test went past the imports"
    assert not missing, f"not named in {' or '.join(LISTS[folder])}:\n" + "\n".join(missing)


def test_apps_and_middleware_are_named():
    modules = {name.partition(".")[0] for name in [*settings.INSTALLED_APPS, *settings.MIDDLEWARE]}
    source = "\n".join(f"import {name}" for name in sorted(modules))
    print(f"{len(modules)} packages of apps and middleware visited")
    assert len(modules) > 10
    assert not unnamed(source, named(PRODUCTION))


def test_a_package_that_is_not_named_is_found():
    source = "import json\nfrom django.db import models\nimport yaml.nodes\nfrom . import forms\n"
    assert unnamed(source, named(PRODUCTION)) == [("yaml", 3)]
    assert not unnamed(source, named(DEMO))


@pytest.fixture(scope="module")
def check_lock():
    """The check that `make lint` runs."""
    spec = spec_from_file_location("check_lock", ROOT / ".ci" / "check_lock.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copies(tmp_path):
    """Copies of the short lists and their locks."""
    for path in ROOT.glob("requirements*"):
        shutil.copy(path, tmp_path)
    return tmp_path


def change(path, old, new):
    text = path.read_text()
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new))


def test_locks_hold_what_their_lists_ask_for(check_lock, copies, capsys):
    assert check_lock.main(copies) == 0, capsys.readouterr().out
    assert len(check_lock.read_lock(copies / "requirements.lock")) > 40


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("requirements.txt", "nh3==", "nh3==9", "requirements.lock: nh3==9"),
        ("requirements.txt", "nh3==", "# nh3==", "requirements.lock: nh3==0.3.8 is no longer asked for"),
        (
            "requirements-dev.txt",
            "-r requirements-demo.txt\n",
            "-r requirements-demo.txt\nseven==7\n",
            "dev.lock: seven==7",
        ),
        (
            "requirements.txt",
            '; sys_platform != "darwin"\n',
            "\n",
            "requirements.lock: pyicu-wheels==2.15.2 is not in it",
        ),
        ("requirements.lock", "sqlparse==", "sqlparse==1", "requirements-demo.lock: sqlparse==1"),
    ],
)
def test_a_lock_that_is_behind_is_found(check_lock, copies, capsys, file, old, new, problem):
    change(copies / file, old, new)
    assert check_lock.main(copies) == 1
    assert problem in capsys.readouterr().out


def test_a_requirement_without_hashes_is_found(check_lock, copies, capsys):
    with (copies / "requirements.lock").open("a") as file:
        file.write("eight==8\n    # via wagtail\n")
    assert check_lock.main(copies) == 1
    assert "requirements.lock: eight==8 has no hash" in capsys.readouterr().out


def test_locks_name_no_index_and_no_path():
    for path in ROOT.glob("requirements*.lock"):
        assert not re.search(r"://|--(index|extra-index|find-links)| /", path.read_text()), path.name
