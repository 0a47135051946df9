"""What somebody looks for: the filters of the list, read from an address that anyone may type."""

import dataclasses
import datetime as dt
import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import zipcodes
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opportunities.models import Kind

SOONEST, NEWEST = "soonest", "newest"
ORDERS = ((SOONEST, _("Soonest first")), (NEWEST, _("Newest first")))
WHEN = (
    ("mornings", _("Mornings")),
    ("afternoons", _("Afternoons")),
    ("evenings", _("Evenings")),
    ("weekends", _("Weekends")),
    ("once", _("Just once, not every week")),
    ("agreed", _("At a time you agree on")),
)
MILES = (
    (1, _("Up to 1 mile")),
    (2, _("Up to 2 miles")),
    (5, _("Up to 5 miles")),
    (10, _("Up to 10 miles")),
    (25, _("Up to 25 miles")),
    (50, _("Up to 50 miles")),
)
USUAL_MILES = 10
MOST_LETTERS = 120
MOST_WORDS = 8
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

# What an address of the list may hold, in the order in which links write it.
CHOICES = ("kind", "need", "when", "interest", "area", "places", "sort")
TYPED = ("q", "near", "far", "from")
CURSORS = ("after", "before")
# What other sites have in its place. Pages here go by key, so a number leads to the first one.
NUMBER = "page"


@dataclass(frozen=True)
class Cursor:
    """Where a page of the list begins or ends: the key of one row. It is opaque in addresses."""

    at: dt.datetime
    pk: int

    def __str__(self) -> str:
        micros = (self.at - EPOCH) // dt.timedelta(microseconds=1)
        return urlsafe_b64encode(struct.pack(">qq", micros, self.pk)).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """The cursor in an address. Raises ValueError for anything that no page wrote."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{22}", text):
            raise ValueError("not a cursor")
        micros, pk = struct.unpack(">qq", urlsafe_b64decode(text + "=="))
        if pk < 1:
            raise ValueError("not a cursor")
        try:
            return cls(EPOCH + dt.timedelta(microseconds=micros), pk)
        except OverflowError:
            raise ValueError("not a cursor") from None


@dataclass(frozen=True)
class Criteria:
    """Everything that narrows the list, checked. Within kind, when and interest one is enough;
    practical needs must all hold."""

    q: str = ""
    kind: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    interest: tuple[str, ...] = ()
    area: str = ""
    near: str = ""
    far: int = USUAL_MILES
    since: dt.date | None = None
    places: bool = False
    sort: str = SOONEST

    @property
    def words(self) -> str:
        """The words to search for: letters and digits only, so that no sign steers the engine."""
        return " ".join(re.findall(r"\w+", self.q)[:MOST_WORDS])

    @property
    def centre(self) -> tuple[float, float] | None:
        """Latitude and longitude of the ZIP code, in degrees."""
        return centre_of(self.near) if self.near else None

    def pairs(self, leave_out: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Names and values for an address or hidden fields, always in the same order."""
        pairs = [("q", self.q)] if self.q else []
        for name in ("kind", "need", "when", "interest"):
            pairs += [(name, value) for value in getattr(self, name)]
        if self.area:
            pairs.append(("area", self.area))
        if self.near:
            pairs += [("near", self.near), ("far", str(self.far))]
        if self.since:
            pairs.append(("from", self.since.isoformat()))
        if self.places:
            pairs.append(("places", "1"))
        if self.sort != SOONEST:
            pairs.append(("sort", self.sort))
        return [pair for pair in pairs if pair[0] not in leave_out]

    def active(self) -> list[tuple[str, str]]:
        """The filters that are on, one for each chip; a distance goes with its ZIP code."""
        return self.pairs(leave_out=("far", "sort"))

    def without(self, name: str, value: str) -> "Criteria":
        """The same with one filter dropped."""
        if name == "from":
            return dataclasses.replace(self, since=None)
        now = getattr(self, name)
        if isinstance(now, tuple):
            now = tuple(kept for kept in now if kept != value)
        else:
            now = False if name == "places" else ""
        return dataclasses.replace(self, **{name: now})


