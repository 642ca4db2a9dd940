"""Hooks of the admin for staff: labels of the menu, reports, and the panels of the home page."""

from django import forms
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import AvatarSettingsPanel, BaseSettingsPanel, notifications_tab

from solidarity.admin import exports, frames, spreadsheets, unmatched_searches
from solidarity.admin.home_panels import add_staff_panels
from solidarity.admin.reports import ExpiringReportViewSet, ScheduledReportViewSet, UnpublishedLinksReportViewSet
from solidarity.forms import choosers
from solidarity.languages.spoken import choices
from solidarity.media.uploads import AvatarForm
from solidarity.models import User
from solidarity.roles import EDITORS
from solidarity.sign_in import session

REPORTS_MENU_LABEL = _("Overviews")


AvatarSettingsPanel.form_class = AvatarForm  # Wagtail has no setting for it
AvatarSettingsPanel.template_name = "admin/avatar_panel.html"

exports.connect()
frames.connect()
choosers.connect()
spreadsheets.connect()


class DigestForm(forms.ModelForm):
    """Lets a reviewer choose one e-mail a day."""

    class Meta:
        model = User
        fields = ["daily_digest"]


@hooks.register("register_account_settings_panel")
class DigestPanel(BaseSettingsPanel):
    """The account setting of reviewers: an e-mail for each submission, or one a day."""

    name = "digest"
    title = _("Waiting for review")
    tab = notifications_tab
    order = 150  # below Wagtail's notification settings
    form_class = DigestForm

    def is_active(self):
        return self.user.groups.filter(name=EDITORS.name).exists()


hooks.register("construct_homepage_panels", add_staff_panels)


@hooks.register("register_admin_urls")
def register_urls():
    """Return the routes that the admin's scripts request: whether the session is alive, and the names of languages."""
    return [path("session/", session, name="session"), path("languages/", choices, name="spoken_languages")]


@hooks.register("insert_editor_js")
def add_session_expiry_script():
    """Add the script that keeps what was typed when the session ends before the form is sent."""
    return render_to_string("admin/session_expiry.html")


@hooks.register("construct_main_menu")
def rename_reports_menu(request, items):
    """Rename Wagtail's menu of reports: on this site a report is a document that the initiative publishes."""
    for item in items:
        if item.name == "reports":
            item.label = REPORTS_MENU_LABEL


@hooks.register("register_admin_viewset")
def register_report_viewsets():
    """Register the reports on pages of all types."""
    return [ScheduledReportViewSet(), ExpiringReportViewSet(), UnpublishedLinksReportViewSet()]


hooks.register("register_admin_urls", unmatched_searches.register_urls)
hooks.register("register_reports_menu_item", unmatched_searches.register_menu_item)
