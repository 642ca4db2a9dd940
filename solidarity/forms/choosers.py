"""The editor's chooser of several pages or topics: check boxes with a search field.

A multiple select loses the whole selection at one plain click and cannot be searched. docs/decisions/choosers.md tells
why no library's chooser is used.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from modeltranslation.translator import translator
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtail.admin.widgets import AdminPageChooser
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from solidarity.blocks import chosen_pages
from solidarity.fields import column_names
from solidarity.roles import EDIT_ALL
from solidarity.text import collation_key


def choosable_pages(user, pages):
    """Return the pages that a user may choose: for staff all, for others published ones and those they may edit."""
    if user.has_perm(EDIT_ALL):
        return pages
    own = page_permission_policy.instances_user_has_any_permission_for(user, {"add", "change"})
    return pages.filter(Q(live=True) | Q(pk__in=own.values("pk")))


class MultipleChooser(forms.CheckboxSelectMultiple):
    """Check boxes with a search field and a list of the selection; static/js/choosers.js implements both."""

    template_name = "admin/multiple_chooser.html"
    option_template_name = "admin/multiple_chooser_option.html"
    label = ""

    def _render(self, template_name, context, renderer=None):
        # Django's form renderer has an engine of its own, which does not find the site's templates.
        return render_to_string(template_name, context)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["group_label"] = self.label
        return context

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        instance = value.instance
        is_page = isinstance(instance, Page)
        place = instance.location_label if is_page else ""
        names = [getattr(instance, column) for column in self.name_columns(type(instance))]
        return option | {
            "words": " ".join(filter(None, [*names, label, place])),
            "place": "" if place and place in label else place,
            "is_draft": is_page and not instance.live,
        }

    @staticmethod
    def name_columns(model):
        """Return the columns that hold a model's name in every language, for the search."""
        translated = translator.get_options_for_model(model).fields
        return [column for name in ("heading", "name") if name in translated for column in column_names(name)]


class LoadedMixin:
    """A chooser of one page or picture, which asks for none that the form has loaded with all others."""

    def get_instance(self, value):
        found = chosen_pages.loaded(value, Page if issubclass(self.model_class, Page) else self.model_class)
        return super().get_instance(found if isinstance(found, self.model_class) else value)


def connect():
    """Use choosers of this kind in the editor's forms, under the names of Wagtail's, which are classes in the HTML."""
    from wagtail.images.widgets import AdminImageChooser  # which needs all models to be loaded

    page_chooser = type("AdminPageChooser", (LoadedMixin, AdminPageChooser), {})
    image_chooser = type("AdminImageChooser", (LoadedMixin, AdminImageChooser), {})
    register_form_field_override(
        models.ForeignKey,
        to=Page,
        override=lambda field: {"widget": page_chooser(target_models=[field.remote_field.model])},
    )
    register_form_field_override(models.ForeignKey, to=get_image_model(), override={"widget": image_chooser})


class MultipleChooserAdapter(WidgetAdapter):
    """What the editor's scripts know of a chooser: how to read what is chosen. None makes another one."""

    js_constructor = "wagtail.widgets.RadioSelect"

    def js_args(self, widget):
        return [""]


register(MultipleChooserAdapter(), MultipleChooser)


class OrderedChoices(forms.models.ModelChoiceIterator):
    """Choices in the alphabetical order of the reader's language, which a form asks for once."""

    @cached_property
    def _sorted(self):
        return sorted(super().__iter__(), key=lambda choice: collation_key(choice[1]))

    def __iter__(self):
        return iter(self._sorted)


class MultipleChooserField(forms.ModelMultipleChoiceField):
    """Several pages or topics, chosen among those that are offered to the user."""

    widget = MultipleChooser
    iterator = OrderedChoices

    def __init__(self, queryset, **kwargs):
        if issubclass(queryset.model, Page):
            queryset = queryset.defer_streamfields()
        super().__init__(queryset, **kwargs)

    def label_from_instance(self, obj):
        return obj.label if isinstance(obj, Page) else str(obj)

    def _check_values(self, value):
        # Django refuses a key that is no number, but queries one that exceeds the column's range.
        for key in value if isinstance(value, (list, tuple)) else ():
            if str(key).isdecimal() and int(key) > models.BigIntegerField.MAX_BIGINT:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": key})
        return super()._check_values(value)

    def widget_attrs(self, widget):
        widget.label = self.label
        return super().widget_attrs(widget)

    def limit_choices_for(self, user, chosen):
        """Limit the choices to what a user may choose and what is already chosen."""
        if issubclass(self.queryset.model, Page):
            offered = choosable_pages(user, self.queryset).values("pk")
            self.queryset = self.queryset.filter(Q(pk__in=offered) | Q(pk__in=[page.pk for page in chosen]))


register_form_field_override(ParentalManyToManyField, override={"form_class": MultipleChooserField})
