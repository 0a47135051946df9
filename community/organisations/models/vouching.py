"""Two of the staff who vouch for an organisation."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .application import Application
from .organisation import Organisation


class Vouching(models.Model):
    """What two of the staff say of one organisation, each by themselves (safety.md #68).

    The first leaves it open; it holds when a second one, who is not the first, says the same. It
    is about an application until there is an organisation.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, null=True, related_name="vouchings"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="vouchings"
    )
    until = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    first_at = models.DateTimeField()
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True)

    class Privacy:
        of = ""
        fields = {"*": "plain", "first_by": "other", "second_by": "other"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vouching_is_by_two_different_people",
                condition=Q(first_by=None) | Q(second_by=None) | ~Q(first_by=F("second_by")),
            ),
            models.CheckConstraint(
                name="vouching_second_came_at_a_moment",
                condition=Q(second_by=None) | Q(second_at__isnull=False),
            ),
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
