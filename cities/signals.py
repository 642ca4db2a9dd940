"""What follows when a city's page is made, renamed or deleted, and after each ``migrate``."""

from functools import partial

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django_tasks import task

from cities import disambiguation as namesakes
from cities.models import CityPage, CityTeam
from cities.officers import review
from solidarity.search import indexing as rows


def sync():
    """Make the review and the teams of all cities as they should be."""
    review.sync()
    for city in CityPage.objects.defer_streamfields():
        CityTeam.get_or_create_for(city)
    tell_apart()


@receiver(post_save, sender=CityPage)
def make_team(instance, raw=False, **kwargs):
    """Give a new city its team, and a renamed one its name."""
    if raw:  # a fixture brings its own
        return
    team = CityTeam.objects.filter(city=instance).select_related("group", "collection").first()
    if not team or not team.is_named_rightly:
        make_team_of.enqueue(instance.pk)


@task()
def make_team_of(number):
    """Make or mend the team of a city, unless that is gone meanwhile."""
    if city := CityPage.objects.defer_streamfields().filter(pk=number).first():
        CityTeam.get_or_create_for(city)


@receiver([post_save, post_delete], sender=CityPage)
def tell_apart(raw=False, **kwargs):
    """Keep with cities of one name what tells them apart, and let them be found and filtered by that."""
    if not raw and (changed := namesakes.refresh(CityPage)):
        for city in changed:
            make_team(city)  # which bears the city's title
            transaction.on_commit(partial(rows.refresh_page, city))


@receiver(post_delete, sender=CityTeam)
def delete_group(instance, **kwargs):
    """Delete the group of a city that is gone; its pictures stay, for other pages may show them."""
    Group.objects.filter(pk=instance.group_id).delete()
