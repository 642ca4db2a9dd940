"""The addresses of the site. The only module of this package that may import a feature."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.static import serve as serve_file
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve as serve_page

from cities.invitations import invitation
from solidarity import for_machines
from solidarity.share_pictures import share_picture
from solidarity.sitemaps import language_sitemap, sitemap_index

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", language_sitemap, name="language_sitemap"),
    path("robots.txt", for_machines.robots),
    path(".well-known/security.txt", for_machines.security),
    path("humans.txt", for_machines.humans),
    # In the invitation's own language, whichever that is.
    path("invitation/<str:token>/", invitation, name="invitation"),
]

if settings.LAPTOP:
    urlpatterns.append(path("media/<path:path>", serve_file, {"document_root": settings.MEDIA_ROOT}))

urlpatterns += i18n_patterns(
    path("site.webmanifest", for_machines.manifest, name="manifest"),
    path("pictures/<int:number>-<slug:asked>.jpg", share_picture, name="share_picture"),
    # For documents in a private collection.
    *(route for route in wagtail_urls.urlpatterns if route.name != "wagtail_serve"),
    # Visitors' forms act with nobody's authority, so they need no token, and no cookie to hold it:
    # docs/decisions/forms-without-cookies.md.
    re_path(wagtail_urls.serve_pattern, csrf_exempt(serve_page), name="wagtail_serve"),
)
