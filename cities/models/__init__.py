"""Cities, what their leaders said, what they pledged, and the projects they share."""

from cities.models.city import AboutCitiesAndTopicsMixin, CityPage, KeyFigure
from cities.models.city_index import CityIndexPage
from cities.models.filters import CityFilter, city_choices
from cities.models.pledge import PledgePage, PledgeProgress, PledgeSignatory, unit_name
from cities.models.pledge_index import PledgeIndexPage
from cities.models.project import ExpertPartner, ProjectIndexPage, ProjectPage
from cities.models.quotation import Quotation
from cities.models.statement import MayorStatementPage, with_cities
from cities.models.terms import OtherTerm, Term
from cities.officers.models import CityCheck, CityTeam, Invitation
from cities.officers.overview import CityOverview
from cities.officers.review_models import ReviewTask, WithdrawalRequest

__all__ = [
    "AboutCitiesAndTopicsMixin",
    "CityCheck",
    "CityFilter",
    "CityIndexPage",
    "CityOverview",
    "CityPage",
    "CityTeam",
    "ExpertPartner",
    "Invitation",
    "KeyFigure",
    "MayorStatementPage",
    "OtherTerm",
    "PledgeIndexPage",
    "PledgePage",
    "PledgeProgress",
    "PledgeSignatory",
    "ProjectIndexPage",
    "ProjectPage",
    "Quotation",
    "ReviewTask",
    "Term",
    "WithdrawalRequest",
    "city_choices",
    "unit_name",
    "with_cities",
]
