"""Which workflow a page goes through before it is published."""

from django.utils.functional import cached_property
from wagtail.models import WorkflowPage


class NearestWorkflowMixin:
    """A page that asks once for its workflow: the editor wants to know it several times for one form."""

    @cached_property
    def _nearest_workflow(self):
        assigned = WorkflowPage.objects.filter(page__in=self.get_ancestors(inclusive=True), workflow__active=True)
        nearest = assigned.select_related("workflow").order_by("-page__depth").first()
        return nearest and nearest.workflow

    def get_workflow(self):
        """Return the active workflow assigned to the page or its nearest ancestor, or None."""
        return self._nearest_workflow

    @property
    def has_workflow(self):
        return self._nearest_workflow is not None
