"""Your notes, the ways to say stop, and the mailbox of a site that runs on one machine."""

import datetime as dt
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.notifications import actions
from community.safety.access import Who, open_to

NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
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


@open_to(Who.SIGNED_IN)
@never_cache
@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """Your notes, newest first. Opening the page is reading them; a look at its head is not."""
    person: Any = request.user
    if request.method == "HEAD":
        return HttpResponse()
    now = timezone.now()
    context = {
        "notes": actions.read_notes(person=person, now=now),
        "ask_again": actions.wants_checking(person, now=now),
    }
    return render(request, "notifications/notes.html", context)


@open_to(Who.EVERYONE)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One button, and a POST that mail programs may make without it (RFC 8058).

    The token is the proof, so no cookie is asked for. What is over, used or changed looks the same.
    """
    try:
        if request.method == "POST":
            actions.stop_by_link(token=token, now=timezone.now())
            return render(request, "notifications/stopped.html", {"done": True})
        actions.person_of(token)
    except actions.LinkOver:
        return render(request, "notifications/stopped.html", status=404)
    return render(request, "notifications/stop.html")


@open_to(Who.EVERYONE)
@csrf_exempt
@never_cache
@require_POST
def text_came(request: HttpRequest) -> HttpResponse:
    """What somebody answered to a text, brought by who carries them and signed by them.

    STOP is obeyed at once; the answer is always the same and sends nothing back. Without their
    signature there is nothing here.
    """
    signed = actions.is_from_twilio(
        url=settings.SITE_URL + reverse("notifications:text_came"),
        fields=request.POST.dict(),
        signature=request.headers.get("X-Twilio-Signature", ""),
    )
    if not signed:
        raise Http404
    actions.stop_by_text(
        number=request.POST.get("From", ""),
        words=request.POST.get("OptOutType") or request.POST.get("Body", ""),
        now=timezone.now(),
    )
    return HttpResponse(NOTHING_TO_SAY, content_type="text/xml")


# -- one machine only ----------------------------------------------------------------------------
@open_to(Who.EVERYONE)  # on a developer's own machine only
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails, newest first."""
    kept = [mail for path in _newest_files()[:NEWEST] if (mail := _read(path))]
    return render(request, "notifications/mailbox.html", {"mails": kept})


@open_to(Who.EVERYONE)
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
