"""What the forms share: our words on allauth's fields, and how long an answer may be."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

LONGEST_PASSWORD = 200
LONGEST_ADDRESS = 254
PASSWORD_HINT = _("10 letters or more. Three words in a row work well.")
ADDRESS_HINT = _(
    "You can leave this empty. It is where short reminders go, in private words unless you "
    "choose otherwise. Empty means nothing is ever sent."
)
ALIAS_HINT = _("Any name you like. If it is empty, your user name is seen instead.")
# Characters that turn the direction of what follows could make a name read as another one.
one_plain_line = RegexValidator(
    "[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]",
    _("Use letters, numbers and spaces."),
    inverse_match=True,
)


def path_of_the_site(request: Any, name: str, **kwargs: str) -> str:
    """The full address of one of our pages, for a letter."""
    return request.build_absolute_uri(reverse(name, kwargs=kwargs))


def plain(field: forms.Field, label: Any, hint: Any = "", autocomplete: str = "off") -> None:
    """Give a field of allauth our words, without its placeholder."""
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update({"class": "input", "autocomplete": autocomplete})
    # The summary of errors stands away from the field, so it names it.
    field.error_messages["required"] = format_lazy("{}: {}", label, _("this is still empty."))


def address(field: forms.Field, hint: Any) -> None:
    """The same for an e-mail, no longer than there is room for."""
    plain(field, _("E-mail"), hint)
    field.validators.append(MaxLengthValidator(LONGEST_ADDRESS))


def password(field: forms.Field, label: Any, hint: Any = "", *, new: bool = False) -> None:
    """The same for a password. A megabyte of password would keep the server hashing."""
    plain(field, label, hint, "new-password" if new else "current-password")
    field.widget.attrs["maxlength"] = LONGEST_PASSWORD
    field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))
