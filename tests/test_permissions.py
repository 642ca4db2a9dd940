"""The rights of each role's group: exactly these, whatever was given or taken by hand, and wherever its city goes."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cities.models import CityPage, CityTeam
from solidarity import roles
from solidarity.models import SiteImage, User
from tests import factories
from tests.support.people import officer_of

ENTER = "wagtailadmin.access_admin"
FILES = {"add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"}
# Spelled out, not taken from solidarity/roles.py: who changes a role says so here as well.
ON_MODELS = {
    "Editors": {
        ENTER,
        "solidarity.translate_pages",
        "solidarity.edit_facts",
        "solidarity.edit_everything",
        "cities.invite_officers",
        "solidarity.add_topic",
        "solidarity.change_topic",
        "solidarity.delete_topic",
        "solidarity.change_sitesettings",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    },
    "Translators": {ENTER, "solidarity.translate_pages"},
    "Officers": {ENTER, "solidarity.edit_facts"},
}
ON_PAGES = {
    "Editors": {"add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"},
    "Translators": {"change_page"},
    "Officers": {"add_page", "change_page"},
}
ON_FILES = {"Editors": FILES, "Translators": set(), "Officers": FILES}


def rights(group):
    """Return what a group may do: on models, at which pages and at which collections."""
    on_pages = GroupPagePermission.objects.filter(group=group)
    on_files = GroupCollectionPermission.objects.filter(group=group)
    return (
        {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.select_related("content_type")},
        set(on_pages.values_list("page", "permission__codename")),
        set(on_files.values_list("collection", "permission__codename")),
    )


def rights_of(role, page, collection):
    """Return what a role may do, at a page and below, and at a collection and below."""
    return (
        ON_MODELS[role],
        {(page.pk, name) for name in ON_PAGES[role]},
        {(collection.pk, name) for name in ON_FILES[role]},
    )


def rights_in(team):
    """Return what the officers of a team may do, where it has its own page and collection."""
    return rights_of("Officers", team.city, team.collection)


def rows(group):
    """Return the keys of all rows that give a group a right."""
    tables = (Group.permissions.through, GroupPagePermission, GroupCollectionPermission)
    return [sorted(table.objects.filter(group=group).values_list("pk", flat=True)) for table in tables]


def writes(asked):
    """Return those of some queries that write."""
    return [query["sql"] for query in asked if re.match(r"\s*(INSERT|UPDATE|DELETE)", query["sql"], re.IGNORECASE)]


def permission(name):
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


@pytest.fixture(params=["Editors", "Translators", "Officers"])
def role(request, team):
    """A role: its group, where its rights hold, and what makes them as they should be."""
    if request.param == "Officers":
        place = {"page": team.city, "collection": team.collection}
        return SimpleNamespace(
            group=team.group, sync=lambda: CityTeam.get_or_create_for(team.city), wanted=rights_in(team), **place
        )
    place = {"page": Page.get_first_root_node(), "collection": Collection.get_first_root_node()}
    group = Group.objects.get(name=request.param)
    return SimpleNamespace(group=group, sync=roles.sync, wanted=rights_of(request.param, **place), **place)


def spoil(role, other_page, other_collection):
    """Take rights of each kind from a role's group and give it others: on models, in its own place and elsewhere."""
    role.group.permissions.remove(permission(ENTER))
    role.group.permissions.add(permission("solidarity.change_user"))
    on_pages = GroupPagePermission.objects.filter(group=role.group)
    on_files = GroupCollectionPermission.objects.filter(group=role.group)
    on_pages.filter(permission__codename="change_page").delete()
    on_files.filter(permission__codename="choose_image").delete()
    for page in (role.page, other_page):
        on_pages.get_or_create(group=role.group, page=page, permission=permission("wagtailcore.publish_page"))
    for collection in (role.collection, other_collection):
        on_files.create(group=role.group, collection=collection, permission=permission("wagtailimages.delete_image"))


# The sync


def test_a_group_has_exactly_the_rights_of_its_role(role):
    assert rights(role.group) == role.wanted


def test_the_sync_adds_what_was_taken_and_removes_what_was_added(role, other_team):
    spoil(role, other_team.city, other_team.collection)
    spoiled = rights(role.group)
    for part, right in zip(spoiled, role.wanted, strict=True):
        assert part - right, "there is nothing to remove"
    assert right - spoiled[2] or not right, "there is nothing to add"
    role.sync()
    assert rights(role.group) == role.wanted


def test_a_second_sync_writes_nothing(role):
    before = rows(role.group)
    with CaptureQueriesContext(connection) as asked:
        role.sync()
    assert len(asked) > 0
    assert writes(asked) == []
    assert rows(role.group) == before


def test_what_was_right_keeps_its_row(role, other_team):
    before = rows(role.group)
    role.group.permissions.add(permission("solidarity.change_user"))
    role.sync()
    assert rows(role.group) == before


def test_the_sync_runs_after_each_migrate(role, other_team):
    spoil(role, other_team.city, other_team.collection)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert rights(role.group) == role.wanted


