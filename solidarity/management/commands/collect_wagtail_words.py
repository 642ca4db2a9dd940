from django.core.management.base import BaseCommand

from solidarity import languages, wagtail_words


class Command(BaseCommand):
    help = "Brings locale/wagtail up to the installed packages: adds what they leave in English, drops the rest."

    def handle(self, **options):
        for code in languages.codes():
            wanting = sum(wagtail_words.collect(code, domain) for domain in wagtail_words.DOMAINS)
            self.stdout.write(f"{code}: {wanting} to be translated.")
