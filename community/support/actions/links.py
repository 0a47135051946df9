"""Links of the directory that lead nowhere any more: staff are asked to look.

Off unless the operator turns it on (CHECK_LINKS): a question from our server tells a provider's
host that we list them. Only public addresses are asked, each host is looked up once and that answer
is used, a redirect is looked at in the same way; nothing is sent along and no page is read.
"""

import datetime as dt
import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.db.models.functions import Mod
from django.utils.translation import gettext as _

from community.safety.actions import new_task, open_tasks
from community.safety.models import Task, TaskKind
from community.support.models import Service

TICK: Final = 300  # seconds
TURNS: Final = 7 * 24 * 3600 // TICK  # each link is asked once a week, at its own tick
MOST_AT_ONCE: Final = 5  # what else waits in the queue waits for seconds
SECONDS: Final = 5
MOST_STEPS: Final = 4  # the link, and where it leads on to
PORTS: Final = {"http": 80, "https": 443}
GONE: Final = {404, 410}
A_QUARTER: Final = 91  # days until there is another task about the same link


@dataclass(frozen=True)
class Dead:
    """Why a link leads nowhere, in words for staff."""

    why: str


def is_public(address: str) -> bool:
    """Whether an address is one of the open net: not of this machine, its network, or a trick."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (mapped is None or mapped.is_global)


def tell_of_dead_links(*, now: dt.datetime) -> int:
    """Open a task for each dead link among those whose turn it is; return how many there are.

    The turn is the number of the entry: no row has to remember when it was asked.
    """
    if not settings.CHECK_LINKS:
        return 0
    turn = int(now.timestamp()) // TICK % TURNS
    rows = Service.objects.on_the_site().exclude(website="").annotate(turn=Mod("pk", TURNS))
    part = rows.filter(turn=turn).order_by("pk")[:MOST_AT_ONCE]
    dead = [(one, found) for one in part if (found := look_at(one.website))]
    open_tasks([_task(one, found, now) for one, found in dead])
    return len(dead)


def _task(service: Service, dead: Dead, now: dt.datetime) -> Task:
    note = _("%(name)s: its link leads nowhere (%(why)s). Look, and put it right in Wagtail.")
    return new_task(
        kind=TaskKind.SERVICE,
        key=f"link:{service.public_id}:{now.date().toordinal() // A_QUARTER}",
        about=service.public_id,
        path=f"/help/{service.public_id}/",
        note=note % {"name": service.name, "why": dead.why},
        now=now,
    )


def look_at(link: str) -> Dead | None:
    """Why a link is dead; None where it is not, or where nobody can say."""
    for _step in range(MOST_STEPS):
        parts = _parts(link)
        if parts is None:
            return Dead(_("no address of the open net"))
        host = parts.hostname or ""
        address = _address_of(host)
        if address is None or isinstance(address, Dead):
            return address
        answer = _ask(parts, address)
        if answer is None or answer[0] in GONE:
            return Dead(_("the page is not there")) if answer else None
        status, following = answer
        if status not in {301, 302, 303, 307, 308} or not following:
            return None
        link = urljoin(link, following)
    return None


def _parts(link: str) -> SplitResult | None:
    """A link that may be asked: http or https at its usual port, without a name and a password."""
    try:
        parts = urlsplit(link)
        is_usual = parts.port in {None, PORTS.get(parts.scheme)}
    except ValueError:
        return None
    is_plain = parts.username is None and parts.password is None
    return parts if parts.scheme in PORTS and parts.hostname and is_usual and is_plain else None


def _address_of(host: str) -> str | Dead | None:
    """The address that a host has now. If any of its addresses is not public, none is asked."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        # Of any other mistake it may be our own way out that is broken.
        return Dead(_("there is no such host")) if error.errno == socket.EAI_NONAME else None
    except (OSError, UnicodeError):
        return None
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(is_public(one) for one in addresses):
        return Dead(_("no address of the open net"))
    return addresses[0]


def _ask(parts: SplitResult, address: str) -> tuple[int, str] | None:
    """Status and where it leads on to; None without an answer. The host is not looked up again."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    for method in ("HEAD", "GET"):
        connection = _connection(parts, address)
        try:
            connection.request(method, path, headers={"User-Agent": "link check", "Accept": "*/*"})
            answer = connection.getresponse()
            if method == "GET" or answer.status not in {*GONE, 405, 501}:
                return answer.status, answer.getheader("Location", "") or ""
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()
    return None


class _At:
    """Makes a connection to one address, whatever the host is called."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __call__(self, where: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        return socket.create_connection((self.address, where[1]), *args, **kwargs)


def _connection(parts: SplitResult, address: str) -> http.client.HTTPConnection:
    """A connection to this address; with https its papers are those of the host."""
    host, kinds = parts.hostname or "", {"http": _plain, "https": _sealed}
    make: Callable[[str, int], http.client.HTTPConnection] = kinds[parts.scheme]
    connection = make(host, parts.port or PORTS[parts.scheme])
    connection._create_connection = _At(address)  # type: ignore[attr-defined]
    return connection


def _plain(host: str, port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(host, port, timeout=SECONDS)


def _sealed(host: str, port: int) -> http.client.HTTPConnection:
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=context)
