"""Three users for the demonstration, and a page that one of them has submitted for review."""

from datetime import date

from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from cities.models import CityPage, CityTeam, MayorStatementPage
from solidarity import roles
from solidarity.models import User

EDITOR = "editor@solidaritycities.example"
OFFICER = "officer@solidaritycities.example"
ADMINISTRATOR = "admin@solidaritycities.example"
# Invented: nobody made this statement, and its text says so.
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
    """Create the missing ones of the three users; return their e-mail addresses."""
    emails = (OFFICER, EDITOR, ADMINISTRATOR)
    missing = [email for email in emails if not User.objects.filter(email=email).exists()]
    # The officer first: without an editor, the submission sends no e-mail.
    if OFFICER in missing:
        officer = User.objects.create_user(OFFICER, password, first_name="Demo", last_name="Officer")
        UserProfile.get_for_user(officer)
        if athens := CityPage.objects.filter(slug="athens").first():
            CityTeam.get_or_create_for(athens).add(officer, by=None)
            submit_sample(athens, officer)
    if EDITOR in missing:
        editor = User.objects.create_user(EDITOR, password, first_name="Demo", last_name="Editor")
        editor.groups.add(Group.objects.get(name=roles.EDITORS.name))
    if ADMINISTRATOR in missing:
        User.objects.create_superuser(ADMINISTRATOR, password, first_name="Demo", last_name="Administrator")
    return missing


def submit_sample(city, officer):
    """Submit a sample statement of a city for review, unless it exists."""
    if MayorStatementPage.objects.child_of(city).filter(slug=SAMPLE["slug"]).exists():
        return
    statement = city.add_child(instance=MayorStatementPage(**SAMPLE, live=False, owner=officer))
    statement.save_revision(user=officer)
    statement.get_workflow().start(statement, officer)
