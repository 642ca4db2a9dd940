"""Pictures and documents: who may use them, which of them a page holds, and when they stay as they are."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision, WorkflowState


def policies():
    """Return who may do what with pictures and with documents, by their models."""
    # Wagtail makes these of models that are not there yet when this module is imported.
    from wagtail.documents.permissions import permission_policy as documents
    from wagtail.images.permissions import permission_policy as images

    return {get_image_model(): images, get_document_model(): documents}


def may_use(user, file):
    """Tell whether a user is offered a picture or document when they choose one."""
    return policies()[type(file)].user_has_permission_for_instance(user, "choose", file)


def files_in(page):
    """Yield the model, key and field of each picture and document in a page, wherever it stands in it."""
    models = {ContentType.objects.get_for_model(model).pk: model for model in policies()}
    for content_type, key, _model_path, path in ReferenceIndex._extract_references_from_object(page):
        if content_type in models:
            yield models[content_type], key, path.partition(".")[0]


def is_in_use(file):
    """Tell whether a picture or document is what readers see, or what they will see of a page that is being reviewed.

    Who exchanged it would publish what nobody has reviewed.
    """
    return is_published(file) or any(
        (model, key) == (type(file), str(file.pk))
        for version in versions_to_be_published()
        for model, key, _field in files_in(version.as_object())
    )


def is_published(file):
    """Tell whether a picture or document is on a page that readers see."""
    pages = ReferenceIndex.get_references_to(file).filter(base_content_type__app_label="wagtailcore")
    return Page.objects.live().filter(pk__in=[int(reference.object_id) for reference in pages]).exists()


def versions_to_be_published():
    """Return the versions of pages that become public as they are: in review, or approved for a day to come."""
    in_review = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), status=WorkflowState.STATUS_IN_PROGRESS
    )
    pages = [int(key) for key in in_review.values_list("object_id", flat=True)]
    latest = Page.objects.filter(pk__in=pages).values("latest_revision")
    return Revision.page_revisions.filter(Q(pk__in=latest) | Q(approved_go_live_at__isnull=False))
