"""What staff write about a talk, and to whom they hand somebody over."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _words(label: Any, help_text: Any, longest: int, *, rows: int = 1) -> forms.CharField:
    attrs: dict[str, Any] = {"autocomplete": "off"}
    widget = forms.Textarea({**attrs, "rows": rows}) if rows > 1 else forms.TextInput(attrs)
    return forms.CharField(label=label, help_text=help_text, max_length=longest, widget=widget)


class WriteForm(forms.Form):
    """An answer that they read on the site, and notes that they do not."""

    reply = _words(
        _("Our answer"),
        _("They read this here, with their code or signed in. No message leaves. Name no place."),
        1000,
        rows=3,
    )
    notes = _words(
        _("Notes for colleagues"),
        _("They do not read this. Write nothing about drink, drugs or why somebody came."),
        2000,
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False


class HandOverForm(forms.Form):
    """To whom, what for, and that they said yes."""

    recipient = _words(_("Who may know"), _("One organisation, by its name."), 120)
    told = _words(_("What they may know"), _("In the words that they said yes to."), 300)
    purpose = _words(_("What for"), _("In a few words."), 200)
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("Half a year"))],
        initial=90,
    )
    has_said_yes = forms.BooleanField(
        label=_("They said yes to exactly this, to me, just now"),
        help_text=_("Who heard it, when, and until when it holds is written down."),
        required=False,
    )

    def __init__(self, *args: Any, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_account:  # what they signed says what may be told
            del self.fields["told"], self.fields["has_said_yes"]
            self.fields["recipient"].help_text = _(
                "As they wrote it under “Who may know”. Without a release that they signed for it "
                "nothing may be told."
            )

    @property
    def said(self) -> dict[str, Any]:
        """The answers of a valid form, as the action asks for them."""
        data = self.cleaned_data
        return {
            "recipient": data["recipient"],
            "told": data.get("told", ""),
            "purpose": data["purpose"],
            "lasts": dt.timedelta(days=data["days"]),
            "has_said_yes": data.get("has_said_yes", False),
        }
