from http import HTTPMethod
from zlib import crc32

from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.forms.models import AbstractEmailForm, AbstractFormField
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.models import Page

from solidarity import languages
from solidarity.fields import (
    TranslatedCharField,
    TranslatedRichTextField,
    TranslatedTextField,
    column_name,
    content_language,
    require_one_language,
)
from solidarity.forms.builder import TranslatedFormBuilder
from solidarity.forms.form_page import FormPageForm
from solidarity.forms.questions import QUESTION_TYPES, Autocomplete
from solidarity.forms.submissions import HONEYPOT, TAKEN_NAMES, sent_from_own_page
from solidarity.generation import kept
from solidarity.models.base import BodyPage
from solidarity.panels import SLUG_AND_PLACE, RowsPanel, translated_panels
from solidarity.text.slugs import slug_of


class ContentPage(BodyPage):
    """A page of text, such as what the initiative is or how the site treats data."""

    parent_page_types = ["solidarity.HomePage", "solidarity.ContentPage"]

    class Meta:
        verbose_name = _("content page")

    def get_context(self, request, *args, **kwargs):
        children = self.get_children().live().specific().defer_streamfields()
        pages_below = kept(f"pages below {self.pk}", lambda: list(children), in_memory=False)
        return {**super().get_context(request, *args, **kwargs), "pages_below": pages_below}


class FormPage(AbstractEmailForm, BodyPage):
    """A form to join or to write to us. What is sent is stored, and mailed where an address is given.

    It sets no cookie: docs/decisions/forms-without-cookies.md.
    """

    thanks = TranslatedRichTextField(
        _("thanks"),
        features=["bold", "italic", "link", "ul"],
        help_text=_("Shown when the form has been sent: what happens next, and when."),
    )

    parent_page_types = ["solidarity.HomePage"]
    subpage_types = []
    query_keys = ("sent",)
    allowed_http_methods = [*BodyPage.allowed_http_methods, HTTPMethod.POST]
    base_form_class = FormPageForm
    form_builder = TranslatedFormBuilder
    translated = [*BodyPage.translated, "thanks"]
    shared_panels = [
        FormSubmissionsPanel(),
        RowsPanel("form_fields", heading=_("Form fields"), label=_("Field")),
        *BodyPage.image_panels,
    ]
    settings_panels = [
        *SLUG_AND_PLACE,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("from_address"), FieldPanel("to_address")]),
                FieldPanel("subject"),
            ],
            heading=_("Email"),
        ),
    ]
    preview_modes = languages.LANGUAGES

    class Meta:
        verbose_name = _("form")

    def serve(self, request, *args, **kwargs):
        if request.method == "POST":
            if not sent_from_own_page(request):
                raise PermissionDenied
            if request.POST.get(HONEYPOT):
                # Only a program fills what people do not see; it is told nothing.
                return self.render_landing_page(request)
        response = super().serve(request, *args, **kwargs)
        response.query_keys = frozenset(self.query_keys)  # Wagtail's form page makes its response by itself
        return response

    def get_context(self, request, *args, **kwargs):
        sent = {"sent": True, "query_shown": "sent=1"} if "sent" in request.GET else {}
        return {**super().get_context(request, *args, **kwargs), **sent}

    def serve_preview(self, request, mode_name):
        return BodyPage.serve_preview(self, request, mode_name)

    def render_landing_page(self, request, form_submission=None, *args, **kwargs):
        # An address of its own: reloading it does not send the form again.
        return redirect(f"{self.get_url(request)}?sent=1")


class FormField(AbstractFormField):
    """A question of a form."""

    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="form_fields")
    label = TranslatedCharField(_("label"), max_length=200, help_text=_("What is asked, such as 'Your email address'."))
    help_text = TranslatedCharField(
        _("help text"), max_length=255, help_text=_("Shown below the question, where it needs explaining.")
    )
    choices = TranslatedTextField(
        _("choices"),
        help_text=_("One on each line, in the same order in every language. For dropdowns and boxes to tick."),
    )

    field_type = models.CharField(_("field type"), max_length=16, choices=QUESTION_TYPES)
    # Wagtail's field says so too: a preview makes a form of it.
    field_type.required_on_save = True
    autocomplete = models.CharField(
        _("asks for"),
        max_length=20,
        blank=True,
        choices=Autocomplete,
        help_text=_("So that a browser can fill in what its user has told it. Leave it empty for anything else."),
    )
    linked_page = models.ForeignKey(
        Page,
        verbose_name=_("page to read first"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Linked beside the question, such as the privacy page beside a consent."),
    )

    panels = [
        FieldPanel("field_type"),
        FieldPanel("required"),
        FieldPanel("autocomplete"),
        FieldPanel("linked_page"),
        *translated_panels("label", "help_text", "choices"),
        FieldPanel(
            "default_value",
            help_text=_(
                "What is sent if a reader changes nothing. Leave it empty, so that nobody answers without meaning to; "
                "only a hidden question needs one."
            ),
        ),
    ]

    def get_field_clean_name(self):
        # The same name whichever language the editor works in, and one that fits the column: Wagtail's own takes five
        # characters for each letter of another script.
        language = content_language(self, "label", languages.DEFAULT_LANGUAGE)
        label = getattr(self, column_name("label", language)) if language else ""
        # Of signs alone, each label has a number of its own.
        name = slug_of(label).replace("-", "_") or f"question_{crc32(label.encode())}"
        return f"{name}_" if name in TAKEN_NAMES else name

    def clean(self):
        super().clean()
        require_one_language(self, "label", _("Write a label in at least one language."))
