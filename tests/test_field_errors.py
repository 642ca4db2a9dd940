"""Each error stands where somebody sees it, whichever name its field was given."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from lxml import html
from modeltranslation.translator import translator
from wagtail.models import get_page_models

from cities.models import MayorStatementPage
from solidarity import languages
from solidarity.fields import column_names
from solidarity.models import FormField, FormPage, SitePage
from tests import factories
from tests.support.page_editor import add_url, edit_url, errors_of, publish, save_draft, shown_form


def questions(*labels):
    """Return what is sent for questions of a form; each is given by its labels, by language."""
    sent = {"form_fields-TOTAL_FORMS": str(len(labels))}
    for number, label in enumerate(labels):
        row = {"id": "", "ORDER": str(number + 1), "field_type": "singleline", "required": "on"}
        row |= {f"label_{code}": text for code, text in label.items()}
        sent |= {f"form_fields-{number}-{name}": value for name, value in row.items()}
    return sent


@pytest.fixture
def new_form(site, admin_client):
    """Send a new form page with some questions; return the response."""
    url = add_url(site.home, FormPage)
    shown = {**shown_form(admin_client, url, FormPage), "heading_en": "Join us"}

    def send(*labels, **sent):
        return admin_client.post(url, {**shown, **questions(*labels), **sent})

    return send


def test_two_questions_of_one_name_are_told_beside_the_label_that_was_written(new_form):
    for first, second, column in (
        ({"en": "Name"}, {"en": "Name"}, "label_en"),
        ({"el": "Όνομα"}, {"el": "Όνομα"}, "label_el"),
        ({"ar": "الاسم"}, {"ar": "الاسم"}, "label_ar"),
        ({"el": "Ναι"}, {"el": "Ναί"}, "label_el"),
        ({"en": "🏠"}, {"en": "🏠"}, "label_en"),
    ):
        for action in ({}, {"action-publish": "yes"}):
            response = new_form(first, second, **action)
            assert response.status_code == 200
            rows = response.context["form"].formsets["form_fields"].forms
            assert [list(row.errors) for row in rows] == [[column], [column]], first
            assert rows[1][column].value() == second[column[-2:]], "nothing typed is lost"
    assert not FormPage.objects.exists()


def test_a_question_may_have_any_label(new_form, client):
    labels = [
        {"el": "Ποιες πόλεις της Ευρώπης θέλετε να γνωρίσετε και γιατί; " * 3},
        {"ar": "ما " * 66},
        {"en": "中" * 200},
        {"en": "🏠"},
        {"en": "Leave empty"},
        {"en": "Submit time"},
        {"de": "Name & Anschrift – <b>"},
    ]
    assert new_form(*labels, **{"action-publish": "yes", "slug": "join"}).status_code == 302
    names = list(FormField.objects.values_list("clean_name", flat=True))
    assert len(set(names)) == len(labels)
    assert all(name.isascii() and 0 < len(name) <= 255 for name in names)
    assert not {"leave_empty", "submit_time"}.intersection(names)
    for code in languages.codes():
        assert client.get(f"/{code}/join/").status_code == 200
    sent = client.post("/en/join/", dict.fromkeys(names, "An answer"))
    assert sent.status_code == 302
    page = FormPage.objects.get()
    [submission] = page.get_submission_class().objects.filter(page=page)
    assert set(submission.form_data) == set(names)


def test_a_translator_is_told_what_only_staff_can_mend(client, athens, translator):
    page = factories.MayorStatementPageFactory(parent=athens, language_given="", quote_en="", speaker="Ann")
    client.force_login(translator)
    sent = {"quote_de": "Wir sind viele.", "action-submit": "yes"}
    response = save_draft(client, edit_url(page), page, **sent)
    errors = errors_of(response)
    assert list(errors) == ["__all__"]
    assert errors["__all__"] == [
        "Language it was given in: Say in which language the quotation was given.",
    ]
    assert save_draft(client, edit_url(page), page, quote_de="Wir sind viele.").status_code == 302


def test_no_error_of_any_page_fails_for_want_of_its_field(admin_user, site):
    """Each field of each kind of page, by the name in its model, in a form that has no field at all but a heading."""
    for model in get_page_models():
        if not issubclass(model, SitePage):
            continue
        whole = model.get_edit_handler().get_form_class()
        form = whole({}, instance=model(), for_user=admin_user, parent_page=site.home)
        form.cleaned_data, form._errors = {}, {}
        form.fields = {name: field for name, field in form.fields.items() if name in column_names("heading")}
        for field in model._meta.get_fields():
            form.add_error(None, ValidationError({field.name: "Wrong."}))
        assert set(form.errors) <= {*column_names("heading"), "__all__"}
        assert form.errors["heading_en"]


def test_each_translated_field_is_found_by_the_name_in_its_model(admin_user, site):
    """What Wagtail calls a field is what its model calls it; the form has it once in each language."""
    for model in get_page_models():
        if not issubclass(model, SitePage):
            continue
        form = model.get_edit_handler().get_form_class()({}, instance=model(), for_user=admin_user)
        form.cleaned_data, form._errors = {}, {}
        translated = translator.get_options_for_model(model).fields
        for name in (one for one in translated if column_names(one)[0] in form.fields):
            form.add_error(name, "Wrong.")
            assert column_names(name)[0] in form.errors, (model, name)


def test_an_officers_error_of_a_field_that_they_do_not_have_is_shown(officer_client, athens):
    factories.MayorStatementPageFactory(parent=athens, slug="ann")
    page = factories.MayorStatementPageFactory(parent=athens, slug="bob", live=False)
    MayorStatementPage.objects.filter(pk=page.pk).update(slug="ann")  # as two that are saved at the same moment
    errors = errors_of(save_draft(officer_client, edit_url(page), page))
    assert list(errors) == ["__all__"]
    assert "“" in errors["__all__"][0] or "ann" in errors["__all__"][0]


# One fault, one message

TOO_LONG = "https://example.org/" + "a" * 2100
SIGNED_OFF = {"approved_by": "The mayor's office", "approved_on": "2026-01-05"}


def rows(relation, **row):
    """Return what is sent for one row of a page."""
    return {f"{relation}-TOTAL_FORMS": "1"} | {f"{relation}-0-{name}": value for name, value in row.items()}


def all_errors(response):
    """Return all messages of an editor's form that came back, by field, those of its rows among them."""
    form = response.context["form"]
    found = dict(form.errors)
    for formset in getattr(form, "formsets", {}).values():
        for row in formset.forms:
            found |= row.errors
    return found


