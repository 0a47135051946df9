"""The mailbox of a site that runs on one machine: what would have been sent. Never elsewhere."""

import datetime as dt
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

NEWEST = 200
LONGEST = 1024 * 1024  # bytes of one mail that are read


class Kept(NamedTuple):
    """A mail that was kept as a file, as far as it can be read."""

    name: str
    at: dt.datetime
    to: str
    subject: str
    headers: list[tuple[str, str]]
    words: str


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails, newest first."""
    kept = [mail for path in _newest_files()[:NEWEST] if (mail := _read(path))]
    return render(request, "notifications/mailbox.html", {"mails": kept})


@require_safe
def message(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as plain text. 404 unless a file of exactly this name lies in the mailbox."""
    path = next((path for path in _newest_files() if path.name == name), None)
    mail = _read(path) if path else None
    if mail is None:
        raise Http404
    return render(request, "notifications/message.html", {"mail": mail})


def _newest_files() -> list[Path]:
    """Every mail in the folder, newest first. Raises Http404 where there is no mailbox."""
    folder = settings.MAILBOX_DIR
    if folder is None:
        raise Http404
    files = [
        (path.stat(follow_symlinks=False).st_mtime, path)
        for path in Path(folder).glob("*.eml")
        if path.is_file() and not path.is_symlink()
    ]
    return [path for _time, path in sorted(files, reverse=True)]


def _read(path: Path) -> Kept | None:
    """Read one file, whatever it holds; None if it went away or cannot be opened."""
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST)
        at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except OSError:
        return None
    mail = email.message_from_bytes(data, policy=email.policy.default)
    headers = [(name, _header(mail, name)) for name in dict.fromkeys(mail.keys())]
    to = _header(mail, "X-Envelope-To") or _header(mail, "To")
    return Kept(path.name, at, to, _header(mail, "Subject"), headers, _words(mail))


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail[name] or "")
    except Exception:  # the parser of the standard library stumbles over odd input
        return ""


def _words(mail: EmailMessage) -> str:
    try:
        part = mail.get_body(("plain", "html"))
        return str(part.get_content()) if part else ""
    except Exception:  # an unknown charset, a broken encoding
        payload = mail.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
