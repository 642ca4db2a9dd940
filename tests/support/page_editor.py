"""Fills in the editor's forms as a browser would: what the page shows, with some fields changed."""

from django.urls import reverse
from lxml import html
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield


def add_url(parent, model):
    """Return the URL at which a page of a model is added under another."""
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


def edit_url(page):
    """Return the URL at which a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def shown_form(client, url, page):
    """Return what the editor's form would send if nothing were changed; ``page`` is the page or its class."""
    return form_in(client.get(url), page)


def form_in(response, page):
    """Return the same of a form that was asked for."""
    assert response.status_code == 200
    form, fields = html.document_fromstring(response.text).get_element_by_id("page-edit-form"), {}
    for box in form.xpath(".//input[not(@value) and not(@type = 'checkbox' or @type = 'radio')]"):
        box.set("value", "")  # as browsers do
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value.removeprefix("\n"))  # with which a textarea begins; browsers drop it
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items()} | bodies(page)


def bodies(page):
    """Return what the browser's script sends for the bodies of a page: here, of text and of pages that are chosen."""
    fields = {}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and not field.is_original:
            blocks = () if isinstance(page, type) else getattr(page, field.name) or ()
            sent = [(block.block_type, SENT[block.block_type](block.value)) for block in blocks]
            fields |= nested_form_data({field.name: streamfield(sent)})
    return fields


def page_list(value):
    """Return what is sent for a list of pages."""
    items = [
        {"value": str(page.pk), "order": str(place), "deleted": "", "id": ""}
        for place, page in enumerate(value["pages"])
    ]
    pages = {"count": str(len(items)), **{str(place): item for place, item in enumerate(items)}}
    return {"heading": value["heading"], "pages": pages}


def call_to_action(value):
    """Return what is sent for a call to action."""
    return {**value, "page": str(value["page"].pk) if value["page"] else ""}


# By type of block: what makes of its value what is sent.
SENT = {"paragraph": lambda value: rich_text(value.source), "pages": page_list, "call_to_action": call_to_action}


def publish(client, url, page, **changes):
    """Send the editor's form with changes, to publish the page, and return the response."""
    return client.post(url, {**shown_form(client, url, page), **changes, "action-publish": "yes"})


def save_draft(client, url, page, **changes):
    """Send the editor's form with changes, to save a draft, and return the response."""
    return client.post(url, {**shown_form(client, url, page), **changes})


def errors_of(response):
    """Return the errors beside the fields of an editor's form that came back, by field."""
    assert response.status_code == 200, "the form was taken"
    return dict(response.context["form"].errors)
