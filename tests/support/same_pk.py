"""One object of each model, all with one primary key, so that whatever a URL of the admin names by it exists."""

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    Page,
    Revision,
    Site,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from cities.models import CityTeam, Invitation, ReviewTask, WithdrawalRequest
from solidarity import roles
from tests import factories

SAME_PK = 777_777


def with_pk(page):
    """Return a page with that primary key; a page cannot be created with it."""
    row = Page.objects.get(pk=page.pk)
    parent = page.get_parent()
    page.delete()
    row.pk = row.id = page.page_ptr_id = SAME_PK
    Model.save_base(row, raw=True, force_insert=True)
    Model.save_base(page, raw=True, force_insert=True)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    return type(page).objects.get(pk=SAME_PK)


def make_objects(site, city, name):
    """Make a draft of a city that is in review, files, people and what the site is run by, and return the draft.

    All are named by one name, by which to find them in what is shown, but for a topic, which everybody may read.
    """
    team = CityTeam.objects.get(city=city)
    author = factories.UserFactory(id=SAME_PK, email="officer@kiel.example", last_name=name)
    group = Group.objects.create(id=SAME_PK, name=name)
    author.groups.add(team.group, group)
    draft = with_pk(
        factories.MayorStatementPageFactory(
            parent=city, heading_en=name, speaker=name, slug="secret", live=False, owner=author
        )
    )
    collection = Collection.get_first_root_node().add_child(instance=Collection(id=SAME_PK, name=name))
    factories.SiteImageFactory(id=SAME_PK, title=name, collection=collection)
    factories.SiteDocumentFactory(id=SAME_PK, title=name, collection=collection)
    factories.TopicFactory(id=SAME_PK)
    Site.objects.create(id=SAME_PK, hostname="other.example", site_name=name, root_page=site.home)
    Redirect.objects.create(id=SAME_PK, old_path="/old", redirect_link=f"https://example.org/{name}")
    Invitation.objects.create(id=SAME_PK, team=team, name=name, email="invited@kiel.example")
    WithdrawalRequest.objects.create(id=SAME_PK, page=city, reason=name, asked_by=author)
    put_in_review(draft, name, author)
    return draft


def put_in_review(draft, name, author):
    """Send a draft for review, in a workflow and by a task of their own."""
    revision = Revision.objects.create(
        id=SAME_PK,
        content_object=draft,
        base_content_type=draft.get_base_content_type(),
        object_str=name,
        content=draft.serializable_data(),
        created_at=draft.latest_revision_created_at or author.date_joined,
        user=author,
    )
    Page.objects.filter(pk=SAME_PK).update(latest_revision=revision)
    # Wagtail stores the content type of a task only where it generates the primary key itself.
    kind = ContentType.objects.get_for_model(ReviewTask)
    task = ReviewTask.objects.create(id=SAME_PK, name=name, content_type=kind)
    task.groups.set(Group.objects.filter(name=roles.EDITORS.name))
    workflow = Workflow.objects.create(id=SAME_PK, name=name)
    WorkflowTask.objects.create(id=SAME_PK, workflow=workflow, task=task.task_ptr)
    WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=SAME_PK))
    state = WorkflowState(id=SAME_PK, content_object=draft, workflow=workflow, requested_by=author)
    state.content_type, state.base_content_type = draft.get_content_type(), draft.get_base_content_type()
    state.save()
    task_state = TaskState.objects.create(
        id=SAME_PK,
        workflow_state=state,
        revision=revision,
        task=task.task_ptr,
        content_type=ContentType.objects.get_for_model(TaskState),
    )
    WorkflowState.objects.filter(pk=SAME_PK).update(current_task_state=task_state)
