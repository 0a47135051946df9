"""An application, as far as it has come."""

import datetime as dt
import uuid

import pytest

from community.organisations.actions import agree, apply, confirm_email, record_check
from community.organisations.models import AGREEMENT, Application, CheckKind
from community.people.models import User
from tests.factories.people import UserFactory

FACTS = {
    "name": "Willow Lane Kitchen",
    "registration_number": "CH-1188",
    "website": "https://www.willowlane.example",
    "email": "mel@willowlane.example",
    "telephone": "+1 212 555 0188",
    "offer": "We cook for forty on Mondays.",
}


@pytest.fixture
def applicant(db) -> User:
    return UserFactory(username="mel", alias="Mel")


@pytest.fixture
def tokens() -> list[str]:
    """The tokens of links that were written, the latest at the end."""
    return []


@pytest.fixture
def keep(tokens):
    """What makes a link of a token, and keeps the token."""

    def link(token: str) -> str:
        tokens.append(token)
        return f"https://site.example/{token}"

    return link


@pytest.fixture
def applied(applicant, keep, now) -> Application:
    """Sent; its link was not opened."""
    return apply(by=applicant, public_id=uuid.uuid4(), facts=dict(FACTS), link_for=keep, now=now)


@pytest.fixture
def confirmed(applied, tokens, now) -> Application:
    """With staff, who have checked nothing yet."""
    return confirm_email(application=applied, token=tokens[-1], now=now)


@pytest.fixture
def checked(confirmed, applicant, staff, now) -> Application:
    """Everything is checked; nobody has vouched for it."""
    agree(by=applicant, version=AGREEMENT, now=now)
    for kind in CheckKind:
        record_check(application=confirmed, kind=kind, note="Found.", by=staff, now=now)
    confirmed.refresh_from_db()
    return confirmed


@pytest.fixture
def until(now) -> dt.date:
    return now.date() + dt.timedelta(days=300)
