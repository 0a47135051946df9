"""A small site with some of everything in it: what the pages of `pages.py` show."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone

from cms.actions import prepare_site
from cms.models import HomePage, SiteSettings, StandardPage
from community.people.actions import address_tokens, revoke, sign_release
from community.people.models import User
from community.safety.actions import write_down
from community.safety.models import Saw
from opportunities.actions.publishing import hold, submit_for_review
from opportunities.actions.schedules import add_schedule
from opportunities.models import (
    Opportunity,
    Rhythm,
    Session,
    State,
)
from tests.browser.organisations import apply_and_invite
from tests.factories.notifications import (
    ContactPreferenceFactory,
    NoteFactory,
    PhoneContactFactory,
    SafeHoursFactory,
)
from tests.factories.opportunities import (
    AreaFactory,
    OpportunityFactory,
    SessionFactory,
    SignUpFactory,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import UserFactory

LONG = "Learn to repair a Donaudampfschifffahrtsgesellschaft bicycle with Llanfairpwllgwyngyll"
EVERY_BLOCK = [
    {"type": "heading", "value": {"text": "Together"}},
    {"type": "text", "value": "<h2>How</h2><p>A <b>word</b>.</p><ul><li>One</li></ul>"},
    {"type": "picture", "value": {"motif": "garden", "caption": "The garden"}},
    {"type": "quote", "value": {"words": "I came to wash up.", "who": "Mel", "motif": "pot"}},
    {"type": "notice", "value": {"tone": "warn", "title": "Closed", "text": "On Monday."}},
]


@dataclass
class World:
    """A small site in which every page has something to show."""

    sam: User
    nobody_yet: User
    rosa: User
    reset_link: str
    address_link: str
    open: Session
    full: Session
    circle: Session
    rows: dict[str, Opportunity] = field(default_factory=dict)
    sign_ups: dict[str, str] = field(default_factory=dict)


def in_days(opportunity: Opportunity, days: float, **values: Any) -> Session:
    starts_at = timezone.now() + dt.timedelta(days=days)
    return SessionFactory(opportunity=opportunity, starts_at=starts_at, **values)


def build_world(partner: User, mailbox: Path) -> World:
    """A site as `prepare_site` leaves it, with some of everything in it."""
    home: HomePage = prepare_site()
    _numbers_elsewhere()
    home.add_child(instance=StandardPage(title="Every part", slug="parts", body=EVERY_BLOCK))
    (mailbox / "1.eml").write_bytes(
        b"To: sam@example.org\r\nSubject: Tuesday\r\n\r\nTue 10 am.\r\n"
    )
    organisation = partner.memberships.get().organisation
    rows = _rows(organisation)
    sam = UserFactory(username="sam", alias="Sam", email_to_confirm="new@example.org")
    _reach(sam)
    UserFactory(username="new", last_login=None)
    world = World(
        sam=sam,
        nobody_yet=UserFactory(username="noor", alias="Noor", email=""),
        rosa=partner,
        reset_link=_reset_link(sam),
        address_link=_address_link(sam),
        open=in_days(rows["garden"], 2, capacity=12),
        full=in_days(rows["long"], 2.01, capacity=1),
        circle=in_days(rows["evening"], 9),
        rows=rows,
    )
    ContactPreferenceFactory(person=world.nobody_yet, channel="in_app", refused_at=timezone.now())
    for day in range(3, 11):
        in_days(rows["garden"], day)
    SignUpFactory(session=world.full)
    SignUpFactory(session=world.open, alias="Robin", note="A seat", state=State.ASKED)
    in_days(rows["group"], 4, capacity=None)
    world.sign_ups = _places(world)
    now = timezone.now()
    for recipient in ("Harbour House", LONG):
        release = sign_release(
            person=sam, recipient=recipient, details=["plan"], purpose=LONG, now=now
        )
    revoke(release=release, now=now)
    staff = _staff()
    hold(opportunity=rows["held"], reason="Asked for money.", by=staff, now=now)
    write_down(by=staff, about=world.circle.public_id, what=Saw.ASKED, reason="safety", now=now)
    add_schedule(
        opportunity=rows["sent"], rhythm=Rhythm.MONTHLY, last_on=None, capacity=8,
        starts_at=now + dt.timedelta(days=5), ends_at=now + dt.timedelta(days=5, hours=2), now=now,
    )  # fmt: skip
    submit_for_review(opportunity=rows["sent"], by=partner, now=now)
    apply_and_invite(sam, partner)
    return world


def _places(world: World) -> dict[str, str]:
    """Sam's sign-ups, one for each thing that can become of one, by their public ids."""
    sam, rows = world.sam, world.rows
    places = {
        "confirmed": SignUpFactory(session=world.open, person=sam),
        "offered": SignUpFactory(
            session=in_days(rows["garden"], 12), person=sam, state=State.OFFERED,
            offer_ends_at=timezone.now() + dt.timedelta(hours=20),
        ),
        "waiting": SignUpFactory(session=world.full, person=sam, state=State.WAITING),
        "asked": SignUpFactory(session=in_days(rows["garden"], 13), person=sam, state=State.ASKED),
        "declined": SignUpFactory(
            session=in_days(rows["garden"], 14), person=sam, state=State.DECLINED
        ),
        "cancelled": SignUpFactory(
            session=in_days(rows["group"], 5), person=sam, state=State.CANCELLED
        ),
        "passed on": SignUpFactory(
            session=in_days(rows["group"], 8), person=sam, state=State.CANCELLED,
            stand_in_since=timezone.now(),
        ),
        "later": SignUpFactory(session=in_days(rows["group"], 6), person=sam),
        "paused": SignUpFactory(session=in_days(rows["held"], 6), person=sam),
        "called off": SignUpFactory(
            session=in_days(rows["group"], 7, cancelled_at=timezone.now()), person=sam
        ),
    }  # fmt: skip
    return {name: str(row.public_id) for name, row in places.items()}


