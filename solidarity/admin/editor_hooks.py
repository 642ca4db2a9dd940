"""Scripts and styles that the site adds to the editor's forms."""

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

SCRIPTS = [
    "js/autosave.js",
    "js/choosers.js",
    "js/content-language.js",
    "js/error-summary.js",
    "js/paste.js",
    "js/preview.js",
]


@hooks.register("insert_editor_js")
def add_editor_scripts():
    """Add the site's scripts, and the translated strings that they need, to every form of the editor."""
    return render_to_string("admin/editor_scripts.html", {"scripts": SCRIPTS})


@hooks.register("insert_global_admin_css")
def add_editor_stylesheet():
    """Add the styles of the editor's forms to the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/page-editor.css"))
