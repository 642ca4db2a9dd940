"""The editor's forms of a page: what every page must have."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.blocks import StreamValue
from wagtail.models import COMMENTS_RELATION_NAME, Page

from solidarity import languages
from solidarity.dates import DatePrecision
from solidarity.fields import VisibleTextFormMixin, column_name, column_names, error_about
from solidarity.forms.choosers import ManyChoiceField
from solidarity.forms.reasons import cannot_be_published, label_of, reasons_in
from solidarity.media.usage import files_in, may_use
from solidarity.roles import EDIT_ALL, EDIT_FACTS
from solidarity.text.slugs import slug_input, with_slug_rule

TAKEN = _("This address is used by the site itself. Choose another.")


def quotations_lost_marks(value):
    """Tell whether quotation marks were taken away in a body of blocks."""
    return isinstance(value, StreamValue) and any(getattr(block.value, "lost_marks", False) for block in value)


class FieldErrorsMixin:
    """Places each error where somebody sees it, whichever name its field was given.

    Wagtail names a translated field as its model declares it, where the form has its columns; and a model names fields
    that a role's form may leave out. Django answers both with a ValueError.
    """

    def add_error(self, field, error):
        error = error if isinstance(error, ValidationError) else ValidationError(error)
        found = error.error_dict if hasattr(error, "error_dict") else {field: error.error_list}
        for name, errors in found.items():
            if errors := [one for one in errors if not self._is_about_refused(one)]:
                self._add_error(None if name == NON_FIELD_ERRORS else name, ValidationError(errors))

    def _is_about_refused(self, error):
        """Tell whether an error is about what several fields say together, one of which was refused by itself."""
        return any(self.has_error(name) for name in (error.params or {}).get("about", ()))

    def _add_error(self, name, error):
        if name is None or name in self.fields:
            super().add_error(name, error)
            return
        shown = [one for one in column_names(name) if one in self.fields]
        if shown:
            super().add_error(next((one for one in shown if self.cleaned_data.get(one)), shown[0]), error)
            return
        label = label_of(self._meta.model, name)
        super().add_error(
            None, [f"{label}{gettext(': ')}{message}" if label else message for message in error.messages]
        )


class SiteModelForm(VisibleTextFormMixin, FieldErrorsMixin, WagtailAdminModelForm):
    """The editor's form of what is no page, such as a topic or the site's settings."""


class RowForm(SiteModelForm):
    """The editor's form of a row on a page, such as a question or a report of progress.

    One that was opened and left empty is refused like any other that lacks something, not passed over without a word.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_permitted = False


class SitePageForm(VisibleTextFormMixin, FieldErrorsMixin, WagtailAdminPageForm):
    """Asks for a heading in at least one language, for a picture's alternative text, and for files one may use."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.used_before = set(files_in(self.instance))
        if "slug" in self.fields:
            with_slug_rule(self.fields["slug"]).required = False  # left empty, it is made of the heading
        for name in self.instance.partial_dates:
            if name in self.fields:
                self.fields[name].takes_partial = True
        for name, field in self.fields.items():
            if isinstance(field, ManyChoiceField):
                field.offer_to(self.for_user, self.initial.get(name) or ())
        if not self.for_user.has_perm(EDIT_FACTS):
            self._keep_facts()

    def clean(self):
        cleaned = super().clean()
        if self.instance.is_taken(cleaned.get("slug"), self.parent_page):
            self.add_error("slug", TAKEN)
        self.instance.is_unfinished = self.is_deferred_validation
        self.instance.lost_marks = any(map(quotations_lost_marks, cleaned.values()))
        if "slug" not in self.fields:
            self.instance.reset_auto_slug()
        self._note_precision(cleaned)
        if self._lacks_heading():
            self._ask_for_heading()
        return cleaned

    def _lacks_heading(self):
        """Tell whether the form asks for a heading and none was taken."""
        asked = [name for name in column_names("heading") if name in self.fields]
        return bool(asked) and not any(self.cleaned_data.get(name) for name in asked)

    def _ask_for_heading(self):
        message = _("Write a heading in at least one language.")
        self.add_error(
            column_name("heading", languages.DEFAULT_LANGUAGE), error_about(message, *column_names("heading"))
        )

    def _note_precision(self, cleaned):
        """Where a month or a year alone was typed, note that the date is known no better."""
        dates = self.instance.partial_dates
        for name in dates.values():
            typed = {self.fields[date].typed_precision for date in dates if date in self.fields and cleaned.get(date)}
            for precision in (DatePrecision.YEAR, DatePrecision.MONTH):
                if precision in typed:
                    cleaned[name] = precision
                    break

    @transaction.atomic
    def save(self, commit=True):
        """Save the page; raises PermissionDenied where a draft was published since it was loaded.

        Wagtail saves the whole of a draft, and so would make it unpublished again: a draft that saves itself can be
        under way while its page is published.
        """
        if commit and self.instance.pk and not self.instance.live:
            locked = Page.objects.select_for_update().values_list("live", flat=True)
            if locked.get(pk=self.instance.pk):
                raise PermissionDenied(_("This page has been published in the meantime. Reload it to continue."))
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
        if not self.is_deferred_validation and self.instance.picture_field in self.fields:
            for name, error in self.instance.picture_errors().items():
                self.add_error(name, error)
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
                    field if field in self.fields else None, _("You may not use this file. Upload your own.")
                )


class SitePageCopyForm(CopyForm):
    """Asks for an address that shows the copy.

    It offers no alias: docs/decisions/aliases.md.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
        slug = Page._meta.get_field("slug")
        self.fields["new_slug"] = with_slug_rule(
            slug.formfield(label=self.fields["new_slug"].label, initial=self.page.slug, widget=slug_input())
        )
        longest = self.page.specific_class._meta.get_field("heading").max_length
        self.fields["new_title"] = forms.CharField(
            label=self.fields["new_title"].label, initial=self.page.title, max_length=longest
        )

    def clean(self):
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if self.page.specific_class.is_taken(cleaned.get("new_slug"), parent):
            self.add_error("new_slug", TAKEN)
        if cleaned.get("publish_copies") and self.page.live and (reasons := self._reasons_against()):
            self.add_error("publish_copies", cannot_be_published(self.page, reasons))
        return cleaned

    def _reasons_against(self):
        """Return what keeps the page itself, of before a rule, from being published once more."""
        try:
            self.page.specific.full_clean()
        except ValidationError as error:
            return reasons_in(error, self.page.specific_class)
        return []