def test_there_is_no_other_group(other_team):
    names = {"Editors", "Translators", "Officers of Athens", "Officers of Berlin"}
    assert set(Group.objects.values_list("name", flat=True)) == names


def test_moderators_go_as_soon_as_nobody_is_one(db):
    moderator = factories.UserFactory()
    moderator.groups.add(Group.objects.create(name="Moderators"))
    roles.sync()
    assert moderator.groups.exists()
    moderator.groups.clear()
    roles.sync()
    assert not Group.objects.filter(name="Moderators").exists()


def test_a_right_that_does_not_exist_is_named(db):
    with pytest.raises(LookupError, match="cities.fly_kites"):
        roles.permissions([ENTER, "cities.fly_kites"])


# The team of a city


def test_a_city_that_is_made_has_its_team(site):
    city = factories.CityPageFactory(parent=site.cities, heading_en="Athens")
    team = CityTeam.objects.get(city=city)
    assert (team.group.name, team.collection.name) == ("Officers of Athens", "Officers of Athens")
    assert team.collection.get_parent() == Collection.get_first_root_node()
    assert rights(team.group) == rights_in(team)


def test_a_copied_city_has_a_team_of_its_own_without_the_officers(team, officer):
    copy = team.city.copy(update_attrs={"slug": "athens-2", "heading_en": "Piraeus"})
    other = CityTeam.objects.get(city=copy)
    assert not set(other.officers())
    assert (other.group, other.collection) != (team.group, team.collection)
    assert rights(other.group) == rights_in(other)
    assert rights(team.group) == rights_in(team)


@pytest.mark.parametrize(("before", "after"), [("Athens", "Piraeus"), ("Athens, of old", "Athens")])
def test_a_city_that_is_renamed_renames_its_team(site, before, after):
    city = factories.CityPageFactory(parent=site.cities, heading_en=before)
    team = CityTeam.objects.get(city=city)
    officer = officer_of(city)
    given = rows(team.group)

    city.heading_en = after
    revision = city.save_revision()
    assert CityTeam.objects.get(city=city).group.name == f"Officers of {before}", "it is a draft yet"
    revision.publish()

    renamed = CityTeam.objects.get(city=city)
    assert (renamed.group, renamed.collection) == (team.group, team.collection)
    assert (renamed.group.name, renamed.collection.name) == (f"Officers of {after}", f"Officers of {after}")
    assert list(renamed.officers()) == [officer]
    assert rows(renamed.group) == given


def test_two_cities_of_one_name_have_a_team_each(site, athens):
    city = factories.CityPageFactory(parent=site.cities, heading_en="Athens")
    first, second = CityTeam.objects.get(city=athens), CityTeam.objects.get(city=city)
    assert second.group.name == second.collection.name == f"Officers of Athens ({city.slug}), Greece"
    assert rights(first.group) == rights_in(first)
    assert rights(second.group) == rights_in(second)
    with CaptureQueriesContext(connection) as asked:
        CityTeam.get_or_create_for(CityPage.objects.get(pk=city.pk))
    assert writes(asked) == [], "the number stays"


@pytest.mark.parametrize("part", ["group", "collection"])
def test_a_team_whose_group_or_collection_was_deleted_is_mended(team, part):
    getattr(team, part).delete()
    mended = CityTeam.get_or_create_for(CityPage.objects.get())
    assert rights(mended.group) == rights_in(mended)


def test_a_city_that_is_deleted_takes_the_rights_of_its_officers_along(team, officer, other_team):
    other_team.add(colleague := factories.UserFactory(), by=None)
    team.add(colleague, by=None)
    picture = factories.SiteImageFactory(collection=team.collection)

    team.city.delete()

    assert not Group.objects.filter(name="Officers of Athens").exists()
    assert not User.objects.get(pk=officer.pk).get_all_permissions()
    assert list(CityTeam.objects.of(colleague)) == [other_team]
    assert rights(other_team.group) == rights_in(other_team)
    assert SiteImage.objects.get(pk=picture.pk).collection == team.collection, "other pages may show it"
    assert not GroupCollectionPermission.objects.filter(collection=team.collection).exists()


def test_cities_that_go_with_the_list_above_them_take_their_groups_along(site, team, other_team):
    Page.objects.get(pk=site.cities.pk).delete()
    assert not CityTeam.objects.exists()
    assert not Group.objects.filter(name__startswith="Officers").exists()


def test_a_city_that_is_moved_keeps_its_officers_and_gives_them_nothing_else(site, team, officer, other_team):
    place = factories.CityIndexPageFactory(parent=site.home, heading_en="Former cities", slug="former")
    given = rows(team.group)
    team.city.move(place, pos="last-child")
    city = CityPage.objects.get(pk=team.city_id)
    roles.sync()
    assert rows(CityTeam.get_or_create_for(city).group) == given

    user = User.objects.get(pk=officer.pk)
    statement = factories.MayorStatementPageFactory(parent=city)
    for page, may_edit in ((city, True), (statement, True), (place, False), (site.cities, False)):
        page = Page.objects.get(pk=page.pk).specific
        assert page.permissions_for_user(user).can_edit() == may_edit, page
    assert not other_team.city.permissions_for_user(user).can_edit()
