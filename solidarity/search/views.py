"""The page of search, what it suggests while somebody types, and how browsers learn of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from wagtail.models import Page

from solidarity import languages
from solidarity.forms.filters import FilterForm, choice_filter, counted
from solidarity.models import SearchEntry, SitePage, Topic, UnmatchedQuery
from solidarity.query_strings import known_query, redirect_without_empty, with_page
from solidarity.search.excerpts import excerpt, mark, places
from solidarity.search.index import Hit, HitRow
from solidarity.search.indexing import page_kinds
from solidarity.search.ranking import (
    FILTERS,
    LONGEST,
    Choice,
    content_words,
    count_hits,
    filter_hits,
    find,
    names_in,
    of_kind,
    query_words,
    suggest,
)
from solidarity.search.spelling import similar_words
from solidarity.templatetags.formats import number
from solidarity.templatetags.language_tags import in_its_language
from solidarity.text import collation_key

HITS_PER_PAGE = 10
SHOWN = [
    field.name for field in SearchEntry._meta.concrete_fields if field.name not in ("names", "title_words", "words")
]
LABELS = {
    "kind": (_("Kind"), _("All kinds")),
    "city": (_("City"), _("All cities")),
    "topic": (_("Topic"), _("All topics")),
    "year": (_("Year"), _("All years")),
}


def text_typed(data: QueryDict) -> str:
    """Return what was typed, without what cannot be seen, and no longer than anybody means it."""
    text = "".join(letter for letter in data.get("q", "")[:LONGEST] if letter.isprintable())
    return text.strip()


def kind_labels() -> dict[str, str]:
    """Return the readers' words for the kinds of pages, by code."""
    return {kind.search_kind.code: kind.search_kind.label for kind in page_kinds()}


def in_order(name: str, choices: list[Choice]) -> list[Choice]:
    """Return the choices of a filter with words for readers, in the order in which they look for them."""
    if name == "year":
        return sorted(choices, reverse=True)
    if name == "kind":
        labels = kind_labels()
        choices = [(value, labels[value], count) for value, _value, count in choices if value in labels]
    return sorted(choices, key=lambda choice: collation_key(str(choice[1])))


def filter_form_for(hits: list[HitRow], data: QueryDict) -> tuple[list[HitRow], FilterForm]:
    """Return the hits that fit the filters chosen, and the form of the filters, with counts."""
    fitting, choices = filter_hits(hits, {})
    plain = {name: [(value, label) for value, label, _count in in_order(name, choices[name])] for name in FILTERS}
    form = FilterForm(data, **{name: choice_filter(*LABELS[name], plain[name]) for name in FILTERS})
    if form.choices_made:
        fitting, choices = filter_hits(hits, form.choices_made)
    for name in FILTERS:
        offered = [(value, counted(label, number(count))) for value, label, count in in_order(name, choices[name])]
        form.fields[name].choices = [("", LABELS[name][1]), *offered]  # type: ignore[attr-defined]  # a ChoiceField
    return fitting, form


def with_excerpts(hits: Iterable[HitRow], searched: list[str], language: str) -> list[SearchEntry]:
    """Return the entries of hits in their order, with the words found marked and what else a hit shows."""
    keys = [hit.key for hit in map(Hit._make, hits)]
    # Of the page, what its address is made of.
    entries = SearchEntry.objects.select_related("page").only(*SHOWN, "page__url_path").in_bulk(keys)
    labels = kind_labels()
    shown: list[Any] = [entries[key] for key in keys if key in entries]  # which are given further attributes
    for entry in shown:
        entry.title_marked = mark(entry.title_shown, searched)
        entry.excerpt = excerpt(entry.passages, searched, language)
        entry.kind_label = labels.get(entry.kind, "")
        cities, topics = names_in(entry.cities).values(), names_in(entry.topics).values()
        found = [name for name in topics if places(name, searched)[0]]
        entry.city_names, entry.topics_found = (
            [in_its_language(name, mark(name, searched)) for name in sorted(names, key=collation_key)]
            for names in (cities, found)
        )
    return shown


