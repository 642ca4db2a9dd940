"""Template tags for the URLs of feeds and calendars."""

from urllib.parse import urljoin

from django import template
from django.urls import reverse
from wagtail.models import Site

from solidarity.feeds.formats import FORMATS

register = template.Library()


@register.simple_tag
def feeds_of(route, name):
    """Return a feed in each format, as dicts of the format's label, media type and URL."""
    return [
        {
            "label": feed_type.label,
            "type": feed_type.content_type.partition(";")[0],
            "url": reverse(route, args=[name, extension]),
        }
        for extension, feed_type in FORMATS.items()
    ]


@register.simple_tag(takes_context=True)
def calendar_at(context, route, *name):
    """Return the absolute URL of a calendar, to be copied, and the webcal: URL that opens a calendar application."""
    url = urljoin(Site.find_for_request(context["request"]).root_url, reverse(route, args=name))
    return {"url": url, "opens": f"webcal:{url.partition(':')[2]}"}
