"""City officers and staff for tests, and pages that an officer has sent for review."""

from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from cities.models import CityTeam
from cities.officers import review
from solidarity import roles
from tests import factories


def officer_of(*cities, language="", **fields):
    """Make a user who serves cities and has no other role."""
    user = factories.UserFactory(**fields)
    user.groups.set(CityTeam.of(city).group for city in cities)
    speak(user, language)
    return user


def editor(language="", **fields):
    """Make a user who publishes everything."""
    roles.sync()
    user = factories.UserFactory(**fields)
    user.groups.add(Group.objects.get(name=roles.EDITORS.name))
    speak(user, language)
    return user


def speak(user, language):
    """Note the language that a user has chosen for the admin."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


def send_for_review(page, user):
    """Save a draft of a page and submit it, as the editor does."""
    review.sync()
    page.save_revision(user=user)
    return page.get_workflow().start(page, user)


def draft(factory, parent, user=None, **fields):
    """Make a page that was never published."""
    page = factory(parent=parent, live=False, **fields)
    page.save_revision(user=user)
    return page
