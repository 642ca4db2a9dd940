"""The URLs of cities that are not pages: see solidarity/urls.py."""

from django.urls import path

from cities.feeds import city_feed
from cities.officers.invitations import invitation

# Without a language prefix: the page is in the invitation's own language.
urlpatterns = [path("invitation/<str:token>/", invitation, name="invitation")]
localized_urlpatterns = [
    path("feeds/cities/<slug:slug>.<feed_extension:extension>", city_feed, name="city_feed"),
]
