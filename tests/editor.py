"""Fills in the editor's forms as a browser would: what the page shows, with some fields changed."""

from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield


def add_address(parent, model):
    """Return the address at which a page of a model is added under another."""
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


def edit_address(page):
    """Return the address at which a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def shown_form(client, address, page):
    """Return what the editor's form would send if nothing were changed; ``page`` is the page or its class."""
    response = client.get(address)
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    for box in soup.select("input[type=checkbox]:not([value])"):
        box["value"] = "on"
    for choice in soup.select("select[multiple]:not(:has(option[selected]))"):
        choice.decompose()
    data = querydict_from_html(str(soup), form_id="page-edit-form")
    fields = {name: data.getlist(name) if len(data.getlist(name)) > 1 else data[name] for name in data}
    # Browsers drop the line break with which a textarea begins.
    fields = {name: value.removeprefix("\n") if isinstance(value, str) else value for name, value in fields.items()}
    return {name: value for name, value in fields.items() if value is not None} | bodies(page)


def bodies(page):
    """Return what the browser's script sends for the bodies of a page: here, of paragraphs."""
    fields = {}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and not field.is_original:
            blocks = () if isinstance(page, type) else getattr(page, field.name) or ()
            sent = [(block.block_type, rich_text(block.value.source)) for block in blocks]
            fields |= nested_form_data({field.name: streamfield(sent)})
    return fields


def publish(client, address, page, **changes):
    """Send the editor's form with changes, to publish the page, and return the response."""
    return client.post(address, {**shown_form(client, address, page), **changes, "action-publish": "yes"})


def save_draft(client, address, page, **changes):
    """Send the editor's form with changes, to save a draft, and return the response."""
    return client.post(address, {**shown_form(client, address, page), **changes})


def errors_of(response):
    """Return the errors beside the fields of an editor's form that came back, by field."""
    assert response.status_code == 200, "the form was taken"
    return dict(response.context["form"].errors)
