"""Every public view of the site, found in its configuration: where it answers, and the parameters that it knows."""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import URLResolver, get_resolver, resolve, reverse
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, get_page_models

from cities.models import CityIndexPage, CityPage, CityTeam, Invitation
from events.models import EventPage
from solidarity.api.views import DocumentsAPI, ImagesAPI, PagesAPI
from solidarity.feeds.formats import FORMATS
from solidarity.feeds.sources import KINDS
from solidarity.models import FormPage, ListingPage, SiteDocument, SiteImage, SiteSettings, Topic
from solidarity.search.ranking import FILTERS
from solidarity.seo.social_images import picture_url_in
from tests import factories
from tests.support import invitations
from tests.support.search import published

# The parameters of a view by the name of its route or the route itself, and the query of its plain page.
PARAMETERS = {
    "search": ["q", "page", *FILTERS],
    "search_suggestions": ["q"],
    "language_sitemap": ["p"],
    "api/v2/pages/": sorted(PagesAPI.known_query_parameters | PagesAPI.codes(CityPage)),
    "api/v2/images/": sorted(ImagesAPI.known_query_parameters),
    "api/v2/documents/": sorted(DocumentsAPI.known_query_parameters),
    "detail": ["fields"],
    "wagtailcore_login": ["next", "username", "password"],
    "wagtailcore_authenticate_with_password": ["return_url", "password"],
    "wagtaildocs_authenticate_with_password": ["return_url", "password"],
    "invitation": ["name", "password1", "password2", "fresh"],
}
QUERIES = {"search": "q=athens", "search_suggestions": "q=ath"}


@dataclass(frozen=True)
class PublicView:
    name: str  # a route, or a kind of page
    url: str
    parameters: tuple = ()
    query: str = ""  # of its plain page

    def __str__(self):
        return f"{self.name} ({self.url})"


def make_site(site):
    """Make a page of each kind and a few rows of all that they show, published as editors do."""
    SiteSettings.for_site(site.site)  # else each request that is undone makes them
    topic = factories.TopicFactory(slug="housing")
    athens = factories.CityPageFactory(parent=site.cities, heading_en="Athens", joined_on=date(2016, 5, 1))
    berlin = factories.CityPageFactory(parent=site.cities, heading_en="Berlin", country="DE")
    factories.KeyFigureFactory(city=athens)
    pledge = factories.PledgePageFactory(parent=site.pledges, number=300, unit="homes")
    for city in (athens, berlin):
        factories.PledgeSignatoryFactory(pledge=pledge, city=city)
    factories.PledgeProgressFactory(pledge=pledge, number=120)
    report = factories.ReportPageFactory(parent=site.reports)
    file = factories.ReportFileFactory(report=report)
    pages = [
        factories.MayorStatementPageFactory(parent=athens),
        factories.ProjectPageFactory(parent=site.projects),
        factories.NewsPageFactory(parent=site.news, listing_image=factories.SiteImageFactory()),
        factories.EventPageFactory(parent=site.events),
        factories.UpcomingEventPageFactory(parent=site.events),
        factories.MentoringVisitPageFactory(parent=site.events, host_city=athens),
        factories.FormPageFactory(parent=site.home),
        factories.ContentPageFactory(parent=site.home),
    ]
    for page in [athens, berlin, pledge, report, *pages]:
        if hasattr(page, "topics"):
            page.topics.add(topic)
        published(page)
    closed = factories.ContentPageFactory(parent=site.home)
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="sea-otter")
    collection = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="password", password="sea-otter")
    factories.SiteDocumentFactory(collection=collection)
    Invitation(team=CityTeam.get_or_create_for(athens), **invitations.INVITED).send(by=factories.AdminFactory())
    return file


def routes(resolver=None, before=""):
    """Yield each public route, as the resolver writes it, with its pattern. Media are the web server's own."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).removeprefix("^" if before else "")
        if route.startswith(("admin/", "media/")):
            continue
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route, pattern


def pk_of(model):
    """Return the primary key of an existing row, or one that no row has."""
    return model.objects.values_list("pk", flat=True).order_by("pk").first() or 1


def slug_of(found):
    return found.values_list("slug", flat=True).first() or "athens"


def written_urls():
    """Return a URL for each route that holds something which is not the same on every site."""
    city, topic = slug_of(CityPage.objects.live()), slug_of(Topic.objects.order_by("pk"))
    event, invitation = EventPage.objects.live().first(), Invitation.objects.first()
    document, page_closed, files_closed = SiteDocument.objects.first(), PageViewRestriction, CollectionViewRestriction
    return [
        document.url if document else "/documents/1/report.pdf",
        reverse("invitation", args=[invitation.token if invitation else "1:x"]),
        *(f"/api/v2/{name}/{pk_of(model)}/" for name, model in API_MODELS.items()),
        *(reverse("feed", args=[name, "atom"]) for name in ("all", *KINDS)),
        *(reverse("feed", args=["all", extension]) for extension in FORMATS),
        *(reverse("topic_feed", args=[topic, extension]) for extension in FORMATS),
        *(reverse("city_feed", args=[city, extension]) for extension in FORMATS),
        reverse("topic_calendar", args=[topic]),
        reverse("city_calendar", args=[city]),
        f"{event.url}event.ics",
        reverse("language_sitemap", args=["en"]),
        picture_url_in(event, "en"),
        reverse("wagtailcore_authenticate_with_password", args=[pk_of(page_closed), pk_of(Page)]),
        reverse("wagtaildocs_authenticate_with_password", args=[pk_of(files_closed)]),
        "/en/",
    ]


API_MODELS = {"pages": CityPage, "images": SiteImage, "documents": SiteDocument}


def views_of_routes():
    """Return the views that the routes name, and the routes for which no URL is known."""
    known = {}
    for url in written_urls():
        known.setdefault(resolve(url).route, []).append(url)
    found, missing = [], []
    for route, pattern in routes():
        urls = known.get(route) or [f"/{route}"]
        parameters = tuple(PARAMETERS.get(route) or PARAMETERS.get(pattern.name) or ())
        if {"<", "("} & set(urls[0]) or any(resolve(url).route != route for url in urls):
            missing.append(route)
            continue
        query = QUERIES.get(pattern.name, "")
        found += [PublicView(route, url, parameters, query) for url in urls]
    return found, missing


def views_of_pages():
    """Return the views of one page of each kind, and the kinds of which there is none."""
    found, missing = [], []
    for model in get_page_models():
        page = model.objects.live().public().first()
        if model is Page:
            continue
        if not page:
            missing.append(model.__name__)
            continue
        parameters = ()
        if isinstance(page, ListingPage):
            parameters = ("page", *page.filter_form(page.filters(), {}).fields)
        elif isinstance(page, FormPage):
            parameters = ("sent", "leave_empty", *page.get_form_class()().fields)
        view = PublicView(model.__name__, page.url, parameters)
        found.append(view)
        if model is CityIndexPage:
            found.append(replace(view, name="compare", url=f"{page.url}compare/", parameters=("city",)))
    return found, missing


def public_views():
    """Return every public view, and what there is without a URL to ask for it at."""
    of_routes, missing_routes = views_of_routes()
    of_pages, missing_pages = views_of_pages()
    one_kind = PublicView(
        "pages of a kind", "/api/v2/pages/", ("fields", *sorted(PagesAPI.codes(CityPage))), "type=cities.CityPage"
    )
    return [PublicView("no language", "/"), *of_routes, *of_pages, one_kind], [*missing_routes, *missing_pages]
