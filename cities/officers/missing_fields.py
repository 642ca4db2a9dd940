"""What a page still lacks before it can be sent: told while it is being written, by the rules that the sending asks."""

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
def missing(request):
    """Tell what stands against sending the form of a page that is being written; ``page`` is the form's own path.

    Nothing is saved.
    """
    page, parent, is_allowed = written_page(request)
    if not is_allowed:
        return permission_denied(request)
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(request.POST, request.FILES, instance=page, parent_page=parent, for_user=request.user)
    form.is_valid()
    found = list(errors(form))
    for one in found:
        if one["id"] == "id_portrait":
            one |= picture_link(request.user, form["portrait"].value())
    told = ngettext("%(count)s thing is still missing", "%(count)s things are still missing", len(found))
    summary = told % {"count": len(found)} if found else _("Nothing is missing: you can send it.")
    return JsonResponse({"missing": found, "summary": summary})


def written_page(request):
    """Return the page whose form has the path that a request names, its parent, and whether the user may write it.

    Raises Http404 where no page's form has the path.
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
        models = [one for one in get_page_models() if one._meta.label_lower == label]
        parent = Page.objects.filter(pk=match.kwargs["parent_page_id"]).first()
        if not models or not parent:
            raise Http404
        parent, model = parent.specific, models[0]
        is_allowed = parent.permissions_for_user(request.user).can_add_subpage() and model.can_create_at(parent)
        return model(owner=request.user), parent, is_allowed
    raise Http404


def errors(form):
    """Yield each error of a page's form and of its rows: the field's id in the page, its label, and what is wrong."""
    yield from errors_of(form)
    for formset in form.formsets.values():
        for row in formset.forms:
            yield from errors_of(row)


def errors_of(form):
    """Yield each error of one form."""
    for name, messages in form.errors.items():
        field = form[name] if name in form.fields else None
        for message in messages:
            yield {
                "id": field.auto_id if field else "",
                "label": str(field.label) if field else "",
                "message": strip_tags(message),
            }


def picture_link(user, key):
    """Return where a user may give a picture its credit, for the list; nothing where they may not."""
    model = get_image_model()
    picture = model.objects.filter(pk=key).first() if str(key).isdecimal() else None
    if not picture or not policies()[model].user_has_permission_for_instance(user, "change", picture):
        return {}
    return {"url": reverse("wagtailimages:edit", args=[picture.pk]), "link": _("Open the picture in a new tab")}
