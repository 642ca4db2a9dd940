import logging

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.management.commands import publish_scheduled
from wagtail.models import Revision

logger = logging.getLogger(__name__)


class Command(publish_scheduled.Command):
    help = "Publishes and takes down what is due. What cannot be published any more does not hold up the rest."

    def handle(self, *args, **options):
        if not options["dryrun"]:
            for revision in Revision.objects.filter(approved_go_live_at__lt=timezone.now()):
                self.unschedule_unless_valid(revision)
        super().handle(*args, **options)

    def unschedule_unless_valid(self, revision):
        """Unschedule a revision that is no longer valid: another page may have taken its slug since."""
        page = revision.as_object()
        try:
            page.full_clean()
        except ValidationError as error:
            logger.error("%s (%s) was due and cannot be published: %s", page, page.pk, error.messages)
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])  # the page's history shows this
