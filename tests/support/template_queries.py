"""Which queries a template starts by itself, instead of showing what a page, a view or a tag has asked for."""

import sys
from pathlib import Path

from django import template

ENGINE = str(Path(template.__file__).parent)
TAG = str(Path(template.library.__file__))  # calls the functions of tags
# What Wagtail looks up while it renders: its settings, the pages that formatted text links to, and what blocks choose.
WAGTAIL = ("/wagtail/contrib/settings/", "/wagtail/rich_text/", "/wagtail/blocks/")


class QueryCounter:
    """Counts the queries that are started, and names the place in a template of each that a template starts."""

    def __init__(self):
        self.count = 0
        self.in_templates = set()

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        if place := place_in_template(sys._getframe(1)):
            self.in_templates.add(f"{place}: {sql[:120]}")
        return execute(sql, params, many, context)


def place_in_template(frame):
    """Return the file, line and tag of the template that a query was started by, or None if it was by other code."""
    while frame and not frame.f_code.co_filename.startswith(ENGINE):
        if any(part in frame.f_code.co_filename for part in WAGTAIL):
            return None
        frame = frame.f_back
    if frame is None or frame.f_code.co_filename == TAG:
        return None
    while frame and frame.f_code.co_name != "render_annotated":
        frame = frame.f_back
    node = frame.f_locals["self"] if frame else None
    return f"{node.origin}, line {node.token.lineno}, {node.token.contents}" if node else "a template"
