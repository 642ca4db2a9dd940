"""What the site adds to Wagtail's admin. No rule of the business stands here."""

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from solidarity import languages
from solidarity.fields import column_name
from solidarity.forms.choosers import pages_offered_to
from solidarity.models import SitePage, Topic
from solidarity.roles import EDIT_ALL
from solidarity.text.rich_text import PublishedPageLinkHandler


class TopicViewSet(SnippetViewSet):
    """Topics in the admin's menu."""

    model = Topic
    icon = "tag"
    menu_order = 9500
    add_to_admin_menu = True
    list_display = ["__str__", "slug"]


register_snippet(TopicViewSet)


@hooks.register("after_copy_page")
def keep_typed_title(request, page, new_page):
    """Give a copied page the title that was typed for it: as the heading that its title is made from."""
    title = request.POST.get("new_title")
    copy = new_page.specific
    if not title or not isinstance(copy, SitePage) or copy.alias_of_id:
        return
    heading = column_name("heading", copy.heading_language or languages.DEFAULT_LANGUAGE)
    # Wagtail's copy form takes longer titles than a heading may be.
    setattr(copy, heading, title[: copy._meta.get_field(heading).max_length])
    copy.save()
    revision = copy.save_revision(user=request.user)
    if copy.live:
        revision.publish(user=request.user)


# Before the page is loaded anew, and before any hook that leads elsewhere.
@hooks.register("before_publish_page", order=-1)
@hooks.register("after_create_page", order=-1)
@hooks.register("after_edit_page", order=-1)
def tell_of_lost_marks(request, page):
    """Tell whoever saved a page that quotation marks were taken away; not at each time that it saves itself."""
    if getattr(page, "lost_marks", False) and request.accepts("text/html"):
        page.lost_marks = False
        text = _("The quotation marks around a quotation were removed: pages set those of its language themselves.")
        messages.info(request, text)


@hooks.register("construct_page_chooser_queryset")
def offer_what_readers_see(pages, request):
    """Offer published pages to link to, and to others than staff no drafts but their own."""
    return pages_offered_to(request.user, pages)


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own
def link_to_what_readers_see(features):
    """Let texts lead to published pages alone."""
    features.register_link_type(PublishedPageLinkHandler)


@hooks.register("filter_form_submissions_for_user")
def keep_letters_from_others(user, forms):
    """Show what visitors wrote to staff alone; Wagtail shows it to whoever may translate the form's words."""
    return forms if user.has_perm(EDIT_ALL) else forms.none()


@hooks.register("insert_global_admin_css")
def colours_of_the_site():
    """Give the admin the site's colours, and its editor of formatted text the numbers that pages show."""
    sheets = ((static(f"css/{name}.css"),) for name in ("admin", "admin-narrow", "admin-rich-text"))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def calendars_that_keep_what_is_typed():
    """Keep the editor's calendars from replacing a date that they do not understand."""
    return format_html('<script src="{}"></script>', static("js/date-pickers.js"))


# Each registers itself.
from solidarity.admin import editor_hooks, publishing, redirect_forms  # noqa: E402, F401
from solidarity.admin import hooks as admin_hooks  # noqa: E402, F401
