"""Asking to take part where no dates are set: a time is agreed on."""

import datetime as dt
import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .opportunity import Opportunity

ANSWERED_WITHIN: Final = dt.timedelta(days=5)  # what people are told; after it staff know
WAITS: Final = dt.timedelta(days=14)  # then nobody waits any longer
LASTS: Final = dt.timedelta(days=30)  # how long a yes holds


class Says(models.TextChoices):
    """What an organisation answers."""

    YES = "yes", _("Yes, come")
    NOT_NOW = "not_now", _("Not this time")


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Questions about enquiries."""

    def waiting(self, now: dt.datetime) -> "EnquiryQuerySet":
        """Those that an answer is waited for."""
        return self.filter(said="", made_at__gt=now - WAITS)

    def agreed(self, now: dt.datetime) -> "EnquiryQuerySet":
        """Those that were told yes lately: these people may be there."""
        return self.filter(said=Says.YES, said_at__gt=now - LASTS)

    def held(self, now: dt.datetime) -> "EnquiryQuerySet":
        """Waiting or agreed: what is still in somebody's plan."""
        return self.waiting(now) | self.agreed(now)


class Enquiry(models.Model):
    """ "I'm interested": one person and one posting that people may ask about at any time.

    The organisation sees `alias` and `note` and nothing else, and answers with yes or not this
    time. Written only by `opportunities.actions`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="enquiries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enquiries"
    )
    alias = models.CharField(_("name to ask under"), max_length=40)
    note = models.CharField(_("when you could come"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    said = models.CharField(max_length=8, choices=Says, blank=True, default="")
    line = models.CharField(_("when to come"), max_length=200, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "opportunity": "own",
            "person": "own",
            "alias": "own",
            "note": "own",
            "made_at": "own",
            "said": "own",
            "line": "own",
            "said_at": "own",
        }
        seen_by = {"alias": ("organisation",), "note": ("organisation",)}
        called = (
            (
                _("the name you ask under, and when you could come, where no dates are set"),
                ("alias", "note"),
            ),
        )
        on_erase = "delete"
        kept_for = dt.timedelta(days=90)
        kept_since = "made_at"

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at", "id"], name="enquiry_waits_for_an_answer", condition=Q(said="")
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "person"], name="enquiry_of_a_person_once"
            ),
            models.CheckConstraint(
                name="enquiry_answered_at_a_moment",
                condition=Q(said="", said_at=None, line="")
                | (~Q(said="") & Q(said_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"enquiry {self.public_id}"

    @property
    def answer_by(self) -> dt.datetime:
        """Until when the organisation should have answered."""
        return self.made_at + ANSWERED_WITHIN
