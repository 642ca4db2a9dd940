"""Outgoing mail: each message is queued as a task, so that no request waits for a mail server or fails with it."""

import logging
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation
from django_tasks import task

logger = logging.getLogger(__name__)

TRIES = 10
FIRST_DELAY = timedelta(minutes=1)  # doubled each time: the last retry is some eight hours after the first


class TaskEmailBackend(BaseEmailBackend):
    """An e-mail backend that queues each message as a task once the current transaction is committed."""

    def send_messages(self, messages):
        for message in messages:
            # robust: a failure to queue the task is logged, and the request goes on.
            transaction.on_commit(partial(deliver.enqueue, as_data(message)), robust=True)
        return len(messages)


def as_data(message):
    """Return a message as JSON-serialisable data. Raises ValueError for attachments, which tasks cannot hold."""
    if message.attachments:
        raise ValueError("Mails with attachments cannot be sent by a task.")
    texts = getattr(message, "alternatives", ())
    return {
        "subject": one_line(message.subject),
        "body": str(message.body),
        "from_email": message.from_email,
        "to": list(message.to),
        "cc": list(message.cc),
        "bcc": list(message.bcc),
        "reply_to": list(message.reply_to),
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "alternatives": [[str(content), kind] for content, kind in texts],
    }


def one_line(subject):
    """Return a subject without line breaks, such as those of a title: Django refuses to send a header with one."""
    return " ".join(str(subject).split())


@task(backend="mail")
def deliver(data, attempt=1):
    """Send a message; on failure retry later, if the task backend supports it, TRIES times at most."""
    try:
        connection = get_connection(settings.MAIL_TRANSPORT)
        EmailMultiAlternatives(**data, connection=connection).send()
    except Exception:
        again = attempt < TRIES and deliver.get_backend().supports_defer
        log = logger.warning if again else logger.error
        log(
            "The mail %r to %s could not be sent (try %d of %d).",
            data["subject"],
            ", ".join(data["to"]),
            attempt,
            TRIES,
            exc_info=True,
        )
        if again:
            wait = FIRST_DELAY * 2 ** (attempt - 1)
            deliver.using(run_after=timezone.now() + wait).enqueue(data, attempt + 1)


def send(name, to, language, /, **context):
    """Send a plain text message in a language to one e-mail address.

    Its templates are mail/<name>_subject.txt and mail/<name>.txt; their context also has ``site_name`` and
    ``base_url``.
    """
    context |= {"site_name": settings.WAGTAIL_SITE_NAME, "base_url": settings.WAGTAILADMIN_BASE_URL}
    with translation.override(language):
        subject = render(f"mail/{name}_subject.txt", context)
        body = render(f"mail/{name}.txt", context)
    EmailMessage(
        one_line(subject),
        body,
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},  # suppresses automatic replies: RFC 3834
    ).send()


def render(template, context):
    """Render a template of plain text, without HTML escaping."""
    return get_template(template).template.render(Context(context, autoescape=False)).strip() + "\n"
