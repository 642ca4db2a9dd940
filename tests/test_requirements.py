"""The short lists of requirements name every package that the code imports."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
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
