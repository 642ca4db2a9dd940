"""What staff get in the admin: its menu in their own words, overviews, and the panels of the dashboard."""

from django import forms
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import AvatarSettingsPanel, BaseSettingsPanel, notifications_tab

from solidarity.admin import exports, spreadsheets, unmatched_searches
from solidarity.admin.home_panels import staff_panels
from solidarity.admin.reports import ExpiringOverview, LinksDownOverview, ScheduledOverview
from solidarity.languages.spoken import choices
from solidarity.media.uploads import AvatarForm
from solidarity.models import User
from solidarity.roles import EDITORS
from solidarity.sign_in import session

OVERVIEWS = _("Overviews")


AvatarSettingsPanel.form_class = AvatarForm  # Wagtail has no setting for it
AvatarSettingsPanel.template_name = "admin/avatar_panel.html"

exports.connect()
spreadsheets.connect()


class DigestForm(forms.ModelForm):
    """Asks a reviewer whether one mail a day is enough."""

    class Meta:
        model = User
        fields = ["daily_digest"]


@hooks.register("register_account_settings_panel")
class DigestPanel(BaseSettingsPanel):
    """A reviewer's choice between a mail at each submission and one a day."""

    name = "digest"
    title = _("Waiting for review")
    tab = notifications_tab
    order = 150  # below the choice of mails
    form_class = DigestForm

    def is_active(self):
        return self.user.groups.filter(name=EDITORS.name).exists()


hooks.register("construct_homepage_panels", staff_panels)


@hooks.register("register_admin_urls")
def urls():
    """Return the addresses that tell a page left open whether its session goes on, and which languages there are."""
    return [path("session/", session, name="session"), path("languages/", choices, name="spoken_languages")]


@hooks.register("insert_editor_js")
def session_watch():
    """Keep what is typed when the session ends before it is sent."""
    return render_to_string("admin/session_expiry.html")


@hooks.register("construct_main_menu")
def name_overviews(request, items):
    """Give Wagtail's reports another name: on this site reports are documents that the initiative publishes."""
    for item in items:
        if item.name == "reports":
            item.label = OVERVIEWS


@hooks.register("register_admin_viewset")
def overviews():
    """Give the admin the overviews across all kinds of pages."""
    return [ScheduledOverview(), ExpiringOverview(), LinksDownOverview()]


hooks.register("register_admin_urls", unmatched_searches.urls)
hooks.register("register_reports_menu_item", unmatched_searches.menu_item)
