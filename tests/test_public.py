"""Public records: every type of page has one or a reason, and what is made of its columns agrees."""

from collections import defaultdict

import pytest
from django.apps import apps
from wagtail.models import Page

from cities.models import CityPage
from solidarity.api.fields import RelatedField
from solidarity.api.views import FIELDS
from solidarity.feeds.sources import KINDS
from solidarity.management.commands.describe_data import PATH, described
from solidarity.models import ListingPage
from solidarity.open_data import datasets
from solidarity.public import RECORDS, PublicRecord, register

WITHOUT_RECORD = {
    "HomePage": "shows what other pages say",
    "ContentPage": "has nothing but a text, which the read API gives of every page",
    "FormPage": "asks something; what visitors answer is not published",
}


def page_types():
    """Return our types of pages."""
    return [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]


def test_every_type_of_page_has_a_public_record_or_a_reason():
    types = page_types()
    without = {model.__name__ for model in types if model not in RECORDS and not issubclass(model, ListingPage)}
    print(f"{len(types)} types of pages, {len(RECORDS)} records")
    assert without == set(WITHOUT_RECORD)
    assert len(RECORDS) >= 8


def test_a_type_of_page_is_declared_once():
    with pytest.raises(ValueError, match="CityPage has a public record already"):
        register(PublicRecord(CityPage, ()))


@pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record.model.__name__)
def test_columns_are_published_where_they_say(record):
    names = [column.name for column in record.columns]
    assert len(names) == len(set(names))
    assert [field.name for field in FIELDS[record.model]] == [one.name for one in record.columns if one.in_api]
    for dataset in record.datasets:
        assert datasets.DATASETS[dataset.name] is dataset
    assert not record.feed or KINDS[record.feed.name] is record.feed
    in_files = [column for column in record.columns if column.in_files and record.datasets]
    cells = {cell.name for dataset in record.datasets for cell in dataset.cells}
    assert {cell.name for column in in_files for cell in column.in_each_language()} <= cells


def test_feeds_stand_in_their_positions():
    positions = [source.position for source in KINDS.values()]
    assert positions == sorted(set(positions))
    assert len(positions) >= 8


def test_the_documentation_names_every_column():
    text = PATH.read_text(encoding="utf-8")
    assert described(text) == text, "run manage.py describe_data"


def test_no_column_that_is_costly_for_one_type_takes_a_cheap_one_of_another_out_of_lists():
    costly, cheap = defaultdict(set), defaultdict(set)
    for model, fields in FIELDS.items():
        for field in fields:
            kind = costly if isinstance(getattr(field, "serializer", None), RelatedField) else cheap
            kind[field.name].add(model.__name__)
    assert not set(costly) & set(cheap), "Wagtail knows what lists leave out by name alone"
    assert len(costly) >= 8
    assert len(cheap) >= 30
