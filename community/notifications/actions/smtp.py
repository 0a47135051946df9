"""The line to the mail server, and what exactly happened to a mail that was handed over."""

import enum
import smtplib
import ssl
import time
from typing import NamedTuple

from django.conf import settings

from community.notifications import emails

# A mail that takes longer than this would keep its worker from ending within 30 seconds.
LONGEST_TALK = 20


class Fate(enum.Enum):
    """What is known about a mail after it was handed over. Only UNCLEAR may mean two copies."""

    TAKEN = "the server has it"
    REFUSED = "the server will never take it"
    LATER = "the server asks to try later"
    LOST = "the line broke before the server could have it"
    UNCLEAR = "the line broke after the words were sent: the server may have it"


class Answer(NamedTuple):
    """A fate, and the code the server gave (0 when it gave none). Never the server's words: they
    repeat the address."""

    fate: Fate
    code: int = 0


class Line:
    """One connection to the mail server, kept from mail to mail and opened when needed."""

    def __init__(self) -> None:
        self.smtp: smtplib.SMTP | None = None
        self.carried = 0

    def open(self, patience: float | None = None) -> bool:
        """Open the line unless it is open and return whether it is. `patience` is in seconds."""
        if self.smtp is not None:
            return True
        try:
            self.smtp = _connect(patience or _patience())
        except OSError:  # smtplib's errors are OSErrors, too
            return False
        self.carried = 0
        return True

    def close(self) -> None:
        """Hang up, politely if the server still listens."""
        if self.smtp is not None:
            try:
                self.smtp.quit()
            except OSError:
                self.smtp.close()
            self.smtp = None

    def hand_over(self, *, address: str, data: bytes) -> Answer:
        """Give one mail to the server and say what became of it.

        All of it takes at most EMAIL_TIMEOUT seconds. Servers hang up after so many mails: if the
        line that carried earlier ones turns out dead, a new one is tried at once.
        """
        deadline = time.monotonic() + _patience()
        used = self.carried > 0
        answer = self._talk(address, data, deadline)
        if answer.fate is Fate.LOST and used and deadline - time.monotonic() > 1:
            answer = self._talk(address, data, deadline)
        return answer

    def _talk(self, address: str, data: bytes, deadline: float) -> Answer:
        if not self.open(deadline - time.monotonic()) or self.smtp is None:
            return Answer(Fate.LOST)
        words_sent = False
        try:
            for command in (f"MAIL FROM:<{emails.sender()}>", f"RCPT TO:<{address}>", "DATA"):
                code = _ask(self.smtp, command, deadline)
                if code >= 400:
                    return self._refused(code, deadline, by_sender=command.startswith("MAIL"))
            _hurry(self.smtp, deadline)
            words_sent = True
            self.smtp.send(_dotted(data))
            code, _words = self.smtp.getreply()
        except OSError:
            self._drop()
            return Answer(Fate.UNCLEAR if words_sent else Fate.LOST)
        if code >= 400:
            return self._refused(code, deadline)
        self.carried += 1
        return Answer(Fate.TAKEN, code)

    def _refused(self, code: int, deadline: float, *, by_sender: bool = False) -> Answer:
        """What a refusal means. One that meets the sender or the line is nobody's own fault."""
        if by_sender or code == 421:
            self._drop()
            return Answer(Fate.LOST, code)
        try:
            if self.smtp is not None:
                _ask(self.smtp, "RSET", deadline)
        except OSError:
            self._drop()
        return Answer(Fate.REFUSED if code >= 500 else Fate.LATER, code)

    def _drop(self) -> None:
        if self.smtp is not None:
            self.smtp.close()
            self.smtp = None


def _patience() -> float:
    return min(settings.EMAIL_TIMEOUT or LONGEST_TALK, LONGEST_TALK)


def _connect(patience: float) -> smtplib.SMTP:
    make = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    # Greeting by the sender's domain: a machine's own name would end up in the mail's source.
    smtp = make(
        settings.EMAIL_HOST,
        settings.EMAIL_PORT,
        local_hostname=emails.sender_domain(),
        timeout=max(patience, 0.1),
    )
    try:
        smtp.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except OSError:
        smtp.close()
        raise
    return smtp


def _ask(smtp: smtplib.SMTP, command: str, deadline: float) -> int:
    _hurry(smtp, deadline)
    code, _words = smtp.docmd(command)
    return code


def _hurry(smtp: smtplib.SMTP, deadline: float) -> None:
    """Let the next exchange take no more than what is left of this mail's time."""
    if smtp.sock is not None:
        smtp.sock.settimeout(max(deadline - time.monotonic(), 0.1))


def _dotted(data: bytes) -> bytes:
    """Double the dots that start a line and add the one that ends the mail (RFC 5321, 4.5.2)."""
    ending = b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n"
    return data.replace(b"\r\n.", b"\r\n..") + ending
