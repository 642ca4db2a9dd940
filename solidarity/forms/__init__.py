"""The editor's forms of pages and other models: validation that all of them share."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ForeignKey
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import COMMENTS_RELATION_NAME, Page

from solidarity import languages
from solidarity.blocks import chosen_pages
from solidarity.dates import DatePrecision
from solidarity.fields import VisibleTextFormMixin, column_name, column_names, error_about
from solidarity.forms.choosers import MultipleChooserField
from solidarity.forms.reasons import label_of, messages_by_field, not_publishable_message
from solidarity.media.usage import files_in, may_use
from solidarity.querysets import load_relations
from solidarity.roles import EDIT_ALL, EDIT_FACTS
from solidarity.text.slugs import slug_input, with_slug_rule

TAKEN = _("This address is used by the site itself. Choose another.")


def has_removed_quotation_marks(value):
    """Tell whether quotation marks were removed from a quotation in a body."""
    return isinstance(value, StreamValue) and any(
        getattr(block.value, "removed_quotation_marks", False) for block in value
    )


def keys_of(model, *instances):
    """Return the primary keys of all objects of a model that some instances refer to, but not those they belong to."""
    keys = {
        getattr(instance, field.attname)
        for instance in instances
        for field in instance._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and issubclass(field.related_model, model)
        and not (isinstance(field, ParentalKey) or field.remote_field.parent_link)
    }
    return keys - {None}


class FieldErrorsMixin:
    """Shows each error at a field of the form, or above the form, whichever field it names.

    Wagtail names a translated field where the form has its columns, and models name fields that a role's form leaves
    out. For both Django would raise ValueError.
    """

    def add_error(self, field, error):
        error = error if isinstance(error, ValidationError) else ValidationError(error)
        found = error.error_dict if hasattr(error, "error_dict") else {field: error.error_list}
        for name, errors in found.items():
            if errors := [error for error in errors if not self._is_about_refused(error)]:
                self._add_error(None if name == NON_FIELD_ERRORS else name, ValidationError(errors))

    def _is_about_refused(self, error):
        """Tell whether an error is about several fields, one of which has an error of its own: see ``error_about``."""
        return any(self.has_error(name) for name in (error.params or {}).get("about", ()))

    def _add_error(self, name, error):
        if name is None or name in self.fields:
            super().add_error(name, error)
            return
        shown = [column for column in column_names(name) if column in self.fields]
        if shown:
            super().add_error(next((column for column in shown if self.cleaned_data.get(column)), shown[0]), error)
            return
        label = label_of(self._meta.model, name)
        super().add_error(
            None, [f"{label}{gettext(': ')}{message}" if label else message for message in error.messages]
        )


class SiteModelForm(VisibleTextFormMixin, FieldErrorsMixin, WagtailAdminModelForm):
    """The editor's form of a model that is no page, such as a topic or the site's settings."""


class RowForm(SiteModelForm):
    """The editor's form of an inline row of a page, such as a key figure or a progress.

    A row that was added and left empty is validated like any other, not ignored.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_permitted = False


