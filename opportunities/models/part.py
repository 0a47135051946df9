"""What different people do at the same date: two drivers, six packers."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from community.people.models import ToldInLanguages

from .opportunity import Opportunity

MOST_PARTS = 6
MOST_OF_A_PART = 500
LONGEST_PART = 30


class Part(ToldInLanguages):
    """One thing to do at every date of a posting, and how many people it needs there.

    `places` bounds who chose it, beside the places of the date
    (docs/decisions/0024-parts-of-a-date.md). Changed only by `opportunities.actions.parts`, under
    the locks on the posting and its dates ahead.
    """

    TOLD = ("name",)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(
        _("what people do"),
        max_length=LONGEST_PART,
        validators=[
            RegexValidator(
                # Letters of any language: no numbers and no addresses (decision 24).
                r"^[^\W\d_]+(?:[ '’-][^\W\d_]+)*$",
                _("Letters and spaces only, like “Drivers”"),
            )
        ],
    )
    places = models.PositiveSmallIntegerField(
        _("how many"), validators=[MinValueValidator(1), MaxValueValidator(MOST_OF_A_PART)]
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                "opportunity", Lower("name"), name="part_of_a_posting_named_once"
            ),
            models.CheckConstraint(
                name="part_for_somebody", condition=Q(places__gte=1, places__lte=MOST_OF_A_PART)
            ),
        ]

    def __str__(self) -> str:
        return self.name
