"""The shape of mail: what stands in it, and what never does (safety.md #23, DESIGN.md 9)."""

import datetime as dt
import email
import email.policy

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from community.notifications import emails
from community.notifications.models import Message

AT = dt.datetime(2026, 5, 4, 16, 0, tzinfo=dt.timezone(dt.timedelta(hours=-4)))


def sent(**fields) -> email.message.EmailMessage:
    given = {"subject": "Tuesday", "body": "Tue 10 am. See you there.\n"} | fields
    data = emails.mail(Message(**given), address="sam@example.org", at=AT)
    return email.message_from_bytes(data, policy=email.policy.default)


def words(mail: email.message.EmailMessage) -> str:
    return mail.get_payload(decode=True).decode().replace("\r\n", "\n")


@pytest.fixture(autouse=True)
def _sender(settings):
    settings.DEFAULT_FROM_EMAIL = "Onward <notes@plain.example>"


def test_mail_holds_these_headers_and_no_other():
    mail = sent()
    expected = {
        "From": "notes@plain.example",
        "To": "sam@example.org",
        "Subject": "Tuesday",
        "Date": "Mon, 04 May 2026 20:00:00 +0000",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="us-ascii"',
        "Content-Transfer-Encoding": "7bit",
    }
    assert {name: str(value) for name, value in mail.items() if name != "Message-ID"} == expected
    assert words(mail) == "Tue 10 am. See you there.\n"


def test_mail_names_a_way_out_only_where_somebody_reads_it(settings):
    assert sent()["List-Unsubscribe"] is None
    settings.OPT_OUT_ADDRESS = "Notes <out@plain.example>"
    mail = sent()
    assert mail["List-Unsubscribe"] == "<mailto:out@plain.example>"
    assert mail["List-Unsubscribe-Post"] is None


def test_mail_with_details_carries_the_link_in_words_and_for_one_click():
    data = emails.mail(
        Message(subject="Tuesday", body="Green gate."),
        address="sam@example.org",
        at=AT,
        link_to_stop="https://site.example/messages/off/abc/",
    )
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert mail["List-Unsubscribe"] == "<https://site.example/messages/off/abc/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert words(mail).endswith("\nNo more of these: https://site.example/messages/off/abc/\n")


def test_mail_names_neither_site_nor_address(settings):
    data = emails.mail(Message(subject="Tuesday", body="Hi"), address="sam@example.org", at=AT)
    for name in (settings.WAGTAIL_SITE_NAME, settings.SITE_URL, "http", "://"):
        assert name.encode().lower() not in data.lower()


def test_mail_keeps_its_message_id_and_ids_differ_between_messages():
    message = Message(subject="Tuesday", body="Hi")
    first, again = (
        email.message_from_bytes(emails.mail(message, address="sam@example.org", at=at))
        for at in (AT, AT + dt.timedelta(hours=3))
    )
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Message-ID"] == f"<{message.public_id.hex}@plain.example>"
    assert sent()["Message-ID"] != sent()["Message-ID"]


@given(st.text(max_size=300), st.text(max_size=300))
def test_mail_carries_any_words_and_never_another_header(subject, body):
    subject = subject.encode("utf-8", "ignore").decode()
    body = body.encode("utf-8", "ignore").decode()
    data = emails.mail(Message(subject=subject, body=body), address="sam@example.org", at=AT)
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert len(mail.items()) == 9
    assert str(mail["To"]) == "sam@example.org"
    assert words(mail) == "".join(f"{line}\n" for line in body.splitlines())
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_mail_in_another_language_arrives_whole():
    mail = sent(subject="Miércoles, 10 de la mañana " * 6, body="Nos vemos allí.\n.\n..punto\n")
    assert mail["Subject"].strip() == ("Miércoles, 10 de la mañana " * 6).strip()
    assert words(mail) == "Nos vemos allí.\n.\n..punto\n"


def test_mail_with_a_line_too_long_for_mail_is_folded():
    mail = sent(body="x" * 5000)
    assert mail["Content-Transfer-Encoding"] == "quoted-printable"
    assert words(mail) == "x" * 5000 + "\n"


@pytest.mark.parametrize("subject", ["Tuesday\r\nBcc: all@example.org", "Tuesday\n\nbody", "a\rb"])
def test_mail_header_injection_is_words(subject):
    mail = sent(subject=subject)
    assert mail["Bcc"] is None
    assert words(mail) == "Tue 10 am. See you there.\n"


def test_envelope_address_is_what_servers_write():
    assert emails.envelope_address("sam@example.org") == "sam@example.org"
    assert emails.envelope_address("sam@bücher.example") == "sam@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "address",
    ["", "sam", "sam@", "sam@example.org\r\nRCPT TO:<x@example.org>", "a@b c.org", "sám@x.org"],
)
def test_envelope_address_refuses_what_is_none(address):
    with pytest.raises(ValidationError):
        emails.envelope_address(address)


@pytest.mark.parametrize(
    ("setting", "address", "domain"),
    [
        ("notes@plain.example", "notes@plain.example", "plain.example"),
        ("Garden Notes <notes@plain.example>", "notes@plain.example", "plain.example"),
    ],
)
def test_sender_is_bare(settings, setting, address, domain):
    settings.DEFAULT_FROM_EMAIL = setting
    assert (emails.sender(), emails.sender_domain()) == (address, domain)
