"""Who of the staff said yes to a mentor, and until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .mentor import Mentor


class MentorApproval(models.Model):
    """Two of the staff say yes to a mentor, each by themselves, until a day (as `Vouching`).

    The first leaves it open; it holds when a second one, who is not the first, says the same.
    """

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="approvals")
    until = models.DateField()
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    first_at = models.DateTimeField()
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True)

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
            models.CheckConstraint(
                name="mentor_approval_is_by_two_different_people",
                condition=Q(first_by=None) | Q(second_by=None) | ~Q(first_by=F("second_by")),
            ),
            models.CheckConstraint(
                name="mentor_approval_second_came_at_a_moment",
                condition=Q(second_by=None) | Q(second_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["mentor"],
                name="mentor_approval_is_open_once",
                condition=Q(second_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"approval {self.pk} of a mentor"
