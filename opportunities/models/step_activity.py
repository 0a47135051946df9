"""Which activity goes with a small step of somebody's path."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.people.models import Step

from .opportunity import Opportunity


class StepActivity(models.Model):
    """An activity that somebody put beside a step of theirs. It saves no place and tells nobody."""

    step = models.OneToOneField(
        Step, on_delete=models.CASCADE, related_name="activity", verbose_name=_("a small step")
    )
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="+", verbose_name=_("what goes with it")
    )

    class Privacy:
        of = "step__aim__person"
        fields = {"step": "own", "opportunity": "own"}
        seen_by = {"opportunity": ()}
        called = ((_("which activity goes with a step of yours"), ("opportunity",)),)
        on_erase = "delete"

    class Meta:
        verbose_name_plural = _("activities that go with my steps")

    def __str__(self) -> str:
        return f"activity of step {self.step_id}"
