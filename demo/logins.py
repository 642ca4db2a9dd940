"""Three people who can sign in to the demonstration, and what one of them has sent for review."""

from datetime import date

from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from cities.models import CityPage, CityTeam, MayorStatementPage
from solidarity import roles
from solidarity.models import User

EDITOR = "editor@solidaritycities.example"
OFFICER = "officer@solidaritycities.example"
ADMINISTRATOR = "admin@solidaritycities.example"
# Nobody's words: the speaker is invented, and the text says so.
SAMPLE = {
    "slug": "sample-in-review",
    "speaker": "Maria Sample",
    "office_en": "Deputy mayor",
    "office_el": "Αντιδήμαρχος",
    "in_office_from": date(2025, 1, 1),
    "language_given": "el",
    "quote_el": "Αυτό είναι δείγμα δήλωσης που περιμένει έλεγχο. Κανείς δεν το είπε.",
    "quote_en": "This is a sample of a statement that waits for review. Nobody said it.",
    "date": date(2026, 11, 2),
    "approved_by": "Mayor's office (sample)",
    "approved_on": date(2026, 11, 3),
}


def add_logins(password):
    """Make the officer, the editor and the administrator where they are missing; return the addresses of those made."""
    wanted = (OFFICER, EDITOR, ADMINISTRATOR)
    missing = [email for email in wanted if not User.objects.filter(email=email).exists()]
    # The officer first: what is sent before there is an editor mails nobody.
    if OFFICER in missing:
        officer = User.objects.create_user(OFFICER, password, first_name="Demo", last_name="Officer")
        UserProfile.get_for_user(officer)
        if athens := CityPage.objects.filter(slug="athens").first():
            CityTeam.get_or_create_for(athens).add(officer, by=None)
            send_sample(athens, officer)
    if EDITOR in missing:
        editor = User.objects.create_user(EDITOR, password, first_name="Demo", last_name="Editor")
        editor.groups.add(Group.objects.get(name=roles.EDITORS.name))
    if ADMINISTRATOR in missing:
        User.objects.create_superuser(ADMINISTRATOR, password, first_name="Demo", last_name="Administrator")
    return missing


def send_sample(city, officer):
    """Put a sample statement of a city into review, unless there is one."""
    if MayorStatementPage.objects.child_of(city).filter(slug=SAMPLE["slug"]).exists():
        return
    statement = city.add_child(instance=MayorStatementPage(**SAMPLE, live=False, owner=officer))
    statement.save_revision(user=officer)
    statement.get_workflow().start(statement, officer)
