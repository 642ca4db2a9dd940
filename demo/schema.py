"""The schema of the demonstration content: for each folder the page model, and the converters by key of a file."""

from dataclasses import dataclass
from datetime import date

from cities.models import (
    CityIndexPage,
    CityPage,
    ExpertPartner,
    KeyFigure,
    MayorStatementPage,
    PledgeIndexPage,
    PledgePage,
    PledgeProgress,
    PledgeSignatory,
    ProjectIndexPage,
    ProjectPage,
)
from demo.converters import (
    ChildObjects,
    Coordinate,
    DateTime,
    Ignored,
    ImageReference,
    ManyReferences,
    PageReference,
    RichText,
    Scalar,
    StreamBody,
    TextLines,
    TopicReference,
    TranslatedText,
)
from events.models import DelegationMember, EventIndexPage, EventPage, MentoringVisitPage
from news.models import NewsIndexPage, NewsPage, ReportIndexPage, ReportPage
from solidarity.models import (
    ContentPage,
    FeaturedPage,
    FormField,
    FormPage,
    HomePage,
    HomeSlide,
    MenuItem,
    SocialLink,
)

TEXT = Scalar(str)
INTEGER = Scalar(int)
BOOLEAN = Scalar(bool)
DATE = Scalar(date)
COORDINATE = Coordinate()
TRANSLATED = TranslatedText()
RICH_TEXT = RichText()
DATETIME = DateTime()
CITY = PageReference(under="/cities/", deferred=False)
CITIES = ManyReferences(CITY)
TOPICS = ManyReferences(TopicReference(deferred=False))


@dataclass(frozen=True)
class PageSchema:
    """The schema of a page's file. With ``has_image``, the page shows the image named like its slug by default."""

    model: type
    converters: dict
    has_image: bool = False


