"""The versions of a page: which of them are kept, and what one that is older than a language leaves alone."""

from collections import defaultdict
from functools import cache

from django.db.models import CASCADE, ForeignKey
from modelcluster.models import get_all_child_relations
from modeltranslation.translator import NotRegistered, translator
from wagtail.models import COMMENTS_RELATION_NAME

from solidarity.fields import column_names


def is_of_draft(update_fields):
    """Tell whether a save wrote nothing but what a draft changes of the row of its page."""
    return bool(update_fields) and OF_DRAFTS.issuperset(update_fields)


def translated_columns(model):
    """Return the names of all columns of a model that carry one language, or none if it is not translated."""
    try:
        options = translator.get_options_for_model(model)
    except NotRegistered:
        return []
    return [name for field in options.fields for name in column_names(field)]


# What a draft changes of the row of its page.
OF_DRAFTS = {
    "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at",
    "locked", "locked_at", "locked_by", "go_live_at", COMMENTS_RELATION_NAME,
}  # fmt: skip
# Keys of the page's row, which a version repeats and Wagtail takes from the row: each would be looked up. All of them
# are written by Wagtail itself, never by a form.
OF_THE_ROW = {"alias_of", "content_type", "latest_revision", "live_revision", "locale", "locked_by", "owner"}


def keep_unknown_columns(live, restored, content):
    """Give an object restored from a revision the live value of each column that the revision never knew.

    A revision that is older than a language would otherwise empty that language when it is published.
    """
    for name in translated_columns(type(live)):
        if name not in content:
            setattr(restored, name, getattr(live, name))
    for relation in get_all_child_relations(type(live)):
        name = relation.get_accessor_name()
        columns = set(translated_columns(relation.related_model))
        if all(columns <= child.keys() for child in content.get(name, [])):
            continue
        living = {child.pk: child for child in getattr(live, name).all()}
        contents = {child["pk"]: child for child in content.get(name, [])}
        for child in getattr(restored, name).all():
            if child.pk in living and child.pk in contents:
                keep_unknown_columns(living[child.pk], child, contents[child.pk])


def with_known_keys(model, data):
    """Return the data of a version without the foreign keys of what has been deleted since.

    Wagtail looks up each key by itself. This asks once for each model that page and rows refer to. As Wagtail does, it
    empties a key of the page, and a key of a row unless the row goes with what it names.
    """
    rows = {
        relation.get_accessor_name(): (relation.related_model, data.get(relation.get_accessor_name(), []))
        for relation in get_all_child_relations(model)
    }
    asked = defaultdict(set)
    for one_model, many in [(model, [data]), *rows.values()]:
        for field in foreign_keys(one_model):
            asked[field.related_model].update(one[field.name] for one in many if one.get(field.name) is not None)
    known = {
        related: set(related._default_manager.filter(pk__in=pks).values_list("pk", flat=True))
        for related, pks in asked.items()
        if pks
    }

    def emptied(one_model, one):
        """Return the data of the page or a row without unknown keys, and whether a row goes with one of them."""
        gone = [
            field
            for field in foreign_keys(one_model)
            if one.get(field.name) is not None and one[field.name] not in known[field.related_model]
        ]
        goes = any(field.remote_field.on_delete is CASCADE for field in gone)
        return {**one, **{field.name: None for field in gone}}, goes

    found = emptied(model, data)[0]
    for name, (row_model, many) in rows.items():
        if name in data:
            found[name] = [row for row, goes in (emptied(row_model, one) for one in many) if not goes]
    return found


@cache
def foreign_keys(model):
    """Return the foreign keys of a model, but not those by which it inherits."""
    fields = model._meta.concrete_fields
    return [field for field in fields if isinstance(field, ForeignKey) and not field.remote_field.parent_link]


class RevisionsMixin:
    """A page whose versions are kept once they count, and none of which empties a language that it never knew."""

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """Save a version. One that was sent for review, or is published, is kept: no other takes its place."""
        if overwrite_revision and (
            overwrite_revision.pk == self.live_revision_id or overwrite_revision.task_states.exists()
        ):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def save(self, *args, update_fields=None, **kwargs):
        """Save the page with its rows, after which what it refers to is noted once: Wagtail does so after each row.

        What a draft changes of the row of its page refers to nothing.
        """
        from wagtail import signal_handlers  # which needs all models to be loaded

        if getattr(signal_handlers.reference_index_auto_update_disabled, "value", False):
            return super().save(*args, update_fields=update_fields, **kwargs)
        with signal_handlers.disable_reference_index_auto_update():
            saved = super().save(*args, update_fields=update_fields, **kwargs)
        if not is_of_draft(update_fields):
            signal_handlers.update_reference_index_on_save(self)
        return saved

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        if check_fks and not strict_fks:
            data, check_fks = with_known_keys(cls, data), False
        return super().from_serializable_data(data, check_fks, strict_fks)

    def clean_fields(self, exclude=None):
        super().clean_fields({*(exclude or ()), *OF_THE_ROW})

    def get_latest_revision(self):
        """Return the latest version, which often is the published one as well: both are loaded once, with its texts."""
        revision = super().get_latest_revision()
        if revision and revision.pk == self.live_revision_id:
            self.live_revision = revision
        return revision

    def with_content_json(self, content):
        page = super().with_content_json({name: content[name] for name in content.keys() - OF_THE_ROW})
        page.live_revision_id = self.live_revision_id
        keep_unknown_columns(self, page, content)
        page._cached_parent_obj = self.get_parent()  # which get_parent() returns: it was loaded for the URL
        return page
