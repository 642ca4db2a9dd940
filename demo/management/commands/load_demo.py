from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from solidarity.models import HomePage


class Command(BaseCommand):
    help = "Loads the demonstration content. What is there already is kept as it is."
    requires_system_checks = []  # runserver runs them; they take longer than --if-empty

    def add_arguments(self, parser):
        parser.add_argument(
            "--content", metavar="DIR", dest="folder", help="the folder of the content, if not the demonstration's"
        )
        parser.add_argument("--if-empty", action="store_true", help="do nothing where the site has a home page")
        parser.add_argument(
            "--with-logins", action="store_true", help="add people who can sign in (on a laptop alone: DEV_SERVER=on)"
        )
        parser.add_argument("--password", default="demo", help="their password (default: demo)")

    def handle(self, *, folder, if_empty, with_logins, password, **options):
        if with_logins and not settings.DEV_SERVER:
            raise CommandError(
                "--with-logins is for a laptop (DEV_SERVER=on): everybody knows the password of these logins."
            )
        if if_empty and HomePage.objects.exists():
            self.stdout.write("The site has a home page; nothing is loaded.")
            return
        # Imported here: a second start with --if-empty does not need these packages.
        try:
            from demo.content import FOLDER, ContentError, read
            from demo.loader import load
            from demo.logins import add_logins
        except ModuleNotFoundError as error:
            raise CommandError(f"{error.name} is missing: pip install -r requirements-demo.lock") from error

        started = monotonic()
        try:
            load(read(folder or FOLDER), self.print_counts, self.print_progress)
        except ContentError as error:
            raise CommandError(str(error)) from error
        if with_logins:
            for email in add_logins(password):
                self.stdout.write(f"Added {email}, password: {password}")
        self.stdout.write(f"Loaded in {monotonic() - started:.1f} seconds.")

    def print_progress(self, number, total):
        """Print how many of the new pages have been added."""
        self.stdout.write(f"Adding pages: {number} of {total} ...")

    def print_counts(self, name, added, kept):
        """Print a line about a kind of content."""
        self.stdout.write(f"{name:<12} {added:>4} added {kept:>4} kept")
