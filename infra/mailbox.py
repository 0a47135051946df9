"""A real SMTP server for one machine: it accepts every mail and keeps each as one file.

    python -m infra.mailbox PORT FOLDER

Nothing leaves this machine. The files are what the mailbox page of a local site shows.
"""

import signal
import sys
import threading
import time
import uuid
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Keep:
    """Writes each mail to a folder, one `.eml` file for each, named by time of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep one mail; the names in the envelope are kept as headers of their own."""
        content = envelope.original_content or b""
        to = ", ".join(envelope.rcpt_tos).encode("utf-8", "replace")
        name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
        # Written aside and renamed, so that the page never reads half a mail.
        aside = self.folder / f".{name}.part"
        aside.write_bytes(b"X-Envelope-To: " + to + b"\r\n" + content)
        aside.rename(self.folder / f"{name}.eml")
        return "250 kept"


def main(port: int, folder: Path) -> None:
    """Serve until told to end."""
    folder.mkdir(parents=True, exist_ok=True)
    end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end.set())
    controller = Controller(Keep(folder), hostname="127.0.0.1", port=port)
    controller.start()
    end.wait()
    controller.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
