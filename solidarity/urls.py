"""The addresses of the site. The only module of this package that may import a feature."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path, register_converter
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve as serve_page

from cities import api as cities_api
from cities import data as cities_data
from cities.feeds import city_feed
from cities.officers.invitations import invitation
from events import api as events_api
from events import calendars
from events import data as events_data
from events.models.calendar_file import CALENDAR_FILE
from news import api as news_api
from news import data as news_data
from solidarity.api.views import endpoints, read_api
from solidarity.feeds import sources
from solidarity.media.dev_server import serve_upload
from solidarity.open_data import views as data_views
from solidarity.search.views import opensearch, search, suggestions
from solidarity.seo import well_known
from solidarity.seo.sitemaps import language_sitemap, sitemap_index
from solidarity.seo.social_images import share_picture

register_converter(sources.Extension, "feed_extension")

# In the order of the data page.
DATASETS = [*cities_data.DATASETS, *events_data.DATASETS, *news_data.DATASETS]
API = read_api({**cities_api.FIELDS, **events_api.FIELDS, **news_api.FIELDS})

handler400 = "solidarity.middleware.error_pages.bad_request"
handler403 = "solidarity.middleware.error_pages.permission_denied"
handler404 = "solidarity.middleware.error_pages.page_not_found"


def read_only(routes):
    """Answer other methods than those of reading with 405, and ask nobody for the token of a form."""
    for route in routes:
        route.callback = csrf_exempt(require_safe(route.callback))
    return routes


files = [route for route in wagtaildocs_urls.urlpatterns if route.name == "wagtaildocs_serve"]
closed_files = [route for route in wagtaildocs_urls.urlpatterns if route not in files]  # asks for a password
for_programs = [
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", language_sitemap, name="language_sitemap"),
    path("robots.txt", well_known.robots),
    path(".well-known/security.txt", well_known.security),
    path("humans.txt", well_known.humans),
    *data_views.urls(DATASETS),
    path("api/v2/", endpoints),
]

if settings.DEV_SERVER:
    for_programs.append(path("media/<path:path>", serve_upload))

for_readers = [
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions, name="search_suggestions"),
    path("search/opensearch.xml", opensearch, name="opensearch"),
    path("subscribe/", sources.subscribe, name="subscribe"),
    path("feeds/<slug:name>.<feed_extension:extension>", sources.feed, name="feed"),
    path("feeds/topics/<slug:slug>.<feed_extension:extension>", sources.topic_feed, name="topic_feed"),
    path("feeds/cities/<slug:slug>.<feed_extension:extension>", city_feed, name="city_feed"),
    path("calendars/all.ics", calendars.all_events, name="calendar"),
    path("calendars/topics/<slug:slug>.ics", calendars.topic_calendar, name="topic_calendar"),
    path("calendars/cities/<slug:slug>.ics", calendars.city_calendar, name="city_calendar"),
    re_path(rf"^(?P<path>(?:[\w\-]+/)+){CALENDAR_FILE}$", calendars.event_file, name="event_file"),
    *data_views.page_urls(DATASETS),
    path("site.webmanifest", well_known.manifest, name="manifest"),
    path("pictures/<int:number>-<slug:asked>.jpg", share_picture, name="share_picture"),
]

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(read_only(files) + closed_files)),
    # In the invitation's own language, whichever that is.
    path("invitation/<str:token>/", invitation, name="invitation"),
    *read_only(for_programs),
    path("api/v2/", API.urls),
]

urlpatterns += i18n_patterns(
    *read_only(for_readers),
    # For documents in a private collection.
    *(route for route in wagtail_urls.urlpatterns if route.name != "wagtail_serve"),
    # Visitors' forms act with nobody's authority, so they need no token, and no cookie to hold it:
    # docs/decisions/forms-without-cookies.md.
    re_path(wagtail_urls.serve_pattern, csrf_exempt(serve_page), name="wagtail_serve"),
)
