"""URL patterns of the site.

An app adds its own in its ``urls.py``: ``urlpatterns`` without a language, and ``localized_urlpatterns`` below each
language's code, which are read-only and precede the pages.
"""

from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path, register_converter
from django.utils.module_loading import module_has_submodule
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve as serve_page

from solidarity.api.views import endpoints, read_api
from solidarity.feeds import sources
from solidarity.media.dev_server import serve_upload
from solidarity.media.documents import conditional
from solidarity.open_data import views as data_views
from solidarity.search.views import opensearch, search, suggestions
from solidarity.seo import well_known
from solidarity.seo.sitemaps import language_sitemap, sitemap_index
from solidarity.seo.social_images import share_picture

register_converter(sources.Extension, "feed_extension")

handler400 = "solidarity.middleware.error_pages.bad_request"
handler403 = "solidarity.middleware.error_pages.permission_denied"
handler404 = "solidarity.middleware.error_pages.page_not_found"


def from_apps(name):
    """Return the routes that each app of this project has under a name in its ``urls.py``."""
    modules = [
        import_module(f"{config.name}.urls")
        for config in apps.get_app_configs()
        if Path(config.path).parent == settings.BASE_DIR
        and config.name != "solidarity"
        and module_has_submodule(config.module, "urls")
    ]
    return [route for module in modules for route in getattr(module, name, [])]


def read_only(routes):
    """Restrict the views of routes to GET and HEAD, with 405 for other methods, and exempt them from CSRF checks."""
    for route in routes:
        route.callback = csrf_exempt(require_safe(route.callback))
    return routes


files = [route for route in wagtaildocs_urls.urlpatterns if route.name == "wagtaildocs_serve"]
for route in files:
    route.callback = conditional(route.callback)
closed_files = [route for route in wagtaildocs_urls.urlpatterns if route not in files]  # the password form
for_clients = [
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", language_sitemap, name="language_sitemap"),
    path("robots.txt", well_known.robots),
    path(".well-known/security.txt", well_known.security),
    path("humans.txt", well_known.humans),
    *data_views.urls(),
    path("api/v2/", endpoints),
]

if settings.DEV_SERVER:
    for_clients.append(path("media/<path:path>", serve_upload))

for_readers = [
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions, name="search_suggestions"),
    path("search/opensearch.xml", opensearch, name="opensearch"),
    path("subscribe/", sources.subscribe, name="subscribe"),
    path("feeds/<slug:name>.<feed_extension:extension>", sources.feed, name="feed"),
    path("feeds/topics/<slug:slug>.<feed_extension:extension>", sources.topic_feed, name="topic_feed"),
    *data_views.page_urls(),
    path("site.webmanifest", well_known.manifest, name="manifest"),
    path("pictures/<int:pk>-<slug:requested>.jpg", share_picture, name="share_picture"),
]

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(read_only(files) + closed_files)),
    *from_apps("urlpatterns"),
    *read_only(for_clients),
    path("api/v2/", read_api().urls),
]

urlpatterns += i18n_patterns(
    *read_only(for_readers + from_apps("localized_urlpatterns")),
    # Routes of documents in private collections.
    *(route for route in wagtail_urls.urlpatterns if route.name != "wagtail_serve"),
    # Visitors' forms act without a user's permissions, so they need no CSRF token, nor a cookie for it:
    # docs/decisions/forms-without-cookies.md.
    re_path(wagtail_urls.serve_pattern, csrf_exempt(serve_page), name="wagtail_serve"),
)
