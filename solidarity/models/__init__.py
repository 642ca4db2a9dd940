"""The models of the site itself; each feature has its own app."""

from solidarity.models.base import BodyPage, SitePage
from solidarity.models.content import ContentPage, FormField, FormPage
from solidarity.models.generation import Generation
from solidarity.models.home import FeaturedPage, HomePage, HomeSlide
from solidarity.models.limits import LimitsMixin
from solidarity.models.listing import ListingPage
from solidarity.models.media import SiteDocument, SiteImage, SiteRendition
from solidarity.models.search import SearchEntry, UnmatchedQuery
from solidarity.models.searchable import SearchKind
from solidarity.models.site import MenuItem, SiteSettings, SocialLink, Topic
from solidarity.models.tasks import UnfinishedTask
from solidarity.models.users import User

__all__ = [
    "BodyPage",
    "ContentPage",
    "FeaturedPage",
    "FormField",
    "FormPage",
    "Generation",
    "HomePage",
    "HomeSlide",
    "LimitsMixin",
    "ListingPage",
    "MenuItem",
    "SearchKind",
    "UnmatchedQuery",
    "SearchEntry",
    "SiteDocument",
    "SiteImage",
    "SitePage",
    "SiteRendition",
    "SiteSettings",
    "SocialLink",
    "Topic",
    "UnfinishedTask",
    "User",
]
