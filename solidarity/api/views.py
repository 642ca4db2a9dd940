"""The read API: Wagtail's own, restricted to published pages and the files on them, in JSON.

It knows no users, sets no cookie and accepts a fixed set of parameters; it refuses all others with 400. The fields of a
page are the published columns of its type: see solidarity/public.py.
"""

import re

from django.db.models import CharField
from django.http import JsonResponse
from django.utils.cache import patch_cache_control
from rest_framework.filters import BaseFilterBackend
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.throttling import SimpleRateThrottle
from wagtail.api import APIField
from wagtail.api.v2.filters import AncestorOfFilter, ChildOfFilter, DescendantOfFilter, OrderingFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.models import Page, Site

from solidarity.api.fields import (
    ListingImageField,
    LocalizedURLsField,
    RelatedField,
    RenditionsField,
    api_field,
    translated,
)
from solidarity.fields import TranslatedFieldMixin
from solidarity.models import BodyPage, SiteDocument, SiteImage, SitePage
from solidarity.querysets import in_public_collections, on_published_pages
from solidarity.sign_in import client_address

LONGEST = 500  # characters of a parameter
NUMBERS = {"limit", "offset", "id", "child_of", "ancestor_of", "descendant_of"}
KEPT_FOR = 60  # seconds
# Fields of every page, and of pages with a body.
OF_ALL_PAGES = [
    *translated("heading", "introduction", "listing_image_alt"),
    APIField("listing_image", serializer=ListingImageField()),
    APIField("urls", serializer=LocalizedURLsField()),
]
OF_BODY_PAGES = translated("body")
# By page model: the APIFields of its own.
FIELDS = {}


def register(model, columns):
    """Add the fields of a page type to the API: those of its columns that are ``in_api``."""
    FIELDS[model] = [api_field(column) for column in columns if column.in_api]


class IPRateThrottle(SimpleRateThrottle):
    """Limits the requests of an IP address; the 429 response says when to try again."""

    scope = "api"
    rate = "120/min"

    def get_cache_key(self, request, view):
        return self.cache_format % {"scope": self.scope, "ident": client_address(request) or "unknown"}


