"""Sentences that say why something cannot be saved or published, and name the field."""

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def messages_by_field(error, model=None):
    """Return the messages of a ValidationError, each preceded by the label of its field."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        f"{label}{_(': ')}{message}" if (label := label_of(model, name)) else message
        for name, found in error.error_dict.items()
        for message in ValidationError(found).messages
    ]


def label_of(model, name):
    """Return the label of a model's field; an empty string if the model has none of that name."""
    try:
        field = model._meta.get_field(name) if model and name != NON_FIELD_ERRORS else None
    except FieldDoesNotExist:
        field = None
    return capfirst(getattr(field, "verbose_name", ""))


def not_publishable_message(page, reasons):
    """Return the sentence that a page cannot be published, with the reasons."""
    return _("“%(page)s” cannot be published as it stands. %(reasons)s") % {
        "page": page.get_admin_display_title(),
        "reasons": " ".join(reasons),
    }
