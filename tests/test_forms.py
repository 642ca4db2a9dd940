"""Forms that visitors send: nothing is lost, nothing is set in the browser, and no other site can send them."""

import re
from io import BytesIO

import pytest
from django import forms
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.contrib.forms.models import FormSubmission

from solidarity.forms.submissions import SUBMISSIONS_KEPT, delete_old_submissions
from solidarity.models import FormField, FormPage
from tests import factories
from tests.support.html_tree import as_shown

ANSWERS = {"name": "Anna", "email": "anna@example.org", "subject": "Join"}


@pytest.fixture
def form(site):
    return FormPage.objects.get(pk=factories.FormPageFactory(parent=site.home, slug="contact").pk)


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    """Send the form as a browser does, from a page of the site unless told otherwise."""

    def send(answers=ANSWERS, origin="http://testserver", language="en"):
        with django_capture_on_commit_callbacks(execute=True):
            headers = {"origin": origin} if origin else {}
            return client.post(f"/{language}/contact/", answers, headers=headers)

    return send


def stored():
    return [submission.form_data for submission in FormSubmission.objects.order_by("pk")]


def test_what_is_sent_is_stored_and_mailed(form, send):
    response = send()
    assert response.status_code == 302
    assert response["Location"] == "/en/contact/?sent=1"
    assert stored() == [ANSWERS]
    message = mail.outbox[0]
    assert message.to == ["office@example.org"]
    assert "anna@example.org" in message.body


def test_the_thanks_have_an_address_of_their_own(client, form):
    form.thanks_en = "<p>We answer within a week.</p>"
    form.save()
    text = client.get("/en/contact/?sent=1").content.decode()
    assert "your message has been sent" in text
    assert "We answer within a week." in text
    assert "<form" not in text.split("<main", 1)[1].split("</main>")[0]


def test_a_mail_server_that_is_down_costs_no_submission(form, send, mail_server_down, caplog):
    response = send()
    assert response.status_code == 302
    assert stored() == [ANSWERS]
    assert "could not be sent" in caplog.text


def test_without_an_address_it_is_stored_alone(form, send):
    form.to_address = ""
    form.save()
    send()
    assert stored() == [ANSWERS]
    assert mail.outbox == []


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://testserver", "http://testserver.evil.example"]
)
def test_a_form_on_another_site_is_refused(form, send, origin):
    assert send(origin=origin).status_code == 403
    assert stored() == []


def test_a_program_that_sends_no_origin_may(form, send):
    assert send(origin=None).status_code == 302
    assert stored() == [ANSWERS]


def test_who_fills_what_people_do_not_see_is_thanked_and_forgotten(form, send):
    response = send({**ANSWERS, "leave_empty": "https://spam.example"})
    assert response["Location"] == "/en/contact/?sent=1"
    assert stored() == []
    assert mail.outbox == []


def test_the_page_has_the_field_that_people_do_not_see(client, form):
    assert 'name="leave_empty"' in client.get("/en/contact/").content.decode()


def test_errors_stand_beside_their_fields_and_answers_are_kept(form, send):
    response = send({"name": "Anna", "email": "no address"})
    assert response.status_code == 200
    text = response.content.decode()
    assert stored() == []
    assert 'value="Anna"' in text
    assert 'value="no address"' in text
    assert 'id="id_email_error"' in text
    assert 'id="id_name_error"' not in text
    assert 'aria-describedby="id_email_error"' in text
    assert 'aria-invalid="true"' in text


def test_a_choice_is_shown_in_the_readers_language_and_stored_in_the_default_one(client, form, send):
    text = client.get("/de/contact/").content.decode()
    assert '<option value="Join">Beitreten</option>' in text
    assert "Ihr Name" in text

    send(language="de")
    assert stored() == [ANSWERS]


def test_a_choice_that_is_not_offered_is_refused(form, send):
    assert send({**ANSWERS, "subject": "Beitreten"}, language="de").status_code == 200
    assert stored() == []


def test_a_field_has_one_name_in_every_language(form):
    names = {tuple(field.clean_name for field in form.form_fields.order_by("sort_order"))}
    assert names == {("name", "email", "subject")}


def test_no_cookie_is_set(client, form, send):
    client.get("/en/contact/")
    send({"name": ""})
    send()
    client.get("/en/contact/?sent=1")
    assert client.cookies == {}


def test_submissions_are_deleted_when_they_are_no_longer_kept(form):
    now = timezone.now()
    for age in (SUBMISSIONS_KEPT, SUBMISSIONS_KEPT * 2, SUBMISSIONS_KEPT / 2):
        submission = FormSubmission.objects.create(page=form, form_data={"age": str(age)})
        FormSubmission.objects.filter(pk=submission.pk).update(submit_time=now - age)
    assert delete_old_submissions(now) == 1
    assert FormSubmission.objects.count() == 2


def test_a_sheet_of_what_was_sent_holds_no_formula(form, send, admin_client):
    send({**ANSWERS, "name": "=1+1"})
    spreadsheet = admin_client.get(reverse("wagtailforms:list_submissions", args=[form.pk]), {"export": "csv"})
    assert ",'=1+1," in spreadsheet.getvalue().decode()