# A kind of page, what it has, what is sent to publish it, and the one field that is wrong.
SINGLE_FAULTS = [
    ("City", {}, {"heading_en": "x" * 300}, "heading_en"),
    ("City", {}, {"website": TOO_LONG}, "website"),
    ("City", {}, {"website": "nonsense"}, "website"),
    ("MayorStatement", {}, {"video_url": TOO_LONG}, "video_url"),
    ("MayorStatement", {}, {"video_url": "nonsense"}, "video_url"),
    ("MayorStatement", {}, SIGNED_OFF | {"approved_on": ""}, "approved_on"),
    ("MayorStatement", {}, SIGNED_OFF | {"approved_by": ""}, "approved_by"),
    ("MayorStatement", {}, SIGNED_OFF | {"approved_on": "31.2.2026"}, "approved_on"),
    ("MayorStatement", {}, SIGNED_OFF | {"approved_by": "x" * 500}, "approved_by"),
    ("MayorStatement", {}, {"quote_en": "Welcome.", "language_given": "Gibberish"}, "language_given"),
    (
        "MayorStatement",
        {"in_office_from": date(2020, 1, 1)},
        {"in_office_from": "31.2.2015", "in_office_until": "1.1.2018"},
        "in_office_from",
    ),
    ("MayorStatement", {}, rows("other_terms", first_day="31.2.2015", last_day=""), "first_day"),
    ("Pledge", {"made_on": date(2020, 1, 1)}, {"made_on": "31.2.2015", "due_on": "1.1.2018"}, "made_on"),
    ("Pledge", {}, {"made_on": "31.2.2015"}, "made_on"),
    ("News", {}, {"date": "31.2.2015"}, "date"),
    ("News", {}, {"source_url": TOO_LONG}, "source_url"),
    (
        "Project",
        {"starts": date(2020, 1, 1), "ends": date(2021, 1, 1)},
        {"starts": "31.2.2015", "ends": "1.1.2018"},
        "starts",
    ),
    (
        "MentoringVisit",
        {"first_day": date(2020, 1, 1), "last_day": date(2020, 1, 2)},
        {"first_day": "1.1.2021", "last_day": "31.2.2021"},
        "last_day",
    ),
    ("Event", {}, {"starts": "1.3.2031 10:00", "ends": "31.2.2031 10:00"}, "ends"),
    ("Form", {}, rows("form_fields", ORDER="1", field_type="singleline", label_en="x" * 300), "label_en"),
    ("Home", {}, rows("slides", ORDER="1", heading_en="x" * 300, link_url="https://example.org"), "heading_en"),
    ("Home", {}, rows("slides", ORDER="1", heading_en="Now", link_url=TOO_LONG), "link_url"),
]


