"""What `manage.py check` says of sending."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from .actions.sms import provider


def texts_can_be_sent(app_configs: Any, **_kwargs: Any) -> list[checks.CheckMessage]:
    """Whoever names an account for text messages names all of it, and has the library."""
    if not settings.TWILIO_ACCOUNT_SID:
        return []
    needed = ("TWILIO_AUTH_TOKEN", "TWILIO_SENDER")
    missing = [f"{name} is missing." for name in needed if not getattr(settings, name)]
    try:
        provider()
    except ImproperlyConfigured as error:
        missing.append(str(error))
    return [checks.Error(words, id="notifications.E001") for words in missing]
