"""Who comes to a session."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.formats.times import clock_in_words, day_in_words

from .part import Part
from .session import REGISTER_OPENS, REGISTER_STAYS, Session


class State(models.TextChoices):
    """Where a sign-up stands. There is no "missed": not coming is never counted (safety.md #54)."""

    CONFIRMED = "confirmed", _("You have a place")
    OFFERED = "offered", _("A place is free for you")
    WAITING = "waiting", _("You are on the waiting list")
    ASKED = "asked", _("You asked for a place")
    DECLINED = "declined", _("Not this time")
    CANCELLED = "cancelled", _("Cancelled")
    ATTENDED = "attended", _("Came")
    EXCUSED = "excused", _("Told us")


A_DAY = dt.timedelta(days=1)
MOST_COMPANIONS = 3
HAS_A_PLACE = (State.CONFIRMED, State.ATTENDED, State.EXCUSED)
HOLDS_A_PLACE = (*HAS_A_PLACE, State.OFFERED)
ACTIVE = (State.CONFIRMED, State.OFFERED, State.WAITING, State.ASKED)
IS_OR_WAS_SEEKING = (State.CONFIRMED, State.ATTENDED)  # somebody to take their place
OF_A_COURSE = (*ACTIVE, State.ATTENDED, State.EXCUSED)  # whoever takes part in what is ahead of it
NOT_THERE = (State.ASKED, State.DECLINED, State.CANCELLED)


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Questions about sign-ups."""

    def holding_a_place(self) -> "SignUpQuerySet":
        """Sign-ups for which there is a chair: also a place that is only offered."""
        return self.filter(state__in=HOLDS_A_PLACE)

    def seeking(self) -> "SignUpQuerySet":
        """Sign-ups of people who keep their place until somebody takes it, in order."""
        seeking = self.filter(state__in=IS_OR_WAS_SEEKING, stand_in_since__isnull=False)
        return seeking.order_by("stand_in_since", "id")

    def counted(self) -> "SignUpQuerySet":
        """Sign-ups that are in `places_taken`: a place that others may take is not."""
        seeking = Q(state__in=IS_OR_WAS_SEEKING, stand_in_since__isnull=False)
        return self.holding_a_place().exclude(seeking)

    def having_a_place(self) -> "SignUpQuerySet":
        """Sign-ups of people who come: a place that is only offered tells nothing (safety #17)."""
        return self.filter(state__in=HAS_A_PLACE)

    def in_line(self) -> "SignUpQuerySet":
        """The waiting list, first come first."""
        return self.filter(state=State.WAITING).order_by("joined_at", "id")

    def in_plan(self, now: dt.datetime) -> "SignUpQuerySet":
        """What is ahead or on, and what was called off or declined, until its day has passed."""
        called_off = self.filter(
            state__in=ACTIVE,
            session__ends_at__gt=now - A_DAY,
            session__cancelled_at__isnull=False,
        )
        declined = self.filter(
            state=State.DECLINED, session__ends_at__gt=now, session__cancelled_at=None
        )
        here = self.filter(state=State.ATTENDED, session__ends_at__gt=now)
        passed_on = self.filter(
            state=State.CANCELLED,
            stand_in_since__isnull=False,
            session__ends_at__gt=now,
            session__cancelled_at=None,
        )
        excused = self.filter(
            state=State.EXCUSED, session__ends_at__gt=now, session__cancelled_at=None
        )
        return self.ahead(now) | here | excused | called_off | declined | passed_on

    def on_the_register(self, now: dt.datetime) -> "SignUpQuerySet":
        """Who is on the list at the door, on dates whose register is open."""
        return self.having_a_place().filter(
            session__starts_at__lte=now + REGISTER_OPENS,
            session__ends_at__gt=now - REGISTER_STAYS,
            session__cancelled_at=None,
        )

    def ahead(self, now: dt.datetime) -> "SignUpQuerySet":
        """Sign-ups that go on, of sessions that are still to come."""
        return self.filter(
            state__in=ACTIVE,
            session__ends_at__gt=now,
            session__cancelled_at=None,
        )


class SignUp(models.Model):
    """One person and one session. The organisation sees `alias`, `note`, how many `companions`
    come along, which `part` they chose and whether they just listen, and nothing else.

    Written only by `opportunities.actions`, under the lock on its session.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sign_ups")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ups"
    )
    alias = models.CharField(_("name for the day"), max_length=40)
    note = models.CharField(_("anything that would help"), max_length=300, blank=True)
    companions = models.PositiveSmallIntegerField(
        _("how many come along"), default=0, help_text="A number and nothing else: no names."
    )
    part = models.ForeignKey(
        Part,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sign_ups",
        verbose_name=_("what you do there"),
        help_text="Empty: wherever they are needed.",
    )
    listens = models.BooleanField(
        _("whether you just listen"),
        default=False,
        db_default=False,
        help_text="They would like to listen and not be asked to speak.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.CONFIRMED)
    joined_at = models.DateTimeField(help_text="When they signed up, and so their place in line.")
    changed_at = models.DateTimeField()
    offer_ends_at = models.DateTimeField(
        null=True, blank=True, help_text="Until when an offered place is held."
    )
    stand_in_since = models.DateTimeField(
        _("when you asked for somebody to take your place"),
        null=True,
        blank=True,
        help_text="From when their place may be passed on; cancelled with it: it was.",
    )
    came_at = models.DateTimeField(
        _("when you came"),
        null=True,
        blank=True,
        help_text="When they were marked as here. Not here: nothing at all.",
    )

    objects = SignUpQuerySet.as_manager()

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "session": "own",
            "person": "own",
            "alias": "own",
            "note": "own",
            "companions": "own",
            "part": "own",
            "listens": "own",
            "state": "own",
            "joined_at": "own",
            "changed_at": "own",
            "offer_ends_at": "own",
            "stand_in_since": "own",
            "came_at": "own",
        }
        # Staff with a reason: of a support group only, until its date is over (decision 32).
        seen_by = dict.fromkeys(
            ("session", "alias", "note", "companions", "part", "listens"),
            ("organisation", "staff_with_reason"),
        )
        called = (
            (
                _(
                    "the dates you picked there, the name for the day, your note for it, how many "
                    "come with you, what you want to do there, and whether you just listen"
                ),
                ("session", "alias", "note", "companions", "part", "listens"),
            ),
        )
        on_erase = "delete"
        kept_for = dt.timedelta(days=730)
        kept_since = "session__ends_at"

    class Meta:
        indexes = [
            models.Index(
                fields=["session", "joined_at", "id"],
                name="sign_up_waiting_in_line",
                condition=Q(state=State.WAITING),
            ),
            models.Index(
                fields=["offer_ends_at"],
                name="sign_up_offer_ends",
                condition=Q(state=State.OFFERED),
            ),
            models.Index(
                fields=["session"],
                name="sign_up_of_who_seeks",
                condition=Q(state__in=IS_OR_WAS_SEEKING, stand_in_since__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="sign_up_of_a_person_once"),
            models.CheckConstraint(
                name="sign_up_with_few_companions", condition=Q(companions__lte=MOST_COMPANIONS)
            ),
            models.CheckConstraint(
                name="sign_up_offer_has_an_end",
                condition=Q(state=State.OFFERED, offer_ends_at__isnull=False)
                | (~Q(state=State.OFFERED) & Q(offer_ends_at=None)),
            ),
            models.CheckConstraint(
                name="sign_up_came_only_if_attended",
                condition=Q(came_at=None) | Q(state=State.ATTENDED),
            ),
        ]

    def __str__(self) -> str:
        return f"sign-up {self.public_id}"

    @property
    def in_words(self) -> str:
        """Which date it is, for a person's own papers only."""
        return self.session.in_words

    @property
    def places(self) -> int:
        """How many places it takes: the person's own and one for each who comes along."""
        return 1 + self.companions

    @property
    def is_seeking(self) -> bool:
        """Whether they keep their place only until somebody takes it."""
        return self.state in IS_OR_WAS_SEEKING and self.stand_in_since is not None

    @property
    def is_passed_on(self) -> bool:
        """Whether they gave their place to whoever took it."""
        return self.state == State.CANCELLED and self.stand_in_since is not None

    @property
    def offered_until(self) -> str:
        """As in "Tue 5 May, 10 am", by the clock of the place; empty if no place is offered."""
        if self.offer_ends_at is None:
            return ""
        local = self.offer_ends_at.astimezone(self.session.zone)
        return f"{day_in_words(local)}, {clock_in_words(local)}"

    @property
    def time_has_changed(self) -> bool:
        """Whether the session was moved after they signed up for it."""
        return self.session.moved_at is not None and self.session.moved_at > self.joined_at

    @property
    def place_has_changed(self) -> bool:
        """Whether it was moved elsewhere after they signed up: for who may see where (#17)."""
        changed_at = self.session.opportunity.place_changed_at
        return self.state in HAS_A_PLACE and changed_at is not None and changed_at > self.joined_at
