"""Forms that visitors send: nothing is lost, nothing is set in the browser, and no other site can send them."""

from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.contrib.forms.models import FormSubmission

from solidarity.models import FormPage
from solidarity.models.content import SUBMISSIONS_KEPT, delete_old_submissions
from tests import factories

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
    sheet = admin_client.get(reverse("wagtailforms:list_submissions", args=[form.pk]), {"export": "csv"})
    assert ",'=1+1," in sheet.getvalue().decode()


def test_no_sign_that_a_visitor_sends_spoils_a_sheet(form, send, admin_client):
    send({**ANSWERS, "name": "Ann\x0b\x1b\ufffe Lee"})
    sheet = admin_client.get(reverse("wagtailforms:list_submissions", args=[form.pk]), {"export": "xlsx"})
    _headings, answers = load_workbook(BytesIO(sheet.getvalue())).active.values
    assert "Ann Lee" in answers
