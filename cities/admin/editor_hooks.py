"""Extensions of Wagtail's page editor: missing fields, links to a field, accessible names, and styles."""

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from cities.officers.missing_fields import missing


@hooks.register("register_admin_urls")
def urls():
    """Return the URL pattern of the view that lists what a page still lacks."""
    return [path("cities/missing/", missing, name="cities_missing")]


@hooks.register("insert_editor_js")
def arrive():
    """Keep the field in sight to which an address leads."""
    return format_html('<script type="module" src="{}"></script>', static("js/scroll-to-field.js"))


@hooks.register("insert_global_admin_js")
def names():
    """Name what Wagtail leaves without a name for those who hear the page."""
    return format_html('<script type="module" src="{}"></script>', static("js/accessible-names.js"))


@hooks.register("insert_global_admin_css")
def styles():
    """Give the editor's foot its look."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/officer-editor.css"))
