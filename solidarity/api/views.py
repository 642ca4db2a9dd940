"""The read API for programs: Wagtail's own, of published pages and the files on them, in JSON only.

It looks nobody up, sets no cookie and understands few questions; what it does not understand it refuses. What is given
of a page are the published columns of its type: see solidarity/public.py.
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
# What is given of every page, and of those with a body.
OF_ALL_PAGES = [
    *translated("heading", "introduction", "listing_image_alt"),
    APIField("listing_image", serializer=ListingImageField()),
    APIField("urls", serializer=LocalizedURLsField()),
]
OF_BODY_PAGES = translated("body")
# By model: what is given of its own pages besides.
FIELDS = {}


def register(model, columns):
    """Add what the API gives of a type of page: the published columns that are not of files alone."""
    FIELDS[model] = [api_field(column) for column in columns if column.in_api]


class IPRateThrottle(SimpleRateThrottle):
    """Lets an address ask so often and no more; then it is told when to come back."""

    scope = "api"
    rate = "120/min"

    def get_cache_key(self, request, view):
        return self.cache_format % {"scope": self.scope, "ident": client_address(request) or "unknown"}


class JSONOnlyNegotiation(BaseContentNegotiation):
    """Answers in JSON, whatever a program or browser says that it likes."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class CodesFilter(BaseFilterBackend):
    """Filters by what a page says in one of a few words, such as its status, and by its short name."""

    def filter_queryset(self, request, queryset, view):
        asked = view.codes(queryset.model) & set(request.GET)
        return queryset.filter(**{name: request.GET[name] for name in asked})


class ReadOnlyMixin:
    """What all endpoints have in common."""

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
        """Return the names of the fields of a model that lists can be filtered by."""
        return set()

    @classmethod
    def get_available_fields(cls, model, db_fields_only=False):
        fields = super().get_available_fields(model, db_fields_only)
        # What is in the database is what lists can be ordered by: not a text, which is another one in each language.
        return [name for name in fields if not db_fields_only or is_orderable(model._meta.get_field(name))]

    @classmethod
    def get_urlpatterns(cls):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "find"]


def is_orderable(field):
    return not field.is_relation and not isinstance(field, TranslatedFieldMixin)


def check_parameter(name, values):
    """Raise BadRequestError unless a parameter stands once and holds what it may hold."""
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
    """Published pages."""

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
        """Return what is given of a kind of page."""
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
        # Not what Wagtail does: it asks who is asking, and takes any site's name.
        site = Site.find_for_request(self.request)
        pages = Page.objects.live().public()
        return pages.descendant_of(site.root_page, inclusive=True) if site else pages.none()

    def get_queryset(self):
        pages = super().get_queryset()
        return pages.defer_streamfields() if self.action == "listing_view" else pages


def names_of_fields(model):
    """Return the names of a model's own columns."""
    return {field.name for field in model._meta.concrete_fields}


class ImagesAPI(ReadOnlyMixin, BaseAPIViewSet):
    """The pictures on published pages, in the sizes that they were cut to."""

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
    """The documents on published pages."""

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
    """Answer with the addresses of all that can be asked for."""
    answer = JsonResponse({name: request.build_absolute_uri(f"{name}/") for name in ("pages", "images", "documents")})
    answer["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(answer, public=True, max_age=KEPT_FOR)
    return answer


def read_api():
    """Return the API's router, once every type of page is registered."""
    router = WagtailAPIRouter("api")
    given = [field for fields in (OF_ALL_PAGES, *FIELDS.values()) for field in fields]
    # In lists nothing is given that would cost a question for each row.
    costly = [field.name for field in given if isinstance(getattr(field, "serializer", None), RelatedField)]
    PagesAPI.detail_only_fields = ["parent", "body", *costly]
    router.register_endpoint("pages", PagesAPI)
    router.register_endpoint("images", ImagesAPI)
    router.register_endpoint("documents", DocumentsAPI)
    return router
