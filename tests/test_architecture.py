"""Who may import whom: news and events build on cities, cities on solidarity, and nothing points back up."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from solidarity.models.base import translated_columns

ROOT = Path(settings.BASE_DIR)
# What each package may import of the others.
MAY_IMPORT = {
    "solidarity": set(),
    "cities": {"solidarity"},
    "news": {"cities", "solidarity"},
    "events": {"cities", "solidarity"},
    "demo": {"cities", "events", "news", "solidarity"},
}
DEMO_ONLY = {"fpdf", "yaml"}  # requirements-demo.txt; production does not install them
OURS = {*MAY_IMPORT, "tests"}
# Names of translated fields that nothing else has: other names, such as ``name``, mean many things.
TRANSLATED_ONLY = {"heading", "introduction", "listing_image_alt", "meta_title", "meta_description"}


def modules(package):
    """Return the paths of a package's modules, migrations apart."""
    return [path for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts]


def imported(tree, packages=OURS):
    """Yield each package, of ours or of those given, that a module imports, with the line."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module]
        yield from ((name.split(".")[0], node.lineno) for name in names if name.split(".")[0] in packages)


def test_imports_point_downwards():
    visited, edges, wrong = 0, 0, []
    for package, allowed in MAY_IMPORT.items():
        for path in modules(package):
            visited += 1
            for name, line in imported(ast.parse(path.read_text(encoding="utf-8"))):
                edges += name != package
                if name not in allowed | {package} and path != ROOT / "solidarity" / "urls.py":
                    wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    print(f"{visited} modules visited, {edges} imports between packages")
    assert not wrong, "\n".join(wrong)
    assert visited > 50, "the test went past the code"
    assert edges > 30, "the test went past the imports"


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_every_package_has_modules(package):
    assert modules(package)


def test_every_app_of_ours_is_held_to_the_rule():
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert ours == set(MAY_IMPORT)


def test_no_tests_are_imported_by_the_site():
    for package in MAY_IMPORT:
        for path in modules(package):
            names = {name for name, _line in imported(ast.parse(path.read_text(encoding="utf-8")))}
            assert "tests" not in names, path


def test_only_the_demonstration_imports_its_packages():
    found = {
        package: {
            name
            for path in modules(package)
            for name, _line in imported(ast.parse(path.read_text(encoding="utf-8")), DEMO_ONLY)
        }
        for package in MAY_IMPORT
    }
    assert found.pop("demo") == DEMO_ONLY
    assert not any(found.values()), found


def writes_of_the_active_language(tree):
    """Yield the lines that write or query a translated field by its bare name, which means the active language."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (node.lineno for target in targets if getattr(target, "attr", None) in TRANSLATED_ONLY)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in {"update", "filter", "exclude", "create", "order_by", "values", "values_list", "F", "Q", "get"}:
                keywords = {(keyword.arg or "").split("__")[0] for keyword in node.keywords}
                texts = {
                    argument.value.lstrip("-").split("__")[0]
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                }
                if (keywords | texts) & TRANSLATED_ONLY:
                    yield node.lineno


def test_code_writes_and_asks_by_column_never_by_the_active_language():
    assert set(TRANSLATED_ONLY) == {
        name.rsplit("_", 1)[0] for name in translated_columns(apps.get_model("solidarity", "HomePage"))
    }
    visited, wrong = 0, []
    for package in ("solidarity", "cities", "news", "events"):
        for path in modules(package):
            visited += 1
            tree = ast.parse(path.read_text(encoding="utf-8"))
            wrong += [f"{path.relative_to(ROOT)}:{line}" for line in writes_of_the_active_language(tree)]
    assert visited > 40
    # The declarations of the fields themselves are names of a class, not attributes: they do not count.
    assert not wrong, wrong


def test_that_guard_sees_what_it_looks_for():
    for line in ("page.heading = 'x'", "pages.update(heading='x')", "pages.filter(heading__icontains='x')",
                 "pages.order_by('-heading')", "F('introduction')"):  # fmt: skip
        assert list(writes_of_the_active_language(ast.parse(line))) == [1], line
    for line in ("page.heading_en = 'x'", "pages.filter(heading_en='x')", "heading = Field()", "f(heading='x')"):
        assert list(writes_of_the_active_language(ast.parse(line))) == [], line


def test_a_feature_names_its_parent_not_the_home_page_its_children():
    assert not getattr(apps.get_model("solidarity", "HomePage"), "subpage_types", None)
