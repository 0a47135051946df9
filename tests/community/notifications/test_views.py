"""The mailbox of a site that runs on one machine."""

import os

import pytest
from django.urls import reverse

from community.notifications.actions import deliver_due
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db
MAILBOX = reverse("notifications:mailbox")


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path
    return tmp_path


def keep(folder, name: str, data: bytes, at: int = 0) -> str:
    (folder / name).write_bytes(data)
    os.utime(folder / name, (1_700_000_000 + at, 1_700_000_000 + at))
    return reverse("notifications:message", args=[name])


def test_mailbox_lists_newest_first_and_shows_one(client, folder):
    keep(folder, "1.eml", b"To: sam@example.org\r\nSubject: Monday\r\n\r\nMon 9 am.\r\n", at=1)
    url = keep(folder, "2.eml", b"To: kim@example.org\r\nSubject: Tuesday\r\n\r\nTue 10 am.\r\n", 2)
    page = client.get(MAILBOX).content.decode()
    assert page.index("Tuesday") < page.index("Monday")
    assert url in page
    assert "sam@example.org" in page
    shown = client.get(url).content.decode()
    assert "Tue 10 am." in shown
    assert "kim@example.org" in shown
    assert "Mon 9 am." not in shown


def test_mailbox_empty_says_so(client, folder):
    assert "No mail yet" in client.get(MAILBOX).content.decode()
    folder.rmdir()
    assert client.get(MAILBOX).status_code == 200


def test_mailbox_shows_what_the_outbox_sends(client, folder, mail_server, now):
    message = MessageFactory(created_at=now, subject="Miércoles", body="Nos vemos allí.")
    deliver_due(now=now)
    ((_to, mail),) = mail_server.mails
    url = keep(folder, "1.eml", mail.as_bytes())
    assert "Miércoles" in client.get(MAILBOX).content.decode()
    page = client.get(url).content.decode()
    assert "Nos vemos allí." in page
    assert message.public_id.hex in page


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: \xff\xfe\r\nTo: \x80\r\n\r\n\xff",
        b"Content-Type: text/plain; charset=klingon\r\n\r\nHello\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nbroken",
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=",
        b"Subject: =?utf-8?b?broken\r\nTo: <<<>>>,,,@@\r\nDate: tomorrow\r\n\r\nx",
        b"To: [\r\nFrom: a@[\r\n\r\nx",
        b"no header at all",
        b"Subject: " + b"x" * 100_000 + b"\r\n\r\n" + b"y" * 2_000_000,
    ],
)
def test_mailbox_survives_odd_mail(client, folder, data):
    url = keep(folder, "odd.eml", data)
    assert client.get(MAILBOX).status_code == 200
    assert client.get(url).status_code == 200


def test_mailbox_shows_hostile_words_as_words(client, folder):
    hostile = b"<script>alert(1)</script>"
    keep(folder, "1.eml", b"Subject: " + hostile + b"\r\nTo: " + hostile + b"\r\n\r\n" + hostile)
    html = b"Content-Type: text/html\r\n\r\n" + hostile
    for url in (MAILBOX, keep(folder, "2.eml", html), "/mailbox/1.eml/"):
        assert hostile not in client.get(url).content


@pytest.mark.parametrize(
    "name", ["missing.eml", "secret.txt", "..%2Fsecret.eml", "link.eml", "folder.eml", ".eml", "*"]
)
def test_message_opens_nothing_but_mails_of_this_folder(client, folder, name):
    outside = folder.parent / "secret.eml"
    outside.write_text("Subject: secret")
    (folder / "secret.txt").write_text("secret")
    (folder / "link.eml").symlink_to(outside)
    (folder / "folder.eml").mkdir()
    assert client.get(f"/mailbox/{name}/").status_code == 404
    assert "secret" not in client.get(MAILBOX).content.decode()


def test_mailbox_does_not_exist_elsewhere(client, folder, settings):
    url = keep(folder, "1.eml", b"Subject: Monday\r\n\r\nx")
    settings.MAILBOX_DIR = None
    assert client.get(MAILBOX).status_code == 404
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_mailbox_is_only_read(client, folder, method):
    url = keep(folder, "1.eml", b"Subject: Monday\r\n\r\nx")
    assert getattr(client, method)(url).status_code == 405
    assert getattr(client, method)(MAILBOX).status_code == 405


def test_mailbox_is_kept_out_of_caches(client, folder):
    assert "no-store" in client.get(MAILBOX)["Cache-Control"]