def test_no_sign_that_a_visitor_sends_spoils_a_sheet(form, send, admin_client):
    send({**ANSWERS, "name": "Ann\x0b\x1b\ufffe Lee"})
    spreadsheet = admin_client.get(reverse("wagtailforms:list_submissions", args=[form.pk]), {"export": "xlsx"})
    _headings, answers = load_workbook(BytesIO(spreadsheet.getvalue())).active.values
    assert "Ann Lee" in answers


KINDS = [kind for kind, _label in FormField._meta.get_field("field_type").choices if kind != "hidden"]


@pytest.fixture
def every_question(form):
    """A form with a question of each type, each to be answered."""
    form.form_fields.all().delete()
    for order, kind in enumerate(KINDS):
        factories.FormFieldFactory(
            page=form, label_en=f"My {kind}", field_type=kind, choices_en="Yes\nNo", sort_order=order
        )
    return form


WRONG = {"email": "no address", "url": "no address", "number": "many", "dropdown": "Perhaps", "radio": "Perhaps",
         "checkboxes": "Perhaps", "multiselect": "Perhaps", "country": "Atlantis", "date": "some day",
         "datetime": "some day", "singleline": "x" * 300}  # fmt: skip


@pytest.mark.parametrize("answers", ["left out", "wrong"])
def test_each_error_names_its_question_and_the_title_says_so(every_question, send, answers):
    sent = {f"my_{kind}": value for kind, value in WRONG.items()} if answers == "wrong" else {}
    response = send(sent)
    errors = response.context["form"].errors
    for kind in KINDS if answers == "left out" else WRONG:
        assert f"My {kind}" in str(errors[f"my_{kind}"][0]), kind
    text = as_shown(response.content.decode())
    assert "<title>Error: Contact" in text
    ids = set(re.findall(r'id="([^"]+)"', text))
    links = re.findall(r'<li><a href="#([^"]*)">', text)
    assert len(links) >= len(errors)
    assert set(links) <= ids
    assert re.search("<title[^>]*>Erreur", as_shown(send({}, language="fr").content.decode()))


def test_a_form_without_errors_has_a_plain_title(client, form):
    assert "<title>Contact" in as_shown(client.get("/en/contact/").content.decode())


def test_a_country_is_chosen_from_the_list_in_the_readers_language(client, every_question, send):
    text = client.get("/de/contact/").content.decode()
    assert '<option value="Greece">Griechenland</option>' in text
    assert text.index(">Griechenland<") < text.index(">Irland<")
    assert 'autocomplete="country-name"' in text
    FormField.objects.exclude(field_type="country").delete()
    send({"my_country": "Greece"}, language="de")
    assert stored() == [{"my_country": "Greece"}]


@pytest.mark.parametrize(
    ("kind", "said", "filled_in"),
    [
        ("email", "", "email"),
        ("url", "", "url"),
        ("singleline", "name", "name"),
        ("singleline", "tel", "tel"),
        ("multiline", "street-address", "street-address"),
        ("singleline", "", None),
    ],
)
def test_a_question_says_what_browsers_may_fill_in(client, form, kind, said, filled_in):
    form.form_fields.all().delete()
    factories.FormFieldFactory(page=form, label_en="Mine", field_type=kind, autocomplete=said, sort_order=0)
    found = re.search(r'name="mine"[^>]*?autocomplete="([^"]+)"', client.get("/en/contact/").content.decode())
    assert (found and found[1]) == filled_in


def test_a_consent_leads_to_the_page_it_speaks_of_while_that_is_published(client, site, form):
    privacy = factories.ContentPageFactory(parent=site.home, heading_en="Privacy", heading_de="Datenschutz")
    for order, kind in enumerate(("checkbox", "radio")):
        factories.FormFieldFactory(
            page=form, label_en=f"I agree {kind}", field_type=kind, choices_en="Yes", linked_page=privacy,
            sort_order=9 + order,
        )  # fmt: skip
    text = client.get("/de/contact/").content.decode()
    assert text.count(f'<a href="{privacy.get_url().replace("/en/", "/de/")}" target="_blank">') == 2
    assert "Datenschutz" in text.split("<form", 1)[1]
    privacy.unpublish()
    assert 'target="_blank"' not in client.get("/de/contact/").content.decode()


def test_only_a_form_that_asks_for_something_says_that_it_must_be_filled(client, form):
    assert "must be filled" in client.get("/en/contact/").content.decode()
    FormField.objects.update(required=False)
    assert "must be filled" not in client.get("/en/contact/").content.decode()


def test_a_forms_words_for_an_answer_are_its_own(client, every_question):
    """Django has one validator of email addresses, and one of URLs, for all forms."""
    words = EmailValidator().message, URLValidator().message
    assert client.get(every_question.url.replace("/en/", "/ar/")).status_code == 200
    for field, wrong, said in ((forms.EmailField(), "nobody", words[0]), (forms.URLField(), "no url", words[1])):
        with pytest.raises(ValidationError) as refused:
            field.clean(wrong)
        assert refused.value.messages == [str(said)]


def test_an_answer_that_cannot_be_seen_is_none(form, send):
    response = send({"name": "\u200b", "email": "a@example.org", "subject": "Join"})
    assert "name" in response.context["form"].errors
    assert stored() == []
