"""Organisations that somebody keeps away from themselves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation


class AvoidedOrganisation(models.Model):
    """A person keeps an organisation away: nothing it offers is shown to them. It is not told."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="avoided_organisations"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Privacy:
        of = "person"
        fields = {"person": "own", "organisation": "own", "created_at": "own"}
        seen_by = {"organisation": ()}
        called = ((_("organisations that you keep away"), ("organisation",)),)
        on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"], name="organisation_is_avoided_once"
            )
        ]

    def __str__(self) -> str:
        return f"avoided organisation {self.pk}"
