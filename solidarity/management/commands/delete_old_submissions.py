from django.core.management.base import BaseCommand

from solidarity.forms.submissions import delete_old_submissions


class Command(BaseCommand):
    help = "Deletes what visitors sent by forms longer ago than the privacy page says we keep it. Run it daily."

    def handle(self, **options):
        self.stdout.write(f"{delete_old_submissions()} submissions deleted.")
