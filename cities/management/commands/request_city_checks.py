from django.core.management.base import BaseCommand

from cities.models import CityTeam


class Command(BaseCommand):
    help = "Asks the officers of each city by mail, once a year, whether its page is still correct. Run it daily."

    def handle(self, **options):
        reminded = sum(team.ask_for_check() for team in CityTeam.objects.to_ask_for_check())
        self.stdout.write(f"{reminded} officers asked.")
