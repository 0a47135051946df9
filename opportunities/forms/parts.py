"""What a partner types of the parts of its dates: a name and a number each."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.people.models import offered_languages
from community.people.models.reading import NAMES
from opportunities.actions.parts import Wanted
from opportunities.models import LONGEST_PART, MOST_OF_A_PART, MOST_PARTS, Part

NEW_ROWS = 3
NOT_A_NUMBER = _("A number from 1 to 500, like 2")


class Row(NamedTuple):
    """The questions of one part: its name, how many, and the name in other languages."""

    name: BoundField
    places: BoundField
    others: list[BoundField]


class PartsForm(forms.Form):
    """A row for each part that is there, and some for new ones. A name that is emptied takes its
    part away. Of another part that came meanwhile nothing is changed: it has no row here."""

    def __init__(
        self, *args: Any, parts: Sequence[Part], written_in: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code, _name in offered_languages() if code in NAMES]
        self.others = [code for code in codes if code != written_in] if written_in else []
        self.known: dict[str, Part | None] = {part.public_id.hex: part for part in parts}
        room = max(min(NEW_ROWS, MOST_PARTS - len(parts)), 0)
        self.known |= {f"new{place}": None for place in range(1, room + 1)}
        for place, (key, part) in enumerate(self.known.items(), start=1):
            self.fields[f"name-{key}"] = _name(place, part)
            self.fields[f"places-{key}"] = _places(part)
            for code in self.others:
                self.fields[f"name-{key}-{code}"] = _name_in(code, place, part)

    @property
    def rows(self) -> Iterable[Row]:
        """The questions, part by part."""
        return [
            Row(
                self[f"name-{key}"],
                self[f"places-{key}"],
                [self[f"name-{key}-{code}"] for code in self.others],
            )
            for key in self.known
        ]

    def clean(self) -> dict[str, Any]:
        """A part that is named needs a number, and a number a name."""
        data = super().clean() or self.cleaned_data
        for key, part in self.known.items():
            name, places = data.get(f"name-{key}"), data.get(f"places-{key}")
            if name and places is None and f"places-{key}" not in self.errors:
                self.add_error(f"places-{key}", gettext("Say how many people that needs"))
            if places and not name and not part and f"name-{key}" not in self.errors:
                self.add_error(f"name-{key}", gettext("Say what these people do"))
            told = any(data.get(f"name-{key}-{code}") for code in self.others)
            if told and not name and not part and f"name-{key}" not in self.errors:
                self.add_error(f"name-{key}", gettext("Say what these people do"))
        return data

    @property
    def wanted(self) -> list[Wanted]:
        """The parts as they are to be, in their order."""
        data = self.cleaned_data
        return [
            Wanted(data[f"name-{key}"], data[f"places-{key}"], part, self._told(key))
            for key, part in self.known.items()
            if data[f"name-{key}"]
        ]

    def _told(self, key: str) -> dict[str, str]:
        """Its names in other languages, of those that the page asked for."""
        asked = {code: f"name-{key}-{code}" for code in self.others}
        return {code: self.cleaned_data[at] for code, at in asked.items() if at in self.data}


def _name(place: int, part: Part | None) -> forms.CharField:
    return forms.CharField(
        label=_("Part %(place)s: what people do") % {"place": place},
        initial=part.name if part else "",
        max_length=LONGEST_PART,
        required=False,
        validators=Part._meta.get_field("name").validators,
        widget=forms.TextInput(attrs={"class": "input input--m", "autocomplete": "off"}),
    )


def _name_in(code: str, place: int, part: Part | None) -> forms.CharField:
    """Its name in another language, held to what a name is held to."""
    field = _name(place, part)
    field.label = _("Part %(place)s in %(language)s") % {"place": place, "language": NAMES[code]}
    field.initial = part.in_other_languages.get(code, {}).get("name", "") if part else ""
    field.widget.attrs["lang"] = code
    if part and part.has_changed_since(code):
        field.help_text = _("Shown to nobody: its name has changed. Save it if it still says that.")
    return field


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
