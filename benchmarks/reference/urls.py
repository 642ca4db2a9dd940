"""The URLs of the site, with those of the references before them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail.models import Page

from solidarity import urls
from solidarity.urls import handler400, handler403, handler404

__all__ = ["handler400", "handler403", "handler404"]


def constant(request: HttpRequest) -> HttpResponse:
    """Respond with the bytes of the front page, which were set before."""
    return HttpResponse(settings.CONSTANT)


def bare(request: HttpRequest) -> HttpResponse:
    """Respond with a page of Wagtail that asks two queries, by its URL and by its type."""
    page = Page.objects.get(url_path=settings.BARE_URL_PATH, live=True).specific
    return page.serve(request)


urlpatterns = [
    path("reference/constant/", constant),
    path("reference/bare/", bare),
    *urls.urlpatterns,
]
