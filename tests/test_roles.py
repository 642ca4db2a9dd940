"""Each role may do this and not more: tried at every address that the admin registers."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import (
    Collection,
    Page,
    PageLogEntry,
    Revision,
    TaskState,
    Workflow,
    WorkflowState,
)

from cities.models import CityTeam
from solidarity import roles
from solidarity.models import SiteDocument, SiteImage, User
from tests import factories
from tests.admin_addresses import addresses, filled, has_part

THEIRS = 777_777  # the number of each thing of the other city, so that any address can name it
SECRET = "Hush-hush of Kiel"
LEFT_OUT = {
    "wagtailadmin_logout",  # would end the test
    "wagtailadmin_password_reset_confirm",  # says to everybody that the link is not valid
    "wagtailadmin_editing_sessions:release",  # answers 200 to everybody; ends sessions of one's own only
}
FOR_EVERYBODY = {
    "wagtailadmin_choose_page_child",  # published pages may be linked to
    "wagtailadmin_pages:choose_parent",  # offers the officer's own city
}


@pytest.fixture
def kiel(site):
    """Another city, with a draft in review and files of its own, all of one number."""
    team_of = CityTeam.objects
    city = factories.CityPageFactory(parent=site.cities, heading_en="Kiel")
    author = factories.UserFactory(id=THEIRS, email="officer@kiel.example")
    group = Group.objects.create(id=THEIRS, name=SECRET)
    author.groups.add(team_of.get(city=city).group, group)
    draft = renumbered(
        factories.MayorStatementPageFactory(
            parent=city, heading_en=SECRET, speaker=SECRET, slug="secret", live=False, owner=author
        )
    )
    collection = Collection.get_first_root_node().add_child(instance=Collection(id=THEIRS, name=SECRET))
    factories.SiteImageFactory(id=THEIRS, title=SECRET, collection=collection)
    factories.SiteDocumentFactory(id=THEIRS, title=SECRET, collection=collection)
    revision = Revision.objects.create(
        id=THEIRS,
        content_object=draft,
        base_content_type=draft.get_base_content_type(),
        object_str=SECRET,
        content=draft.serializable_data(),
        created_at=draft.latest_revision_created_at or author.date_joined,
        user=author,
    )
    Page.objects.filter(pk=THEIRS).update(latest_revision=revision)
    workflow = Workflow.objects.get(name="EUROCITIES review")
    state = WorkflowState(id=THEIRS, content_object=draft, workflow=workflow, requested_by=author)
    state.content_type, state.base_content_type = draft.get_content_type(), draft.get_base_content_type()
    state.save()
    task_state = TaskState.objects.create(
        id=THEIRS,
        workflow_state=state,
        revision=revision,
        task=workflow.tasks.first(),
        content_type=ContentType.objects.get_for_model(TaskState),
    )
    WorkflowState.objects.filter(pk=THEIRS).update(current_task_state=task_state)
    return city


def renumbered(page):
    """Return a page with the number of all that is theirs; a page cannot be made with it."""
    row = Page.objects.get(pk=page.pk)
    parent = page.get_parent()
    page.delete()
    row.pk = row.id = page.page_ptr_id = THEIRS
    Model.save_base(row, raw=True, force_insert=True)
    Model.save_base(page, raw=True, force_insert=True)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    return type(page).objects.get(pk=THEIRS)


@pytest.fixture
def officer(athens):
    """An officer of Athens."""
    user = factories.UserFactory(email="officer@athens.example")
    CityTeam.objects.get(city=athens).add(user, by=None)
    return user


@pytest.fixture
def editor(db):
    user = factories.UserFactory(email="editor@example.org")
    user.groups.add(Group.objects.get(name=roles.EDITORS.name))
    return user


@pytest.fixture
def translator(db):
    user = factories.UserFactory(email="translator@example.org")
    user.groups.add(Group.objects.get(name=roles.TRANSLATORS.name))
    return user


def snapshot(city):
    """Return all that is kept of a city and of the things with its number, and what happened to it."""
    pages = Page.objects.descendant_of(city, inclusive=True)
    files = [SiteImage, SiteDocument, Collection, User, Group, Revision, WorkflowState, TaskState]
    return [
        list(pages.values().order_by("pk")),
        *(list(model.objects.filter(pk=THEIRS).values()) for model in files),
        Page.objects.child_of(city).count(),
        list(Group.objects.get(pk=THEIRS).permissions.all()),
        PageLogEntry.objects.filter(page__in=pages).count(),
    ]


FORGED = {
    "action-publish": "1",
    "action-submit": "1",
    "action-workflow-action": "1",
    "workflow-action-name": "approve",
    "title": "Mine",
    "name": "Mine",
    "email": "mine@example.org",
    "speaker": "Mine",
    "new_title": "Mine",
    "new_slug": "mine",
    "new_parent_page": "1",
    "comment": "Mine",
    "reason": "Mine",
    "next": "/admin/",
}


@pytest.mark.parametrize("number_of", ["draft", "city"])
def test_an_officer_gets_nothing_of_another_city(client, kiel, officer, number_of):
    client.force_login(officer)
    client.raise_request_exception = False
    own = CityTeam.objects.of(officer).get().city
    values = {
        "pk": THEIRS if number_of == "draft" else kiel.pk,
        "parent_page_id": kiel.pk,
        "destination_id": own.pk,
        "content_type_app_name": "cities",
        "content_type_model_name": "mayorstatementpage",
        "app_label": "cities",
        "app_name": "cities",
        "model_name": "mayorstatementpage",
        "action_name": "approve",
        "action": "delete",
        "filter_spec": "fill-50x50",
    }
    before, wrong, tried = snapshot(kiel), [], 0
    for name, route in addresses():
        if name in LEFT_OUT:
            continue
        path = filled(route, values)
        for send in (client.get, lambda address: client.post(address, {**FORGED, "id": values["pk"]})):
            tried += 1
            response = send(f"{path}?id={values['pk']}")
            content = b"".join(response) if response.streaming else response.content
            if response.status_code >= 500:
                wrong.append(f"{name} {path}: {response.status_code}")
            elif response.status_code == 200 and (
                SECRET in content.decode(errors="ignore") or (has_part(route) and name not in FOR_EVERYBODY)
            ):
                wrong.append(f"{name} {path}: 200 by {'GET' if send == client.get else 'POST'}")
            if snapshot(kiel) != before:
                wrong.append(f"{name} {path}: changed something")
                before = snapshot(kiel)
    print(f"tried {tried} requests")
    assert not wrong, "\n".join(wrong)
    assert tried > 300
