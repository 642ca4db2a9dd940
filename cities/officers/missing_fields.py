"""The fields that a page still lacks before it can be submitted, by the validation of the submission itself.

The editor asks for them while the page is being written.
"""

from django.http import Http404, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_denied
from wagtail.images import get_image_model
from wagtail.models import Page, get_page_models

from solidarity.media.usage import policies


@require_POST
def missing_fields(request):
    """Validate the posted form of a page as if it were submitted, and return its errors as JSON. Nothing is saved.

    The query parameter ``page`` is the path of the editor's view.
    """
    page, parent, is_allowed = edited_page(request)
    if not is_allowed:
        return permission_denied(request)
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(request.POST, request.FILES, instance=page, parent_page=parent, for_user=request.user)
    form.is_valid()
    missing = list(all_errors(form))
    for error in missing:
        if error["id"] == "id_portrait":
            error |= picture_link(request.user, form["portrait"].value())
    message = ngettext("%(count)s thing is still missing", "%(count)s things are still missing", len(missing))
    summary = message % {"count": len(missing)} if missing else _("Nothing is missing: you can send it.")
    return JsonResponse({"missing": missing, "summary": summary})


def edited_page(request):
    """Return the page that the request's ``page`` parameter edits, its parent, and whether the user may edit it.

    Raises Http404 if the path is not that of a page editor, or the page does not exist.
    """
    try:
        match = resolve(request.GET.get("page", ""))
    except Resolver404 as error:
        raise Http404 from error
    if match.view_name == "wagtailadmin_pages:edit":
        stored = Page.objects.filter(pk=match.kwargs["page_id"]).first()
        if not stored:
            raise Http404
        page = stored.specific.get_latest_revision_as_object()
        return page, page.get_parent(), page.permissions_for_user(request.user).can_edit()
    if match.view_name == "wagtailadmin_pages:add":
        label = f"{match.kwargs['content_type_app_name']}.{match.kwargs['content_type_model_name']}"
        models = [model for model in get_page_models() if model._meta.label_lower == label]
        parent = Page.objects.filter(pk=match.kwargs["parent_page_id"]).first()
        if not models or not parent:
            raise Http404
        parent, model = parent.specific, models[0]
        is_allowed = parent.permissions_for_user(request.user).can_add_subpage() and model.can_create_at(parent)
        return model(owner=request.user), parent, is_allowed
    raise Http404


def all_errors(form):
    """Yield each error of a page's form and its formsets as a dict of the input's ``id``, ``label`` and ``message``."""
    yield from form_errors(form)
    for formset in form.formsets.values():
        for row in formset.forms:
            yield from form_errors(row)


def form_errors(form):
    """Yield each error of a form as a dict, see ``errors()``."""
    for name, messages in form.errors.items():
        field = form[name] if name in form.fields else None
        for message in messages:
            yield {
                "id": field.auto_id if field else "",
                "label": str(field.label) if field else "",
                "message": strip_tags(message),
            }


def picture_link(user, pk):
    """Return the ``url`` and ``link`` text of the page where a user can edit an image; an empty dict if they may not.

    ``key`` is the submitted primary key of the image, which may be invalid.
    """
    model = get_image_model()
    picture = model.objects.filter(pk=pk).first() if str(pk).isdecimal() else None
    if not picture or not policies()[model].user_has_permission_for_instance(user, "change", picture):
        return {}
    return {"url": reverse("wagtailimages:edit", args=[picture.pk]), "link": _("Open the picture in a new tab")}
