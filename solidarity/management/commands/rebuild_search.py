from django.core.management.base import BaseCommand

from solidarity.search import indexing


class Command(BaseCommand):
    help = "Writes anew what search knows of every published page. The site stays searchable meanwhile."

    def handle(self, **options):
        self.stdout.write(f"{indexing.rebuild()} pages can be found.")