def _reach(person: User) -> None:
    """Somebody who chose everything, four months ago, and has notes."""
    chosen = timezone.now() - dt.timedelta(days=120)
    wish = ContactPreferenceFactory(person=person, channel="email", checked_at=chosen)
    SafeHoursFactory(preference=wish, weekday=2)
    PhoneContactFactory(person=person, calls="yes", code_word="marmalade")
    for read_at in (None, chosen):
        NoteFactory(person=person, read_at=read_at)


def _staff() -> User:
    return UserFactory(username="amina", alias="Amina", role="staff", is_superuser=True)


def _numbers_elsewhere() -> None:
    """Another country, so that there is a choice at the foot of every page."""
    settings = SiteSettings.objects.get()
    value = {"country": "United Kingdom", "number": "999", "note": "If you cannot speak, press 55."}
    settings.elsewhere = [{"type": "country", "value": value}]
    line = {"name": "Samaritans", "number": "116 123", "country": "United Kingdom", "note": ""}
    settings.crisis_lines = [{"type": "line", "value": line | {"verified_on": "2026-05-04"}}]
    settings.save()


def _rows(organisation: Any) -> dict[str, Opportunity]:
    area = AreaFactory(label="Northgate")
    own = {"organisation": organisation, "area": area}
    return {
        "garden": OpportunityFactory(
            title="Garden morning", motif="garden", rhythm="Every Tuesday",
            description="We weed.\n\nThen tea.", who_comes="About ten", bring="Old shoes",
            getting_there="Bus 7", arrival="Green gate.\nWalk in.", **own,
        ),
        "long": OpportunityFactory(kind="class", title=LONG, motif="bike", **own),
        "group": OpportunityFactory(
            kind="group", title="Wednesday circle", motif="table",
            organisation=OrganisationFactory(name="Kitchen Table Peer Network"), area=area,
        ),
        "dateless": OpportunityFactory(kind="project", title="Quilts", motif="sewing", **own),
        "evening": OpportunityFactory(kind="group", title="Evening circle", motif="table", **own),
        "held": OpportunityFactory(title="Day work", motif="desk"),
        "lacking": OpportunityFactory(title="Songs", ask_for="", live=False, **own),
        "sent": OpportunityFactory(title="Willow afternoon", motif="river", live=False, **own),
    }  # fmt: skip


def _reset_link(person: User) -> str:
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    return f"/accounts/link/{key}/"


def _address_link(person: User) -> str:
    return reverse("people:address", args=[address_tokens.make_token(person)])
