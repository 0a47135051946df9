"""What something to do is, what is drawn beside it, and how much of it there is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The four kinds of things to do."""

    VOLUNTEER = "volunteer", _("Volunteer")
    PROJECT = "project", _("Service project")
    CLASS = "class", _("Class")
    GROUP = "group", _("Support group")


class Motif(models.TextChoices):
    """The drawings a partner chooses from. There are no photographs of activities (DESIGN.md 1)."""

    GARDEN = "garden", _("Garden")
    RIVER = "river", _("River")
    FOOD = "food", _("Food parcels")
    BOOKS = "books", _("Books")
    ABACUS = "abacus", _("Numbers")
    BIKE = "bike", _("Bicycle")
    TABLE = "table", _("Table")
    SONG = "song", _("Song")
    DOG = "dog", _("Dog")
    SEWING = "sewing", _("Sewing")
    LAPTOP = "laptop", _("Computer")
    POT = "pot", _("Cooking")
    WALK = "walk", _("Walk")
    PAIR = "pair", _("Two cups")
    DESK = "desk", _("Desk")
    PAINT = "paint", _("Paint")


class Commitment(models.TextChoices):
    """How much of it there is for who comes."""

    ONCE = "once", _("Just once")
    FEW = "few", _("A few times")
    REGULAR = "regular", _("Week after week")
