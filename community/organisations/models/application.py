"""Organisations that want to work with us, and what staff have checked about them."""

import datetime as dt
import uuid
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.safety.fields import EncryptedTextField

from .organisation import Organisation

# The version of our agreement that holds now. Its words stand in a template of that number; new
# words get a new number, and everybody is asked again.
AGREEMENT: Final = 1

# Anybody can have an address there, so it says nothing of where somebody works (safety.md T3).
_FREE_MAIL = """
aol.com fastmail.com free.fr gmail.com gmx.com gmx.de gmx.net googlemail.com hotmail.com
hotmail.co.uk icloud.com live.com mail.com mail.ru me.com msn.com outlook.com orange.fr pm.me
proton.me protonmail.com qq.com rocketmail.com tuta.com tutanota.com web.de yahoo.com yahoo.co.uk
yandex.com yandex.ru ymail.com zoho.com
"""
FREE_MAIL: Final = frozenset(_FREE_MAIL.split())


class Stage(models.TextChoices):
    """How far an application is."""

    NEW = "new", _("Waits for the link in our e-mail to be opened")
    OPEN = "open", _("With staff")
    SENT_BACK = "sent_back", _("Sent back, with a question")
    DECLINED = "declined", _("Declined")
    APPROVED = "approved", _("Approved")


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Questions about applications."""

    def undecided(self) -> "ApplicationQuerySet":
        """Those that are neither approved nor declined."""
        return self.exclude(stage__in=[Stage.DECLINED, Stage.APPROVED])


class Application(models.Model):
    """An organisation asks to work with us; nothing of it exists before two of the staff agree.

    `telephone` is a number from a public register: staff ring that one, and no number that
    somebody gave on the telephone (safety.md T3).
    """

    FACTS = ("name", "registration_number", "website", "email", "telephone")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="applications"
    )
    name = models.CharField(_("name of your organisation"), max_length=160)
    registration_number = models.CharField(_("registration number"), max_length=40)
    website = models.URLField(_("website"))
    email = models.EmailField(_("your e-mail there"))
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    telephone = EncryptedTextField(_("telephone, as a public register has it"))
    offer = models.TextField(_("what you would offer"), max_length=1000)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.NEW)
    question = models.CharField(max_length=500, blank=True, help_text="Why it was sent back.")
    agreed_version = models.PositiveSmallIntegerField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(
        max_length=64, blank=True, help_text="Of the token in the link that proves the e-mail."
    )
    digest_ends_at = models.DateTimeField(null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Privacy:
        of = "person"
        fields = {
            "public_id": "plain",
            "person": "own",
            "name": "own",
            "registration_number": "own",
            "website": "own",
            "email": "own",
            "email_confirmed_at": "own",
            "telephone": "own",
            "offer": "own",
            "stage": "own",
            "question": "own",
            "agreed_version": "own",
            "agreed_at": "own",
            "digest": "secret",
            "digest_ends_at": "plain",
            "organisation": "own",
            "created_at": "own",
            "decided_at": "own",
        }
        on_erase = "delete"
        kept_for = dt.timedelta(days=730)
        kept_since = "decided_at"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="application_is_decided_at_a_moment",
                condition=Q(
                    stage__in=[Stage.NEW, Stage.OPEN, Stage.SENT_BACK], decided_at__isnull=True
                )
                | Q(stage__in=[Stage.DECLINED, Stage.APPROVED], decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"

    @property
    def domain(self) -> str:
        """The domain of their e-mail."""
        return self.email.rpartition("@")[2].lower()

    @property
    def has_free_mail(self) -> bool:
        """Whether anybody can have such an address. Staff look twice; it is no refusal."""
        return self.domain in FREE_MAIL

    @property
    def is_of_its_website(self) -> bool:
        """Whether their e-mail is at the domain of their website, or at a part of it."""
        host = (urlsplit(self.website).hostname or "").lower().removeprefix("www.")
        return bool(host) and (self.domain == host or self.domain.endswith(f".{host}"))


class CheckKind(models.TextChoices):
    """What staff check, each by itself (safety.md T3)."""

    REGISTER = "register", _("Registration number looked up")
    CALL_BACK = "call_back", _("Rung back, at the number in a public register")
    VISIT = "visit", _("Visited")


class VettingCheck(models.Model):
    """One thing that one of the staff has checked about an application, and what they found."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=10, choices=CheckKind)
    note = EncryptedTextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Privacy:
        of = "application__person"
        fields = {
            "application": "own",
            "kind": "own",
            "note": "other",
            "by": "other",
            "made_at": "own",
        }
        on_erase = "delete"

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind"], name="vetting_check_once")
        ]

    def __str__(self) -> str:
        return f"vetting check {self.pk}"
