"""Where, when and in which words somebody may be reached."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

CHECK_AFTER = dt.timedelta(days=90)  # safety.md #25
STALE_AFTER = dt.timedelta(days=180)


class Wording(models.TextChoices):
    """How a reminder is worded. Private words name nothing and nobody (safety.md #23)."""

    PRIVATE = "private", _("Yes, in private words")
    DETAILS = "details", _("Yes, with the details")
    NONE = "none", _("No reminder, thanks")


class Channel(models.TextChoices):
    """Where notes go. Who has not said is asked nothing: see `actions.way_to` (safety.md #21)."""

    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    IN_APP = "in_app", _("Only here, when I sign in")
    NONE = "none", _("No notes at all")
    UNSAID = "", _("I would rather not say")


class Answer(models.TextChoices):
    """Yes, no, or no answer. No answer is always taken as the careful one."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSAID = "", _("I would rather not say")


class ContactPreference(models.Model):
    """Where, when and in which words one person may be reached. No row means the defaults below.

    `checked_at` is when they last said that this is safe; it grows stale (safety.md #25).
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contact_preference"
    )
    channel = models.CharField(
        max_length=10, choices=Channel, blank=True, default=Channel.UNSAID, db_default=""
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(
        null=True, blank=True, help_text="When they last told us to stop, by a link or a text."
    )
    refused_at = models.DateTimeField(
        null=True, blank=True, help_text="When their address or number last refused what we sent."
    )
    wording = models.CharField(max_length=10, choices=Wording, default=Wording.PRIVATE)
    day_before = models.BooleanField(_("A day before"), default=True)
    two_hours_before = models.BooleanField(_("Two hours before"), default=True)
    quiet_from = models.TimeField(_("Quiet from"), default=dt.time(21))
    quiet_until = models.TimeField(_("Quiet until"), default=dt.time(8))

    class Privacy:
        of = "person"
        fields = {
            "person": "own",
            "channel": "own",
            "checked_at": "own",
            "stopped_at": "own",
            "refused_at": "own",
            "wording": "own",
            "day_before": "own",
            "two_hours_before": "own",
            "quiet_from": "own",
            "quiet_until": "own",
        }
        # Staff read the words and the quiet hours before they call or write.
        seen_by = {
            "channel": (),
            "wording": ("staff_with_reason",),
            "day_before": (),
            "two_hours_before": (),
            "quiet_from": ("staff_with_reason",),
            "quiet_until": ("staff_with_reason",),
        }
        called = (
            (
                _("how notes are worded, and your quiet hours"),
                ("wording", "quiet_from", "quiet_until"),
            ),
            (
                _("where notes go and when reminders come"),
                ("channel", "day_before", "two_hours_before"),
            ),
        )
        on_erase = "delete"

    def __str__(self) -> str:
        return f"contact preference {self.pk}"

    def _checked_longer_ago_than(self, period: dt.timedelta, now: dt.datetime) -> bool:
        return now - (self.checked_at or self.person.date_joined) > period

    def wants_checking(self, now: dt.datetime) -> bool:
        """Whether to ask at this visit if all of it is still safe: after 90 days."""
        return self._checked_longer_ago_than(CHECK_AFTER, now)

    def is_stale(self, now: dt.datetime) -> bool:
        """Whether nobody has said for 180 days that it is safe: then nothing leaves this site."""
        return self._checked_longer_ago_than(STALE_AFTER, now)


class SafeHours(models.Model):
    """A part of one weekday in which notes are safe, by the clock on the person's own wall.

    Who has any is disturbed in these and at no other time; who has none has quiet hours. Midnight
    as the end means the end of that day.
    """

    preference = models.ForeignKey(
        ContactPreference, on_delete=models.CASCADE, related_name="safe_hours"
    )
    weekday = models.PositiveSmallIntegerField(help_text="Monday is 0.")
    safe_from = models.TimeField()
    safe_until = models.TimeField()

    class Privacy:
        of = "preference__person"
        fields = {
            "preference": "own",
            "weekday": "own",
            "safe_from": "own",
            "safe_until": "own",
        }
        seen_by = {"weekday": (), "safe_from": (), "safe_until": ()}
        called = ((_("your safe hours"), ("weekday", "safe_from", "safe_until")),)
        on_erase = "delete"

    class Meta:
        ordering = ["weekday", "safe_from"]
        constraints = [
            models.CheckConstraint(name="safe_hours_are_on_a_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(
                name="safe_hours_end_after_they_begin",
                condition=Q(safe_until__gt=models.F("safe_from")) | Q(safe_until=dt.time(0)),
            ),
            models.UniqueConstraint(
                fields=["preference", "weekday", "safe_from"], name="safe_hours_begin_once"
            ),
        ]

    def __str__(self) -> str:
        return f"safe hours {self.pk}"


class PhoneContact(models.Model):
    """A telephone number, and what may be said to whoever picks it up (safety.md #24).

    Apart from the preference, so that planning and sending notes never opens what is sealed here.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="phone_contact"
    )
    number = EncryptedTextField(blank=True, default="")
    calls = models.CharField(max_length=3, choices=Answer, blank=True, default=Answer.UNSAID)
    say_who = models.CharField(max_length=3, choices=Answer, blank=True, default=Answer.UNSAID)
    voicemail = models.CharField(max_length=3, choices=Answer, blank=True, default=Answer.UNSAID)
    ask_for = EncryptedTextField(blank=True, default="")
    code_word = EncryptedTextField(blank=True, default="")

    class Privacy:
        of = "person"
        fields = {
            "person": "own",
            "number": "own",
            "calls": "own",
            "say_who": "own",
            "voicemail": "own",
            "ask_for": "own",
            "code_word": "own",
        }
        seen_by = {
            "number": ("staff_with_reason",),
            "calls": ("staff_with_reason",),
            "say_who": ("staff_with_reason",),
            "voicemail": ("staff_with_reason",),
            "ask_for": ("staff_with_reason",),
            "code_word": ("staff_with_reason",),
        }
        called = (
            (
                _("your phone number, and what may be said on the phone"),
                ("number", "calls", "say_who", "voicemail", "ask_for", "code_word"),
            ),
        )
        on_erase = "delete"

    def __str__(self) -> str:
        return f"phone contact {self.pk}"
