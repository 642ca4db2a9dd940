"""Pages that the demonstration lacks and the browser tests need."""

import json
from datetime import date

from django.contrib.auth.models import Group
from wagtail.models import Page, get_page_models
from wagtail.users.models import UserProfile

from cities.models import CityPage
from demo.logins import ADMINISTRATOR
from news.models import NewsIndexPage, NewsPage
from solidarity.models import HomePage, SitePage, User
from solidarity.roles import EDITORS, TRANSLATORS
from tests.support.demo_pages import FILM, PAGES

ARABIC = "arabic@solidaritycities.example"  # an editor who reads the admin in Arabic
TRANSLATOR = "translator@solidaritycities.example"  # who reads it in Greek


def add():
    """Add a page with two films and one in Greek alone, and return what the tests need to know of the site."""
    news = NewsIndexPage.objects.get()
    block = {"type": "film", "value": {"address": FILM, "title": "A film in the text", "note": "3 minutes, English"}}
    film = NewsPage(
        slug="with-a-film",
        date=date(2018, 11, 8),
        kind=NewsPage.Kind.FILM,
        video_url=FILM,
        heading_en="A page with a film",
        introduction_en="It waits for a click.",
        body_en=json.dumps([block]),
        body_ar=json.dumps([block]),
        heading_ar="صفحة فيها فيلم",
    )
    greek = NewsPage(
        slug="in-greek-alone",
        date=date(2018, 11, 7),
        heading_el="Μόνο στα ελληνικά",
        introduction_el="Αυτή η σελίδα δεν έχει μεταφραστεί.",
        body_el=json.dumps([{"type": "paragraph", "value": "<p>Ένα κείμενο μόνο στα ελληνικά.</p>"}]),
    )
    words = [{"type": "heading", "value": "A heading"}, {"type": "paragraph", "value": "<p>A paragraph.</p>"}]
    editable = NewsPage(
        slug="to-be-edited",
        date=date(2018, 11, 6),
        heading_en="A page to be edited",
        introduction_en="A page whose words somebody edits.",
        body_en=json.dumps(words),
    )
    for page in (film, greek, editable):
        news.add_child(instance=page)
        page.save_revision().publish()
    administrator = User.objects.get(email=ADMINISTRATOR)
    UserProfile.objects.update_or_create(user=administrator, defaults={"preferred_language": "de"})
    for email, first_name, role, language in (
        (ARABIC, "Amal", EDITORS, "ar"),
        (TRANSLATOR, "Thalia", TRANSLATORS, "el"),
    ):
        user = User.objects.create_user(email=email, password="demo", first_name=first_name, last_name="Sample")
        user.groups.add(Group.objects.get(name=role.name))
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    home = HomePage.objects.get()
    found = {
        name: Page.objects.live().get(url_path=home.url_path + path).specific_class.__name__
        for name, path in PAGES.items()
    }
    kiel, athens = (CityPage.objects.get(slug=slug).pk for slug in ("kiel", "athens"))
    editors = {name: Page.objects.live().get(url_path=home.url_path + path).pk for name, path in PAGES.items()}
    types = {model.__name__ for model in get_page_models() if issubclass(model, SitePage)}
    pks = {"news": news.pk, "film": film.pk, "editable": editable.pk, "kiel": kiel, "athens": athens}
    return {"types": sorted(types), "found": found, "editors": editors, **pks}
