"""The types of pages, where one of each is made, and what its form needs besides a heading."""

from cities.models import CityPage, MayorStatementPage, PledgePage, ProjectPage
from events.models import EventPage, MentoringVisitPage
from news.models import NewsPage, ReportPage
from solidarity.models import ContentPage, FormPage, HomePage, ListingPage, SitePage

# By type: the parent, as an attribute of the fixture ``site`` or "athens", a city; and what the form is sent with.
FORM_DATA = {
    ContentPage: ("home", {}),
    FormPage: ("home", {}),
    CityPage: ("cities", {"country": "GR"}),
    MayorStatementPage: ("athens", {"speaker": "Ann"}),
    PledgePage: ("pledges", {"pillar": "reception", "made_on": "2020-03-01"}),
    ProjectPage: ("projects", {}),
    NewsPage: ("news", {"date": "2026-05-06"}),
    ReportPage: ("reports", {"published_on": "2020-03-01"}),
    EventPage: ("events", {"starts": "2027-05-06 10:00", "ends": "2027-05-06 12:00"}),
    MentoringVisitPage: ("events", {"first_day": "2027-05-06", "last_day": "2027-05-07"}),
}


def form_data(model, city):
    """Return the name of a type's parent and what its form needs; a visit is to a city."""
    parent, data = FORM_DATA[model]
    if model is MentoringVisitPage:
        data = {**data, "host_city": str(city.pk), "mentor_cities": [str(city.pk)]}
    return parent, data


def page_types(base=SitePage):
    """Return all types of pages that are made from a base, however far down."""
    found = set()
    for model in base.__subclasses__():
        found |= page_types(model) | (set() if model._meta.abstract else {model})
    return found


def index_types():
    """Return the types of pages that list others."""
    return page_types(ListingPage)


def content_types():
    """Return the types of pages that editors add, again and again."""
    return page_types() - index_types() - {HomePage}
