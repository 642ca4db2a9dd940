"""Roles and their permissions as data, and an idempotent sync of Django's groups. It runs after each ``migrate``.

Administrators are superusers and need no group. City officers have a group for each city, which ``cities`` creates from
OFFICERS.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db.models import Model, QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

# Permissions are named by what they allow, so that forms check a permission rather than a group.
ENTER_ADMIN = "wagtailadmin.access_admin"
TRANSLATE = "solidarity.translate_pages"  # texts that concern the whole site: headings, search engines
EDIT_FACTS = "solidarity.edit_facts"  # fields that are the same in all languages
EDIT_ALL = "solidarity.edit_everything"  # what staff decide: slugs, schedules, membership
INVITE = "cities.invite_officers"

# Wagtail checks the permissions of its own models, whichever models hold the images and documents.
FILES = (
    *(f"wagtailimages.{action}_image" for action in ("add", "change", "choose")),
    *(f"wagtaildocs.{action}_document" for action in ("add", "change", "choose")),
)


@dataclass(frozen=True)
class Role:
    """The permissions of a group: on models, on pages from one page down, on files from one collection down."""

    name: str
    models: tuple[str, ...] = (ENTER_ADMIN,)
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


EDITORS = Role(
    name="Editors",
    models=(
        ENTER_ADMIN,
        TRANSLATE,
        EDIT_FACTS,
        EDIT_ALL,
        INVITE,
        *(f"solidarity.{action}_topic" for action in ("add", "change", "delete")),
        "solidarity.change_sitesettings",
        *(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete")),
    ),
    pages=("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"),
    files=FILES,
)
TRANSLATORS = Role(name="Translators", models=(ENTER_ADMIN, TRANSLATE), pages=("change_page",))
OFFICERS = Role(
    name="City officers",
    models=(ENTER_ADMIN, EDIT_FACTS),
    pages=("add_page", "change_page"),
    files=FILES,
)
ROLES = (EDITORS, TRANSLATORS)
# Wagtail's default groups that this site's roles replace.
REPLACED = ("Moderators",)


def sync() -> None:
    """Create the groups of all roles, and add and remove permissions so that they match."""
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    if not root or not collection:  # the database has been flushed
        return
    for role in ROLES:
        group, _made = Group.objects.get_or_create(name=role.name)
        grant(group, role, root, collection)
    Group.objects.filter(name__in=REPLACED, user__isnull=True).delete()


def grant(group: Group, role: Role, page: Page, collection: Collection) -> None:
    """Set exactly the permissions of a role for a group: on models, on a page and on a collection, and nowhere else."""
    group.permissions.set(permissions(role.models))
    _match(
        GroupPagePermission.objects.filter(group=group),
        {(page.pk, permission.pk) for permission in permissions(f"wagtailcore.{name}" for name in role.pages)},
        lambda place, permission: GroupPagePermission(group=group, page_id=place, permission_id=permission),
        "page_id",
    )
    _match(
        GroupCollectionPermission.objects.filter(group=group),
        {(collection.pk, permission.pk) for permission in permissions(role.files)},
        lambda place, permission: GroupCollectionPermission(group=group, collection_id=place, permission_id=permission),
        "collection_id",
    )


def _match(found: QuerySet, wanted: set[tuple[int, int]], make: Callable[[int, int], Model], place: str) -> None:
    """Delete surplus rows and create missing ones; a row is identified by its page or collection and its permission."""
    rows = {(getattr(row, place), row.permission_id): row.pk for row in found}
    if surplus := [pk for key, pk in rows.items() if key not in wanted]:
        found.filter(pk__in=surplus).delete()
    found.model.objects.bulk_create(make(*key) for key in sorted(wanted - rows.keys()))


def permissions(names: Iterable[str]) -> list[Permission]:
    """Return the permissions with names such as ``app_label.codename``. Raises LookupError for an unknown one."""
    names = set(names)
    codenames = {name.partition(".")[2] for name in names}
    alike = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    found = [
        permission for permission in alike if f"{permission.content_type.app_label}.{permission.codename}" in names
    ]
    if missing := names - {f"{permission.content_type.app_label}.{permission.codename}" for permission in found}:
        raise LookupError(f"There is no permission {', '.join(sorted(missing))}.")
    return found
