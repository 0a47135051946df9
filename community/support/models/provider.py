"""Who offers help outside. Not a partner of ours: those are `organisations.Organisation`."""

import uuid
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.support.fields import LinkField

from .telling import refuse_places, tells_a_place

SHOWN: Final = ("name", "about", "website")


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Questions about providers."""

    def on_the_site(self) -> "ProviderQuerySet":
        """Those that have a service which the public sees."""
        from .service import Service

        shown = Service.objects.on_the_site()
        return self.filter(pk__in=shown.order_by().values("provider_id"))


class Provider(models.Model):
    """An organisation that offers help. It has no address: its services have places, or none."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("about them"), max_length=2000, blank=True)
    website = LinkField(_("website"), blank=True, max_length=300)
    email = models.EmailField(_("e-mail"), blank=True)
    source = models.CharField(max_length=40, blank=True, editable=False)
    source_id = models.CharField(max_length=80, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ProviderQuerySet.as_manager()

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("provider of help")
        verbose_name_plural = _("providers of help")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~models.Q(source_id=""),
                name="provider_of_a_source_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Words about who runs a secret house tell no place either (safety.md #20)."""
        super().clean()
        if self.pk and self.services.filter(is_confidential=True).exists():
            refuse_places(self, SHOWN)

    @property
    def tells_a_place(self) -> bool:
        """Whether its words do: then nothing that it offers can stay secret."""
        return any(tells_a_place(getattr(self, name)) for name in SHOWN)
