"""Pages of each kind for feeds, and feeds as a program reads them."""

import json
from datetime import date, timedelta

from solidarity.feeds.sources import KINDS
from tests import factories
from tests.support.feed_validation import parsed
from tests.support.published_at import set_published_at

HOST = "http://localhost"
LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT"

SUBJECTS = ["all", *KINDS, "topics/housing", "cities/athens"]


def one_of_each(site, city, topic, number=0):
    """Make a page of each kind that a city and a topic belong to, with pictures and files, and put them online."""
    day, picture = date(2017, 1, 1) + timedelta(days=number), factories.SiteImageFactory()
    news = factories.NewsPageFactory(
        parent=site.news, date=day, kind="coverage", outlet="The Gazette", source_url="https://example.org/a?b=1&c=2",
        heading_en=f"Homes <b>& more</b> {number}", heading_el=f"Σπίτια {number}", introduction_en="One & two < three.",
        listing_image=picture,
    )  # fmt: skip
    report = factories.ReportPageFactory(parent=site.reports, published_on=day, publisher="EUROCITIES")
    for language in ("en", "el"):
        factories.ReportFileFactory(report=report, language=language)
    event = factories.UpcomingEventPageFactory(parent=site.events, organiser="City of Athens", venue="Town hall")
    visit = factories.MentoringVisitPageFactory(parent=site.events, host_city=city)
    pages = [news, report, event, visit]
    for page in pages:
        page.topics.add(topic)
        if page is not visit:
            page.cities.add(city)
        page.save()
    statement = factories.MayorStatementPageFactory(parent=city, portrait=factories.SiteImageFactory())
    pledge = factories.PledgePageFactory(parent=city, listing_image=picture)
    project = factories.ProjectPageFactory(parent=site.projects)
    project.cities.add(city)
    project.save()
    pages += [statement, pledge, project]
    set_published_at(*pages)
    return pages


def feed_url(subject, extension="atom", language="en"):
    return f"/{language}/feeds/{subject}.{extension}"


def read(client, subject, extension="atom", language="en"):
    """Return a feed as another program reads it."""
    return parsed(client.get(feed_url(subject, extension, language)))


def items(client, subject="all", language="en"):
    """Return the entries of a feed by their titles."""
    feed = json.loads(client.get(feed_url(subject, "json", language)).content)
    return {item["title"]: item for item in feed["items"]}
