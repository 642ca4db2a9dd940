"""The feed of each city."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from cities.models import CityIndexPage, CityPage
from solidarity.feeds.sources import KINDS, FeedSubject, SiteFeed, feed_view


def city_of(slug):
    """Return the published city of an address, also of one that it had before; 404 where there is none."""
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
    """The newest about a city: what it says and promises, and all that names it."""

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
