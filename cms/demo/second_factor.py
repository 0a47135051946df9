"""Apps with codes for those of the demo who work here; the local mailbox page shows the codes."""

from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from community.people.models import User
from community.people.roles import RULES
from community.people.templatetags.demo_codes import SHOWN

from .people import ACCOUNTS

WHO: Final = frozenset(
    one.username for one in ACCOUNTS if one.is_superuser or RULES[one.role].needs_second_factor
)


def give_apps() -> int:
    """Give an app to everyone of the demo who needs one and has none; return how many."""
    lacking = User.objects.filter(username__in=WHO, authenticator=None).order_by("pk")
    for person in lacking:
        app: Authenticator = TOTP.activate(person, generate_totp_secret()).instance
        app.data[SHOWN] = True
        app.save(update_fields=["data"])
    return len(lacking)