class SitePageForm(VisibleTextFormMixin, FieldErrorsMixin, WagtailAdminPageForm):
    """The editor's form of a page: requires a heading, alternative text, and files that the user may use."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._load_chosen()
        # What the page holds before it takes what was sent. Staff may use all files.
        self.used_before = set() if self.for_user.has_perm(EDIT_ALL) else set(files_in(self.instance))
        if "slug" in self.fields:
            with_slug_rule(self.fields["slug"]).required = False  # derived from the heading if empty
        for name in self.instance.partial_dates:
            if name in self.fields:
                self.fields[name].takes_partial = True
        for name, field in self.fields.items():
            if isinstance(field, MultipleChooserField):
                field.limit_choices_for(self.for_user, self.initial.get(name) or ())
        if not self.for_user.has_perm(EDIT_FACTS):
            self._keep_facts()

    def _load_chosen(self):
        """Load all pages that are chosen in the form at once, stored or sent, and all pictures."""
        if self.is_bound:
            chosen_pages.load({*self._pages_in_texts(), *chosen_pages.sent_in(self.data)})
            return
        relations = [relation.get_accessor_name() for relation in get_all_child_relations(type(self.instance))]
        load_relations(self.instance, relations)
        rows = [row for relation in relations for row in getattr(self.instance, relation).all()]
        chosen_pages.load({*self._pages_in_texts(), *keys_of(Page, self.instance, *rows)})
        images = get_image_model()
        chosen_pages.load(keys_of(images, self.instance, *rows), images)

    def _pages_in_texts(self):
        """Yield the primary keys of the pages that are chosen or linked to in the texts of the page."""
        for field in self.instance._meta.fields:
            if isinstance(field, StreamField | RichTextField) and (value := getattr(self.instance, field.name)):
                yield from chosen_pages.stored_in(value.raw_data if isinstance(value, StreamValue) else value)

    def clean(self):
        cleaned = super().clean()
        if self.instance.is_taken(cleaned.get("slug"), self.parent_page):
            self.add_error("slug", TAKEN)
        self.instance.is_unfinished = self.is_deferred_validation
        self.instance.removed_quotation_marks = any(map(has_removed_quotation_marks, cleaned.values()))
        if "slug" not in self.fields:
            self.instance.reset_auto_slug()
        self._note_precision(cleaned)
        if self._lacks_heading():
            self._ask_for_heading()
        return cleaned

    def _lacks_heading(self):
        """Tell whether the form has headings of which none is filled."""
        asked = [name for name in column_names("heading") if name in self.fields]
        return bool(asked) and not any(self.cleaned_data.get(name) for name in asked)

    def _ask_for_heading(self):
        message = _("Write a heading in at least one language.")
        self.add_error(
            column_name("heading", languages.DEFAULT_LANGUAGE), error_about(message, *column_names("heading"))
        )

    def _note_precision(self, cleaned):
        """Set the precision of dates of which only the month or the year was typed."""
        dates = self.instance.partial_dates
        for name in dates.values():
            typed = {self.fields[date].typed_precision for date in dates if date in self.fields and cleaned.get(date)}
            for precision in (DatePrecision.YEAR, DatePrecision.MONTH):
                if precision in typed:
                    cleaned[name] = precision
                    break

    @transaction.atomic
    def save(self, commit=True):
        """Save the page. Raises PermissionDenied if it was published after the form had loaded it as a draft.

        Autosave may be under way while the page is published. Wagtail saves all fields of a draft, and so would
        unpublish the page.
        """
        if commit and self.instance.pk and not self.instance.live:
            locked = Page.objects.select_for_update().values_list("live", flat=True)
            if locked.get(pk=self.instance.pk):
                raise PermissionDenied(_("This page has been published in the meantime. Reload it to continue."))
        return super().save(commit)

    def _keep_facts(self):
        """Disable all fields of inline rows but translated texts; translators can neither add nor remove rows."""
        for relation, formset in self.formsets.items():
            if relation == COMMENTS_RELATION_NAME:
                continue
            formset.max_num = formset.absolute_max = len(formset.get_queryset())
            translated_columns = [
                field.name for field in formset.model._meta.fields if getattr(field, "language", None)
            ]
            for row in formset.forms:
                for name, field in row.fields.items():
                    field.disabled = name not in ("id", *translated_columns)

    def _post_clean(self):
        super()._post_clean()
        if not self.is_deferred_validation and self.instance.picture_field in self.fields:
            for name, error in self.instance.picture_errors().items():
                self.add_error(name, error)
        if not self.for_user.has_perm(EDIT_ALL):
            self._refuse_files_of_others()

    def _refuse_files_of_others(self):
        """Refuse new files that the chooser would not have offered to the user: only a forged request names them."""
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
    """The form that copies a page; validates the slug of the copy.

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
            self.add_error("publish_copies", not_publishable_message(self.page, reasons))
        return cleaned

    def _reasons_against(self):
        """Return the reasons why the page would fail today's validation and so cannot be published as a copy."""
        try:
            self.page.specific.full_clean()
        except ValidationError as error:
            return messages_by_field(error, self.page.specific_class)
        return []
