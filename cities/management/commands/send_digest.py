"""Send the daily digest of submissions that wait for review to the reviewers who chose it."""

from django.core.management.base import BaseCommand

from cities.officers import review


class Command(BaseCommand):
    help = "Mails reviewers who chose one mail a day what waits for review. Run it daily."

    def handle(self, **options):
        self.stdout.write(f"Mails: {review.send_digest()}.")
