"""Somebody would like to talk to someone, with or without an account."""

import datetime as dt
import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.notifications.models import Answer
from community.safety.fields import EncryptedTextField
from community.safety.models import Why

CLOSED_KEPT_FOR: Final = dt.timedelta(days=30)


class About(models.TextChoices):
    """What somebody would like to talk about: the headings of the directory, but for one.

    "Drink or drugs" is offered on the page and is never among these (safety.md, "no referral record
    kept"): who chooses it has asked to talk to someone, and nothing else is written down.
    """

    TALK = "talk", _("Talk to someone first")
    STAY = "stay", _("Somewhere safe to stay")
    HEALTH = "health", _("Health and check-ups")
    HEALING = "healing", _("Healing and therapy")
    OTHERS = "others", _("Meet others who understand")
    MONEY = "money", _("Money basics")
    SKILLS = "skills", _("Skills and training")
    WORK = "work", _("Finding work")
    PAPERS = "papers", _("Rights, records and papers")
    EVERYDAY = "everyday", _("Food, clothes, transport, children")


class Way(models.TextChoices):
    """How staff may reach who asked. No answer is the careful one: they come back here."""

    CALL = "call", _("Call me")
    TEXT = "text", _("Send a text message")
    EMAIL = "email", _("Write an e-mail")
    HERE = "here", _("Do not contact me: I look here for your answer")


class TalkState(models.TextChoices):
    """Where a talk stands, in words that who asked reads."""

    NEW = "new", _("Waiting for somebody of our staff")
    TAKEN = "taken", _("Somebody of our staff has it and will get in touch")
    TRIED = "tried", _("We tried to reach you and will try again")
    REACHED = "reached", _("We have been in touch")
    CLOSED = "closed", _("Finished")
    CANCELLED = "cancelled", _("Taken back by you")


OVER: Final = (TalkState.CLOSED, TalkState.CANCELLED)
UNANSWERED: Final = (TalkState.NEW, TalkState.TAKEN)


class FirstContactRequestQuerySet(models.QuerySet["FirstContactRequest"]):
    """Questions about talks that were asked for."""

    def not_over(self) -> "FirstContactRequestQuerySet":
        """Those that still need somebody, the one that was promised first at the top."""
        return self.exclude(state__in=OVER).order_by("answer_by", "pk")

    def overdue(self, now: dt.datetime) -> "FirstContactRequestQuerySet":
        """Those whose promised time went by before anybody tried to reach them."""
        return self.filter(state__in=UNANSWERED, answer_by__lt=now)


class FirstContactRequest(models.Model):
    """What somebody asked for, how they may be reached, and who of the staff has it.

    All that they say is sealed. Without an account the row is found again by a code that is stored
    as a keyed digest and nowhere else; then nothing here says whose it is. `open_until`: so long
    the one who has it may read how to reach them, for the reason beside it (safety.md #24, #38).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="first_talks"
    )
    # None with an account, and then several rows have none.
    digest = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001
    about = EncryptedTextField(choices=About, default=About.TALK)
    way = EncryptedTextField(choices=Way, default=Way.HERE)
    reach = EncryptedTextField(blank=True, help_text="A number or an e-mail address.")
    times = EncryptedTextField(blank=True)
    say_who = EncryptedTextField(choices=Answer, blank=True)
    voicemail = EncryptedTextField(choices=Answer, blank=True)
    ask_for = EncryptedTextField(blank=True)
    code_word = EncryptedTextField(blank=True)
    not_say = EncryptedTextField(blank=True)
    interpreter = EncryptedTextField(blank=True)
    reply = EncryptedTextField(blank=True, help_text="What staff answer; who asked reads it.")
    notes = EncryptedTextField(blank=True, help_text="What staff write down for each other.")
    state = models.CharField(max_length=10, choices=TalkState, default=TalkState.NEW)
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField(help_text="When we promised to get in touch.")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(max_length=10, choices=Why, blank=True)
    open_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = FirstContactRequestQuerySet.as_manager()

    SAID = ("about", "way", "reach", "times", "say_who", "voicemail", "ask_for", "code_word",
            "not_say", "interpreter")  # fmt: skip

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "person": "own",
            "digest": "secret",
            "about": "own",
            "way": "own",
            "reach": "own",
            "times": "own",
            "say_who": "own",
            "voicemail": "own",
            "ask_for": "own",
            "code_word": "own",
            "not_say": "own",
            "interpreter": "own",
            "reply": "own",
            "notes": "other",
            "state": "own",
            "made_at": "own",
            "answer_by": "own",
            "taken_by": "other",
            "reason": "own",
            "open_until": "plain",
            "tries": "own",
            "changed_at": "plain",
            "closed_at": "own",
        }
        seen_by = {
            "about": ("staff_with_reason",),
            "way": ("staff_with_reason",),
            "reach": ("staff_with_reason",),
            "times": ("staff_with_reason",),
            "say_who": ("staff_with_reason",),
            "voicemail": ("staff_with_reason",),
            "ask_for": ("staff_with_reason",),
            "code_word": ("staff_with_reason",),
            "not_say": ("staff_with_reason",),
            "interpreter": ("staff_with_reason",),
        }
        called = (
            (_("that you would like to talk to someone, and how to reach you"), tuple(seen_by)),
        )
        on_erase = "delete"
        kept_for = CLOSED_KEPT_FOR
        kept_since = "closed_at"

    class Meta:
        indexes = [
            models.Index(
                fields=["answer_by", "id"],
                name="first_talks_not_over",
                condition=~Q(state__in=OVER),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="first_talk_is_found_by_a_person_or_a_code",
                condition=Q(person=None) ^ Q(digest=None),
            ),
            models.CheckConstraint(
                name="first_talk_is_closed_at_a_moment",
                condition=Q(state__in=OVER, closed_at__isnull=False)
                | (~Q(state__in=OVER) & Q(closed_at=None)),
            ),
            models.UniqueConstraint(
                name="one_first_talk_at_a_time",
                fields=["person"],
                condition=~Q(state__in=OVER),
            ),
        ]

    def __str__(self) -> str:
        return f"first talk {self.public_id}"

    @property
    def is_over(self) -> bool:
        """Whether nobody has to do anything about it any more."""
        return self.state in OVER
