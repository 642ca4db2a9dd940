"""Makes pages, pictures, documents and people for tests. Everything it makes is valid.

Pages are named in English unless told otherwise: ``NewsPageFactory(parent=site.news, heading_el="…")``.
"""

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache

import factory
import wagtail_factories
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from fpdf import FPDF

from cities import models as cities
from events import models as events
from news import models as news
from solidarity import models as solidarity


@cache
def small_pdf():
    """Return the bytes of a real PDF of one page."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=14)
    pdf.cell(text="A report for tests")
    return bytes(pdf.output())


def body(text="A paragraph."):
    """Return a body of one paragraph, as its column takes it."""
    return json.dumps([{"type": "paragraph", "value": f"<p>{text}</p>"}])


class UserFactory(DjangoModelFactory):
    class Meta:
        model = solidarity.User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    first_name = "Maria"
    last_name = factory.Sequence(lambda number: f"Rossi {number}")

    @classmethod
    def _create(cls, model_class, **fields):
        return model_class.objects.create_user(**fields)


class AdminFactory(UserFactory):
    is_staff = True
    is_superuser = True


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = solidarity.Topic

    name_en = factory.Sequence(lambda number: f"Topic {number}")
    slug = factory.Sequence(lambda number: f"topic-{number:05}")  # in this order too


class SiteImageFactory(wagtail_factories.ImageFactory):
    """A small picture, in a real file."""

    class Meta:
        model = solidarity.SiteImage

    title = factory.Sequence(lambda number: f"Picture {number}")
    file = factory.django.ImageField(width=90, height=60, color="navy")
    credit = "Photo: Maria Rossi"
    licence = "CC BY 4.0"


class SiteDocumentFactory(wagtail_factories.DocumentFactory):
    """A PDF, in a real file."""

    class Meta:
        model = solidarity.SiteDocument

    title = factory.Sequence(lambda number: f"Document {number}")
    file = factory.LazyFunction(lambda: ContentFile(small_pdf(), "report.pdf"))


class SitePageFactory(wagtail_factories.PageFactory):
    """A page that is named by its English heading: title and slug are its own doing."""

    class Meta:
        abstract = True

    title = ""
    slug = ""
    # As long as each other: the collections of cities stand by name, and one in their midst moves all that follow.
    heading_en = factory.Sequence(lambda number: f"Page {number:05d}")
    introduction_en = "What the page is about."


class BodyPageFactory(SitePageFactory):
    class Meta:
        abstract = True

    body_en = factory.LazyFunction(body)


class HomePageFactory(SitePageFactory):
    class Meta:
        model = solidarity.HomePage

    heading_en = "Solidarity Cities"


class HomeSlideFactory(DjangoModelFactory):
    class Meta:
        model = solidarity.HomeSlide

    heading_en = factory.Sequence(lambda number: f"Slide {number}")
    link_url = "https://example.org/"
    image = factory.SubFactory(SiteImageFactory)
    image_alt_en = "A harbour"


class ContentPageFactory(BodyPageFactory):
    class Meta:
        model = solidarity.ContentPage


class FormPageFactory(BodyPageFactory):
    """A form that asks for a name, an address and a choice, and is mailed."""

    class Meta:
        model = solidarity.FormPage
        skip_postgeneration_save = True

    heading_en = "Contact"
    to_address = "office@example.org"
    from_address = "site@example.org"
    subject = "A message"

    @factory.post_generation
    def fields(self, create, extracted, **kwargs):
        FormFieldFactory(page=self, label_en="Name", label_de="Ihr Name", sort_order=1)
        FormFieldFactory(page=self, label_en="Email", label_de="Ihre Adresse", field_type="email", sort_order=2)
        FormFieldFactory(
            page=self,
            label_en="Subject",
            label_de="Betreff",
            field_type="dropdown",
            choices_en="Join\nPress",
            choices_de="Beitreten\nPresse",
            required=False,
            sort_order=3,
        )


class FormFieldFactory(DjangoModelFactory):
    class Meta:
        model = solidarity.FormField

    field_type = "singleline"
    required = True


class CityIndexPageFactory(SitePageFactory):
    class Meta:
        model = cities.CityIndexPage

    heading_en = "Cities"


class CityPageFactory(BodyPageFactory):
    class Meta:
        model = cities.CityPage

    heading_en = factory.Sequence(lambda number: f"City {number:05d}")
    country = "GR"


class KeyFigureFactory(DjangoModelFactory):
    class Meta:
        model = cities.KeyFigure

    value = "over 120"
    label_en = "countries of origin"
    year = 2016


class MayorStatementPageFactory(BodyPageFactory):
    class Meta:
        model = cities.MayorStatementPage

    speaker = factory.Sequence(lambda number: f"Speaker {number}")
    office_en = "mayor"
    quote_en = "We are a city of many origins."
    language_given = "en"
    date = date(2017, 3, 1)


class PledgeIndexPageFactory(SitePageFactory):
    class Meta:
        model = cities.PledgeIndexPage

    heading_en = "Pledges"


class PledgePageFactory(BodyPageFactory):
    class Meta:
        model = cities.PledgePage

    pillar = "reception"
    made_on = date(2020, 3, 1)


class PledgeSignatoryFactory(DjangoModelFactory):
    class Meta:
        model = cities.PledgeSignatory

    # As the editor numbers them; PostgreSQL gives what has no number in whatever order it finds it.
    sort_order = factory.Sequence(lambda number: number)


class PledgeProgressFactory(DjangoModelFactory):
    class Meta:
        model = cities.PledgeProgress

    date = date(2020, 6, 1)
    note_en = "A report."


class ProjectIndexPageFactory(SitePageFactory):
    class Meta:
        model = cities.ProjectIndexPage

    heading_en = "Projects"


class ProjectPageFactory(BodyPageFactory):
    class Meta:
        model = cities.ProjectPage

    acronym = "GROW"
    starts = date(2017, 1, 1)
    ends = date(2019, 1, 1)


class NewsIndexPageFactory(SitePageFactory):
    class Meta:
        model = news.NewsIndexPage

    heading_en = "News"


class NewsPageFactory(BodyPageFactory):
    class Meta:
        model = news.NewsPage

    date = date(2017, 7, 17)


class ReportIndexPageFactory(SitePageFactory):
    class Meta:
        model = news.ReportIndexPage

    heading_en = "Reports"


class ReportPageFactory(BodyPageFactory):
    class Meta:
        model = news.ReportPage

    published_on = date(2016, 4, 1)


class ReportFileFactory(DjangoModelFactory):
    class Meta:
        model = news.ReportFile

    language = "en"
    document = factory.SubFactory(SiteDocumentFactory)


class EventIndexPageFactory(SitePageFactory):
    class Meta:
        model = events.EventIndexPage

    heading_en = "Events"


class EventPageFactory(BodyPageFactory):
    """An event of one afternoon; a past one unless told otherwise."""

    class Meta:
        model = events.EventPage

    starts = datetime(2017, 9, 18, 9, 0, tzinfo=UTC)
    ends = factory.LazyAttribute(lambda event: event.starts + timedelta(hours=5))


class UpcomingEventPageFactory(EventPageFactory):
    starts = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class MentoringVisitPageFactory(BodyPageFactory):
    class Meta:
        model = events.MentoringVisitPage

    first_day = date(2017, 7, 10)
    last_day = date(2017, 7, 12)


class DelegationMemberFactory(DjangoModelFactory):
    class Meta:
        model = events.DelegationMember

    name = "Anna Example"
    role_en = "head of department"
