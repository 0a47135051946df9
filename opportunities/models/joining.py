"""How people come to a place, and how dates belong together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Joining(models.TextChoices):
    """How people come to a place."""

    INSTANT = "instant", _("They have it at once, while there is room")
    ASK = "ask", _("They ask, and we answer each one")


class Course(models.TextChoices):
    """Whether people take part in all dates at once, and until when they may begin."""

    NONE = "", _("Each date by itself: people choose the ones that suit them")
    START = "start", _("A course: people take part in all dates, and begin before the second one")
    LATER = "later", _("A course: people take part in all dates, and may begin at any one of them")


class Notice(models.IntegerChoices):
    """How many hours before a date the organisation would like to know who cannot come."""

    NONE = 0, _("It does not matter")
    MORNING = 3, _("Three hours before")
    DAY = 24, _("A day before")
    TWO_DAYS = 48, _("Two days before")