def centre_of(zip_code: str) -> tuple[float, float] | None:
    """Latitude and longitude of a US ZIP code in degrees, None when there is no such code.

    None, too, for those of the military abroad, which the data has at 0 degrees, in the sea.
    The data lies in the package: nobody is asked. Its reader panics on digits of other scripts,
    so only plain ones reach it.
    """
    if not re.fullmatch(r"[0-9]{5}", zip_code):
        return None
    found: list[dict[str, str]] = zipcodes.matching(zip_code)  # type: ignore[no-untyped-call]
    centre = (float(found[0]["lat"]), float(found[0]["long"])) if found else (0.0, 0.0)
    return centre if any(centre) else None


def _as_choices(slugs: Sequence[str]) -> list[tuple[str, str]]:
    return [(slug, slug) for slug in slugs]


class FilterForm(forms.Form):
    """The filters of the list, as GET parameters with neutral names. Unknown names are ignored;
    an unknown value is refused with a sentence, and what was typed stays.

    Choices are functions: a form copies lists of them, label by label, for each visit.
    """

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=MOST_LETTERS,
        error_messages={"max_length": _("Use fewer words: 120 letters at most.")},
    )
    near = forms.CharField(label=_("Near (ZIP code)"), required=False)
    far = forms.TypedChoiceField(
        label=_("How far"), required=False, choices=lambda: MILES, coerce=int, empty_value=None
    )
    kind = forms.MultipleChoiceField(
        label=_("Kind of thing"), required=False, choices=lambda: Kind.choices
    )
    need = forms.MultipleChoiceField(label=_("What you need"), required=False)
    when = forms.MultipleChoiceField(
        label=_("When you’re free"), required=False, choices=lambda: WHEN
    )
    interest = forms.MultipleChoiceField(label=_("Interests"), required=False)
    area = forms.ChoiceField(label=_("Part of town"), required=False)
    places = forms.ChoiceField(label=_("Places"), required=False, choices=lambda: [("1", "1")])
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=lambda: ORDERS)
    after = forms.CharField(required=False)
    before = forms.CharField(required=False)

    def __init__(self, data: Mapping[str, Any], *, words: Mapping[str, Sequence[str]]) -> None:
        """`words` gives the slugs that "need", "interest" and "area" may have."""
        super().__init__(data, auto_id="%s")
        # A word of the language, so it cannot be written as an attribute.
        self.fields["from"] = forms.DateField(
            label=_("From this day"),
            required=False,
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": _("Type the day as year-month-day, like 2026-05-31.")},
        )
        for name, slugs in words.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = partial(_as_choices, slugs)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("That is not on the list. Choose again.")

    def clean_near(self) -> str:
        """A ZIP code that exists, or nothing."""
        typed: str = self.cleaned_data["near"]
        if not typed:
            return ""
        if not re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", typed):
            raise ValidationError(_("Type a ZIP code of five digits, like 10001."))
        if centre_of(typed[:5]) is None:
            raise ValidationError(_("There is no ZIP code like that. Check the five digits."))
        return typed[:5]

    def clean(self) -> dict[str, Any]:
        """Refuse days that no calendar of ours holds, and cursors that no page of ours wrote."""
        data = super().clean() or self.cleaned_data
        day = data.get("from")
        if day and not 2000 <= day.year <= 2100:
            self.add_error("from", _("Choose a day in this century."))
        for name in CURSORS:
            data[name] = self._cursor(data.get(name, ""))
        return data

    def _cursor(self, text: str) -> Cursor | None:
        try:
            return Cursor.read(text) if text else None
        except ValueError:
            self.add_error(None, _("That link no longer works. Start from the first page."))
            return None

    def criteria(self) -> Criteria:
        """What a valid form asks for."""
        data = self.cleaned_data
        return Criteria(
            q=data["q"],
            **{name: tuple(data[name]) for name in ("kind", "need", "when", "interest")},
            area=data["area"],
            near=data["near"],
            far=data["far"] or USUAL_MILES,
            since=data["from"],
            places=bool(data["places"]),
            sort=data["sort"] or SOONEST,
        )
