"""What django-modeltranslation translates: each field whose class says so, in every app."""

from django.apps import apps
from modeltranslation.translator import translator

from solidarity.fields import TranslatedFieldMixin

# It imports this module once all models are loaded.
for model in apps.get_models():
    if names := [field.name for field in model._meta.local_fields if isinstance(field, TranslatedFieldMixin)]:
        translator.register(model, fields=names)
