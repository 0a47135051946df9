"""What somebody looks for, in their own answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.people.models import slots_in_words
from community.safety.fields import EncryptedTextField

from .kind import Commitment
from .vocabulary import Area, Caution, Goal, Interest, PracticalNeed, Skill


class Alerts(models.TextChoices):
    """How often somebody is told that something opened which fits them."""

    NEVER = "never", _("Never")
    WEEKLY = "weekly", _("Once a week at most")
    DAILY = "daily", _("Once a day at most")


class LookingFor(models.Model):
    """What a person told us that they look for. Every question may stay unanswered.

    There is no row until they answer one. It holds nothing of their past, their health, or how far
    along they are, and no such thing is ever asked here: it decides what is suggested to them, and
    nobody else reads it. Staff see only how many want what nobody offers.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looking_for"
    )
    first_goal = models.ForeignKey(
        Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    second_goal = models.ForeignKey(
        Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    third_goal = models.ForeignKey(
        Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    interests = models.ManyToManyField(Interest, blank=True, related_name="+")
    hard_noes = models.ManyToManyField(Caution, blank=True, related_name="+")
    must_haves = models.ManyToManyField(PracticalNeed, blank=True, related_name="+")
    supports = models.ManyToManyField(PracticalNeed, blank=True, related_name="+")
    slots = models.JSONField(
        default=list, blank=True, help_text='Weekday and part of day: "1-morning".'
    )
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    postcode = EncryptedTextField(blank=True)
    miles = models.PositiveSmallIntegerField(null=True, blank=True)
    learn = models.ManyToManyField(Skill, blank=True, related_name="+")
    use = models.ManyToManyField(Skill, blank=True, related_name="+")
    commitments = models.JSONField(default=list, blank=True)
    alerts = models.CharField(
        max_length=6, choices=Alerts, default=Alerts.NEVER, db_default=Alerts.NEVER
    )
    told_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="What opened until then they were told of, or asked not to be.",
    )
    changed_at = models.DateTimeField()

    class Privacy:
        of = "person"
        fields = {
            "person": "own",
            "first_goal": "own",
            "second_goal": "own",
            "third_goal": "own",
            "interests": "own",
            "hard_noes": "own",
            "must_haves": "own",
            "supports": "own",
            "slots": "own",
            "area": "own",
            "postcode": "own",
            "miles": "own",
            "learn": "own",
            "use": "own",
            "commitments": "own",
            "alerts": "own",
            "told_until": "own",
            "changed_at": "own",
        }
        seen_by = dict.fromkeys(set(fields) - {"person", "told_until", "changed_at"}, ())
        called = ((_("what you look for"), tuple(sorted(seen_by))),)
        on_erase = "delete"

    class Meta:
        verbose_name_plural = _("what you look for")
        constraints = [
            models.CheckConstraint(
                name="distance_somebody_goes_is_some_miles",
                condition=Q(miles=None) | Q(miles__gt=0),
            ),
            models.CheckConstraint(
                name="alerts_begin_at_some_moment",
                condition=Q(alerts="never") | Q(told_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["told_until", "id"],
                name="who_is_told_of_what_opens",
                condition=~Q(alerts="never"),
            )
        ]

    def __str__(self) -> str:
        return f"what somebody looks for {self.pk}"

    @property
    def goal_ids(self) -> tuple[int, ...]:
        """Keys of the goals, the most important one first."""
        chosen = (self.first_goal_id, self.second_goal_id, self.third_goal_id)
        return tuple(dict.fromkeys(pk for pk in chosen if pk is not None))

    @property
    def slots_in_words(self) -> list[str]:
        """As in "Tuesday: Morning"."""
        return slots_in_words(self.slots)

    @property
    def commitments_in_words(self) -> list[str]:
        """As in "Just once", for the file that somebody takes along (`exporting`)."""
        return [str(one.label) for one in Commitment if one in self.commitments]