PAGE = {
    "heading": TRANSLATED,
    "introduction": TRANSLATED,
    "image_alt": TranslatedText("listing_image_alt"),
    "image": ImageReference("listing_image"),
    "sample": Ignored(bool),
}
BODY_PAGE = {**PAGE, "body": StreamBody()}
HOME_SCHEMA = PageSchema(
    HomePage,
    {
        **PAGE,
        "slides": ChildObjects(
            HomeSlide,
            "slides",
            {
                "heading": TRANSLATED,
                "text": TRANSLATED,
                "link_label": TRANSLATED,
                "page": PageReference(),
                "image_alt": TRANSLATED,
                "image": ImageReference("image"),
            },
        ),
        "featured": ChildObjects(FeaturedPage, "featured", {"page": PageReference()}, single_key="page"),
    },
)
# By folder, parents before their children.
PAGE_SCHEMAS = {
    "cities": PageSchema(
        CityPage,
        {
            **BODY_PAGE,
            "country": TEXT,
            "latitude": COORDINATE,
            "longitude": COORDINATE,
            "status": TEXT,
            "joined_on": DATE,
            "joined_on_precision": TEXT,
            "website": TEXT,
            "population": INTEGER,
            "population_year": INTEGER,
            "population_source": TRANSLATED,
            "figures": ChildObjects(
                KeyFigure,
                "key_figures",
                {"label": TRANSLATED, "value": TEXT, "year": INTEGER, "source": TRANSLATED},
            ),
            "topics": TOPICS,
        },
        has_image=True,
    ),
    "statements": PageSchema(
        MayorStatementPage,
        {
            **BODY_PAGE,
            "speaker": TEXT,
            "office": TRANSLATED,
            "in_office_from": DATE,
            "in_office_until": DATE,
            "date": DATE,
            "date_precision": TEXT,
            "language_given": TEXT,
            "quote": TRANSLATED,
            "film": Scalar(str, "video_url"),
        },
    ),
    "pledges": PageSchema(
        PledgePage,
        {
            **BODY_PAGE,
            "pillar": TEXT,
            "made_on": DATE,
            "made_on_precision": TEXT,
            "due_on": DATE,
            "number": INTEGER,
            "unit": TEXT,
            "signatories": ChildObjects(PledgeSignatory, "signatories", {"city": CITY, "share": INTEGER}),
            "addressees": TRANSLATED,
            "letter": Ignored(bool),
            "withdrawn_on": DATE,
            "progress": ChildObjects(
                PledgeProgress,
                "progress",
                {"date": DATE, "number": INTEGER, "completes": BOOLEAN, "note": TRANSLATED, "evidence": TEXT},
            ),
            "under": Ignored(str),
        },
        has_image=True,
    ),
    "projects": PageSchema(
        ProjectPage,
        {
            **BODY_PAGE,
            "acronym": TEXT,
            "programme": TEXT,
            "funder": TEXT,
            "lead": TEXT,
            "cities": CITIES,
            "expert_partners": ChildObjects(ExpertPartner, "expert_partners", {"name": TEXT}, single_key="name"),
            "starts": DATE,
            "ends": DATE,
            "dates_precision": TEXT,
            "predecessor": PageReference(under="/projects/"),
            "predecessors_note": TRANSLATED,
            "website": TEXT,
        },
        has_image=True,
    ),
    "reports": PageSchema(
        ReportPage,
        {
            **BODY_PAGE,
            "document_type": TEXT,
            "published_on": DATE,
            "date_precision": TEXT,
            "edition": TRANSLATED,
            "publisher": TEXT,
            "languages": Ignored(list),
            "cities": CITIES,
            "topics": TOPICS,
        },
        has_image=True,
    ),
    "news": PageSchema(
        NewsPage,
        {
            **BODY_PAGE,
            "date": DATE,
            "date_precision": TEXT,
            "kind": TEXT,
            "cities": CITIES,
            "topics": TOPICS,
            "outlet": TEXT,
            "source_url": TEXT,
            "reprint_note": TRANSLATED,
            "film": Scalar(str, "video_url"),
        },
        has_image=True,
    ),
    "events": PageSchema(
        EventPage,
        {
            **BODY_PAGE,
            "time_zone": TEXT,  # before the times, which depend on it
            "starts": DATETIME,
            "ends": DateTime(closing=True),
            "all_day": BOOLEAN,
            "date_precision": TEXT,
            "venue": TEXT,
            "address": TEXT,
            "organiser": TEXT,
            "host": TEXT,
            "audience": TRANSLATED,
            "registration_url": TEXT,
            "registration_deadline": DateTime(closing=True),
            "status": TEXT,
            "series": TEXT,
            "edition": TEXT,
            "cities": CITIES,
            "topics": TOPICS,
        },
        has_image=True,
    ),
    "visits": PageSchema(
        MentoringVisitPage,
        {
            **BODY_PAGE,
            "first_day": DATE,
            "last_day": DATE,
            "dates_note": TRANSLATED,
            "host": PageReference("host_city", under="/cities/", deferred=False),
            "mentors": ManyReferences(CITY, "mentor_cities"),
            "topics": TOPICS,
            "delegation": ChildObjects(
                DelegationMember,
                "delegation",
                {"name": TEXT, "role": TRANSLATED, "organisation": TEXT, "confirmed": BOOLEAN},
            ),
            "objectives": RICH_TEXT,
            "people_met": RICH_TEXT,
            "funder": TEXT,
            "method": TEXT,
            "outcome": RICH_TEXT,
            "report": PageReference(),
        },
        has_image=True,
    ),
    "pages": PageSchema(ContentPage, {**BODY_PAGE, "parent": Ignored(str)}),
    "forms": PageSchema(
        FormPage,
        {
            **BODY_PAGE,
            "thanks": RICH_TEXT,
            "fields": ChildObjects(
                FormField,
                "form_fields",
                {
                    "kind": Scalar(str, "field_type"),
                    "autocomplete": TEXT,
                    "link": PageReference("linked_page"),
                    "label": TRANSLATED,
                    "help": TranslatedText("help_text"),
                    "choices": TextLines(),
                    "required": BOOLEAN,
                },
            ),
        },
    ),
}
INDEX_SCHEMAS = {
    "cities": PageSchema(CityIndexPage, PAGE),
    "pledges": PageSchema(PledgeIndexPage, PAGE),
    "projects": PageSchema(ProjectIndexPage, PAGE),
    "news": PageSchema(NewsIndexPage, PAGE),
    "reports": PageSchema(ReportIndexPage, PAGE),
    "events": PageSchema(EventIndexPage, PAGE),
}
TOPIC = {"slug": TEXT, "name": TRANSLATED}
SITE = {
    "name": TRANSLATED,
    "strapline": TRANSLATED,
    "footer_text": TRANSLATED,
    "demonstration_notice": TRANSLATED,
    "contact_email": TEXT,
    "contact_phone": TEXT,
    "postal_address": TEXT,
    "social": ChildObjects(SocialLink, "social_links", {"name": TEXT, "url": TEXT}),
    "menu": ChildObjects(
        MenuItem,
        "menu_items",
        {"place": TEXT, "label": TRANSLATED, "page": PageReference(), "second_level": BOOLEAN},
    ),
}
