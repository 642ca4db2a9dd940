"""What visitors send by forms: whether it is taken, and how long it is kept."""

from datetime import timedelta

from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

HONEYPOT = "leave_empty"
# What a question cannot be called: the field that only programs fill, and what Wagtail adds to each answer.
TAKEN_NAMES = {HONEYPOT, "submit_time"}
# The privacy page promises this.
SUBMISSIONS_KEPT = timedelta(days=365)


def sent_from_own_page(request):
    """Tell whether a POST comes from a page of this site, by the Origin header that browsers send with it.

    https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Origin
    """
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def delete_old_submissions(now=None):
    """Delete what was sent by forms longer ago than we keep it, and return how many submissions that were."""
    limit = (now or timezone.now()) - SUBMISSIONS_KEPT
    count, _per_model = FormSubmission.objects.filter(submit_time__lt=limit).delete()
    return count
