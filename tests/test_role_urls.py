"""What each role opens and changes in the admin: exactly this, tried at every URL that the admin registers."""

import re
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.db import transaction
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import Collection, Page, Site, WorkflowState

from cities.models import CityPage, MayorStatementPage
from solidarity import languages
from solidarity.models import SiteSettings
from tests import factories
from tests.support import role_urls as expected
from tests.support.admin_urls import admin_urls, filled, has_part, tables_written
from tests.support.page_editor import edit_url, save_draft, shown_form
from tests.support.review import send_for_review
from tests.support.same_pk import SAME_PK, make_objects

LEFT_OUT = {"wagtailadmin_logout"}  # would end the test
# What Wagtail notes of whoever looks: who is signed in and where, whom a page's comments are mailed to, what a preview
# is to show, and pictures cut to size.
NOTED = {
    "django_session",
    "solidarity_siterendition",
    "wagtailadmin_editingsession",
    "wagtailadmin_formstate",
    "wagtailcore_pagesubscription",
    "wagtailusers_userprofile",
}
PAGE_PARTS = ("page", "page_id", "page_pk", "parent_page_id", "page_to_move_id", "city", "city_id", "object_id")
OF_PAGES = re.compile(rf":(?:{'|'.join(PAGE_PARTS)})>|compare|api/main/\^pages")
# What is meant where a URL names a kind of thing: statements, but for these.
KINDS = {
    "wagtailadmin_workflows": ("cities", "reviewtask"),
    "wagtailsettings": ("solidarity", "sitesettings"),
    "wagtailadmin_tag_model_autocomplete": ("taggit", "tag"),
}
# What may be done, where a URL names that.
ACTIONS = {
    "wagtailadmin_api:pages:action": PagesAdminAPIViewSet.actions,
    "wagtailadmin_pages:workflow_action": ("approve", "reject"),
    "wagtailadmin_pages:collect_workflow_action_data": ("approve", "reject"),
}
EDITOR_FIRST = "editor".__ne__  # an administrator is shown what an editor was not
AT_ONCE = [
    ("wagtailcore", "page"),
    *(("solidarity", model) for model in ("siteimage", "sitedocument", "user", "topic")),
]


@pytest.fixture
def people(people, admin_user):
    """Somebody of each role, and somebody of none."""
    for place in Site.objects.all():
        SiteSettings.for_site(place)  # made when first looked at
    people.administrator = admin_user
    people.without_role = factories.UserFactory(email="nobody@example.org")
    return people


def known_urls():
    """Return the pairs of a name, or the route of what has none, and a route."""
    named = [(name if name.rpartition(":")[2] else route, route) for name, route in admin_urls()]
    return [(name, route) for name, route in named if name not in LEFT_OUT]


@contextmanager
def undone():
    """Collect the tables in which something is changed, and undo it all in the end."""
    with tables_written() as tables, transaction.atomic():
        yield tables
        transaction.set_rollback(True)
    tables -= NOTED


class Tried:
    """Which URLs a browser opened, and by which it changed something, once all have been tried.

    What another role ``saw`` of the same templates is not filled in again, which takes half of the time.
    """

    ALLOWED = {200, 302, 400, 403, 404, 405}

    def __init__(self, client, saw=frozenset()):
        self.client, self.saw, self.count = client, saw, 0
        self.opened, self.changed_by_looking, self.changed, self.failed = set(), set(), set(), set()
        client.raise_request_exception = False

    def get(self, name, path):
        with undone() as tables, self._quick(name):
            response = self._note(name, self.client.get(path))
        self.opened |= {name} if response.status_code == 200 else set()
        self.changed_by_looking |= {f"{name}: {table}" for table in tables}

    def post(self, name, path, data):
        with undone() as tables, self._quick(name):
            self._note(name, self.client.post(path, data))
        self.changed |= {name} if tables else set()

    def _quick(self, name):
        return patch.object(TemplateResponse, "rendered_content", "") if name in self.saw else nullcontext()

    def _note(self, name, response):
        self.count += 1
        if response.status_code not in self.ALLOWED:
            self.failed.add(f"{name}: {response.status_code}")
        return response


# Addresses that name nothing


def differences(found, wanted):
    """Return what was found and not wanted, and the other way round, of each role where there is anything."""
    both = {role: (found[role] - wanted[role], wanted[role] - found[role]) for role in found.keys() | wanted.keys()}
    return {role: pair for role, pair in both.items() if pair != (set(), set())}


