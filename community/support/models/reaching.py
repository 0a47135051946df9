"""How a service is reached: its numbers, the languages that are spoken, the papers to bring."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey


class PhoneKind(models.TextChoices):
    """What a number is for; the values are HSDS's."""

    VOICE = "voice", _("Ring")
    TEXT = "text", _("Text")
    TTY = "tty", _("Text phone")


class Phone(models.Model):
    """A number of a service."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = ParentalKey("support.Service", on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(
        _("number"),
        max_length=32,
        validators=[
            RegexValidator(r"^[0-9+()\-. ]{2,32}\Z", _("Only digits, spaces and + ( ) - signs."))
        ],
    )
    extension = models.PositiveIntegerField(_("extension"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=5, choices=PhoneKind, default=PhoneKind.VOICE)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("number")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def link(self) -> str:
        """The number as a link wants it."""
        digits = "".join(sign for sign in self.number if sign.isdigit() or sign == "+")
        return f"{'sms' if self.kind == PhoneKind.TEXT else 'tel'}:{digits}"


class SpokenLanguage(models.Model):
    """A language that is spoken there."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = ParentalKey("support.Service", on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(_("code"), max_length=3, help_text=_("Two letters, for example es."))
    name = models.CharField(_("name"), max_length=40)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("language")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Paper(models.Model):
    """A document that somebody is asked to bring."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = ParentalKey("support.Service", on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(_("document"), max_length=120)

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("document to bring")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
