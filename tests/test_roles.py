"""Each role may do this and not more: tried at every URL that the admin registers."""

import pytest
from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    Page,
    PageLogEntry,
    Revision,
    Site,
    Task,
    TaskState,
    Workflow,
    WorkflowState,
)

from cities.models import CityTeam, Invitation, WithdrawalRequest
from solidarity.models import SiteDocument, SiteImage, Topic, User
from tests import factories
from tests.support.admin_urls import admin_urls, filled, has_part, tables_written
from tests.support.same_pk import SAME_PK, make_objects

SECRET = "Hush-hush of Kiel"
LEFT_OUT = {
    "wagtailadmin_logout",  # would end the test
    "wagtailadmin_password_reset_confirm",  # says to everybody that the link is not valid
    "wagtailadmin_editing_sessions:release",  # answers 200 to everybody; ends sessions of one's own only
}
FOR_EVERYBODY = {
    "wagtailadmin_choose_page_child",  # published pages may be linked to
    "wagtailadmin_pages:choose_parent",  # offers the officer's own city
    "wagtailsnippetchoosers_solidarity_topic:chosen",  # topics are everybody's
}


@pytest.fixture
def kiel(site):
    """Another city, with a draft in review, files of its own and all that staff run the site by, of one primary key."""
    city = factories.CityPageFactory(parent=site.cities, heading_en="Kiel")
    make_objects(site, city, SECRET)
    return city


def snapshot(city):
    """Return all that is kept of a city and of the objects with its primary key, and what happened to it."""
    pages = Page.objects.descendant_of(city, inclusive=True)
    models = [SiteImage, SiteDocument, Collection, User, Group, Revision, WorkflowState, TaskState, Workflow, Task]
    models += [Topic, Site, Redirect, Invitation, WithdrawalRequest]
    return [
        list(pages.values().order_by("pk")),
        *(list(model.objects.filter(pk=SAME_PK).values()) for model in models),
        Page.objects.child_of(city).count(),
        list(Group.objects.get(pk=SAME_PK).permissions.all()),
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


def test_an_officer_gets_nothing_of_another_city(client, kiel, officer):
    """Requested by the primary key of a draft and by that of the city."""
    client.force_login(officer)
    client.raise_request_exception = False
    own = CityTeam.objects.of(officer).get().city
    before, wrong, tried = snapshot(kiel), [], 0
    for pk in (SAME_PK, kiel.pk):
        values = {
            "pk": pk,
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
        for name, route in admin_urls():
            if name in LEFT_OUT:
                continue
            path = filled(route, values)
            for send in (client.get, lambda url, pk=pk: client.post(url, {**FORGED, "id": pk})):
                tried += 1
                with tables_written() as tables:
                    response = send(f"{path}?id={pk}")
                    content = b"".join(response) if response.streaming else response.content
                if response.status_code >= 500:
                    wrong.append(f"{name} {path}: {response.status_code}")
                elif response.status_code == 200 and (
                    SECRET in content.decode(errors="ignore") or (has_part(route) and name not in FOR_EVERYBODY)
                ):
                    wrong.append(f"{name} {path}: 200 by {'GET' if send == client.get else 'POST'}")
                if tables and snapshot(kiel) != before:
                    wrong.append(f"{name} {path}: changed something")
                    before = snapshot(kiel)
    print(f"tried {tried} requests")
    assert not wrong, "\n".join(wrong)
    assert tried > 600
    assert snapshot(kiel) == before
