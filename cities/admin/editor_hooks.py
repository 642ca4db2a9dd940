"""Extensions of Wagtail's page editor: missing fields, links to a field, accessible names, and styles."""

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html, format_html_join
from wagtail import hooks

from cities.officers.missing_fields import missing_fields


@hooks.register("register_admin_urls")
def register_urls():
    """Return the URL pattern of the view that lists what a page still lacks."""
    return [path("cities/missing/", missing_fields, name="cities_missing")]


@hooks.register("insert_editor_js")
def add_scroll_to_field_script():
    """Load the script that keeps the field in view to which the URL's fragment links."""
    return format_html('<script type="module" src="{}"></script>', static("js/scroll-to-field.js"))


@hooks.register("insert_global_admin_js")
def add_accessible_names_script():
    """Load the script that gives accessible names to controls that Wagtail leaves without one (WCAG 4.1.2)."""
    return format_html('<script type="module" src="{}"></script>', static("js/accessible-names.js"))


@hooks.register("insert_global_admin_css")
def add_officer_stylesheets():
    """Load the styles of the officers' dashboard, forms and guide, and of the editor's footer."""
    stylesheets = ((static(f"css/{name}.css"),) for name in ("officers", "officer-editor"))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', stylesheets)
