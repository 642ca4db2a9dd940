"""Mails of the site, written as templates in templates/mail/."""

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation


def send(name, to, language, **context):
    """Send the mail of a name to an address in a language, once the database has kept what it tells."""
    with translation.override(language):
        subject = " ".join(render_to_string(f"mail/{name}_subject.txt", context).split())
        text = render_to_string(f"mail/{name}.txt", context)
    transaction.on_commit(lambda: send_mail(subject, text, None, [to]))
