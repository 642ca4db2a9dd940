"""The URLs of a copy, where those of the site need a server; behind them, all of the site.

Uploads are among them, since in production the web server sends them.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from solidarity import urls as site_urls
from solidarity.bake import views
from solidarity.media.dev_server import serve_upload

handler400, handler403, handler404 = site_urls.handler400, site_urls.handler403, site_urls.handler404

urlpatterns = [
    path("", views.front_door),
    path("404.html", views.missing_anywhere),
    path("media/<path:path>", serve_upload),
    *i18n_patterns(
        path("404.html", views.missing),
        path("search/", views.search, name="search"),
        path("search/index.json", views.index),
    ),
    *site_urls.urlpatterns,
]
