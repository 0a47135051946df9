"""What is said of every service: by which words, and by which code for other programs."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Whether it exists; the values are HSDS's."""

    ACTIVE = "active", _("Open to people")
    RESTING = "temporarily closed", _("Closed for now")
    INACTIVE = "inactive", _("Does not take anybody")
    GONE = "defunct", _("Gone")


class Cost(models.TextChoices):
    """What it costs."""

    FREE = "free", _("Free")
    AS_YOU_CAN = "can", _("Pay what you can")
    PAID = "paid", _("Costs money")
    UNKNOWN = "", _("Not said")


# field: (its words on a page, its code for who reads the directory by its public interface).
FEATURES: Final = {
    "no_id": (_("No ID needed"), "no-id"),
    "remote": (_("Online or by phone"), "remote"),
    "walk_in": (_("Just come or ring"), "walk-in"),
    "step_free": (_("Step-free"), "step-free"),
    "children": (_("Children welcome"), "children-welcome"),
    "childcare": (_("Childcare"), "childcare"),
    "pets": (_("Pets welcome"), "pets-welcome"),
    "women_only": (_("Women-only"), "women-only"),
    "trans_inclusive": (_("Trans people welcome"), "trans-inclusive"),
    "bring_someone": (_("Bring someone"), "bring-someone"),
    "interpreters": (_("Interpreters"), "interpreters"),
    "faith_based": (_("Faith-based"), "faith-based"),
}
# What HSDS has no field for is told there by terms. field: its code.
TOLD: Final = {
    "what_happens": "what-happens-when-you-call",
    "police": "when-they-tell-the-police",
    "sharing": "what-they-write-down",
    "house_rules": "rules-of-the-house",
    "cost": "cost",
}
PLACE_IS_SECRET: Final = "confidential-location"  # noqa: S105 (a code that everybody reads)
# What an editor writes; where the place stays secret, none of it may tell one.
WORDS: Final = (
    "name",
    "summary",
    "description",
    "what_happens",
    "who_can_use",
    "how_to_start",
    "wait",
    "cost_note",
    "police",
    "sharing",
    "house_rules",
    "notice",
    "hours_note",
    "area_served",
    "website",
    "card_name",
)
