"""Who of the staff said yes to a mentor, and until when."""

from django.db import models
from django.db.models import Q

from community.safety.models import SaidByTwo

from .mentor import Mentor


class MentorApproval(SaidByTwo):
    """Two of the staff say yes to a mentor, until a day."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="approvals")

    class Privacy:
        of = "mentor__person"
        fields = {
            "mentor": "own",
            "until": "own",
            "first_by": "other",
            "first_at": "own",
            "second_by": "other",
            "second_at": "own",
        }
        on_erase = "delete"

    class Meta:
        ordering = ["first_at", "pk"]
        constraints = [
            *SaidByTwo.Meta.constraints,
            models.UniqueConstraint(
                fields=["mentor"],
                name="mentor_approval_is_open_once",
                condition=Q(second_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"approval {self.pk} of a mentor"