class JSONOnlyNegotiation(BaseContentNegotiation):
    """Responds in JSON, whatever the Accept header says."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class CodesFilter(BaseFilterBackend):
    """Filters pages by their slug and by fields with choices, such as the status."""

    def filter_queryset(self, request, queryset, view):
        requested = view.codes(queryset.model) & set(request.GET)
        return queryset.filter(**{name: request.GET[name] for name in requested})


class ReadOnlyMixin:
    """What all endpoints share: no authentication, JSON only, throttling, strict parameters, CORS and caching."""

    authentication_classes = ()
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = JSONOnlyNegotiation
    throttle_classes = (IPRateThrottle,)
    metadata_class = None
    http_method_names = ("get", "head")
    known_query_parameters = frozenset(["limit", "offset", "fields", "order"])
    parameters_of_one = frozenset(["fields"])

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        for name, values in request.GET.lists():
            check_parameter(name, values)

    def detail_view(self, request, pk):
        if unknown := set(request.GET) - self.parameters_of_one:
            raise BadRequestError(f"unknown parameters: {', '.join(sorted(unknown))}")
        return super().detail_view(request, pk)

    def check_query_parameters(self, queryset):
        if unknown := set(self.request.GET) - self.known_query_parameters - self.codes(queryset.model):
            raise BadRequestError(f"unknown parameters: {', '.join(sorted(unknown))}")

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=KEPT_FOR)
        return response

    @classmethod
    def codes(cls, model):
        """Return the names of the fields of a model by which lists can be filtered."""
        return set()

    @classmethod
    def get_available_fields(cls, model, db_fields_only=False):
        fields = super().get_available_fields(model, db_fields_only)
        # Fields in the database are those that lists can be ordered by; not translated texts, which differ by language.
        return [name for name in fields if not db_fields_only or is_orderable(model._meta.get_field(name))]

    @classmethod
    def get_urlpatterns(cls):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "find"]


def is_orderable(field):
    """Tell whether lists can be ordered by a model field."""
    return not field.is_relation and not isinstance(field, TranslatedFieldMixin)


def check_parameter(name, values):
    """Raise BadRequestError unless a parameter is given once and its value is valid."""
    [value, *more] = values
    if more:
        raise BadRequestError(f"{name} is given more than once")
    if len(value) > LONGEST or not value.isprintable():
        raise BadRequestError(f"{name} is too long or holds what is no text")
    if name in NUMBERS and not (re.fullmatch("[0-9]{1,9}", value) or (value == "root" and name.endswith("_of"))):
        raise BadRequestError(f"{name} must be a whole number")
    if name == "order" and "random" in value:
        raise BadRequestError("there is no random order")


class PagesAPI(ReadOnlyMixin, PagesAPIViewSet):
    """The endpoint of published pages."""

    filter_backends = [CodesFilter, ChildOfFilter, AncestorOfFilter, DescendantOfFilter, OrderingFilter]
    known_query_parameters = ReadOnlyMixin.known_query_parameters | {"type", "child_of", "ancestor_of", "descendant_of"}
    meta_fields = [
        *BaseAPIViewSet.meta_fields,
        "html_url",
        "slug",
        "first_published_at",
        "last_published_at",
        "parent",
    ]

    @classmethod
    def own_fields(cls, model):
        """Return the APIFields of a page type."""
        common = OF_ALL_PAGES if issubclass(model, SitePage) else []
        body = OF_BODY_PAGES if issubclass(model, BodyPage) else []
        return [*common, *FIELDS.get(model, []), *body]

    @classmethod
    def get_body_fields(cls, model):
        return cls._convert_api_fields([*cls.body_fields, *cls.own_fields(model)])

    @classmethod
    def get_detail_default_fields(cls, model):
        return cls.get_available_fields(model)

    @classmethod
    def codes(cls, model):
        found = {"slug"}
        for field in cls.get_body_fields(model):
            column = model._meta.get_field(field.name) if field.name in names_of_fields(model) else None
            if isinstance(column, CharField) and column.choices:
                found.add(field.name)
        return found

    def get_base_queryset(self):
        # In the place of Wagtail's method, which considers the user and accepts the hostname of any site.
        site = Site.find_for_request(self.request)
        pages = Page.objects.live().public()
        return pages.descendant_of(site.root_page, inclusive=True) if site else pages.none()

    def get_queryset(self):
        pages = super().get_queryset()
        return pages.defer_streamfields() if self.action == "listing_view" else pages


def names_of_fields(model):
    """Return the names of a model's concrete fields."""
    return {field.name for field in model._meta.concrete_fields}


class ImagesAPI(ReadOnlyMixin, BaseAPIViewSet):
    """The endpoint of the images on published pages, as renditions."""

    model = SiteImage
    name = "images"
    filter_backends = [OrderingFilter]
    body_fields = [
        *BaseAPIViewSet.body_fields,
        "credit",
        "licence",
        "width",
        "height",
        APIField("renditions", serializer=RenditionsField()),
    ]
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "credit", "licence", "width", "height"]

    def get_queryset(self):
        return on_published_pages(in_public_collections(super().get_queryset())).prefetch_related("renditions")


class DocumentsAPI(ReadOnlyMixin, BaseAPIViewSet):
    """The endpoint of the documents on published pages."""

    model = SiteDocument
    name = "documents"
    base_serializer_class = DocumentSerializer
    filter_backends = [OrderingFilter]
    body_fields = [*BaseAPIViewSet.body_fields, "title"]
    meta_fields = [*BaseAPIViewSet.meta_fields, "download_url"]
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "title", "download_url"]

    def get_queryset(self):
        return on_published_pages(in_public_collections(super().get_queryset()))


def endpoints(request):
    """Respond with the URLs of the endpoints."""
    answer = JsonResponse({name: request.build_absolute_uri(f"{name}/") for name in ("pages", "images", "documents")})
    answer["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(answer, public=True, max_age=KEPT_FOR)
    return answer


def read_api():
    """Return the API's router. To be called once every page type is registered."""
    router = WagtailAPIRouter("api")
    given = [field for fields in (OF_ALL_PAGES, *FIELDS.values()) for field in fields]
    # Not in lists: what would cost a query for each row.
    costly = [field.name for field in given if isinstance(getattr(field, "serializer", None), RelatedField)]
    PagesAPI.detail_only_fields = ["parent", "body", *costly]
    router.register_endpoint("pages", PagesAPI)
    router.register_endpoint("images", ImagesAPI)
    router.register_endpoint("documents", DocumentsAPI)
    return router
