"""Who walks with somebody, in their own answers, and how far they are."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.organisations.models import site_day
from community.people.models import slots_in_words
from community.safety.fields import EncryptedTextField

from .mentor_state import ENDED, MentorState


class Style(models.TextChoices):
    """How they are with somebody."""

    PRACTICAL = "practical", _("Practical: we get something done")
    LISTENER = "listener", _("A listener: we talk")
    STRUCTURED = "structured", _("Structured: one step after the other")


class Gender(models.TextChoices):
    """What somebody wishes to say of it; for people who want to meet a woman, or a man."""

    WOMAN = "woman", _("A woman")
    MAN = "man", _("A man")
    OTHER = "other", _("Something else")
    UNDISCLOSED = "undisclosed", _("I would rather not say")


class Lived(models.TextChoices):
    """Whether they have been through it themselves: asked of nobody, said by some."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNDISCLOSED = "undisclosed", _("I would rather not say")


class MentorQuerySet(models.QuerySet["Mentor"]):
    """Questions about mentors."""

    def active(self, now: dt.datetime) -> "MentorQuerySet":
        """Those who may see somebody today: #19. Ask this, and never the state alone.

        They are in the state, their check has not ended (whether or not the nightly sweep has
        come by), one of the staff supports them, and their account is open.
        """
        return self.filter(
            state=MentorState.ACTIVE,
            check_expires_on__gte=site_day(now),
            supervisor__isnull=False,
            supervisor__is_active=True,
            supervisor__role="staff",
            person__is_active=True,
            person__role="participant",
        )


class Mentor(models.Model):
    """Somebody who asked to become a mentor, or is one. Others see the alias of the account.

    What matching needs is stored plainly. `strengths`, `interests`, `areas` and `languages` are
    slugs of the words in `opportunities` (goals, interests, areas, languages), which this app
    must not know: whoever shows them asks `actions.vocabulary.words_for(...)`. `slots` has the
    shape of `LookingFor.slots` ("1-morning"; `people.models.slot_choices`). `gender`,
    `survivor_mentor` and what they wrote are sealed: compare them in Python. An empty answer is
    one that was not given.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentor"
    )
    state = models.CharField(max_length=14, choices=MentorState, default=MentorState.APPLIED)
    motivation = EncryptedTextField()
    availability = EncryptedTextField(blank=True)
    lived_experience = EncryptedTextField(blank=True)
    strengths = models.JSONField(default=list, blank=True)
    interests = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    areas = models.JSONField(default=list, blank=True)
    slots = models.JSONField(
        default=list, blank=True, help_text='Weekday and part of day: "1-morning".'
    )
    style = models.CharField(max_length=10, choices=Style, blank=True)
    gender = EncryptedTextField(blank=True, help_text="One of `Gender`.")
    survivor_mentor = EncryptedTextField(blank=True, help_text="One of `Lived`.")
    online_ok = models.BooleanField(default=True)
    in_person_ok = models.BooleanField(default=True)
    caseload_cap = models.PositiveSmallIntegerField(default=2)
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    check_expires_on = models.DateField(null=True, blank=True)
    pause_until = models.DateField(null=True, blank=True)
    is_held = models.BooleanField(
        default=False, help_text="Staff have paused them: they cannot come back by themselves."
    )
    applied_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MentorQuerySet.as_manager()

    class Privacy:
        of = "person"
        # The state is in no export: "removed for safety" would tell that somebody complained.
        fields = {
            "public_id": "plain",
            "person": "own",
            "state": "secret",
            "motivation": "own",
            "availability": "own",
            "lived_experience": "own",
            "strengths": "own",
            "interests": "own",
            "languages": "own",
            "areas": "own",
            "slots": "own",
            "style": "own",
            "gender": "own",
            "survivor_mentor": "own",
            "online_ok": "own",
            "in_person_ok": "own",
            "caseload_cap": "plain",
            "supervisor": "other",
            "check_expires_on": "own",
            "pause_until": "own",
            "is_held": "secret",
            "applied_at": "own",
            "ended_at": "secret",
        }
        seen_by = {
            "motivation": ("staff",),
            "availability": ("staff",),
            "lived_experience": ("staff",),
            "slots": ("staff",),
            "areas": ("staff",),
            "pause_until": ("staff",),
            "strengths": ("staff", "matched"),
            "interests": ("staff", "matched"),
            "languages": ("staff", "matched"),
            "style": ("staff", "matched"),
            "gender": ("staff", "matched"),
            "survivor_mentor": ("staff", "matched"),
            "online_ok": ("staff", "matched"),
            "in_person_ok": ("staff", "matched"),
        }
        called = (
            (
                _("why and when you would walk with somebody"),
                (
                    "motivation",
                    "availability",
                    "lived_experience",
                    "slots",
                    "areas",
                    "pause_until",
                ),
            ),
            (
                _("what you bring to somebody you walk with"),
                (
                    "strengths",
                    "interests",
                    "languages",
                    "style",
                    "gender",
                    "survivor_mentor",
                    "online_ok",
                    "in_person_ok",
                ),
            ),
        )
        on_erase = "delete"
        # So long nobody who was declined or removed comes back as somebody new.
        kept_for = dt.timedelta(days=730)
        kept_since = "ended_at"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mentor_takes_on_some",
                condition=Q(caseload_cap__gte=0, caseload_cap__lte=10),
            ),
            models.CheckConstraint(
                name="mentor_active_has_a_check_and_somebody_of_the_staff",
                condition=~Q(state=MentorState.ACTIVE) | Q(check_expires_on__isnull=False),
            ),
            models.CheckConstraint(
                name="mentor_ended_at_a_moment",
                condition=Q(state__in=sorted(ENDED), ended_at__isnull=False)
                | (~Q(state__in=sorted(ENDED)) & Q(ended_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "check_expires_on"], name="mentors_whose_check_ends"),
        ]

    def __str__(self) -> str:
        return f"mentor {self.public_id}"

    @property
    def slots_in_words(self) -> list[str]:
        """As in "Tuesday: Morning"."""
        return slots_in_words(self.slots)

    @property
    def gender_in_words(self) -> str:
        """What they say of it, as it is read."""
        return str(dict(Gender.choices).get(self.gender, self.gender))

    @property
    def lived_in_words(self) -> str:
        """Whether they have been through it, as it is read."""
        return str(dict(Lived.choices).get(self.survivor_mentor, self.survivor_mentor))

    def is_active(self, now: dt.datetime) -> bool:
        """Whether they may see somebody today, as `MentorQuerySet.active` has it. One query."""
        return Mentor.objects.active(now).filter(pk=self.pk).exists()