@pytest.mark.parametrize(("kind", "has", "sent", "field"), SINGLE_FAULTS)
def test_one_fault_has_one_message_beside_its_field(admin_client, site, athens, kind, has, sent, field):
    places = {
        "City": site.cities,
        "MayorStatement": athens,
        "Pledge": site.pledges,
        "News": site.news,
        "Project": site.projects,
        "MentoringVisit": site.events,
        "Event": site.events,
        "Form": site.home,
    }
    page = site.home
    if kind == "MentoringVisit":
        has, sent = has | {"host_city": athens}, sent | {"mentor_cities": athens.pk}
    if kind == "Home":
        sent = {"slides-0-image": factories.SiteImageFactory().pk, "slides-0-image_decorative": "on"} | sent
    else:
        page = getattr(factories, f"{kind}PageFactory")(parent=places[kind], **has)
    found = all_errors(publish(admin_client, edit_url(page), page, **sent))
    assert list(found) == [field], found
    assert len(found[field]) == 1, found


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (SIGNED_OFF | {"approved_on": ""}, "approved_on"),
        (SIGNED_OFF | {"approved_by": ""}, "approved_by"),
        (SIGNED_OFF | {"approved_on": "31.2.2026"}, "approved_on"),
        ({"approved_by": "", "approved_on": ""}, "approved_by"),
        (SIGNED_OFF | {"quote_en": "x" * 5000}, "quote_en"),
        (SIGNED_OFF | {"office_en": "x" * 500}, "office_en"),
        (SIGNED_OFF | {"quote_en": "", "video_url": "nonsense"}, "video_url"),
    ],
)
def test_an_officer_hears_once_of_one_fault(officer_client, athens, sent, field):
    page = factories.MayorStatementPageFactory(
        parent=athens, live=False, quote_en="Welcome.", language_given="en", office_en="Mayor"
    )
    found = errors_of(save_draft(officer_client, edit_url(page), page, **sent, **{"action-submit": "yes"}))
    assert list(found) == [field], found
    assert len(found[field]) == 1


def test_a_topic_and_a_menus_entry_hear_once_of_one_fault(admin_client, site):
    sent = dict.fromkeys(column_names("name"), "") | {"name_en": "x" * 100, "slug": ""}
    found = admin_client.post(reverse("wagtailsnippets_solidarity_topic:add"), sent).context["form"].errors
    assert [(name, len(errors)) for name, errors in found.items()] == [("name_en", 1)]
    url = reverse("wagtailsettings:edit", args=["solidarity", "sitesettings", site.site.pk])
    form = html.document_fromstring(admin_client.get(url).text).xpath("//form[.//*[@name='name_en']]")[0]
    sent = dict(form.form_values()) | rows("menu_items", ORDER="1", place="main", page=site.home.pk, label_en="x" * 300)
    found = all_errors(admin_client.post(url, sent))
    assert {name: len(errors) for name, errors in found.items()} == {"label_en": 1}
