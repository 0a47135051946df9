"""The one shape in which mail leaves: plain words, and nothing that says who we are."""

import datetime as dt
import functools
import quopri
from email.header import Header
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from .models import Message

LONGEST_LINE = 900  # RFC 5322, 2.1.1 allows 998


def sender() -> str:
    """The bare address that mail comes from. A display name would name us (DESIGN.md 9)."""
    return _bare(settings.DEFAULT_FROM_EMAIL)


def sender_domain() -> str:
    """The neutral domain of the sender, which is also how we greet the mail server."""
    return sender().rpartition("@")[2]


def envelope_address(address: str) -> str:
    """Return `address` as mail servers write it: the domain in ASCII.

    Raises django.core.exceptions.ValidationError if it cannot be an address.
    """
    validate_email(address)
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def mail(message: Message, *, address: str, at: dt.datetime, link_to_stop: str = "") -> bytes:
    """Return the bytes of a message as it is sent: headers, an empty line, plain text.

    No display name, no Reply-To, no site name, no link and no footer: the words are the body and
    nothing else (safety.md #23). The Message-ID comes from the row, so every try carries the same
    and a mail program shows a doubled mail once. Opting out is a mail to an address that somebody
    reads, if there is one: a link would put the site's address into the source of the mail. Only
    who chose to read the details gets the link, also for one click (RFC 8058, safety.md #26).
    """
    headers = {
        "From": sender(),
        "To": address,
        "Subject": _encoded(one_line(message.subject)),
        "Date": format_datetime(at.astimezone(dt.UTC)),
        "Message-ID": f"<{message.public_id.hex}@{sender_domain()}>",
        **_ways_out(link_to_stop),
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }
    body = message.body
    if link_to_stop:
        body += "\n\n" + _("No more of these: %(link)s") % {"link": link_to_stop}
    encoding, words = _words(body)
    top = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{top}{encoding}\r\n".encode("ascii") + words


def one_line(text: str) -> str:
    """Return `text` without line breaks and control characters: no second header is smuggled in."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _ways_out(link_to_stop: str) -> dict[str, str]:
    if link_to_stop:
        return {
            "List-Unsubscribe": f"<{link_to_stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    opt_out = _bare(settings.OPT_OUT_ADDRESS)
    return {"List-Unsubscribe": f"<mailto:{opt_out}>"} if opt_out else {}


@functools.cache
def _bare(address: str) -> str:
    """Without the name beside it. Kept, for each mail asks four times and reading takes long."""
    return parseaddr(address)[1]


def _encoded(header: str) -> str:
    return header if header.isascii() else Header(header, "utf-8").encode(linesep="\r\n")


def _words(body: str) -> tuple[str, bytes]:
    """The headers and the bytes of the body. Plain ASCII goes as it is, for all programs read it.

    Written by hand: the standard library parses each header it writes, which would take longer
    than all the rest of sending.
    """
    lines = body.splitlines()
    text = "".join(f"{line}\r\n" for line in lines)
    if body.isascii() and all(len(line) <= LONGEST_LINE for line in lines):
        kind, words = ("us-ascii", "7bit"), text.encode("ascii")
    else:
        quoted = quopri.encodestring(text.replace("\r\n", "\n").encode())
        kind, words = ("utf-8", "quoted-printable"), quoted.replace(b"\n", b"\r\n")
    charset, encoding = kind
    return (
        f'Content-Type: text/plain; charset="{charset}"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n"
    ), words
