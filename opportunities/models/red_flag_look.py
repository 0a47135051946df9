"""That somebody of the staff has looked at the red flags of a posting (safety.md T3, #69)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RedFlagLook(models.Model):
    """One of the staff looked at what these very words made suspicious, and wrote what they found.

    It holds for words with this fingerprint and for these rules: other words, or a rule that finds
    something else, and somebody looks again. Such a row is never changed.
    """

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.CASCADE, related_name="red_flag_looks"
    )
    fingerprint = models.CharField(max_length=64)
    keys = models.JSONField()
    note = models.CharField(_("what was looked at"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Privacy:
        of = ""
        fields = {"*": "plain", "by": "other"}

    class Meta:
        indexes = [models.Index(fields=["opportunity", "fingerprint"], name="look_at_these_words")]

    def __str__(self) -> str:
        return f"look at red flags {self.pk}"
