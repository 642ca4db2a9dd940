"""Who may import whom: news and events build on cities, cities on solidarity, and nothing points back up."""

import ast
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from solidarity.models.revisions import translated_columns

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
                if name not in allowed | {package}:
                    wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    print(f"{visited} modules visited, {edges} imports between packages")
    assert not wrong, "\n".join(wrong)
    assert visited > 50, "the test went past the code"
    assert edges > 30, "the test went past the imports"


def dotted(path):
    """Return the name by which a module is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def names_imported(path):
    """Yield each name that a module imports, with the module that it is imported from, all with dots."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.module, f"{node.module}.{alias.name}") for alias in node.names)


def room(module):
    """Return the room of a module: the package or module directly below its app.

    The models of a feature are a room each: an index page stands above what it lists, the map and the comparison
    between the two.
    """
    parts = module.split(".")
    return ".".join(parts[:3] if parts[0] != "solidarity" and parts[1:2] == ["models"] else parts[:2])


@cache
def rooms():
    """Return the rooms that each room imports. A name that ``models/__init__.py`` hands on is its own module's."""
    modules_by_name = {dotted(path): path for package in MAY_IMPORT for path in modules(package)}
    handed_on = {
        f"{package}.models.{name.rpartition('.')[2]}": module
        for package in MAY_IMPORT
        if (path := modules_by_name.get(f"{package}.models")) and path.name == "__init__.py"
        for module, name in names_imported(path)
    }
    graph = {}
    for module, path in modules_by_name.items():
        if module.endswith(".models") and path.name == "__init__.py":
            continue
        imports = graph.setdefault(room(module), set())
        for source, name in names_imported(path):
            found = name if name in modules_by_name else handed_on.get(name, source)
            if found in modules_by_name and room(found) != room(module):
                imports.add(room(found))
    return graph


def test_rooms_import_one_another_in_no_circle():
    graph = rooms()
    order = list(TopologicalSorter(graph).static_order())
    arrows = sum(map(len, graph.values()))
    print(f"{len(order)} rooms in order, {arrows} imports between them: {', '.join(order)}")
    assert len(order) > 60, "the test went past the rooms"
    assert arrows > 200, "the test went past the imports"


def test_that_guard_sees_a_circle():
    assert "solidarity.text" in rooms()["solidarity.fields"]
    graph = {**rooms(), "solidarity.text": {"solidarity.models"}}
    with pytest.raises(CycleError):
        list(TopologicalSorter(graph).static_order())


def test_what_readers_see_knows_nothing_of_the_admin():
    readers = {"models", "blocks", "feeds", "api", "open_data", "seo", "search", "templatetags", "linked_data", "map"}
    visited = {
        name: imports for name, imports in rooms().items() if name.split(".")[1:2] and name.split(".")[1] in readers
    }
    wrong = [(name, found) for name, imports in visited.items() for found in imports if found.endswith(".admin")]
    print(f"{len(visited)} rooms visited")
    assert not wrong
    assert len(visited) > 25, "the test went past the rooms"


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


def test_what_the_map_of_the_code_names_is_there():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:tests|templates|solidarity|cities|news|events|demo|docs)/[\w./]+)`", text))
    assert len(named) > 30
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
