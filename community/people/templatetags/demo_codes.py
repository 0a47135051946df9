"""The codes of the demo's accounts, for the mailbox page of a site that runs on one machine."""

import time
from typing import Any, Final

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django import template
from django.conf import settings

register = template.Library()

SHOWN: Final = "shown in the local mailbox"  # set by the demo only, on accounts that it made


@register.simple_tag
def demo_codes() -> list[dict[str, Any]]:
    """Who, and the code that their app would show now. Nothing on any site but a local one."""
    if settings.MAILBOX_DIR is None or not settings.LOCAL:
        return []
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    apps = Authenticator.objects.filter(type="totp", data__has_key=SHOWN).select_related("user")
    return [
        {
            "username": app.user.username,
            "code": format_hotp_value(hotp_value(decrypt(app.data["secret"]), counter)),
        }
        for app in apps.order_by("user__username")
    ]
