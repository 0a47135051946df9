"""What a partner types of the parts of its dates: a name and a number each."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opportunities.actions.parts import Wanted
from opportunities.models import LONGEST_PART, MOST_OF_A_PART, MOST_PARTS, Part

NEW_ROWS = 3
NOT_A_NUMBER = _("A number from 1 to 500, like 2")


class Row(NamedTuple):
    """The two questions of one part."""

    name: BoundField
    places: BoundField


class PartsForm(forms.Form):
    """A row for each part that is there, and some for new ones. A name that is emptied takes its
    part away. Of another part that came meanwhile nothing is changed: it has no row here."""

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, Part | None] = {part.public_id.hex: part for part in parts}
        room = max(min(NEW_ROWS, MOST_PARTS - len(parts)), 0)
        self.known |= {f"new{place}": None for place in range(1, room + 1)}
        for place, (key, part) in enumerate(self.known.items(), start=1):
            self.fields[f"name-{key}"] = _name(place, part)
            self.fields[f"places-{key}"] = _places(part)

    @property
    def rows(self) -> Iterable[Row]:
        """The questions, two by two."""
        return [Row(self[f"name-{key}"], self[f"places-{key}"]) for key in self.known]

    def clean(self) -> dict[str, Any]:
        """A part that is named needs a number, and a number a name."""
        data = super().clean() or self.cleaned_data
        for key, part in self.known.items():
            name, places = data.get(f"name-{key}"), data.get(f"places-{key}")
            if name and places is None and f"places-{key}" not in self.errors:
                self.add_error(f"places-{key}", gettext("Say how many people that needs"))
            if places and not name and not part and f"name-{key}" not in self.errors:
                self.add_error(f"name-{key}", gettext("Say what these people do"))
        return data

    @property
    def wanted(self) -> list[Wanted]:
        """The parts as they are to be, in their order."""
        data = self.cleaned_data
        return [
            Wanted(data[f"name-{key}"], data[f"places-{key}"], part)
            for key, part in self.known.items()
            if data[f"name-{key}"]
        ]


def _name(place: int, part: Part | None) -> forms.CharField:
    return forms.CharField(
        label=_("Part %(place)s: what people do") % {"place": place},
        initial=part.name if part else "",
        max_length=LONGEST_PART,
        required=False,
        validators=Part._meta.get_field("name").validators,
        widget=forms.TextInput(attrs={"class": "input input--m", "autocomplete": "off"}),
    )


def _places(part: Part | None) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How many people"),
        initial=part.places if part else None,
        min_value=1,
        max_value=MOST_OF_A_PART,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input input--s", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NOT_A_NUMBER),
    )
