"""What a model takes, every consumer can hold: years, numbers, and characters that only JSON can carry."""

import json
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.test.utils.form_data import nested_form_data, streamfield

from events.models import EventPage
from solidarity.models import ContentPage, LimitsMixin, SitePage
from tests.support.page_editor import add_url, errors_of, save_draft, shown_form

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
BEYOND = [date(1, 1, 1), date(999, 12, 31), date(1899, 12, 31), date(2101, 1, 1), date(9999, 12, 31)]


def filled_in_by_hand():
    """Return each model that an editor's form of a page fills in, with its fields of dates and numbers."""
    for model in apps.get_models():
        rows = any(isinstance(field, ParentalKey) for field in model._meta.fields)
        if not (issubclass(model, SitePage) or rows) or not model.__module__.startswith(
            ("solidarity", "cities", "news", "events")
        ):
            continue
        fields = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, models.DateField | models.IntegerField)
            and not isinstance(field, models.AutoField)
            and field.editable
            and not field.is_relation
            and field.name != "sort_order"
        ]
        if fields:
            yield model, fields


def value_of(field, day):
    if isinstance(field, models.DateTimeField):
        return datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)
    return day


def errors_with(model, field, value):
    """Return what is said of one field of a model that holds a value and nothing else."""
    with pytest.raises(ValidationError) as refused:  # much is missing besides
        model(**{field.attname: value}).full_clean()
    return refused.value.message_dict.get(field.name, [])


def test_every_date_and_number_that_a_form_fills_in_has_limits(db):
    found = list(filled_in_by_hand())
    assert len(found) > 12
    tried = 0
    for model, fields in found:
        assert issubclass(model, LimitsMixin), model
        for field in fields:
            tried += 1
            if isinstance(field, models.DateField):
                for day in BEYOND:
                    said = errors_with(model, field, value_of(field, day))
                    assert "Give a year between 1900 and 2100." in said, (model, field, day)
                for day in (FIRST, LAST):
                    said = errors_with(model, field, value_of(field, day))
                    assert not any("Give a year" in text for text in said), (model, field, day)
            else:
                assert errors_with(model, field, 2**53 + 1), (model, field)
                assert errors_with(model, field, -(2**63) - 1), (model, field)
    assert tried > 40


def test_an_event_that_no_clock_can_show_is_refused_beside_its_field(site, admin_client):
    url = add_url(site.events, EventPage)
    form = {**shown_form(admin_client, url, EventPage), "heading_en": "Meeting"}
    # Within a day of the first and the last year it depends on the zone in which year a moment is.
    for moment in ("9999-12-31 23:59", "0001-01-01 00:00", "1899-12-30 23:59", "2101-01-02 00:00"):
        for zone in ("Europe/London", "Europe/Athens", "UTC"):
            sent = dict.fromkeys(("starts", "ends", "registration_deadline", "go_live_at", "expire_at"), moment)
            errors = errors_of(admin_client.post(url, {**form, **sent, "time_zone": zone}))
            assert sent.keys() <= errors.keys(), (moment, zone)
    assert not EventPage.objects.exists()


def test_whole_days_at_the_edge_of_the_years_are_refused_without_a_failure(site, admin_client):
    sent = {"heading_en": "M", "starts": "9999-12-31 00:00", "ends": "9999-12-31 23:59", "all_day": "on"}
    response = save_draft(admin_client, add_url(site.events, EventPage), EventPage, **sent)
    assert {"starts", "ends"} <= set(errors_of(response))


UNSTORABLE = "a\x00b\ud83cc\ufffed\x1be"


def rich(text):
    """Return formatted text as the editor's script sends it: JSON, in which any code can stand."""
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"entityMap": {}, "blocks": [block]})


def test_what_only_json_can_carry_is_left_out(site, admin_client, client):
    table = {"data": [[UNSTORABLE, "x"]], "table_caption": UNSTORABLE, "table_header_choice": "row"}
    blocks = [("paragraph", rich(UNSTORABLE)), ("table", json.dumps(table))]
    sent = nested_form_data({"body_en": streamfield(blocks)})
    url = add_url(site.home, ContentPage)
    for action in ({}, {"action-publish": "yes"}):
        assert save_draft(admin_client, url, ContentPage, heading_en="Page", **sent, **action).status_code == 302
    page = ContentPage.objects.get(live=True)
    assert "abcde" in page.body_en[0].value.source
    assert page.body_en[1].value["data"][0][0] == "abcde"
    assert client.get(page.url).status_code == 200
