"""Two of the staff who vouch for an organisation."""

from django.db import models
from django.db.models import Q

from community.safety.models import SaidByTwo

from .application import Application
from .organisation import Organisation


class Vouching(SaidByTwo):
    """What two of the staff say of one organisation (safety.md #68).

    It is about an application until there is an organisation.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, related_name="vouchings"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="vouchings"
    )
    note = models.CharField(max_length=200, blank=True)

    class Privacy:
        of = ""
        fields = {"*": "plain", "first_by": "other", "second_by": "other"}

    class Meta:
        constraints = [
            *SaidByTwo.Meta.constraints,
            models.CheckConstraint(
                name="vouching_is_about_one_thing",
                condition=Q(application=None, organisation__isnull=False)
                | Q(application__isnull=False, organisation=None),
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                name="vouching_for_an_organisation_is_open_once",
                condition=Q(second_at=None),
            ),
            models.UniqueConstraint(
                fields=["application"],
                name="vouching_for_an_application_is_open_once",
                condition=Q(second_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"vouching {self.pk}"
