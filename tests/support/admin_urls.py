"""Every URL that Wagtail's admin registers, for tests of who may open what."""

import re
from contextlib import contextmanager

from django.db import connection
from django.urls import URLResolver, get_resolver

ADMIN = "admin/"
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
# Of the URLs that are regular expressions only the comparison of versions has groups.
COMPARISON = "pages/{0}/revisions/compare/{1}...{2}/"
WRITE = re.compile(r'\s*(?:INSERT\b.*?\bINTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)


def admin_urls():
    """Return the pairs of a name and a route of each URL below /admin/."""
    return [(name, route) for name, route in _walk(get_resolver().url_patterns) if route.startswith(ADMIN)]


def _walk(patterns, prefix="", namespaces=()):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, route, inner)
        else:
            yield ":".join([*namespaces, pattern.name or ""]), route


def filled(route, values):
    """Return the path of a route with each part filled: by its name in ``values``, else by ``values["pk"]``."""
    if "compare" in route and "(" in route:
        page, revision = (values.get(name, values["pk"]) for name in ("page_id", "revision_id"))
        route = ADMIN + COMPARISON.format(page, revision, "latest")
    path = CONVERTER.sub(lambda part: str(values.get(part[1], values["pk"])), route)
    return "/" + path.replace("^", "").replace("$", "").replace(".*", "nonsense")


def has_part(route):
    """Tell whether a route names an object or a kind of them."""
    return bool(CONVERTER.search(route)) or "(" in route


@contextmanager
def tables_written():
    """Collect the tables in which something is written meanwhile."""
    tables = set()

    def note(execute, sql, params, many, context):
        if found := WRITE.match(sql):
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables
