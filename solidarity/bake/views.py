"""The pages of a copy in the place of those that need a server: the choice of a language, search, a missing page."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language

from solidarity import languages
from solidarity.bake import search_index
from solidarity.middleware.error_pages import NOT_FOUND
from solidarity.models import SiteSettings
from solidarity.search.views import kind_labels


def front_door(request: HttpRequest) -> HttpResponse:
    """Show the languages, among which the site itself chooses by what a browser asks for."""
    return in_every_language(request, {})


def missing_anywhere(request: HttpRequest) -> HttpResponse:
    """Say in every language that there is no such page: hosts know one file for it, whatever the language."""
    return in_every_language(request, {"refusal": NOT_FOUND})


def in_every_language(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Return a page with a part in each language. Each text of the site's settings is read in that language."""
    parts = []
    for code, name in languages.LANGUAGES:
        with translation.override(code):
            part = render(request, "bake/language.html", {**context, "code": code, "name": name})
        parts.append(part.content.decode())
    with translation.override(languages.DEFAULT_LANGUAGE):
        site = SiteSettings.for_request(request)
        return render(request, "bake/languages.html", {**context, "site": site, "parts": parts})


def missing(request: HttpRequest) -> HttpResponse:
    """Say in the language of the URL that there is no such page, for hosts that look for the nearest 404.html."""
    return render(request, "errors/site.html", {"refusal": NOT_FOUND})


def search(request: HttpRequest) -> HttpResponse:
    """Show the field of search, and all pages by kind: without script they are the way to each page."""
    labels = kind_labels()
    entries = search_index.entries(get_language() or "").defer("passages", "names")
    found = sorted(entries, key=attrgetter("kind"))  # by title within each
    kinds = [(code, labels.get(code, code), list(pages)) for code, pages in groupby(found, key=attrgetter("kind"))]
    return render(request, "bake/search.html", {"kinds": kinds, "urls": languages.urls("search")})


def index(request: HttpRequest) -> JsonResponse:
    """Return what the script of search looks in."""
    content = search_index.index(get_language() or "")
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
