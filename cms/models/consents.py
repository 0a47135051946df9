"""What a teller said about their story: to what, how far, and until when (safety.md #40-46)."""

import datetime as dt
import uuid
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

WORDING: Final = "1"  # of the questions that a teller answers; a new wording is a new number


class State(models.TextChoices):
    """How far a story is. What may be published is decided by the facts, not by this word."""

    IDEA = "idea", _("An idea")
    RISK_TALK = "risk_talk", _("Talked through")
    DRAFTING = "drafting", _("Being written")
    TELLER_REVIEW = "teller_review", _("The teller is reading it")
    CONSENTED = "consented", _("The teller said yes")
    IN_EDITORIAL = "in_editorial", _("Read by a second person; the teller has the last word")
    FINAL_OK = "final_ok", _("It may be published")
    PUBLISHED = "published", _("On this site")
    RENEWAL_DUE = "renewal_due", _("On this site; the consent ends soon")
    EXPIRED = "expired", _("The consent has ended; it is not shown")
    REVOKED = "revoked", _("Taken back; it is being taken down")


class Naming(models.TextChoices):
    """How the teller stands in their story: no name is offered first."""

    NONE = "none", _("No name at all")
    ALIAS = "alias", _("A name that I made up")
    OWN = "own", _("A name that I go by")


class Image(models.TextChoices):
    """Which picture may stand beside it: a drawing is offered first."""

    DRAWN = "drawn", _("A drawing")
    THING = "thing", _("A photo of a thing or a place, with nobody in it")
    UNKNOWN = "unknown", _("A photo of me on which nobody can tell that it is me")
    KNOWN = "known", _("A photo on which people can tell that it is me")


class Channel(models.TextChoices):
    """Where the story may stand. Each is a yes of its own."""

    SITE = "site", _("On this site")
    NEWSLETTER = "newsletter", _("In our newsletter")
    PRINT = "print", _("On paper")
    PARTNER = "partner", _("With an organisation that we work with")


class Audience(models.TextChoices):
    """Who may read it on this site."""

    ACCOUNTS = "accounts", _("Only people who have an account here")
    ANYONE = "anyone", _("Anyone who opens this site")


class Topic(models.TextChoices):
    """What is talked through before a word is written."""

    PEOPLE = "people", _("People who may look for me")
    COURT = "court", _("A court case")
    CUSTODY = "custody", _("Children and custody")
    PAPERS = "papers", _("Papers and the right to stay")
    JOB = "job", _("Work, now and later")
    FAMILY = "family", _("Family and friends who read it")
    LATER = "later", _("How I may feel about it in ten years")


class StoryConsent(models.Model):
    """One story, and what its teller said about it.

    No real name stands here or in the page: a teller is an account, or whoever has the private
    link and the code word. What the teller approved is kept as a hash of the exact words and
    pictures (`exact_text.hash_of`): after any edit it is another one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.OneToOneField("cms.StoryPage", on_delete=models.CASCADE, related_name="consent")
    state = models.CharField(max_length=16, choices=State, default=State.IDEA)
    teller = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    link_digest = models.CharField(max_length=80, null=True, unique=True, editable=False)  # noqa: DJ001
    code_word = EncryptedTextField(blank=True)
    reach = EncryptedTextField(blank=True, help_text="How to reach them safely, in their words.")

    naming = models.CharField(max_length=8, choices=Naming, default=Naming.NONE)
    alias = EncryptedTextField(blank=True)
    image = models.CharField(max_length=8, choices=Image, default=Image.DRAWN)
    channels = models.JSONField(default=list)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ACCOUNTS)
    languages = models.JSONField(default=list)
    are_places_blurred = models.BooleanField(null=True)

    risk_talk_on = models.DateField(null=True)
    risk_talk_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    topics = models.JSONField(default=list)
    support_person = EncryptedTextField(blank=True)
    payment = EncryptedTextField(blank=True)
    left_on = models.DateField(null=True)
    override_note = EncryptedTextField(blank=True)
    override_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    outside = EncryptedTextField(blank=True, help_text="Copies that we can only ask about.")

    wording = models.CharField(max_length=8, blank=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    recognised_at = models.DateTimeField(null=True)  # the second yes, to a picture that shows them
    read_hash = models.CharField(max_length=64, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    final_hash = models.CharField(max_length=64, blank=True)
    final_at = models.DateTimeField(null=True)
    live_hash = models.CharField(max_length=64, blank=True)
    told_days = models.PositiveSmallIntegerField(null=True)  # the last notice: 60, 30 or 7
    revoked_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Privacy:
        of = "teller"
        fields = {
            "public_id": "plain",
            "page": "plain",
            "state": "own",
            "teller": "own",
            "link_digest": "secret",
            "code_word": "own",
            "reach": "own",
            "naming": "own",
            "alias": "own",
            "image": "own",
            "channels": "own",
            "audience": "own",
            "languages": "own",
            "are_places_blurred": "own",
            "risk_talk_on": "own",
            "risk_talk_by": "other",
            "topics": "own",
            "support_person": "own",
            "payment": "own",
            "left_on": "own",
            "override_note": "other",
            "override_by": "other",
            "outside": "own",
            "wording": "plain",
            "approved_hash": "plain",
            "signed_at": "own",
            "expires_at": "own",
            "recognised_at": "own",
            "read_hash": "plain",
            "read_by": "other",
            "final_hash": "plain",
            "final_at": "own",
            "live_hash": "plain",
            "told_days": "plain",
            "revoked_at": "own",
            "started_by": "other",
            "created_at": "own",
        }
        seen_by = dict.fromkeys(
            ("reach", "naming", "alias", "image", "channels", "audience", "expires_at"), ("staff",)
        )
        called = (
            (
                _("what you allow for a story of yours"),
                ("naming", "alias", "image", "channels", "audience", "expires_at", "reach"),
            ),
        )
        on_erase = "delete"
        # One without an account ends with a time of its own; the story is not shown long before.
        kept_for = dt.timedelta(days=365)
        kept_since = "expires_at"

    class Meta:
        verbose_name_plural = _("what I allow for my stories")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="story_consent_that_is_signed_ends_and_says_to_what",
                condition=Q(signed_at=None, approved_hash="")
                | Q(signed_at__isnull=False, expires_at__gt=F("signed_at")) & ~Q(approved_hash=""),
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.public_id}"

    def is_running(self, at: dt.datetime) -> bool:
        """Whether there is a yes at this moment: given, not over and not taken back."""
        return bool(
            self.signed_at and self.expires_at and self.expires_at > at and not self.revoked_at
        )

    @property
    def channels_in_words(self) -> list[str]:
        """Where it may stand, as the teller chose."""
        return [str(Channel(channel).label) for channel in self.channels]

    @property
    def topics_in_words(self) -> list[str]:
        """What was talked through."""
        return [str(Topic(topic).label) for topic in self.topics]


class TakenDown(models.Model):
    """That there was a story at an address, and the day it went. Nothing else is known of it."""

    address = models.CharField(max_length=16, unique=True)
    gone_on = models.DateField()

    class Privacy:
        of = ""
        fields: Any = {"*": "plain"}

    def __str__(self) -> str:
        return self.address
