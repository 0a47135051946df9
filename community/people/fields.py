"""What a field says when it cannot take an answer: what to do, in our words (DESIGN.md 8).

Django's own words ("Ensure this value has at most 40 characters (it has 200)") are a programmer's,
and their Spanish says "usted". A form that has better words for a field of its own keeps them.
"""

from typing import Any, Final

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

ANOTHER: Final = _("That is not on the list. Choose again.")
FIELDS: Final[dict[type[forms.Field], dict[str, Any]]] = {
    forms.Field: {"required": _("This is still empty.")},
    forms.BooleanField: {"required": _("Tick this to go on.")},
    forms.ChoiceField: {"required": _("Choose one of these."), "invalid_choice": ANOTHER},
    forms.MultipleChoiceField: {"required": _("Tick at least one."), "invalid_choice": ANOTHER},
    forms.ModelChoiceField: {"required": _("Choose one of these."), "invalid_choice": ANOTHER},
    forms.ModelMultipleChoiceField: {
        "required": _("Tick at least one."),
        "invalid_choice": ANOTHER,
        "invalid_pk_value": ANOTHER,
    },
    forms.FileField: {"required": _("Choose a file.")},
    forms.IntegerField: {"invalid": _("Write a number, like 3.")},
    forms.DecimalField: {"invalid": _("Write a number, like 3.")},
    forms.DateField: {"invalid": _("Write the day like this: 2026-05-04.")},
    forms.TimeField: {"invalid": _("Write the time like 15:30.")},
    forms.URLField: {"invalid": _("Write a web address, like https://example.org.")},
}
CHECKS: Final[dict[type[Any], Any]] = {
    validators.EmailValidator: _("Write an e-mail address, like name@example.org."),
    validators.URLValidator: _("Write a web address, like https://example.org."),
    validators.MaxLengthValidator: ngettext_lazy(
        "This is too long. %(limit_value)d letter is the most.",
        "This is too long. %(limit_value)d letters are the most.",
        "limit_value",
    ),
    validators.MinLengthValidator: ngettext_lazy(
        "This is too short. It needs %(limit_value)d letter or more.",
        "This is too short. It needs %(limit_value)d letters or more.",
        "limit_value",
    ),
    validators.MaxValueValidator: _("Choose %(limit_value)s or less."),
    validators.MinValueValidator: _("Choose %(limit_value)s or more."),
    validators.ProhibitNullCharactersValidator: _(
        "Something in it can’t be read. Please type it again."
    ),
}


def say_it_in_our_words() -> None:
    """Give Django's fields and checks these words. Done once, when the site starts."""
    for field, words in FIELDS.items():
        # Its own dict: a class without one would write into that of the class above it.
        field.default_error_messages = {**vars(field).get("default_error_messages", {}), **words}
    for check, said in CHECKS.items():
        check.message = said