def test_a_role_opens_these_addresses_and_no_more(client, people):
    found = {}
    for role in sorted(expected.OPENED, key=EDITOR_FIRST):
        if role == "signed_out":
            client.logout()
        else:
            client.force_login(getattr(people, role))
        # tests/test_roles.py has an officer shown each of these.
        tried = Tried(client, saw=found["editor"] if role in ("administrator", "officer") else set())
        for name, route in known_urls():
            if not has_part(route):
                tried.get(name, filled(route, {}))
        print(f"{role}: tried {tried.count} addresses, {len(tried.opened)} are open")
        assert (tried.failed, tried.changed_by_looking) == (set(), set()), role
        assert tried.count > 100
        found[role] = tried.opened
    assert differences(found, expected.OPENED) == {}


# Addresses that name something


FORGED = {
    "action-publish": "1",
    "action-submit": "1",
    "answer": "Forged",
    "comment": "Forged",
    "confirm": "1",
    "data_licence": "CC0-1.0",
    "decline": "1",
    "email": "forged@example.org",
    "first_name": "Forged",
    "hostname": "forged.example",
    "is_superuser": "on",
    "language": "en",
    "last_name": "Forged",
    "menu_items-INITIAL_FORMS": "0",
    "menu_items-TOTAL_FORMS": "0",
    "name": "Forged",
    "name_en": "Forged",
    "new_slug": "forged",
    "new_title": "Forged",
    "next": "/admin/",
    "old_path": "/forged",
    "password1": "forged-and-long-enough",
    "password2": "forged-and-long-enough",
    "pages-INITIAL_FORMS": "0",
    "pages-TOTAL_FORMS": "0",
    "port": "80",
    "position": "last-child",
    "reason": "Forged",
    "redirect_link": "https://forged.example/",
    "restriction_type": "login",
    "role": SAME_PK,
    "slug": "forged",
    "social_links-INITIAL_FORMS": "0",
    "social_links-TOTAL_FORMS": "0",
    "speaker": "Forged",
    "tags": "forged",
    "title": "Forged",
    "workflow_tasks-0-id": SAME_PK,
    "workflow_tasks-0-task": SAME_PK,
    "workflow_tasks-INITIAL_FORMS": "1",
    "workflow_tasks-TOTAL_FORMS": "1",
    **{
        f"{kind}_permissions-{count}_FORMS": "0"
        for kind in ("page", "collection", "image", "document")
        for count in ("INITIAL", "TOTAL")
    },
    f"doc-{SAME_PK}-title": "Forged",
    f"image-{SAME_PK}-title": "Forged",
}


@pytest.fixture
def objects(client, site, people, athens):
    """A published city with a draft in review, one thing of each other kind, and what a forged form says of them."""
    form = factories.FormPageFactory(parent=site.home)
    FormSubmission.objects.create(id=SAME_PK, page=form, form_data={})
    other_city = factories.CityPageFactory(parent=site.cities, heading_en="Piraeus")
    other_list = factories.CityIndexPageFactory(parent=site.home, slug="former-cities")
    athens.save_revision()
    make_objects(site, athens, "A thing")
    draft, city = MayorStatementPage.objects.get(pk=SAME_PK), CityPage.objects.get(pk=athens.pk)

    client.force_login(people.administrator)
    for path in (f"/admin/images/{SAME_PK}/", f"/admin/documents/edit/{SAME_PK}/"):
        client.get(path)  # how large they are is noted at the first look
    SiteSettings.for_site(Site.objects.get(pk=SAME_PK))
    root = Collection.get_first_root_node().pk
    shown = {page: shown_form(client, edit_url(page), page) for page in (draft, city)}
    of_several = (f"{kind}-{SAME_PK}-collection" for kind in ("doc", "image"))
    in_collection = dict.fromkeys(("collection", *of_several), root)
    common = {**FORGED, **in_collection, "parent": root, "root_page": site.home.pk, "id": SAME_PK}

    def forged(page, other, destination):
        """Return a form that a page would take, another page as well, and what moves or copies the page."""
        to = dict.fromkeys(("new_parent_page", "destination_page_id"), destination.pk)
        return {**shown[other], **shown[page], **common, **to, "revision_id": page.latest_revision_id}

    return SimpleNamespace(
        form=form,
        draft=(draft, other_city, forged(draft, city, other_city)),
        published=(city, other_list, forged(city, draft, other_list)),
    )


