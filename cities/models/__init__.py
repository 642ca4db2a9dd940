"""Cities, what their leaders said, what they pledged, and the projects they share."""

from cities.models.city import AboutCitiesAndTopics, CityPage, KeyFigure
from cities.models.directory import CityIndexPage
from cities.models.filters import CityFilter, city_choices
from cities.models.officers import CityCheck, CityTeam, Invitation
from cities.models.overview import CityOverview
from cities.models.pledge import PledgePage, PledgeProgress, PledgeSignatory, unit_name
from cities.models.pledge_index import PledgeIndexPage
from cities.models.project import ExpertPartner, ProjectIndexPage, ProjectPage
from cities.models.quotation import Quotation
from cities.models.review import ReviewTask, WithdrawalRequest
from cities.models.statement import MayorStatementPage, with_cities
from cities.models.terms import OtherTerm, Term

__all__ = [
    "AboutCitiesAndTopics",
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
