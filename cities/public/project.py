"""The public record of projects: they are in the feeds and the read API, but have no dataset."""

from django.utils.translation import gettext_lazy as _

from cities.models import ProjectIndexPage, ProjectPage
from cities.public.columns import CITIES
from solidarity.api.fields import PublishedPageField
from solidarity.feeds.sources import FeedSource
from solidarity.open_data import PartialDateColumn, TextColumn, URLColumn
from solidarity.public import PublicRecord, register

COLUMNS = (
    TextColumn("acronym", "The short name of the project."),
    TextColumn("programme", "The programme that pays for it."),
    TextColumn("funder", "Who pays for it."),
    TextColumn("lead", "Who leads it."),
    CITIES,
    PartialDateColumn("starts", "When it starts.", "start", ("starts", "dates_precision")),
    PartialDateColumn("ends", "When it ends.", "end", ("ends", "dates_precision")),
    TextColumn("predecessor", "The project before it.", in_files=False, api=PublishedPageField()),
    TextColumn("predecessors_note", "What came before it.", translated=True),
    URLColumn("website", "The project's own site."),
)


class Projects(FeedSource):
    """Projects as a source of feeds."""

    name = "projects"
    title = _("Joint projects")
    model = ProjectPage
    listing = ProjectIndexPage
    day = "starts"
    position = 7


register(PublicRecord(ProjectPage, COLUMNS, feed=Projects()))
