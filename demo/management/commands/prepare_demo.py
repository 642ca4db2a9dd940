import fcntl
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from demo.management.commands.serve_demo import served_url

LOCK = "preparing.lock"


class Command(BaseCommand):
    help = "Migrates the database and loads the demonstration content with its logins, as `make run` does."
    requires_system_checks = []  # runserver runs them

    def handle(self, **options):
        if not settings.DEV_SERVER:
            raise CommandError("This is for a laptop (DEV_SERVER=on): it adds logins whose password everybody knows.")
        with self.lock():
            call_command("migrate", stdout=self.stdout)
            call_command("load_demo", "--if-empty", "--with-logins", stdout=self.stdout)
            self.sync_default_site()

    @contextmanager
    def lock(self):
        """Hold an exclusive lock on the preparation of this site; wait for another process, and say so."""
        with (settings.DATA_DIR / LOCK).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.stdout.write("Another process is preparing this site; waiting for it ...")
                self.stdout.flush()
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def sync_default_site(self):
        """Set the default site's host to that of BASE_URL, and print it if it has changed.

        While another process serves the site, its URL stays.
        """
        from demo.loader import sync_default_site

        if (served := served_url()) and served != settings.WAGTAILADMIN_BASE_URL:
            self.stdout.write(f"Another process serves this site: pages go on naming it as {served}/")
        elif sync_default_site():
            self.stdout.write(f"Pages, feeds and mails now name the site as {settings.WAGTAILADMIN_BASE_URL}/")
