"""The feed of each city: everything that is new about it, in one subscription."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from cities.models import CityIndexPage, CityPage
from solidarity.feeds.sources import KINDS, FeedSubject, SiteFeed, feed_view


def city_of(slug):
    """Return the published city with a slug, or the one that a redirect from this slug leads to.

    Raises Http404 if there is none.
    """
    if city := CityPage.objects.live().filter(slug=slug).defer_streamfields().first():
        return city
    if index := CityIndexPage.objects.live().first():
        old_path = Redirect.normalise_path(f"{index.url}{slug}/")
        redirect = Redirect.objects.filter(old_path=old_path, redirect_page__isnull=False).first()
        moved = CityPage.objects.live().filter(pk=redirect.redirect_page_id) if redirect else CityPage.objects.none()
        if city := moved.defer_streamfields().first():
            return city
    raise Http404("There is no such city.")


class CityFeed(SiteFeed):
    """The feed of a city: its statements and pledges, and the pages that refer to it. Old slugs are redirected."""

    def __call__(self, request, slug):
        self.city = city_of(slug)
        self.url = reverse("city_feed", args=[self.city.slug, self.extension])
        return HttpResponsePermanentRedirect(self.url) if self.city.slug != slug else super().__call__(request)

    def subject(self):
        return FeedSubject(
            key=f"cities/{self.city.translation_key}",
            url=self.url,
            title=self.city.label,
            description=self.city.introduction,
            page=self.city,
            pages={
                kind: kind.pages().of_city(self.city)
                for kind in KINDS.values()
                if hasattr(kind.model.objects.all(), "of_city")
            },
        )


city_feed = feed_view(CityFeed)
