"""What the site adds to the editor's forms in the browser."""

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from wagtail import hooks

SCRIPTS = ["js/autosave.js", "js/choosers.js", "js/preview.js"]


@hooks.register("insert_editor_js")
def editor_scripts():
    """Add the site's scripts to every form of the editor."""
    return format_html_join("", '<script type="module" src="{}"></script>', ((static(name),) for name in SCRIPTS))


@hooks.register("insert_global_admin_css")
def editor_styles():
    """Add the styles of the editor's forms to the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/editor.css"))
