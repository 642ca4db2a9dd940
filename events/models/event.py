from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager

from cities.models import AboutCitiesAndTopicsMixin, CityPage
from events.forms import EventPageForm
from events.models.calendar_file import CalendarFileMixin
from events.querysets import EventQuerySet
from events.zones import city_of_zone, end_of_day, start_of_day, zone_choices
from solidarity.dates import (
    DatePrecision,
    PartialDate,
    format_day,
    format_range,
    precision_field,
    year_error,
)
from solidarity.fields import TranslatedCharField, error_about
from solidarity.generation import kept
from solidarity.linked_data import jsonld, organization
from solidarity.models import BodyPage, SearchKind, Topic
from solidarity.typed_fields import LongURLField


class EventPage(CalendarFileMixin, AboutCitiesAndTopicsMixin, BodyPage):
    """A meeting at a place and time: a conference, a round table, a study visit.

    Times are stored in UTC; ``time_zone`` is that of the place.
    """

    class Status(models.TextChoices):
        """Whether the event takes place."""

        SCHEDULED = "scheduled", _("Takes place")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    class Registration(models.TextChoices):
        """The state of registration, derived from its URL, the deadline and the status of the event."""

        NONE = "none", _("No registration")
        OPEN = "open", _("Registration open")
        CLOSED = "closed", _("Registration closed")

    starts = models.DateTimeField(_("starts"), help_text=_("In local time."))
    ends = models.DateTimeField(_("ends"), help_text=_("In local time."))
    all_day = models.BooleanField(
        _("whole days"), default=False, help_text=_("No hours are known or needed; those typed above are left out.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        choices=zone_choices,
        default="Europe/Brussels",
        help_text=_("The time zone of the times above."),
    )
    date_precision = precision_field()
    venue = models.CharField(_("venue"), max_length=160, blank=True, help_text=_("The building or room."))
    address = models.CharField(
        _("address"), max_length=250, blank=True, help_text=_("The street and the city, for those who come.")
    )
    organiser = models.CharField(_("organiser"), max_length=160, blank=True, help_text=_("Who holds the event."))
    host = models.CharField(
        _("host"), max_length=160, blank=True, help_text=_("Who receives the guests, such as the city of Athens.")
    )
    audience = TranslatedCharField(_("audience"), max_length=200, help_text=_("For whom it is."))
    registration_url = LongURLField(
        _("registration address"), blank=True, help_text=_("Where people sign up. Begins with https://.")
    )
    registration_deadline = models.DateTimeField(
        _("register until"), null=True, blank=True, help_text=_("In local time.")
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.SCHEDULED,
        help_text=_("A cancelled event stays on the site, marked as cancelled."),
    )
    series = models.CharField(
        _("series"),
        max_length=120,
        blank=True,
        help_text=_("If it is one of several, what they are called, such as 'Mayors’ round table'."),
    )
    edition = models.CharField(
        _("edition"), max_length=40, blank=True, help_text=_("Which one of the series it is, such as 3 or 2017.")
    )
    cities = ParentalManyToManyField(
        CityPage,
        verbose_name=_("cities"),
        blank=True,
        related_name="events",
        help_text=_("The cities that take part or are spoken of. Their pages show it."),
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="+", help_text=_("What it is about.")
    )

    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []
    linked_type = "Event"
    base_form_class = EventPageForm
    translated = [*BodyPage.translated, "audience"]
    shared_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
                FieldRowPanel([FieldPanel("time_zone"), FieldPanel("all_day"), FieldPanel("date_precision")]),
                FieldPanel("status"),
            ],
            heading=_("Time"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("venue"), FieldPanel("address")]),
                FieldRowPanel([FieldPanel("organiser"), FieldPanel("host")]),
                FieldRowPanel([FieldPanel("series"), FieldPanel("edition")]),
            ],
            heading=_("Place and people"),
        ),
        MultiFieldPanel(
            [FieldPanel("registration_url"), FieldPanel("registration_deadline")], heading=_("Registration")
        ),
        FieldPanel("cities"),
        FieldPanel("topics"),
        *BodyPage.image_panels,
    ]

    search_kind = SearchKind("event", _("Event"))
    searched = ["introduction", "audience", "body"]
    search_relations = ["cities", "topics"]

    shown_relations = ["cities", "topics"]

    objects = PageManager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["starts"]), models.Index(fields=["ends"])]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        events = EventPage.objects.live().defer_streamfields()
        related = kept(f"related to {self.pk}", lambda: list(events.related_to(self)[:4]), in_memory=False)
        return {**context, "related": related}

    def clean(self):
        super().clean()
        moments = (self.starts, self.ends, self.registration_deadline)
        # A year out of range has an error of its own already, and could not be converted.
        if not (self.starts and self.ends) or any(map(year_error, moments)):
            return
        if self.all_day:
            self.starts = start_of_day(self.starts_there.date(), self.time_zone)
            self.ends = end_of_day(self.ends_there.date(), self.time_zone)
        errors = {}
        if self.ends <= self.starts:
            message = _("The event ends before it begins.")
            if self.ends == self.starts:
                message = _("The event ends when it begins. Give a later end.")
            elif self.ends_there.time() == time.min and self.ends_there.date() == self.first_day:
                message = _("The event ends before it begins. Midnight at the end of a day is written as 24:00.")
            errors["ends"] = error_about(message, "starts", "ends")
        if self.registration_deadline and self.registration_deadline > self.ends:
            message = _("This is after the event has ended.")
            errors["registration_deadline"] = error_about(message, "registration_deadline", "ends")
        if errors:
            raise ValidationError(errors)

    def search_names(self):
        return [self.series, self.edition, self.venue, self.address, self.organiser, self.host]

    @property
    def subject_date(self):
        return PartialDate(self.first_day, self.date_precision)

    @property
    def end(self):
        """The last day, as a PartialDate."""
        return PartialDate(self.last_day, self.date_precision)

    @property
    def is_online(self):
        """Whether the event takes place online: the venue is "online" and there is no address."""
        return self.venue.casefold() == "online" and not self.address

    def linked_facts(self, shown):
        about_page = super().linked_facts(shown)
        facts = {name: about_page[name] for name in ("@id", "url", "name", "description", "inLanguage", "image")}
        to_the_day = self.date_precision == DatePrecision.DAY
        with_hours = to_the_day and not self.all_day
        status = {"scheduled": "EventScheduled", "postponed": "EventPostponed", "cancelled": "EventCancelled"}
        place = virtual = None
        if self.is_online:
            virtual = jsonld("VirtualLocation", url=self.registration_url or shown.url)
        elif self.venue or self.address:
            place = jsonld("Place", name=self.venue or self.address, address=self.address)
        mode = "OnlineEventAttendanceMode" if virtual else "OfflineEventAttendanceMode" if place else None
        if to_the_day:
            facts["endDate"] = self.ends_there.isoformat() if with_hours else self.last_day.isoformat()
        return {
            **facts,
            "startDate": self.starts_there.isoformat() if with_hours else self.subject_date.isoformat(),
            "eventStatus": f"https://schema.org/{status[self.status]}",
            "eventAttendanceMode": mode and f"https://schema.org/{mode}",
            "location": virtual or place,
            "organizer": organization(self.organiser) or shown.organization,
            "audience": jsonld("Audience", audienceType=self.audience) if self.audience else None,
            "superEvent": jsonld("EventSeries", name=self.series) if self.series else None,
        }

    @property
    def zone(self):
        """The time zone of the place, as a ZoneInfo."""
        return ZoneInfo(self.time_zone)

    @property
    def starts_there(self):
        """The start as a datetime in the event's time zone."""
        return self.starts.astimezone(self.zone)

    @property
    def ends_there(self):
        """The end as a datetime in the event's time zone."""
        return self.ends.astimezone(self.zone)

    @property
    def first_day(self):
        """The date of the start in the event's time zone."""
        return self.starts_there.date()

    @property
    def last_day(self):
        """The date of the end in the event's time zone. An event that ends at midnight ends on the day before."""
        return max(self.first_day, (self.ends_there - timedelta(microseconds=1)).date())

    @property
    def has_known_days(self):
        """Whether calendars can express the days. ``EventQuerySet.with_known_days`` is the query counterpart."""
        return super().has_known_days and self.date_precision == DatePrecision.DAY

    @property
    def deadline_shown(self):
        """The deadline of registration in the event's time zone and the reader's language, or empty."""
        if not self.registration_deadline:
            return ""
        deadline = self.registration_deadline.astimezone(self.zone)
        return gettext(", ").join([format_day(deadline), f"{deadline:%H:%M}"])

    @property
    def days_shown(self):
        """The day or days in the reader's language, to their known precision."""
        if self.date_precision != DatePrecision.DAY:
            return str(self.subject_date)
        return format_range(self.first_day, self.last_day)

    @property
    def hours_shown(self):
        """The hours in the event's time zone, such as "09:00–17:30", or empty for whole days."""
        if self.all_day:
            return ""
        begin, end = (f"{moment:%H:%M}" for moment in (self.starts_there, self.ends_there))
        return f"{begin}–{'24:00' if begin == end == '00:00' else end}"  # "00:00–00:00" would read as no duration

    @property
    def clock_named(self):
        """The name of the time zone for readers, such as "Athens time"."""
        return _("%(city)s time") % {"city": city_of_zone(self.time_zone)}

    @property
    def change_of_plan(self):
        """The label of the status if the event is postponed or cancelled, else empty."""
        return "" if self.status == self.Status.SCHEDULED else self.get_status_display()

    def is_over(self, now=None):
        """Return whether the event has ended at a moment, by default now."""
        return self.ends <= (now or timezone.now())

    @property
    def is_past(self):
        """Whether the event has ended."""
        return self.is_over()

    def registration_at(self, now: datetime | None = None):
        """Return the Registration at a moment, by default now. It closes at the deadline, or else at the start."""
        now = now or timezone.now()
        if not self.registration_url and not self.registration_deadline:
            return self.Registration.NONE
        closes = self.registration_deadline or self.starts
        if now >= closes or self.status == self.Status.CANCELLED:
            return self.Registration.CLOSED
        return self.Registration.OPEN

    @property
    def registration(self):
        """The Registration now."""
        return self.registration_at()
