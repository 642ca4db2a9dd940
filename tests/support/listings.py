"""What somebody sees of the admin's listings, and how many queries it takes."""

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def listing(name):
    """Return the URL of a listing."""
    return reverse(f"list_{name}:index")


def shown(client, name, **chosen):
    """Return the titles that a listing shows, in order."""
    response = client.get(listing(name), chosen)
    assert response.status_code == 200
    return titles_in(response)


def titles_in(response):
    """Return the titles of the rows of a listing, in order."""
    soup = BeautifulSoup(response.content, "lxml")
    return [cell.get_text(strip=True) for cell in soup.select("#listing-results [id^=page_][id$=_title]")]


def queries(client, url):
    """Return how many queries a request asks."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def queries_and_titles(client, url):
    """Return how many queries a listing asks, and the titles that it shows."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    assert response.status_code == 200
    return len(asked), titles_in(response)
