"""What somebody asks for who would like a mentor, in their own answers."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.people.models import slots_in_words
from community.safety.fields import EncryptedTextField

from .mentor import Gender, Lived, Style


class Meets(models.TextChoices):
    """How they would like to meet."""

    REMOTE = "remote", _("On the phone or online")
    IN_PERSON = "in_person", _("In person, at a public place")


class MentorshipRequestQuerySet(models.QuerySet["MentorshipRequest"]):
    """Questions about requests."""

    def waiting(self) -> "MentorshipRequestQuerySet":
        """Those of people who want somebody now, the one who waits longest first."""
        return self.filter(just_looking=False, person__is_active=True).order_by("waits_since", "pk")


class MentorshipRequest(models.Model):
    """Somebody asks for a mentor, or looks around first. Every question may stay open.

    There is no row until they open one, and none after they take it back. It holds nothing of
    their past: what is not here cannot count. Goals are in their own words and sealed; beside each
    may stand a word of the vocabulary of goals, which is all that is compared. The other lists are
    slugs, as in `Mentor`. What says something of a person by itself is sealed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentorship_request"
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    just_looking = models.BooleanField(default=False)
    first_goal = EncryptedTextField(blank=True)
    second_goal = EncryptedTextField(blank=True)
    third_goal = EncryptedTextField(blank=True)
    first_tag = models.CharField(max_length=40, blank=True)
    second_tag = models.CharField(max_length=40, blank=True)
    third_tag = models.CharField(max_length=40, blank=True)
    interests = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    slots = models.JSONField(
        default=list, blank=True, help_text='Weekday and part of day: "1-morning".'
    )
    meets = models.CharField(max_length=10, choices=Meets, blank=True)
    areas = models.JSONField(default=list, blank=True)
    style = models.CharField(max_length=10, choices=Style, blank=True)
    survivor_mentor = EncryptedTextField(blank=True, help_text="“yes” or “no” of `Lived`.")
    survivor_is_must = models.BooleanField(default=False)
    gender = EncryptedTextField(blank=True, help_text="“woman” or “man”, where it must be one.")
    language = models.CharField(max_length=40, blank=True, help_text="It has to be in this one.")
    remote_only = models.BooleanField(default=False)
    avoided_areas = models.JSONField(default=list, blank=True)
    waits_since = models.DateTimeField()
    not_before = models.DateField(null=True, blank=True, help_text="A breath between two matches.")
    changed_at = models.DateTimeField()

    objects = MentorshipRequestQuerySet.as_manager()

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "person": "own",
            "coordinator": "other",
            "just_looking": "own",
            "first_goal": "own",
            "second_goal": "own",
            "third_goal": "own",
            "first_tag": "own",
            "second_tag": "own",
            "third_tag": "own",
            "interests": "own",
            "languages": "own",
            "slots": "own",
            "meets": "own",
            "areas": "own",
            "style": "own",
            "survivor_mentor": "own",
            "survivor_is_must": "own",
            "gender": "own",
            "language": "own",
            "remote_only": "own",
            "avoided_areas": "own",
            "waits_since": "own",
            "not_before": "own",
            "changed_at": "own",
        }
        _offered = (
            "first_goal", "second_goal", "third_goal", "first_tag", "second_tag", "third_tag",
            "languages", "slots", "meets",
        )  # fmt: skip
        _of_staff = (
            "interests", "areas", "style", "survivor_mentor", "survivor_is_must",
            "gender", "language", "remote_only", "avoided_areas",
        )  # fmt: skip
        seen_by = dict.fromkeys(_offered, ("coordinator", "matched")) | dict.fromkeys(
            _of_staff, ("coordinator",)
        )
        # All of the staff see how many wait, without a name.
        seen_by["just_looking"] = ("staff",)
        called = (
            (_("that you are just looking for a mentor"), ("just_looking",)),
            (_("what you would like to work on with somebody, and when"), _offered),
            (_("what matters to you in somebody who walks with you"), _of_staff),
        )
        on_erase = "delete"

    def __str__(self) -> str:
        return f"request {self.public_id}"

    @property
    def goals(self) -> list[str]:
        """What they would like, in their own words, the most important first."""
        return [words for words in (self.first_goal, self.second_goal, self.third_goal) if words]

    @property
    def tags(self) -> tuple[str, ...]:
        """The words of the vocabulary beside them, each once."""
        return tuple(
            dict.fromkeys(t for t in (self.first_tag, self.second_tag, self.third_tag) if t)
        )

    @property
    def slots_in_words(self) -> list[str]:
        """As in "Tuesday: Morning"."""
        return slots_in_words(self.slots)

    @property
    def gender_in_words(self) -> str:
        """As in "A woman"; nothing where it does not matter."""
        return str(Gender(self.gender).label) if self.gender else ""

    @property
    def survivor_in_words(self) -> str:
        """As in "Yes"; nothing where it does not matter."""
        return str(Lived(self.survivor_mentor).label) if self.survivor_mentor else ""

    def rests(self, on: dt.date) -> bool:
        """Whether the breath between two matches is not over on this day."""
        return self.not_before is not None and on < self.not_before
