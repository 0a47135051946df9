"""Whatever is typed: a clear answer, never a crash, and nothing typed is lost.

Every form of the site is found by reading its page as a browser does, so a field that is added
later is tried, too.
"""

import html
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.factories.opportunities import (
    OpportunityFactory,
    RegularFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.opportunities.writing import step_address

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
HOSTILE = {
    "nothing": "",
    "html": SCRIPT,
    "template": "{{ 7|add:7 }}{% debug %}%s %(x)s {0}",
    "nul": "a\0b",
    "overlong": "a" * 100_000,
    "many lines": "a\n" * 5_000,
    "header": "a\r\nBcc: b@example.org\r\n\r\nbody",
    "huge number": "9" * 400,
    "number that is none": "NaN",
    "endless number": "1e999",
    "day that is none": "2026-02-30",
    "year that is none": "99999-12-31",
    "year nought": "0000-00-00",
    "time that is none": "25:61",
    "other digits": "١٢٣",
    "turned letters": "\u202egro.elpmaxe",
    "piled letters": "Z\u0351\u036b\u0343" * 200,
    "not a letter": "\ufffe\uffff\U0010ffff",
    "sql": "' OR 1=1; DROP TABLE people_user; --",
    "path": "../../../../etc/passwd",
    "formula": "=cmd|'/C calc'!A0",
    "uuid of nobody": "00000000-0000-0000-0000-000000000000",
}
# Bytes that are no letters in any spelling; they are put into the request as they stand.
WRONG_BYTES = ["%ff", "%c3%28", "%ed%a0%80", "%00", "%u0041", "%"]
QUIET = {"csrfmiddlewaretoken"}


class Forms(HTMLParser):
    """The forms that a page sends by POST: where to, and each field with its value and type."""

    def __init__(self, page):
        super().__init__()
        self.found, self.field = [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        name = attributes.get("name")
        if tag == "form":
            post = attributes.get("method", "").lower() == "post"
            self.found.append((post, attributes.get("action"), {}))
        elif self.found and name and tag in ("input", "textarea", "select", "button"):
            kind = attributes.get("type", tag)
            if kind not in ("radio", "checkbox") or "checked" in attributes:
                self.found[-1][2][name] = (kind, attributes.get("value") or "on")
            else:
                self.found[-1][2].setdefault(name, (kind, ""))

    @property
    def by_post(self):
        """Address and fields of each form by POST, without the one that signs out."""
        leaving = reverse("account_logout")
        return [(to, fields) for post, to, fields in self.found if post and to != leaving]


@pytest.fixture
def world(participant, partner):
    """One of everything that has a form of its own."""
    organisation = partner.memberships.first().organisation
    opportunity = OpportunityFactory(organisation=organisation)
    session = SessionFactory(opportunity=opportunity)
    sign_up = SignUpFactory(session=SessionFactory(opportunity=opportunity), person=participant)
    return {
        "login": ("stranger", reverse("account_login")),
        "signup": ("stranger", reverse("account_signup") + "?go=1"),
        "new password": ("stranger", reverse("account_reset_password")),
        "account": ("participant", reverse("people:settings")),
        "change password": ("participant", reverse("account_change_password")),
        "sign up": ("participant", reverse("opportunities:detail", args=[opportunity.public_id])),
        "reminders": ("participant", reverse("opportunities:reminders")),
        "plan": ("participant", reverse("opportunities:plan")),
        "saved": ("participant", reverse("opportunities:saved", args=[sign_up.public_id])),
        "regular": (
            "participant",
            reverse("opportunities:regular", args=[RegularFactory(person=participant).public_id]),
        ),
        "new posting": ("partner", reverse("opportunities:workplace_new")),
        "posting": (
            "partner",
            reverse("opportunities:workplace_edit", args=[opportunity.public_id]),
        ),
        "words": ("partner", step_address(opportunity, "about")),
        "words of where": ("partner", step_address(opportunity, "where")),
        "dates": (
            "partner",
            reverse("opportunities:workplace_dates", args=[opportunity.public_id]),
        ),
        "date": ("partner", reverse("opportunities:workplace_date", args=[session.public_id])),
    }


PAGES = (
    "login", "signup", "new password", "account", "change password", "sign up", "reminders",
    "plan", "saved", "regular", "new posting", "posting", "words",
    "words of where", "dates", "date",
)  # fmt: skip


@pytest.fixture
def client_of(as_person, participant, partner):
    people = {"participant": participant, "partner": partner}
    return lambda who: as_person(people[who]) if who in people else Client()


def send(client, to, pairs):
    """Post what a browser would, byte by byte."""
    return client.post(to, pairs, content_type="application/x-www-form-urlencoded")


def posted_forms(client, url):
    page = client.get(url)
    assert page.status_code == 200, url
    return [(to or url, fields) for to, fields in Forms(page.content.decode()).by_post]


@pytest.mark.parametrize("page", PAGES)
def test_forms_are_found(world, client_of, page):
    """The positive control: each page has a form, and its fields are seen."""
    who, url = world[page]
    forms = posted_forms(client_of(who), url)
    assert forms


@pytest.mark.parametrize("page", PAGES)
def test_form_filled_with_anything_answers_clearly(world, client_of, page):
    """All forms of one page, filled with each kind of nonsense in turn."""
    who, url = world[page]
    client, crashed = client_of(who), []
    for to, fields in posted_forms(client, url):
        names = [name for name in fields if name not in QUIET]
        bodies = {what: urlencode([(n, value) for n in names]) for what, value in HOSTILE.items()}
        for wrong in WRONG_BYTES:
            bodies[wrong] = "&".join(f"{quote(name)}={wrong}" for name in names)
        for what, body in bodies.items():
            answer = send(client, to, body)
            refused = what not in ("nul", "%00") or answer.status_code == 400 or not names
            if answer.status_code >= 500 or b"<script>alert(1)" in answer.content or not refused:
                crashed.append((to, what, answer.status_code))
    assert not crashed


@pytest.mark.parametrize("page", PAGES)
def test_form_that_comes_back_keeps_what_was_typed(world, client_of, page):
    """One impossible answer in each field that can be typed into: all of them are still there."""
    who, url = world[page]
    client = client_of(who)
    for to, fields in posted_forms(client, url):
        typed = {
            name: SCRIPT
            for name, (kind, _value) in fields.items()
            if kind in ("text", "email", "textarea", "number", "date", "time") and name not in QUIET
        }
        chosen = {name: value for name, (kind, value) in fields.items() if name not in typed}
        answer = send(client, to, urlencode(chosen | typed))
        if answer.status_code == 200:
            text = html.unescape(answer.content.decode())
            assert text.count(SCRIPT) >= len(typed), (to, sorted(typed))
            assert escape(SCRIPT) in answer.content.decode() or not typed


@pytest.mark.parametrize("page", PAGES)
def test_form_with_a_body_that_is_none_answers_clearly(world, client_of, page):
    who, url = world[page]
    client = client_of(who)
    forms = posted_forms(client, url)
    bodies = ["", "&&==&", "a" * 3_000_000, "x=1&" * 2_000]
    for to, _fields in forms:
        for body in bodies:
            assert send(client, to, body).status_code < 500
            sent = client.post(to, body[:100], content_type="multipart/form-data; boundary=x")
            assert sent.status_code < 500
        assert client.post(to, "{", content_type="application/json").status_code < 500


QUESTIONS = (
    "q", "near", "far", "kind", "need", "when", "interest", "area", "places", "sort", "after",
    "before", "from", "page", "unknown",
)  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_listing_asked_anything_answers_clearly(world, client_of, name):
    client, url = client_of("participant"), reverse("opportunities:find")
    for value in (*(quote(value[:3000]) for value in HOSTILE.values()), *WRONG_BYTES):
        plain = client.get(f"{url}?{name}={value}")
        twice = client.get(f"{url}?{name}={value}&{name}={value}&q=garden", HTTP_HX_REQUEST="true")
        for answer in (plain, twice):
            assert answer.status_code < 500, value[:100]
            assert b"<script>alert(1)" not in answer.content


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "safety:leave",
        "safety:stay_safe",
    ],
)
def test_open_page_asked_anything_answers_clearly(stranger, db, name):
    for value in (*(quote(value[:3000]) for value in HOSTILE.values()), *WRONG_BYTES):
        for question in ("next", "go", "email", "q"):
            answer = stranger.get(f"{reverse(name)}?{question}={value}")
            assert answer.status_code < 500, (question, value[:50])
            assert b"<script>alert(1)" not in answer.content


@pytest.mark.parametrize(
    "path", ["%ff", "%00", "a%0d%0aSet-Cookie:x=1", "..%2f..%2f", "a" * 5000, "\ufffe"]
)
@pytest.mark.parametrize(
    "area", ["/", "/opportunities/", "/plan/", "/partner/", "/account/link/", "/cms/"]
)
def test_address_that_is_none_answers_clearly(stranger, db, area, path):
    answer = stranger.get(f"{area}{path}/")
    assert answer.status_code < 500
    assert "Set-Cookie:x" not in str(answer.headers)


@pytest.mark.parametrize(
    "header",
    [
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_REFERER",
        "HTTP_USER_AGENT",
        "HTTP_COOKIE",
        "HTTP_HOST",
        "HTTP_X_FORWARDED_FOR",
    ],
)
def test_header_with_anything_answers_clearly(stranger, db, header):
    for value in HOSTILE.values():
        plain = value.replace("\r", " ").replace("\n", " ").encode("utf-8").decode("latin-1")[:4000]
        answer = stranger.get(reverse("account_login"), **{header: plain})
        assert answer.status_code < 500, value[:50]
