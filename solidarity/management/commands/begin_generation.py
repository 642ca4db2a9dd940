from django.core.management.base import BaseCommand

from solidarity import generation


class Command(BaseCommand):
    help = "Has everything that is kept of what readers see made anew, also in the cache in front of the site."

    def handle(self, **options):
        generation.advance()
