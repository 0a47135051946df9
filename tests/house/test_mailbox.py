"""The mail server of a local site, spoken to as any program speaks to one."""

import smtplib
import socket
import sys
import threading
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest

from infra import children
from infra.children import Children

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def server(tmp_path):
    """A running mail server: its port, the folder it keeps mail in, and its process."""
    folder = tmp_path / "kept" / "mail"
    port = children.free_port()
    with Children(tmp_path / "log") as group:
        child = group.start(
            "mailbox", [sys.executable, "-m", "infra.mailbox", str(port), folder], cwd=ROOT
        )
        assert children.wait_until(lambda: children.answers(port), child, seconds=30)
        yield port, folder, child


def mail(subject: str = "Tuesday", body: str = "Tue 10 am. See you there.\n") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
    message.set_content(body)
    return message


def kept(folder: Path) -> list[EmailMessage]:
    return [
        BytesParser(policy=default).parsebytes(path.read_bytes())
        for path in sorted(folder.glob("*.eml"))
    ]


def test_mail_is_kept_with_the_names_of_its_envelope(server):
    port, folder, _ = server
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(mail(), to_addrs=["one@example.org", "two@example.org"])
    (found,) = kept(folder)
    assert found["X-Envelope-To"] == "one@example.org, two@example.org"
    assert found["Subject"] == "Tuesday"
    assert found.get_content().splitlines() == ["Tue 10 am. See you there."]


def test_mail_keeps_letters_of_every_language_and_lines_that_begin_with_a_dot(server):
    port, folder, _ = server
    body = "Mañana a las diez.\n.hidden\n..\nمرحبا\n"
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(mail("El martes, señora", body))
    (found,) = kept(folder)
    assert found["Subject"] == "El martes, señora"
    assert found.get_content().splitlines() == body.splitlines()


def test_several_mails_of_one_talk_are_files_of_their_own_in_their_order(server):
    port, folder, _ = server
    with smtplib.SMTP("127.0.0.1", port) as client:
        for number in range(5):
            client.send_message(mail(f"number {number}"))
    assert [found["Subject"] for found in kept(folder)] == [f"number {n}" for n in range(5)]


def test_mails_that_arrive_together_do_not_overwrite_each_other(server):
    port, folder, _ = server

    def send(number: int) -> None:
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.send_message(mail(f"number {number}"))

    threads = [threading.Thread(target=send, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {found["Subject"] for found in kept(folder)} == {f"number {n}" for n in range(8)}
    assert list(folder.glob(".*")) == []


def test_talk_that_breaks_off_leaves_no_half_mail(server):
    port, folder, _ = server
    with socket.create_connection(("127.0.0.1", port)) as line:
        for words in (b"EHLO x\r\n", b"MAIL FROM:<a@b.org>\r\n", b"RCPT TO:<c@d.org>\r\n"):
            line.sendall(words)
            line.recv(4096)
        line.sendall(b"DATA\r\n")
        line.recv(4096)
        line.sendall(b"Subject: half a ma")
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(mail())
    assert [found["Subject"] for found in kept(folder)] == ["Tuesday"]
    assert list(folder.glob(".*")) == []


def test_server_ends_when_it_is_told_to(server):
    port, _, child = server
    children.ask_to_end(child.process)
    assert child.process.wait(15) == 0
    assert not children.answers(port)
    assert child.last_words() == ""


@pytest.mark.django_db
def test_mailbox_page_shows_what_the_server_kept(server, settings, stranger):
    port, folder, _ = server
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(mail("El martes"), to_addrs=["sam@example.org"])
    settings.MAILBOX_DIR = folder
    (name,) = [path.name for path in folder.glob("*.eml")]
    listed = stranger.get("/mailbox/").content.decode()
    assert "El martes" in listed
    assert "sam@example.org" in listed
    shown = stranger.get(f"/mailbox/{name}/")
    assert shown.status_code == 200
    assert "Tue 10 am. See you there." in shown.content.decode()
