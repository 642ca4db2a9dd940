"""Wagtail hooks of the site: what they call is defined elsewhere."""

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from solidarity import languages
from solidarity.admin.links import LoadedPageLinkHandler
from solidarity.fields import column_name
from solidarity.forms.choosers import choosable_pages
from solidarity.media.documents import make_etag
from solidarity.models import SitePage, Topic
from solidarity.roles import EDIT_ALL
from solidarity.text.rich_text import PublishedPageLinkHandler


class TopicViewSet(SnippetViewSet):
    """The admin views of topics."""

    model = Topic
    icon = "tag"
    menu_order = 9500
    add_to_admin_menu = True
    list_display = ["__str__", "slug"]


register_snippet(TopicViewSet)


@hooks.register("before_serve_document")
def hash_document(document, request):
    """Let each document have an ETag of its own."""
    make_etag(document)


@hooks.register("after_copy_page")
def use_typed_title_as_heading(request, page, new_page):
    """Use the title that was typed for a copied page as its heading, from which the title is derived."""
    title = request.POST.get("new_title")
    copy = new_page.specific
    if not title or not isinstance(copy, SitePage) or copy.alias_of_id:
        return
    heading = column_name("heading", copy.heading_language or languages.DEFAULT_LANGUAGE)
    # Wagtail's copy form accepts titles longer than a heading.
    setattr(copy, heading, title[: copy._meta.get_field(heading).max_length])
    copy.save()
    revision = copy.save_revision(user=request.user)
    if copy.live:
        revision.publish(user=request.user)


# Runs before the page is reloaded, and before hooks that redirect.
@hooks.register("before_publish_page", order=-1)
@hooks.register("after_create_page", order=-1)
@hooks.register("after_edit_page", order=-1)
def warn_about_removed_quotation_marks(request, page):
    """Tell the user that quotation marks were removed, but not at each autosave."""
    if getattr(page, "removed_quotation_marks", False) and request.accepts("text/html"):
        page.removed_quotation_marks = False
        text = _("The quotation marks around a quotation were removed: pages set those of its language themselves.")
        messages.info(request, text)


@hooks.register("construct_page_chooser_queryset")
def filter_page_chooser(pages, request):
    """Limit the page chooser to published pages and, for users other than staff, drafts that they may edit."""
    return choosable_pages(request.user, pages)


@hooks.register("register_rich_text_features", order=10)  # overrides Wagtail's own
def register_published_page_links(features):
    """Render links in rich text only to published pages."""
    features.register_link_type(PublishedPageLinkHandler)


@hooks.register("register_rich_text_features", order=10)
def register_loaded_page_links(features):
    """Give the editor links to pages that were loaded at once."""
    rule = features.converter_rules_by_converter["contentstate"]["link"]
    rule["from_database_format"]['a[linktype="page"]'] = LoadedPageLinkHandler("LINK")


@hooks.register("filter_form_submissions_for_user")
def restrict_form_submissions_to_staff(user, forms):
    """Restrict form submissions to staff; Wagtail shows them to everybody who may edit the form."""
    return forms if user.has_perm(EDIT_ALL) else forms.none()


@hooks.register("insert_global_admin_css")
def add_admin_stylesheets():
    """Add the site's colours to the admin, and list numbers to its rich text editor as public pages show them."""
    stylesheets = ((static(f"css/{name}.css"),) for name in ("admin", "admin-narrow", "admin-rich-text"))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', stylesheets)


@hooks.register("insert_global_admin_js")
def add_date_picker_script():
    """Keep the admin's date pickers from replacing a date that they cannot parse."""
    return format_html('<script src="{}"></script>', static("js/date-pickers.js"))


# Imported for the hooks that they register.
from solidarity.admin import editor_hooks, publishing, redirect_forms  # noqa: E402, F401
from solidarity.admin import hooks as admin_hooks  # noqa: E402, F401
