"""Mails: handed to a task after the commit, tried again when the server is down, and no page is the worse for it."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from solidarity import mail
from tests.support.worker import work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mails_by_tasks")]


def a_mail(**fields):
    return EmailMessage(**{"subject": "Hello", "body": "A mail.", "to": ["anna@example.org"], **fields})


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do what is to follow a commit at the end of a block."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def templates(settings, tmp_path):
    """The templates of a mail that is called "test"."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "test_subject.txt").write_text("{% load i18n %}\n{% translate 'Country' %}:\n{{ name }}\n")
    (tmp_path / "mail" / "test.txt").write_text("\n{{ name }} & {{ site_name }} at {{ base_url }}\n\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


def test_a_mail_leaves_when_the_transaction_is_committed(committed):
    with committed():
        a_mail().send()
        assert django_mail.outbox == []
    assert [message.subject for message in django_mail.outbox] == ["Hello"]


def test_a_mail_stays_when_the_transaction_is_rolled_back(committed):
    with committed(), transaction.atomic():
        a_mail().send()
        transaction.set_rollback(True)
    assert django_mail.outbox == []


def test_a_mail_arrives_as_it_was_written(committed):
    message = EmailMultiAlternatives(
        "Grüße",
        "Plain.",
        "site@example.org",
        ["a@example.org", "b@example.org"],
        bcc=["c@example.org"],
        cc=["d@example.org"],
        reply_to=["e@example.org"],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative("<p>Rich.</p>", "text/html")
    with committed():
        assert message.send() == 1

    sent = django_mail.outbox[0]
    assert (sent.subject, sent.body, sent.from_email) == ("Grüße", "Plain.", "site@example.org")
    assert (sent.to, sent.cc, sent.bcc, sent.reply_to) == (message.to, message.cc, message.bcc, message.reply_to)
    assert sent.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert [tuple(alternative) for alternative in sent.alternatives] == [("<p>Rich.</p>", "text/html")]


def test_a_mail_with_an_attachment_is_refused_rather_than_cut_down():
    message = a_mail()
    message.attach("a.txt", "text", "text/plain")
    with pytest.raises(ValueError, match="attachments"):
        message.send()


def test_a_server_that_is_down_breaks_nothing_where_tasks_cannot_wait(mail_server_down, committed, caplog):
    with committed():
        assert a_mail().send() == 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "'Hello' to anna@example.org could not be sent" in caplog.text
    assert "ConnectionRefusedError" in caplog.text


def test_a_mail_is_tried_again_later_and_later_until_it_is_given_up(
    mail_server_down, kept_in_database, committed, caplog
):
    with committed():
        a_mail().send()
    waits = []
    for _try in range(mail.TRIES):
        began = timezone.now()
        work()
        waiting = DBTaskResult.objects.filter(status="READY")
        waits += [round((task.run_after - began) / timedelta(minutes=1)) for task in waiting]
        waiting.update(run_after=began)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert not waiting.exists()
    ours = [record.levelname for record in caplog.records if record.name == "solidarity.mail"]
    assert ours == ["WARNING"] * 9 + ["ERROR"]


def test_a_mail_that_waits_is_not_tried_before_its_time(mail_server_down, kept_in_database, committed):
    with committed():
        a_mail().send()
    work()
    work()
    assert DBTaskResult.objects.count() == 2


def test_a_mail_arrives_once_the_server_answers(settings, mail_server_down, kept_in_database, committed):
    with committed():
        a_mail().send()
    work()
    assert django_mail.outbox == []

    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    work()
    work()
    assert [message.subject for message in django_mail.outbox] == ["Hello"]


def test_a_mail_is_written_in_the_readers_language(templates, committed):
    with committed():
        mail.send("test", "anna@example.org", "de", name="Müller & Söhne <b>")

    sent = django_mail.outbox[0]
    assert sent.subject == "Land: Müller & Söhne <b>"
    assert sent.body == "Müller & Söhne <b> & Solidarity Cities at http://127.0.0.1:8000\n"
    assert (sent.to, sent.extra_headers) == (["anna@example.org"], {"Auto-Submitted": "auto-generated"})
    assert not getattr(sent, "alternatives", ())


def test_a_name_with_a_line_break_adds_no_header(templates, committed):
    with committed():
        mail.send("test", "anna@example.org", "en", name="x\nBcc: spy@example.org")
    assert django_mail.outbox[0].subject == "Country: x Bcc: spy@example.org"
    assert django_mail.outbox[0].recipients() == ["anna@example.org"]
