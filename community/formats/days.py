"""Days that a person can mean, as a form reads them."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

FIRST_DAY: Final = dt.date(1900, 1, 1)
LAST_DAY: Final = dt.date(2999, 12, 31)
CHECK_THE_YEAR: Final = _("Check the year")


class DayField(forms.DateField):
    """A day that a person can mean.

    At the ends of the calendar, in the years 1 and 9999, there is no day before or after, and no
    other zone: whoever works with such a day fails. Here it is a slip, and is said to be one.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(validators=_between(FIRST_DAY, LAST_DAY), **options)


class MomentField(forms.DateTimeField):
    """A day that a person can mean, with a time."""

    def __init__(self, **options: Any) -> None:
        first = dt.datetime.combine(FIRST_DAY, dt.time.min, dt.UTC)
        last = dt.datetime.combine(LAST_DAY, dt.time.max, dt.UTC)
        super().__init__(validators=_between(first, last), **options)


def _between(first: dt.date, last: dt.date) -> list[Any]:
    return [MinValueValidator(first, CHECK_THE_YEAR), MaxValueValidator(last, CHECK_THE_YEAR)]
