"""Signal receivers that keep teams and city labels in step with city pages, and the sync after each ``migrate``."""

from functools import partial

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django_tasks import task

from cities import disambiguation
from cities.models import CityPage, CityTeam
from cities.officers import review
from solidarity.models.revisions import is_of_draft
from solidarity.search import tasks


def sync():
    """Create or repair the review workflow, the team of each city and the labels of cities that share a name."""
    review.sync()
    for city in CityPage.objects.defer_streamfields():
        CityTeam.get_or_create_for(city)
    update_disambiguation()


@receiver(post_save, sender=CityPage)
def sync_team(instance, raw=False, update_fields=None, **kwargs):
    """Enqueue the task that creates a new city's team, or renames the team of a renamed city."""
    if raw or is_of_draft(update_fields):  # a fixture contains its own teams
        return
    team = CityTeam.objects.filter(city=instance).select_related("group", "collection").first()
    if not team or not team.has_current_names:
        make_team_of.enqueue(instance.pk)


@task()
def make_team_of(pk):
    """Create or repair the team of a city, given its primary key, unless the city has been deleted meanwhile."""
    if city := CityPage.objects.defer_streamfields().filter(pk=pk).first():
        CityTeam.get_or_create_for(city)


@receiver([post_save, post_delete], sender=CityPage)
def update_disambiguation(raw=False, update_fields=None, **kwargs):
    """Update the disambiguation of cities that share a name, and with it their teams' names and search entries."""
    if raw or is_of_draft(update_fields):
        return
    if changed := disambiguation.refresh(CityPage):
        for city in changed:
            sync_team(city)  # the team's name contains the city's title
            transaction.on_commit(partial(tasks.refresh_page.enqueue, city._meta.label, city.pk))


@receiver(post_delete, sender=CityTeam)
def delete_group(instance, **kwargs):
    """Delete the group of a deleted team. The collection stays, since other pages may show its images."""
    Group.objects.filter(pk=instance.group_id).delete()