def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, or what can be found."""
    if tidied := redirect_without_empty(request):
        return tidied
    typed, language = text_typed(request.GET), get_language() or languages.DEFAULT_LANGUAGE
    kept = [("q", typed)] if typed else []
    asked = query_words(typed)
    searched = content_words(asked, language)
    kind = request.GET.get("kind", "")
    hits = find(asked, language) if typed else of_kind(kind, language) if kind in kind_labels() else []
    fitting, filters = filter_form_for(hits, request.GET)
    chosen = filters.chosen(kept)
    paginator: Paginator[Any] = Paginator(fitting, HITS_PER_PAGE)  # of hits, in whose place entries are put
    try:
        page_obj = paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404("There is no page of this number.") from error
    page_obj.object_list = with_excerpts(page_obj.object_list, searched, language)
    context = {
        "typed": typed,
        "hits": hits,
        "filters": filters,
        "query": known_query(request, ["q", *FILTERS, "page"]),
        "choices": filters.choices_made,
        "chosen": chosen,
        "query_shown": with_page([*kept, *filters.choices_made.items()], page_obj),
        "page_obj": page_obj,
        "page_numbers": paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1),
        "urls": languages.urls("search"),
        "noindex": bool(request.GET),
    }
    if typed and not hits:
        UnmatchedQuery.objects.note(typed, language)
        context["similar"] = similar_words(searched, language)
        chosen_here = {name: value for name in FILTERS if (value := request.GET.get(name))}
        context["elsewhere"] = found_elsewhere(typed, asked, language, chosen_here) or found_elsewhere(
            typed, asked, language, {}
        )
    if not hits:
        context |= {"kinds": kinds_found(), "topics": list(Topic.objects.all())}
    response = render(request, "search/search.html", context)
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return response


def found_elsewhere(
    typed: str, asked: list[str], language: str, filters: Mapping[str, str]
) -> list[dict[str, str | int]]:
    """Return the other languages in which something is found, the most first: code, name, address and how many.

    ``asked`` are the words in what was ``typed``. ``filters`` are values by name, which what is found and the address
    both keep.
    """
    urls, query = languages.urls("search"), urlencode({"q": typed, **filters})
    names = {code: name for code, name in languages.LANGUAGES if code != language}
    counts = count_hits(asked, names, filters)
    return [
        {"code": code, "name": names[code], "url": f"{urls[code]}?{query}", "count": count}
        for code, count in counts.most_common()
    ]


def kinds_found() -> list[Choice]:
    """Return the kinds of pages that can be found, with how many of each there are."""
    numbers = Page.objects.live().public().order_by().values_list("content_type").annotate(Count("pk"))
    counts: Counter[str] = Counter()
    for content_type, count in numbers:
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model and issubclass(model, SitePage):
            counts[model.search_kind.code] += count
    return in_order("kind", [(code, code, count) for code, count in counts.items()])


@cache_control(public=True, max_age=300)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return the pages whose title begins with what somebody has typed so far, as JSON."""
    labels = kind_labels()
    entries = suggest(text_typed(request.GET), get_language() or languages.DEFAULT_LANGUAGE)
    found = [
        {
            "title": entry.title_shown,
            "kind": str(labels.get(entry.kind, "")),
            "url": entry.page.get_url(request),
            "lang": entry.title_language,
            "dir": languages.direction(entry.title_language),
        }
        for entry in entries
    ]
    return JsonResponse({"suggestions": found})


@cache_control(public=True, max_age=86_400)
def opensearch(request: HttpRequest) -> HttpResponse:
    """Tell browsers how to search here: https://github.com/dewitt/opensearch."""
    return render(request, "search/opensearch.xml", content_type="application/opensearchdescription+xml")
