"""What a draft says, as pairs of question and answer, for its partner to look over."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst

from opportunities.forms.partner import STEPS, OpportunityForm, Step
from opportunities.models import Opportunity


def answers_by_step(draft: Opportunity) -> list[tuple[Step, list[tuple[Any, str]]]]:
    """Each step with what was answered there; what was left open is not listed."""
    return [(step, list(_answers(draft, step))) for step in STEPS]


def _answers(draft: Opportunity, step: Step) -> Iterator[tuple[Any, str]]:
    for name in step.names:
        said = _said(draft, name)
        if said:
            yield _question(draft, name), said


def _question(draft: Opportunity, name: str) -> Any:
    """As the form asks it."""
    label: Any = draft._meta.get_field(name).verbose_name
    return OpportunityForm.Meta.labels.get(name) or capfirst(label)


def _said(draft: Opportunity, name: str) -> str:
    """The answer in words."""
    field: Any = draft._meta.get_field(name)
    value = getattr(draft, name)
    if field.many_to_many:
        return ", ".join(word.said for word in value.all())
    if field.choices:
        return str(getattr(draft, f"get_{name}_display")())
    return str(value or "")
