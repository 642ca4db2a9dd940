"""The editor's forms of a page: what every page must have."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.blocks import StreamValue
from wagtail.models import COMMENTS_RELATION_NAME, Page

from solidarity import languages
from solidarity.fields import column, columns
from solidarity.files import files_in, may_use
from solidarity.roles import EDIT_ALL, EDIT_FACTS
from solidarity.text import is_visible

TAKEN = _("The site itself has something at this address. Choose another.")


def quotations_lost_marks(value):
    """Tell whether quotation marks were taken away in a body of blocks."""
    return isinstance(value, StreamValue) and any(getattr(block.value, "lost_marks", False) for block in value)


class SitePageForm(WagtailAdminPageForm):
    """Asks for a heading in at least one language, for a picture's alternative text, and for files one may use."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.used_before = set(files_in(self.instance))
        if not self.for_user.has_perm(EDIT_FACTS):
            self._keep_facts()

    def _clean_fields(self):
        super()._clean_fields()
        # Translated fields see to this themselves; a name that nobody sees is none either.
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if isinstance(field, forms.CharField) and isinstance(value, str) and value and not is_visible(value):
                self.cleaned_data[name] = field.empty_value
                if field.required:
                    self.add_error(name, field.error_messages["required"])

    def clean(self):
        cleaned = super().clean()
        if self.instance.is_taken(cleaned.get("slug"), self.parent_page):
            self.add_error("slug", TAKEN)
        self.instance.is_unfinished = self.is_deferred_validation
        self.instance.lost_marks = any(map(quotations_lost_marks, cleaned.values()))
        if "slug" not in self.fields:
            self.instance.forget_made_slug()
        first = column("heading", languages.DEFAULT_LANGUAGE)
        names = columns("heading")
        # A heading that was refused is one that was written.
        if first in self.fields and not any(cleaned.get(name) or self.has_error(name) for name in names):
            self.add_error(first, _("Write a heading in at least one language."))
        if (
            not self.is_deferred_validation
            and cleaned.get("listing_image")
            and not cleaned.get("listing_image_decorative")
            and not any(cleaned.get(name) for name in columns("listing_image_alt"))
        ):
            self.add_error(
                "listing_image_decorative",
                _("Describe the picture in at least one language, or mark it as decorative."),
            )
        return cleaned

    @transaction.atomic
    def save(self, commit=True):
        """Save the page; raises PermissionDenied where a draft was published since it was loaded.

        Wagtail saves the whole of a draft, and so would make it unpublished again: a draft that saves itself can be
        under way while its page is published.
        """
        if commit and self.instance.pk and not self.instance.live:
            locked = Page.objects.select_for_update().values_list("live", flat=True)
            if locked.get(pk=self.instance.pk):
                raise PermissionDenied(_("This page has been published meanwhile. Load it again to go on."))
        return super().save(commit)

    def _keep_facts(self):
        """Leave to translators the words of each figure, report or other row; the rest is shown and stays as it is."""
        for relation, formset in self.formsets.items():
            if relation == COMMENTS_RELATION_NAME:
                continue
            formset.max_num = formset.absolute_max = len(formset.get_queryset())
            columns_of_words = [one.name for one in formset.model._meta.fields if getattr(one, "language", None)]
            for row in formset.forms:
                for name, field in row.fields.items():
                    field.disabled = name not in ("id", *columns_of_words)

    def _post_clean(self):
        super()._post_clean()
        if not self.for_user.has_perm(EDIT_ALL):
            self._refuse_files_of_others()

    def _refuse_files_of_others(self):
        """Refuse each newly chosen file that the user could not have been offered: a forged request names it."""
        known = {(model, key) for model, key, _field in self.used_before}
        for model, key, field in files_in(self.instance):
            if (model, key) in known:
                continue
            file = model.objects.filter(pk=key).first()
            if not file or not may_use(self.for_user, file):
                self.add_error(
                    field if field in self.fields else None, _("This file is not yours to use. Upload your own.")
                )


class SitePageCopyForm(CopyForm):
    """Asks for an address that shows the copy."""

    def clean(self):
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if self.page.specific_class.is_taken(cleaned.get("new_slug"), parent):
            self.add_error("new_slug", TAKEN)
        return cleaned
