"""Cities, what their leaders said, what they pledged, and the projects they share."""

from cities.models.city import CityIndexPage, CityPage, KeyFigure
from cities.models.pledge import PledgeIndexPage, PledgePage, PledgeProgress, PledgeSignatory, unit_name
from cities.models.project import ExpertPartner, ProjectIndexPage, ProjectPage
from cities.models.statement import MayorStatementPage, Quotation, with_cities

__all__ = [
    "CityIndexPage",
    "CityPage",
    "ExpertPartner",
    "KeyFigure",
    "MayorStatementPage",
    "PledgeIndexPage",
    "PledgePage",
    "PledgeProgress",
    "PledgeSignatory",
    "ProjectIndexPage",
    "ProjectPage",
    "Quotation",
    "unit_name",
    "with_cities",
]
