from django.core.management.base import BaseCommand

from solidarity import languages
from solidarity.admin import wagtail_catalogs


class Command(BaseCommand):
    help = "Brings locale/wagtail up to the installed packages: adds what they leave in English, drops the rest."

    def handle(self, **options):
        for code in languages.codes():
            untranslated = sum(wagtail_catalogs.collect(code, domain) for domain in wagtail_catalogs.DOMAINS)
            self.stdout.write(f"{code}: {untranslated} to be translated.")
