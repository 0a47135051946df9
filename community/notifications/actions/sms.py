"""Text messages: a small interface to who carries them, and two who do.

Twilio, through its own library (an extra: `pip install onward[sms]`), and on one machine the
folder of the local mailbox. Who carries text messages reads the numbers: naming an account is the
operator's decision, and without one nobody is offered texts (safety.md B3).
"""

import logging
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from community.notifications import emails

from .smtp import LONGEST_TALK, Answer, Fate

if TYPE_CHECKING:
    from twilio.rest import Client

logger = logging.getLogger(__name__)

BUSY = 429
WRONG_LOGIN = {401, 403}
# What Twilio says of a number, not of us: not a number, not a mobile, cannot be reached, said STOP.
NUMBER_REFUSED = frozenset({21211, 21217, 21610, 21612, 21614})


class Provider(Protocol):
    """Who carries text messages. `text` is one segment of GSM letters, `to` starts with +."""

    def send(self, *, to: str, text: str) -> Answer:
        """Hand one text over and say what became of it. Never the provider's words: they repeat
        the number."""


class Carrier:
    """A provider in the shape of a line to the mail server: the sweep treats both alike."""

    def __init__(self) -> None:
        self.provider: Provider | None = None

    def open(self) -> bool:
        """Return whether there is somebody to carry texts. Says so in the log if there is not."""
        try:
            self.provider = self.provider or provider()
        except ImproperlyConfigured as error:  # it must not stop the mails
            logger.warning("Text messages wait: %s", error)
        return self.provider is not None

    def close(self) -> None:
        """Forget the provider."""
        self.provider = None

    def hand_over(self, *, address: str, data: bytes) -> Answer:
        """Give one text to the provider and say what became of it."""
        if not self.open() or self.provider is None:
            return Answer(Fate.LOST)
        return self.provider.send(to=address, text=data.decode())


class LocalFolder:
    """Keeps each text as a file beside the mails of a site that runs on one machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, *, to: str, text: str) -> Answer:
        """Write one file, aside and renamed, so that the page never reads half of it."""
        name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = self.folder / f".{name}.part"
        number = emails.one_line(to)
        head = f"To: {number}\r\nSubject: Text message\r\nContent-Type: text/plain; charset=utf-8"
        aside.write_bytes(f"{head}\r\n\r\n{text}\r\n".encode())
        aside.rename(self.folder / f"{name}.eml")
        return Answer(Fate.TAKEN)


class Twilio:
    """Twilio's API. Raises ImproperlyConfigured where its library is not installed."""

    def __init__(self) -> None:
        self.client = _client()

    def send(self, *, to: str, text: str) -> Answer:
        """One POST, tried once: whether to try again is the sweep's business."""
        from requests import exceptions
        from twilio.base.exceptions import TwilioRestException

        try:
            self.client.messages.create(to=to, from_=settings.TWILIO_SENDER, body=text)
        except TwilioRestException as refusal:
            return _refused(refusal.status, int(refusal.code or 0))
        except exceptions.RequestException as error:
            never_began = isinstance(error, exceptions.ConnectTimeout) or any(
                name in repr(error) for name in ("NewConnectionError", "NameResolutionError")
            )
            return Answer(Fate.LOST if never_began else Fate.UNCLEAR)
        return Answer(Fate.TAKEN)


def is_offered() -> bool:
    """Whether this site can send text messages."""
    return bool(settings.TWILIO_ACCOUNT_SID or settings.MAILBOX_DIR)


def provider() -> Provider | None:
    """Who carries text messages for this site; None if nobody does."""
    if settings.TWILIO_ACCOUNT_SID:
        return Twilio()
    return LocalFolder(Path(settings.MAILBOX_DIR)) if settings.MAILBOX_DIR else None


def is_from_twilio(*, url: str, fields: dict[str, str], signature: str) -> bool:
    """Whether Twilio signed a request to `url` that brings `fields`. False without an account."""
    if not (settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN and signature):
        return False
    validator: Any = _library("twilio.request_validator").RequestValidator(
        settings.TWILIO_AUTH_TOKEN
    )
    return bool(validator.validate(url, fields, signature))


def _refused(status: int, code: int) -> Answer:
    """What a refusal means. One that meets our account is nobody's own fault."""
    if status in WRONG_LOGIN:
        return Answer(Fate.LOST, code or status)
    if status == BUSY or status >= 500:
        return Answer(Fate.LATER, code or status)
    return Answer(Fate.REFUSED, code or status)


def _client() -> "Client":
    rest, http = _library("twilio.rest"), _library("twilio.http.http_client")
    # Its own log lines hold whole addresses and answers: nobody reads them (safety.md #31).
    silent = logging.Logger("twilio, silent", level=logging.CRITICAL + 1)
    patience = min(settings.EMAIL_TIMEOUT or LONGEST_TALK, LONGEST_TALK)
    client: Client = rest.Client(
        settings.TWILIO_ACCOUNT_SID,
        settings.TWILIO_AUTH_TOKEN,
        http_client=http.TwilioHttpClient(timeout=patience, logger=silent),
    )
    client.api.base_url = settings.TWILIO_API
    return client


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as missing:
        raise ImproperlyConfigured(
            "TWILIO_ACCOUNT_SID is set and the library is not there: pip install onward[sms]"
        ) from missing
