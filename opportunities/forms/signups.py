"""Saving a place: which dates, under which name."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from opportunities.models import Part, Session, SignUp


class SignUpForm(forms.Form):
    """Nothing but dates, a name for the day, an optional note, and how many come along.

    `sessions` are the dates that may be chosen; anything else is refused in words. Of a course
    nothing is chosen: all of them are meant. Only where `may_bring` are people asked whether
    someone comes with them, only where `may_listen` whether they would like to just listen, only
    where there are `parts` what they want to do, and only where it `has_rules` do they say that
    they have read them; that is not kept.
    """

    kept_in: ClassVar = {
        "session": "opportunities.SignUp.session",
        "name": "opportunities.SignUp.alias",
        "note": "opportunities.SignUp.note",
        "companions": "opportunities.SignUp.companions",
        "part": "opportunities.SignUp.part",
        "listens": "opportunities.SignUp.listens",
    }
    session = forms.MultipleChoiceField(
        label=_("Which dates?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one date."),
            "invalid_choice": _("One of those dates is no longer open. Choose again."),
        },
    )
    name = forms.CharField(
        label=_("Name for the day"),
        help_text=_("Any name you like."),
        max_length=SignUp._meta.get_field("alias").max_length,
        error_messages={"required": _("Write any name. A first name is enough.")},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    part = forms.ChoiceField(
        label=_("What would you like to do there?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("That is no longer asked for. Choose again.")},
    )
    companions = forms.TypedChoiceField(
        label=_("Is someone coming with you?"),
        help_text=_("Only how many. We ask for no names. You come, or wait, together."),
        coerce=int,
        required=False,
        choices=[
            (0, _("Nobody, just me")),
            (1, _("One person")),
            (2, _("Two people")),
            (3, _("Three people")),
        ],
        widget=forms.Select(attrs={"class": "input input--m", "autocomplete": "off"}),
        error_messages={"invalid_choice": _("Choose how many, three at most.")},
    )
    listens = forms.MultipleChoiceField(
        label=_("Would you like to just listen?"),
        help_text=_("Then nobody asks you to speak. You can change your mind there."),
        required=False,
        choices=[("yes", _("I would like to just listen"))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Tick it or leave it.")},
    )
    note = forms.CharField(
        label=_("Anything that would help?"),
        help_text=_("A seat, a slow start, someone to meet you at the bus stop…"),
        max_length=SignUp._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(
            attrs={"class": "input input--short", "rows": 2, "autocomplete": "off"}
        ),
    )

    accepts = forms.MultipleChoiceField(
        label=_("The rules of the room"),
        choices=[("yes", _("I have read them, and I keep to them"))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please read the rules of the room, then tick that you have."),
            "invalid_choice": _("Please read the rules of the room, then tick that you have."),
        },
    )

    def __init__(
        self,
        *args: Any,
        sessions: Sequence[Session],
        may_bring: bool,
        may_listen: bool = False,
        is_course: bool = False,
        parts: Sequence[Part] = (),
        has_rules: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not may_bring:
            del self.fields["companions"]
        if not may_listen:
            del self.fields["listens"]
        if not has_rules:
            del self.fields["accepts"]
        self._ask_for_parts(parts)
        self.sessions = {str(session.public_id): session for session in sessions}
        if is_course:
            del self.fields["session"]
            return
        field = self.fields["session"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(key, session.day) for key, session in self.sessions.items()]
        # Nothing to choose: whoever has read it is one press away. To wait in line is chosen.
        if len(sessions) == 1 and not sessions[0].is_full:
            field.initial = list(self.sessions)

    def _ask_for_parts(self, parts: Sequence[Part]) -> None:
        """Only where people do different things; nothing chosen is wherever they are needed."""
        self.parts = {str(part.public_id): part for part in parts}
        if not parts:
            del self.fields["part"]
            return
        field = self.fields["part"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        names = [(key, part.told["name"]) for key, part in self.parts.items()]
        field.choices = [("", _("Wherever I am needed")), *names]

    @property
    def chosen_part(self) -> Part | None:
        """What they want to do there; None for wherever they are needed."""
        return self.parts.get(self.cleaned_data.get("part", ""))

    @property
    def chosen(self) -> list[Session]:
        """The sessions that were ticked, in the order in which they take place."""
        if "session" not in self.fields:
            return list(self.sessions.values())
        return [self.sessions[key] for key in self.sessions if key in self.cleaned_data["session"]]

    @property
    def number_of_companions(self) -> int:
        """How many come along; nobody where it is not asked."""
        return self.cleaned_data.get("companions") or 0

    @property
    def just_listens(self) -> bool:
        """Whether they would like to just listen; not where it is not asked."""
        return bool(self.cleaned_data.get("listens"))

    @property
    def ticked(self) -> set[str]:
        """Public ids of the ticked sessions, also of a form that is shown again with errors."""
        return set(self["session"].value() or []) if "session" in self.fields else set()
