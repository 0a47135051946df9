"""A real SMTP server on this machine that can be told to misbehave."""

import asyncio
import contextlib
import email
import socket
import threading
from collections import Counter
from collections.abc import Callable
from email.message import Message as Mail

from aiosmtpd.smtp import SMTP

HANG = "hang"
DROP = "drop"


class MailServer:
    """Takes mail until told otherwise.

    `at_rcpt` and `after_data` say per recipient what happens at that point of the talk: an SMTP
    answer such as "451 later", HANG or DROP; after the data, the last two have taken the mail.
    `at_mail` and `everyone_after_data` say it for everybody.
    """

    def __init__(self) -> None:
        self.mails: list[tuple[str, Mail]] = []
        self.tried: list[str] = []
        self.hellos: list[str] = []
        self.at_mail = ""
        self.at_rcpt: dict[str, str] = {}
        self.after_data: dict[str, str] = {}
        self.everyone_after_data = ""
        self.mails_per_line = 0
        self.lines = 0
        self.on_mail: Callable[[str], None] | None = None

    # -- what it saw -----------------------------------------------------------------------------
    @property
    def recipients(self) -> list[str]:
        return [to for to, _mail in self.mails]

    @property
    def copies(self) -> Counter[str]:
        return Counter(mail["Message-ID"] for _to, mail in self.mails)

    # -- running ---------------------------------------------------------------------------------
    def __enter__(self) -> "MailServer":
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = asyncio.run_coroutine_threadsafe(self._listen(), self.loop).result(5)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()

    async def _listen(self) -> asyncio.Server:
        def line() -> SMTP:
            self.lines += 1
            return SMTP(_Handler(self), hostname="mail.test", loop=self.loop, timeout=60)

        return await self.loop.create_server(line, "127.0.0.1", 0)

    async def _end(self) -> None:
        self.server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Handler:
    def __init__(self, desk: MailServer) -> None:
        self.desk = desk
        self.carried = 0

    async def _say(self, server: SMTP, behaviour: str) -> str:
        if behaviour == HANG:
            await asyncio.sleep(60)
        if behaviour == DROP:
            server.transport.abort()
        return "421 gone" if behaviour in (HANG, DROP) else behaviour

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        session.host_name = hostname
        self.desk.hellos.append(hostname)
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.desk.mails_per_line and self.carried >= self.desk.mails_per_line:
            return await self._say(server, DROP)
        if self.desk.at_mail:
            return await self._say(server, self.desk.at_mail)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.desk.tried.append(address)
        if behaviour := self.desk.at_rcpt.get(address):
            return await self._say(server, behaviour)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        (to,) = envelope.rcpt_tos
        behaviour = self.desk.after_data.get(to, self.desk.everyone_after_data)
        if behaviour not in ("", HANG, DROP):
            return behaviour
        self.desk.mails.append((to, email.message_from_bytes(envelope.content)))
        self.carried += 1
        if self.desk.on_mail:
            await asyncio.to_thread(self.desk.on_mail, to)
        return await self._say(server, behaviour) if behaviour else "250 OK"


@contextlib.contextmanager
def mute_server():
    """A server that takes the line and never says a word. Yields its port."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listening:
        yield listening.getsockname()[1]


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]
