"""Usage of images and documents: who may choose them, which ones a page holds, and which must not change."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision, WorkflowState
from wagtail.permission_policies.base import BasePermissionPolicy


def policies() -> dict[type[Model], BasePermissionPolicy]:
    """Return Wagtail's permission policies of images and documents, by model."""
    # Imported here: Wagtail's modules need the models, which are not loaded yet.
    from wagtail.documents.permissions import permission_policy as documents
    from wagtail.images.permissions import permission_policy as images

    return {get_image_model(): images, get_document_model(): documents}


def may_use(user: AbstractBaseUser, file: Model) -> bool:
    """Tell whether the chooser offers a user an image or document."""
    return policies()[type(file)].user_has_permission_for_instance(user, "choose", file)


def files_in(page: Page) -> Iterator[tuple[type[Model], str, str]]:
    """Yield the model, primary key (as text) and field name of each image and document that a page refers to."""
    models = {ContentType.objects.get_for_model(model).pk: model for model in policies()}
    for content_type, key, _model_path, path in ReferenceIndex._extract_references_from_object(page):
        if content_type in models:
            yield models[content_type], key, path.partition(".")[0]


def is_in_use(file: Model) -> bool:
    """Tell whether an image or document is on a published page, or on a revision that is about to be published.

    Replacing such a file would publish something without a review.
    """
    return is_published(file) or any(
        (model, key) == (type(file), str(file.pk))
        for version in versions_to_be_published()
        for model, key, _field in files_in(version.as_object())
    )


def is_published(file: Model) -> bool:
    """Tell whether an image or document is on a published page."""
    pages = ReferenceIndex.get_references_to(file).filter(base_content_type__app_label="wagtailcore")
    return Page.objects.live().filter(pk__in=[int(reference.object_id) for reference in pages]).exists()


def versions_to_be_published() -> QuerySet[Revision]:
    """Return the revisions of pages that will be published as they are: in review, or scheduled."""
    in_review = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), status=WorkflowState.STATUS_IN_PROGRESS
    )
    pages = [int(key) for key in in_review.values_list("object_id", flat=True)]
    latest = Page.objects.filter(pk__in=pages).values("latest_revision")
    return Revision.page_revisions.filter(Q(pk__in=latest) | Q(approved_go_live_at__isnull=False))
