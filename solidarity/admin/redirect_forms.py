"""The form of a redirect, which also validates the rows of an import."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import RedirectForm as WagtailRedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from solidarity.redirects import LONGEST_PATH, canonical, is_loop, is_url_of
from solidarity.redirects.page_links import pk_of_page_at


def is_published_page(path):
    """Tell whether a path is the URL of a published page, which takes precedence over any redirect."""
    pk = pk_of_page_at(path)
    return bool(pk) and Page.objects.filter(pk=pk, live=True).exists()


class LinkField(forms.URLField):
    """A URL, or a path of this site, as imported spreadsheets of redirects often have it."""

    default_error_messages = {"invalid": _("Write a URL that begins with https://, or a path such as /en/about/.")}

    def to_python(self, value):
        value = str(value or "").strip()
        if value.startswith("/") and not value.startswith("//"):
            site = Site.objects.filter(is_default_site=True).first()
            value = f"{site.root_url}{iri_to_uri(value)}" if site else value
        return super().to_python(iri_to_uri(value))


class RedirectForm(WagtailRedirectForm):
    """Normalises the encoding of the path; refuses redirects without a target, to themselves or in a loop."""

    # A percent-encoded path is up to nine times as long as the stored one.
    old_path = forms.CharField(label=Redirect._meta.get_field("old_path").verbose_name, max_length=9 * LONGEST_PATH)

    redirect_link = LinkField(
        label=Redirect._meta.get_field("redirect_link").verbose_name, required=False, assume_scheme="https"
    )

    def clean_old_path(self):
        try:
            path = canonical(self.cleaned_data["old_path"])
        except ValueError as error:
            raise ValidationError(_("This is not the path of a page, such as /en/about/.")) from error
        if len(path) > LONGEST_PATH:
            raise ValidationError(_("A path can have at most %(most)s characters."), params={"most": LONGEST_PATH})
        return path

    def clean(self):
        super().clean()
        old_path, page = self.cleaned_data.get("old_path"), self.cleaned_data.get("redirect_page")
        link = self.cleaned_data.get("redirect_link")
        if not (page or link or {"redirect_page", "redirect_link"} & self.errors.keys()):
            self.add_error("redirect_link", _("Choose a page or give an address."))
        if old_path and page and is_url_of(page, old_path):
            self.add_error("redirect_page", _("This page is at that address itself."))
        elif old_path and is_published_page(old_path):
            self.add_error("old_path", _("There is a published page at this address, and readers are shown that."))
        if old_path and link and not page and is_loop(old_path, link):
            self.add_error("redirect_link", _("This leads back to the address that is redirected."))
        return self.cleaned_data


# Wagtail has no setting for the form of its views.
views.RedirectForm = views.CreateView.form_class = views.EditView.form_class = RedirectForm
