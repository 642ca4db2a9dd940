"""What an editor asks in a form: somebody who touches nothing has answered nothing, whatever is asked and however."""

import pytest
from bs4 import BeautifulSoup
from wagtail.contrib.forms.models import FORM_FIELD_CHOICES, FormSubmission

from solidarity import languages
from solidarity.models import FormField, FormPage
from tests import factories
from tests.support.page_editor import edit_url, shown_form

KINDS = [kind for kind, _name in FORM_FIELD_CHOICES]
WITH_CHOICES = ["dropdown", "radio", "checkboxes", "multiselect"]
CHOICES = {"choices_en": "Join\nPress\n\nOther", "choices_de": "Beitreten\nPresse\n\nAnderes"}
# What a browser sends of a form in which nothing was done; a tick that is missing is stored as False.
NOTHING = {"checkbox": False, "checkboxes": [], "multiselect": [], "number": None, "date": None, "datetime": None}
ODD_LABELS = [
    "🏠🏠🏠",
    "؟",
    "ﷺ" * 200,
    "اسمكم الكامل",
    "Ὄνομα — ἐπώνυμο",
    "“Quoted” 'single' \"double\"",
    "<b>bold</b><script>alert(1)</script>",
    "&amp; &lt;",
    "{{ form }} {% now %}",
    "prefix",
    "W" * 200,
    "a\u200b",
    "你好",
    "1",
]


@pytest.fixture
def ask(site):
    """Make a page with a form of these questions, and return it as it is stored."""

    def make(*questions):
        page = factories.FormPageFactory(parent=site.home, slug="ask", to_address="")
        page.form_fields.all().delete()
        for number, question in enumerate(questions):
            given = {
                "field_type": "singleline",
                "required": False,
                "label_en": f"Question {number}",
                "sort_order": number,
                **question,
            }
            FormField.objects.create(page_id=page.pk, **given)
        return FormPage.objects.get(pk=page.pk)

    return make


def untouched(page):
    """Return what a browser sends of the form in a page if nobody touches it."""
    sent = {}
    form = page.select_one("main form")
    for field in form.select("input, textarea"):
        ticks = field.get("type") in ("checkbox", "radio")
        if not ticks or field.has_attr("checked"):
            sent.setdefault(field.get("name"), []).append(field.get("value", "on" if ticks else field.get_text()))
    for field in form.select("select"):
        options = field.select("option")
        chosen = [option for option in options if option.has_attr("selected")]
        if not chosen and not field.has_attr("multiple"):
            chosen = options[:1]
        sent[field["name"]] = [option.get("value", option.get_text()) for option in chosen]
    return sent


@pytest.fixture
def pass_over(client):
    """Open the form in a language, send it without touching it, and return the page and what was stored."""

    def send(language="en"):
        opened = BeautifulSoup(client.get(f"/{language}/ask/").content, "lxml")
        answer = client.post(f"/{language}/ask/", untouched(opened))
        stored = FormSubmission.objects.order_by("-pk").first()
        return opened, answer, stored.form_data if stored else None

    return send


@pytest.mark.parametrize("language", languages.codes())
def test_who_touches_nothing_has_answered_nothing(ask, pass_over, language):
    form = ask(*({"field_type": kind, "label_en": kind, **(CHOICES if kind in WITH_CHOICES else {})} for kind in KINDS))
    _opened, answer, stored = pass_over(language)
    assert answer.status_code == 302
    names = {field.clean_name: field.field_type for field in form.form_fields.all()}
    assert len(names) == len(KINDS) == 13
    assert stored == {name: NOTHING.get(kind, "") for name, kind in names.items()}


def test_what_must_be_answered_is_not_answered_by_itself(ask, pass_over):
    ask(*({"field_type": kind, "required": True, **(CHOICES if kind in WITH_CHOICES else {})} for kind in KINDS))
    _opened, answer, stored = pass_over()
    page = BeautifulSoup(answer.content, "lxml")
    assert (answer.status_code, stored) == (200, None)
    # All but the hidden one, which nobody could answer.
    assert len(page.select(".error-summary li")) == len(page.select("main form .error")) == len(KINDS) - 1


def test_a_dropdown_begins_with_a_word_in_the_readers_language(ask, client):
    ask({"field_type": "dropdown", **CHOICES})
    for language, word, lang in (("de", "Bitte wählen", None), ("ar", "يرجى الاختيار", "en")):
        options = BeautifulSoup(client.get(f"/{language}/ask/").content, "lxml").select("main option")
        assert options[0].get_text() == word
        assert (options[0]["value"], options[0].get("lang")) == ("", None)
        assert {option.get("lang") for option in options[1:]} == {lang}


