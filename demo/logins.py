"""Two people who can sign in to the demonstration."""

from django.contrib.auth.models import Group

from solidarity.models import User

EDITOR = "editor@solidaritycities.example"
ADMINISTRATOR = "admin@solidaritycities.example"


def add_logins(password):
    """Make the editor and the administrator where they are missing, and return the addresses of those made."""
    missing = [email for email in (EDITOR, ADMINISTRATOR) if not User.objects.filter(email=email).exists()]
    if EDITOR in missing:
        editor = User.objects.create_user(EDITOR, password, first_name="Demo", last_name="Editor")
        editor.groups.add(Group.objects.get(name="Editors"))
    if ADMINISTRATOR in missing:
        User.objects.create_superuser(ADMINISTRATOR, password, first_name="Demo", last_name="Administrator")
    return missing
