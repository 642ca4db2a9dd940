from django.core.management.base import BaseCommand

from solidarity.tasks import finish


class Command(BaseCommand):
    help = "Tries again what failed after a page was published: search, references, redirects."

    def handle(self, **options):
        if left := finish():
            self.stderr.write(f"{left} tasks still fail; the log says why.")
