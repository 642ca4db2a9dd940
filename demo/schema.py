"""The schema of the demonstration content: the keys of each kind of file, and the model that it becomes."""

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
    Body,
    Children,
    Degrees,
    Formatted,
    ImageName,
    Lines,
    Many,
    Moment,
    Noted,
    PageName,
    Plain,
    TopicName,
    Translated,
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

TEXT = Plain(str)
NUMBER = Plain(int)
YES_NO = Plain(bool)
DAY = Plain(date)
DEGREES = Degrees()
TRANSLATED = Translated()
FORMATTED = Formatted()
MOMENT = Moment()
CITY = PageName(under="/cities/", late=False)
CITIES = Many(CITY)
TOPICS = Many(TopicName(late=False))


@dataclass(frozen=True)
class Kind:
    """A folder of the content. With ``has_image``, a page shows the image named like its slug by default."""

    model: type
    keys: dict
    has_image: bool = False


PAGE = {
    "heading": TRANSLATED,
    "introduction": TRANSLATED,
    "image_alt": Translated("listing_image_alt"),
    "image": ImageName("listing_image"),
    "sample": Noted(bool),
}
BODY_PAGE = {**PAGE, "body": Body()}
HOME = Kind(
    HomePage,
    {
        **PAGE,
        "slides": Children(
            HomeSlide,
            "slides",
            {
                "heading": TRANSLATED,
                "text": TRANSLATED,
                "link_label": TRANSLATED,
                "page": PageName(),
                "image_alt": TRANSLATED,
                "image": ImageName("image"),
            },
        ),
        "featured": Children(FeaturedPage, "featured", {"page": PageName()}, only="page"),
    },
)
# By folder, parents before their children.
KINDS = {
    "cities": Kind(
        CityPage,
        {
            **BODY_PAGE,
            "country": TEXT,
            "latitude": DEGREES,
            "longitude": DEGREES,
            "status": TEXT,
            "joined_on": DAY,
            "joined_on_precision": TEXT,
            "website": TEXT,
            "population": NUMBER,
            "population_year": NUMBER,
            "population_source": TRANSLATED,
            "figures": Children(
                KeyFigure,
                "key_figures",
                {"label": TRANSLATED, "value": TEXT, "year": NUMBER, "source": TRANSLATED},
            ),
            "topics": TOPICS,
        },
        has_image=True,
    ),
    "statements": Kind(
        MayorStatementPage,
        {
            **BODY_PAGE,
            "speaker": TEXT,
            "office": TRANSLATED,
            "in_office_from": DAY,
            "in_office_until": DAY,
            "date": DAY,
            "date_precision": TEXT,
            "language_given": TEXT,
            "quote": TRANSLATED,
            "film": Plain(str, "video_url"),
        },
    ),
    "pledges": Kind(
        PledgePage,
        {
            **BODY_PAGE,
            "pillar": TEXT,
            "made_on": DAY,
            "made_on_precision": TEXT,
            "due_on": DAY,
            "number": NUMBER,
            "unit": TEXT,
            "signatories": Children(PledgeSignatory, "signatories", {"city": CITY, "share": NUMBER}),
            "addressees": TRANSLATED,
            "letter": Noted(bool),
            "withdrawn_on": DAY,
            "progress": Children(
                PledgeProgress,
                "progress",
                {"date": DAY, "number": NUMBER, "completes": YES_NO, "note": TRANSLATED, "evidence": TEXT},
            ),
            "under": Noted(str),
        },
        has_image=True,
    ),
    "projects": Kind(
        ProjectPage,
        {
            **BODY_PAGE,
            "acronym": TEXT,
            "programme": TEXT,
            "funder": TEXT,
            "lead": TEXT,
            "cities": CITIES,
            "expert_partners": Children(ExpertPartner, "expert_partners", {"name": TEXT}, only="name"),
            "starts": DAY,
            "ends": DAY,
            "dates_precision": TEXT,
            "predecessor": PageName(under="/projects/"),
            "predecessors_note": TRANSLATED,
            "website": TEXT,
        },
        has_image=True,
    ),
    "reports": Kind(
        ReportPage,
        {
            **BODY_PAGE,
            "document_type": TEXT,
            "published_on": DAY,
            "date_precision": TEXT,
            "edition": TRANSLATED,
            "publisher": TEXT,
            "languages": Noted(list),
            "cities": CITIES,
            "topics": TOPICS,
        },
        has_image=True,
    ),
    "news": Kind(
        NewsPage,
        {
            **BODY_PAGE,
            "date": DAY,
            "date_precision": TEXT,
            "kind": TEXT,
            "cities": CITIES,
            "topics": TOPICS,
            "outlet": TEXT,
            "source_url": TEXT,
            "reprint_note": TRANSLATED,
            "film": Plain(str, "video_url"),
        },
        has_image=True,
    ),
    "events": Kind(
        EventPage,
        {
            **BODY_PAGE,
            "time_zone": TEXT,  # before the times, which depend on it
            "starts": MOMENT,
            "ends": Moment(closing=True),
            "all_day": YES_NO,
            "date_precision": TEXT,
            "venue": TEXT,
            "address": TEXT,
            "organiser": TEXT,
            "host": TEXT,
            "audience": TRANSLATED,
            "registration_url": TEXT,
            "registration_deadline": Moment(closing=True),
            "status": TEXT,
            "series": TEXT,
            "edition": TEXT,
            "cities": CITIES,
            "topics": TOPICS,
        },
        has_image=True,
    ),
    "visits": Kind(
        MentoringVisitPage,
        {
            **BODY_PAGE,
            "first_day": DAY,
            "last_day": DAY,
            "dates_note": TRANSLATED,
            "host": PageName("host_city", under="/cities/", late=False),
            "mentors": Many(CITY, "mentor_cities"),
            "topics": TOPICS,
            "delegation": Children(
                DelegationMember,
                "delegation",
                {"name": TEXT, "role": TRANSLATED, "organisation": TEXT, "confirmed": YES_NO},
            ),
            "objectives": FORMATTED,
            "people_met": FORMATTED,
            "funder": TEXT,
            "method": TEXT,
            "outcome": FORMATTED,
            "report": PageName(),
        },
        has_image=True,
    ),
    "pages": Kind(ContentPage, {**BODY_PAGE, "parent": Noted(str)}),
    "forms": Kind(
        FormPage,
        {
            **BODY_PAGE,
            "thanks": FORMATTED,
            "fields": Children(
                FormField,
                "form_fields",
                {
                    "kind": Plain(str, "field_type"),
                    "autocomplete": TEXT,
                    "link": PageName("linked_page"),
                    "label": TRANSLATED,
                    "help": Translated("help_text"),
                    "choices": Lines(),
                    "required": YES_NO,
                },
            ),
        },
    ),
}
INDEXES = {
    "cities": Kind(CityIndexPage, PAGE),
    "pledges": Kind(PledgeIndexPage, PAGE),
    "projects": Kind(ProjectIndexPage, PAGE),
    "news": Kind(NewsIndexPage, PAGE),
    "reports": Kind(ReportIndexPage, PAGE),
    "events": Kind(EventIndexPage, PAGE),
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
    "social": Children(SocialLink, "social_links", {"name": TEXT, "url": TEXT}),
    "menu": Children(
        MenuItem,
        "menu_items",
        {"place": TEXT, "label": TRANSLATED, "page": PageName(), "second_level": YES_NO},
    ),
}