def paths(page, destination, form):
    """Yield the name and path of each URL that names something, and whether it is the page."""
    for name, route in known_urls():
        if not has_part(route):
            continue
        app, model = KINDS.get(name.partition(":")[0], ("cities", "mayorstatementpage"))
        is_form, is_page = name.startswith("wagtailforms:"), bool(OF_PAGES.search(route))
        values = {
            "pk": page.pk if name.startswith("wagtailadmin_api:pages") else SAME_PK,
            **dict.fromkeys(PAGE_PARTS, form.pk if is_form else page.pk),
            "destination_id": destination.pk,
            "revision_id": page.latest_revision_id,
            "filter_spec": "fill-50x50",
            **dict.fromkeys(("app_label", "app_name", "content_type_app_name"), app),
            **dict.fromkeys(("model_name", "content_type_model_name"), model),
        }
        if name != "wagtail_bulk_action":
            for action in ACTIONS.get(name, [""]):
                path = filled(route, {**values, "action_name": action})
                yield name, f"{path}?selected-submissions={SAME_PK}", is_page and not is_form
            continue
        for app, model in AT_ONCE:
            chosen = page.pk if model == "page" else SAME_PK
            for action in bulk_action_registry.get_bulk_actions_for_model(app, model):
                kind = {"app_label": app, "model_name": model, "action": action.action_type}
                path = f"{filled(route, {**values, **kind})}?id={chosen}"
                yield f"{model}: {action.action_type}", path, model == "page"


def test_each_role_opens_and_changes_these_objects_and_no_more(client, people, objects):
    """All in one test, for each request is undone, and to create the objects takes as long as many requests."""
    for subject in ("OBJECTS", "DRAFT", "PUBLISHED"):
        page, destination, forged = objects.published if subject == "PUBLISHED" else objects.draft
        of_subject = [
            (name, path)
            for name, path, is_page in paths(page, destination, objects.form)
            if is_page == (subject != "OBJECTS")
        ]
        found, wanted = {}, {}
        for role in sorted(expected.OBJECTS, key=EDITOR_FIRST):
            client.force_login(getattr(people, role))
            tried = Tried(client, saw=found["editor"][0] if role == "administrator" else set())
            for name, path in of_subject:
                tried.get(name, path)
                tried.post(name, path, forged)
            print(
                f"{role}, {subject.lower()}: "
                f"{tried.count} requests, {len(tried.opened)} open, {len(tried.changed)} change"
            )
            assert tried.count > 70
            found[role] = tried.opened, tried.changed, tried.failed | tried.changed_by_looking
            wanted[role] = getattr(expected, subject)[role], getattr(expected, f"CHANGED_{subject}")[role], set()
        for part, what in enumerate(("opened", "changed", "failed")):
            of_part = [{role: sets[part] for role, sets in roles.items()} for roles in (found, wanted)]
            assert differences(*of_part) == {}, (subject, what)


# What a translator does


def live_row(page):
    """Return what readers are shown of a page."""
    notes_of_drafts = {"draft_title", "has_unpublished_changes", "latest_revision_id", "latest_revision_created_at"}
    row = type(page).objects.filter(pk=page.pk).values().get()
    return {name: str(value) for name, value in row.items() if name not in notes_of_drafts}


@pytest.mark.parametrize("action", ["", "action-submit", "action-publish"])
@pytest.mark.parametrize("live", [True, False])
def test_a_translator_writes_in_every_language_and_publishes_nothing(client, people, athens, action, live):
    page = factories.MayorStatementPageFactory(parent=athens, live=live)
    page.save_revision()
    before = live_row(page)
    words = {f"heading_{code}": f"Words in {code}" for code in languages.codes()}
    client.force_login(people.translator)

    response = save_draft(client, edit_url(page), page, **words, **({action: "yes"} if action else {}))

    assert response.status_code == 302
    assert Page.objects.get(pk=page.pk).live == live
    if live:  # of what was never published there is no version but the draft
        assert live_row(page) == before
    draft = MayorStatementPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert {name: getattr(draft, name) for name in words} == words
    assert WorkflowState.objects.active().exists() == (action == "action-submit")


def test_a_mirrored_page_is_made_one_of_its_own_by_staff_alone(client, people, athens):
    alias = factories.MayorStatementPageFactory(parent=athens).create_alias(update_slug="mirrored")
    for role, stays in (("officer", True), ("translator", True), ("editor", False)):
        client.force_login(getattr(people, role))
        client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
        assert Page.objects.filter(pk=alias.pk, alias_of__isnull=False).exists() == stays


def test_nobody_publishes_their_own_submission_by_the_api(client, people, athens):
    page = factories.MayorStatementPageFactory(parent=athens, live=False)
    send_for_review(page, people.editor)
    client.force_login(people.editor)
    client.post(reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"]))
    assert not Page.objects.get(pk=page.pk).live
