"""Who must never meet whom, and where "Leave this site" leads."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# First parts of host names whose pages show an account: they would answer with somebody's name.
PERSONAL_HOSTS = {"account", "accounts", "id", "inbox", "login", "mail", "my", "signin", "webmail"}


def neutral_address(address: str) -> bool:
    """Whether "Leave this site" may lead there: https, off this site, the same for everyone.

    Source: safety.md #8.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = (parts.hostname or "").rstrip(".")
    own = {urlsplit(settings.SITE_URL).hostname or "", *settings.ALLOWED_HOSTS} - {""}
    is_own = any(host == name.lstrip(".") or host.endswith("." + name.lstrip(".")) for name in own)
    return (
        parts.scheme == "https"
        and re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", host) is not None
        and port in (None, 443)
        and re.fullmatch(r"[A-Za-z0-9/._~-]*", parts.path) is not None
        and "@" not in parts.netloc
        and not any(sign in address for sign in "?#")
        and host.split(".")[0] not in PERSONAL_HOSTS
        and not is_own
    )


class BlockQuerySet(models.QuerySet["Block"]):
    """Questions about blocks, in either direction."""

    def between(self, person_id: int) -> "BlockQuerySet":
        """Blocks that this person made or that were made against them."""
        return self.filter(Q(by=person_id) | Q(other=person_id))


class Block(models.Model):
    """Two people are kept apart: both ways, and neither of them is told (safety.md #15)."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_made"
    )
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_against"
    )
    created_at = models.DateTimeField()

    objects = BlockQuerySet.as_manager()

    class Privacy:
        of = "by"
        # Who it is against stands in no export: an account's name may be somebody's real one.
        fields = {"by": "own", "other": "other", "created_at": "own"}
        on_erase = "delete"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "other"], name="block_of_two_people_once"),
            models.CheckConstraint(name="block_is_of_two_people", condition=~Q(by=F("other"))),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class LeaveAddress(models.Model):
    """Where "Leave this site" leads: one row, chosen by the people who run the site.

    An address that is not fit (`neutral_address`) is refused here and never followed: with no row,
    or with a bad one, the way out leads to `settings.LEAVE_URL` (safety.md #8).
    """

    address = models.URLField(
        _("address"),
        max_length=200,
        help_text=_(
            "A popular, harmless page that nobody wonders about: the weather, the news. It starts "
            "with https:// and is the same for everyone."
        ),
    )

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("where “Leave this site” leads")
        verbose_name_plural = _("where “Leave this site” leads")
        constraints = [
            models.CheckConstraint(name="leave_address_is_one", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.address

    def clean(self) -> None:
        """Raises ValidationError for an address that could give somebody away."""
        if not neutral_address(self.address):
            raise ValidationError(
                {
                    "address": _(
                        "Give a full address of another site that starts with https:// and holds "
                        "no name, no password and no question mark."
                    )
                }
            )
