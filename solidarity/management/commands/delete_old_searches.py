from django.core.management.base import BaseCommand

from solidarity.models import UnmatchedQuery


class Command(BaseCommand):
    help = "Deletes the searches without a hit that nobody has made for a year. Run it daily."

    def handle(self, **options):
        self.stdout.write(f"{UnmatchedQuery.objects.forget_old()} searches forgotten.")
