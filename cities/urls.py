"""The URLs of cities that no page answers: see solidarity/urls.py."""

from django.urls import path

from cities.feeds import city_feed
from cities.officers.invitations import invitation

# In the invitation's own language, whichever that is.
urlpatterns = [path("invitation/<str:token>/", invitation, name="invitation")]
localized_urlpatterns = [
    path("feeds/cities/<slug:slug>.<feed_extension:extension>", city_feed, name="city_feed"),
]
