"""Parts of town that somebody keeps away from."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .vocabulary import Area


class AvoidedArea(models.Model):
    """A person keeps away from a part of town: what is there is not shown to them (T11)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="avoided_areas"
    )
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Privacy:
        of = "person"
        fields = {"person": "own", "area": "own", "created_at": "own"}
        seen_by = {"area": ()}
        called = ((_("parts of town that you keep away"), ("area",)),)
        on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "area"], name="area_is_avoided_once")
        ]

    def __str__(self) -> str:
        return f"avoided area {self.pk}"