@pytest.mark.parametrize("default", ["Press", "Presse"])
def test_an_editors_default_is_answered_whatever_the_language_it_is_written_in(ask, pass_over, default):
    ask(*({"field_type": kind, "default_value": default, **CHOICES} for kind in WITH_CHOICES))
    for language in ("en", "de", "el"):
        stored = pass_over(language)[2]
        assert list(stored.values()) == ["Press", "Press", ["Press"], ["Press"]]


def test_editors_defaults_of_other_kinds(ask, pass_over):
    given = {"singleline": "Mr <X>", "multiline": "a\nb", "number": "3", "hidden": "spring", "checkbox": "no"}
    ask(
        *({"field_type": kind, "default_value": value} for kind, value in given.items()),
        {"field_type": "checkboxes", "default_value": "Join\nOther", **CHOICES},
        {"field_type": "dropdown", "default_value": "none of them", **CHOICES},
        {"field_type": "country", "default_value": "Deutschland"},
    )
    stored = list(pass_over("it")[2].values())
    stored[1] = stored[1].replace("\r\n", "\n")
    assert stored == ["Mr <X>", "a\nb", "3", "spring", False, ["Join", "Other"], "", "Germany"], "only visitors tick"


def test_a_hidden_question_shows_no_label(ask, pass_over):
    ask({"field_type": "hidden", "label_en": "Campaign", "default_value": "spring", "required": True}, {})
    opened, answer, stored = pass_over()
    assert "Campaign" not in opened.main.get_text()
    assert opened.select_one("main input[type=hidden]")["value"] == "spring"
    assert len(opened.select("main form label")) == 2  # the other question, and what programs fill
    assert (answer.status_code, stored) == (302, {"campaign": "spring", "question_1": ""})


@pytest.mark.parametrize("label", ODD_LABELS, ids=lambda label: ascii(label)[:24])
def test_odd_labels(ask, client, label):
    form = ask({"label_en": label}, {"label_en": "Other"})
    name = form.form_fields.first().clean_name
    assert 0 < len(name) <= 255
    page = BeautifulSoup(client.get("/en/ask/").content, "lxml")
    shown = page.select_one("main form label")
    assert shown.get_text().strip(" \n") == label
    assert shown.find() is None
    field = page.find(id=shown["for"])
    assert client.post("/en/ask/", {field["name"]: "Answer"}).status_code == 302
    assert FormSubmission.objects.get().form_data == {name: "Answer", "other": ""}


def save(client, form, row, action="action-publish"):
    """Add a question in the editor; return the errors beside it, each of which the page says, by field."""
    sent = shown_form(client, edit_url(form), form)
    number = int(sent["form_fields-TOTAL_FORMS"])
    sent["form_fields-TOTAL_FORMS"] = str(number + 1)
    new = {"id": "", "ORDER": str(number + 1), "field_type": "singleline", "default_value": "", "DELETE": ""}
    for code in languages.codes():
        new |= {f"label_{code}": "", f"help_text_{code}": "", f"choices_{code}": ""}
    sent |= {f"form_fields-{number}-{name}": value for name, value in {**new, **row}.items()}
    answer = client.post(edit_url(form), {**sent, action: "1"})
    if answer.status_code == 302:
        return {}
    errors = answer.context["form"].formsets["form_fields"].forms[number].errors
    said = BeautifulSoup(answer.content, "lxml").find(id="page-edit-form").get_text()
    assert all(message in said for messages in errors.values() for message in messages)
    return errors


@pytest.mark.parametrize("kind", WITH_CHOICES)
def test_choices_are_asked_for_before_publication(editor_client, client, ask, kind):
    form = ask({})
    row = {"label_en": "Which?", "field_type": kind}
    assert list(save(client, form, row)) == ["choices_en"]
    assert FormField.objects.count() == 1
    assert save(client, form, {**row, "choices_el": "Ένα\nΔύο"}) == {}
    assert FormField.objects.count() == 2
    assert save(client, form, {**row, "label_en": "Which else?"}, action="action-save-draft") == {}
    draft = FormPage.objects.get(pk=form.pk).get_latest_revision_as_object()
    assert len(draft.form_fields.all()) == 3


@pytest.mark.parametrize(
    ("kind", "default"),
    [("dropdown", "None of them"), ("dropdown", "Join\nPress"), ("radio", "x"), ("checkboxes", "Join\nx"),
     ("checkbox", "on"), ("checkbox", "no"), ("country", "Atlantis"),
     ("number", "many"), ("email", "anna"), ("date", "soon"), ("url", "x y")],
)  # fmt: skip
def test_a_default_that_is_no_answer_is_refused_beside_it(editor_client, client, ask, kind, default):
    form = ask({})
    row = {"label_en": "Which?", "field_type": kind, "default_value": default}
    assert list(save(client, form, {**row, **(CHOICES if kind in WITH_CHOICES else {})})) == ["default_value"]
    assert FormField.objects.count() == 1
