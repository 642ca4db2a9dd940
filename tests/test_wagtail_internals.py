"""The list of what leans on the inside of packages is whole and true: docs/decisions/wagtail-internals.md."""

import ast
import importlib
import inspect
import pkgutil
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver

from solidarity.admin import access

ROOT = Path(settings.BASE_DIR)
LIST = ROOT / "docs" / "decisions" / "wagtail-internals.md"
OURS = ("solidarity", "cities", "news", "events", "demo")
# Django and Python describe these, though they begin with an underscore.
DOCUMENTED = {"_meta", "_default_manager", "_db", "_replace", "_fields", "_make"}
# What only the HTML, the events and the scripts of Wagtail's admin have.
OF_THE_ADMIN = re.compile(r"\bw-[a-z]|\.Draft|Draftail|data-edit-form|data-panel|contentpath|jQuery|_tippy")


@cache
def rows():
    """Return the rows of the tables as lists of cells: what, where, on what it leans, why, tests."""
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if row[0] != "What" and not row[0].startswith("---")]


def in_code(cell):
    """Return what stands in a cell as code."""
    return re.findall(r"`([^`]+)`", cell)


@cache
def listed(file=""):
    """Return all that rows name as code, of those about one file or of all."""
    return {name for row in rows() if file in row[1] for cell in row[:3] for name in in_code(cell)}


def modules():
    """Return our modules as pairs of path and syntax tree; migrations are frozen."""
    paths = [path for package in OURS for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]
    return [(path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def test_each_row_names_files_and_tests_that_exist():
    wrong = []
    for row in rows():
        assert len(row) == 5, row
        files, tests = in_code(row[1]), in_code(row[4])
        wrong += [f"{row[0]}: no {kind}" for kind, names in (("file", files), ("test", tests)) if not names]
        wrong += [name for name in files if not (ROOT / name).is_file()]
        for name in tests:
            path, _, function = name.partition("::")
            source = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).is_file() else ""
            if f"def {function or 'test_'}" not in source:
                wrong.append(name)
    print(f"{len(rows())} rows")
    assert not wrong, "\n".join(wrong)
    assert len(rows()) > 40, "the test went past the tables"


def test_every_template_in_the_place_of_a_packages_is_listed():
    packages = [Path(folder) for folder in get_app_template_dirs("templates")]
    ours = [path.relative_to(ROOT / "templates") for path in (ROOT / "templates").rglob("*") if path.is_file()]
    overriding = {f"templates/{path}" for path in ours if any((folder / path).is_file() for folder in packages)}
    assert overriding <= listed(), overriding - listed()
    assert len(overriding) > 8, "the test went past the templates"


def test_every_template_of_wagtail_that_ours_build_on_exists():
    named = set()
    for path in (ROOT / "templates").rglob("*.html"):
        named.update(re.findall(r"[\"',](wagtail\w+/[\w/]+\.html)", path.read_text(encoding="utf-8")))
    for name in named:
        get_template(name)
    assert len(named) > 10, "the test went past the templates"


def imported_names(tree):
    """Return the names that a module imports, wherever it does."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return {(alias.asname or alias.name).partition(".")[0] for node in nodes for alias in node.names}


def changed_imports(tree):
    """Yield what a module assigns to attributes or items of what it imports, as it is written there."""
    names = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            target = node.value if isinstance(node, ast.Subscript) else node
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("setattr", "delattr"):
            target = node.args[0]
        else:
            continue
        base = target
        while isinstance(base, ast.Attribute | ast.Subscript):
            base = base.value
        if isinstance(base, ast.Name) and base.id in names:
            yield ast.unparse(target)


def test_every_assignment_to_what_is_imported_is_listed():
    found = {(path, target) for path, tree in modules() for target in changed_imports(tree)}
    missing = {(path, target) for path, target in found if target not in listed(path)}
    assert not missing, missing
    assert len(found) > 8, "the test went past the assignments"


def test_that_guard_sees_each_way_of_assigning():
    source = "import a\nfrom b import C\na.b.c = 1\nC.d, x = 2, 3\nC.e[:] = []\nx.y = 4\nsetattr(C, n, 5)\nC.z += 1"
    assert sorted(changed_imports(ast.parse(source))) == ["C", "C.d", "C.e", "C.z", "a.b.c"]


def private(name):
    return name.startswith("_") and not name.startswith("__") and name not in DOCUMENTED


def test_every_private_name_of_a_package_is_listed():
    trees = modules()
    nodes = [node for _path, tree in trees for node in ast.walk(tree)]
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    own |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    found = {
        (path, node.attr)
        for path, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and private(node.attr) and node.attr not in own
    }
    missing = {(path, name) for path, name in found if name not in listed(path)}
    assert not missing, missing
    assert len(found) > 5, "the test went past the names"


def overridden_private_names():
    """Yield each private method of our classes that a class of a package has as well, with the module it stands in."""
    other_backends = {"backend_sqlite", "backend_postgresql"} - {f"backend_{connection.vendor}"}
    not_imported = {"migrations", "wsgi", "outlines"} | other_backends
    for package in OURS:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not not_imported & set(module.name.split(".")):
                importlib.import_module(module.name)
    classes = [object]
    for one in classes:
        classes += type.__subclasses__(one)
    for one in set(classes):
        is_ours = [str(base.__module__).partition(".")[0] in OURS for base in one.__mro__]
        for place, base in enumerate(one.__mro__):
            others = [other for other, ours in zip(one.__mro__[place:], is_ours[place:], strict=True) if not ours]
            for name, value in vars(base).items() if is_ours[place] else ():
                if private(name) and inspect.isfunction(value) and any(name in vars(other) for other in others):
                    yield f"{value.__module__.replace('.', '/')}", name


def test_every_private_method_that_is_overridden_is_listed():
    found = {(module, name) for module, name in overridden_private_names() if module.startswith(OURS)}
    missing = {(module, name) for module, name in found if name not in listed(module)}
    assert not missing, missing
    assert len(found) > 4, "the test went past the methods"


def test_every_script_and_style_that_knows_the_admins_html_is_listed():
    files = [*(ROOT / "static" / "js").glob("*.js"), *(ROOT / "static" / "css").glob("*.css")]
    knowing = {str(path.relative_to(ROOT)) for path in files if OF_THE_ADMIN.search(path.read_text(encoding="utf-8"))}
    assert knowing <= listed(), knowing - listed()
    assert len(knowing) > 10, "the test went past the files"


def names_of_urls(resolver, namespaces=()):
    """Yield the name of each URL with its namespaces, and each of these by itself."""
    yield ":".join(namespaces)
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from names_of_urls(pattern, inner)
        elif pattern.name:
            yield ":".join((*namespaces, pattern.name))


def test_every_url_that_is_closed_by_name_exists():
    known = set(names_of_urls(get_resolver()))
    changing = {f"{app}:{name}" for app in access.FILE_MODELS for name in access.FILE_CHANGING_VIEWS}
    named = access.STAFF_ONLY | access.STAFF_ONLY_NAMESPACES | access.CLOSED | changing
    assert named <= known, named - known
    source = Path(inspect.getsourcefile(access)).read_text(encoding="utf-8")
    compared = set(re.findall(r'view_name == "([^"]+)"', source))
    assert compared <= known, compared - known
    assert compared, "the test went past the comparisons"
