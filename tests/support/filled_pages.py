"""A page of each type with all that editors can fill in: eight languages, rows, and pages that are chosen."""

from types import SimpleNamespace

from modeltranslation.translator import translator
from wagtail.models import Page

from cities.models import CityPage
from events.models import MentoringVisitPage
from solidarity import languages
from solidarity.fields import column_name
from solidarity.models import SitePage, Topic
from tests import factories
from tests.support.page_types import FORM_DATA, page_types

WORDS = "Cities received people who fled, and found them homes, schools and work. "
ROWS = 2  # of each kind on a page


def factories_of_pages(base=factories.SitePageFactory):
    """Return the factory of each type of page."""
    found = {} if base._meta.abstract else {base._meta.model: base}
    for factory in base.__subclasses__():
        found = {**factories_of_pages(factory), **found}
    return found


def chosen_pages(site):
    """Make some pages of several types that others can choose, and topics."""
    return SimpleNamespace(
        cities=[factories.CityPageFactory(parent=site.cities) for _time in range(4)],
        pages=[
            factories.NewsPageFactory(parent=site.news),
            factories.EventPageFactory(parent=site.events),
            factories.ContentPageFactory(parent=site.home),
        ],
        topics=[factories.TopicFactory() for _time in range(3)],
    )


def body(chosen):
    """Return a body of a text that links to a page, a list of pages and a button, as it is stored."""
    linked, *listed = [*chosen.pages, chosen.cities[0]]
    text = f'<p data-block-key="abcde">{WORDS * 10}<a linktype="page" id="{linked.pk}">More</a></p>'
    items = [{"type": "item", "value": page.pk, "id": str(page.pk)} for page in listed]
    return [
        {"type": "paragraph", "value": text},
        {"type": "pages", "value": {"heading": "See also", "pages": items}},
        {"type": "call_to_action", "value": {"text": "", "label": "Go", "page": linked.pk, "address": ""}},
    ]


def texts(model, chosen):
    """Return a value for each translated field of a page in each language."""
    values = {}
    for name in translator.get_options_for_model(model).fields:
        for code in languages.codes():
            column = model._meta.get_field(column_name(name, code))
            longest = column.max_length or 500
            values[column.name] = (
                body(chosen) if name == "body" else f"{model.__name__} {name} {code} {WORDS}"[:longest].strip()
            )
    return values


def filled_page(model, site, chosen):
    """Return a published page of a type, filled in as far as editors can."""
    values = texts(model, chosen)
    if model is MentoringVisitPage:
        values["host_city"] = chosen.cities[3]
    if model in FORM_DATA:
        parent = FORM_DATA[model][0]
        parent = chosen.cities[0] if parent == "athens" else getattr(site, parent)
        page = factories_of_pages()[model](parent=parent, **values)
    else:
        page = model.objects.get()
        for name, value in values.items():
            setattr(page, name, value)
    page.listing_image, page.listing_image_decorative = factories.SiteImageFactory(), True
    for field in model._meta.many_to_many:
        if field.related_model in (CityPage, Topic):
            setattr(page, field.name, chosen.cities[:3] if field.related_model is CityPage else chosen.topics)
    add_rows(page, chosen)
    page.save()
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk).specific


def add_rows(page, chosen):
    """Add rows to a page of a type that has some."""
    name = type(page).__name__
    for number in range(ROWS):
        if name == "HomePage":
            factories.HomeSlideFactory(home=page, link_url="", page=chosen.pages[number], image_decorative=True)
            page.featured.create(page=chosen.pages[number])
        elif name == "CityPage":
            factories.KeyFigureFactory(city=page)
        elif name == "PledgePage":
            factories.PledgeSignatoryFactory(pledge=page, city=chosen.cities[number])
            factories.PledgeProgressFactory(pledge=page)
        elif name == "ReportPage":
            factories.ReportFileFactory(report=page, language=("en", "fr")[number])
        elif name == "MentoringVisitPage":
            factories.DelegationMemberFactory(visit=page)


def all_types():
    """Return the types of all pages, in a certain order."""
    return sorted(page_types(SitePage), key=lambda model: model.__name__)
