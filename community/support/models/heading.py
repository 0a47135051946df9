"""Kinds of help in plain words, and the terms of Open Eligibility that go with them."""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Heading(models.Model):
    """A kind of help. Its `number` stands in addresses, which say nothing to who reads over a
    shoulder; its `slug` is for code."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=60)
    explained = models.CharField(_("a few words on it"), max_length=120, blank=True)
    icon = models.CharField(_("drawing"), max_length=20, default="info")
    is_about_staying = models.BooleanField(
        _("about places to stay"),
        default=False,
        help_text=_("What is brought in under it is taken to be at a secret place."),
    )

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("kind of help")
        verbose_name_plural = _("kinds of help")
        ordering = ["number"]

    def __str__(self) -> str:
        return self.label


class Term(models.Model):
    """A term of Open Eligibility, for who reads the directory by its public interface."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^\d{3}(-\d{2})*\Z", _("For example 108-05."))],
    )
    name = models.CharField(_("name"), max_length=80)
    heading = models.ForeignKey(Heading, on_delete=models.CASCADE, related_name="terms")

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("Open Eligibility term")
        verbose_name_plural = _("Open Eligibility terms")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
