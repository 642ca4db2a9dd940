"""Events and mentoring visits."""

from events.models.event import EventPage
from events.models.index import EventIndexPage
from events.models.visit import DelegationMember, MentoringVisitPage

__all__ = ["DelegationMember", "EventIndexPage", "EventPage", "MentoringVisitPage"]
