"""Who sees an answer, beside its question: `{% who_sees field as words %}`, `{% control field %}`.

A form says in `kept_in` where each of its answers is kept, and the model there says who sees it.
"""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from community.safety.actions.seen import Seen, sentence_for, who_sees_what

register = template.Library()


@register.simple_tag
def who_sees(field: BoundField) -> str:
    """The sentence for an answer that is kept; nothing for one that is not."""
    place = getattr(field.form, "kept_in", {}).get(field.name)
    return sentence_for(place) if place else ""


@register.simple_tag
def described_by(field: BoundField, told: bool | str = "") -> str:
    """The ids of what is said about a question: its hint, its error, and who sees the answer.

    `told`: the page says it once for several questions, and ties it to the group of them.
    """
    sees = f"{field.auto_id}_sees" if who_sees(field) and not told else ""
    return f"{field.aria_describedby or ''} {sees}".strip()


@register.simple_tag
def control(field: BoundField, told: bool | str = "") -> SafeString:
    """The control itself, tied to all that is said about it.

    `told`: the page says it once for several questions, and ties it to the group of them.
    """
    if told or not who_sees(field):
        return field.as_widget()
    return field.as_widget(attrs={"aria-describedby": described_by(field)})


@register.simple_tag
def who_can_see() -> list[Seen]:
    """The rows of the table of who sees what."""
    return who_sees_what()
