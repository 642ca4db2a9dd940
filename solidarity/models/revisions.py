"""The versions of a page: which of them are kept, and what one that is older than a language leaves alone."""

from modelcluster.models import get_all_child_relations
from modeltranslation.translator import NotRegistered, translator

from solidarity.fields import column_names


def translated_columns(model):
    """Return the names of all columns of a model that carry one language, or none if it is not translated."""
    try:
        options = translator.get_options_for_model(model)
    except NotRegistered:
        return []
    return [name for field in options.fields for name in column_names(field)]


def keep_unknown_columns(live, restored, content):
    """Give an object restored from a revision the live value of each column that the revision never knew.

    A revision that is older than a language would otherwise empty that language when it is published.
    """
    for name in translated_columns(type(live)):
        if name not in content:
            setattr(restored, name, getattr(live, name))
    for relation in get_all_child_relations(type(live)):
        name = relation.get_accessor_name()
        living = {child.pk: child for child in getattr(live, name).all()}
        contents = {child["pk"]: child for child in content.get(name, [])}
        for child in getattr(restored, name).all():
            if child.pk in living and child.pk in contents:
                keep_unknown_columns(living[child.pk], child, contents[child.pk])


class RevisionsMixin:
    """A page whose versions are kept once they count, and none of which empties a language that it never knew."""

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """Save a version. One that was sent for review, or is published, is kept: no other takes its place."""
        if overwrite_revision and (
            overwrite_revision.pk == self.live_revision_id or overwrite_revision.task_states.exists()
        ):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def with_content_json(self, content):
        page = super().with_content_json(content)
        keep_unknown_columns(self, page, content)
        return page
