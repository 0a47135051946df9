"""Pages around who came: a date that begins in half an hour, with somebody who is here."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from opportunities.actions.attendance import mark_here
from opportunities.actions.hours import say_how_long
from opportunities.models import Hours, Session
from tests.browser.world import World
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.organisations import MembershipFactory

LONG = "Wolfeschlegelsteinhausenbergerdorff Wren"


def pages_of_attendance(world: World) -> list[dict[str, Any]]:
    """Each page, as `Shown` takes it."""
    near = _near(world)
    _long_ago(world)
    register = reverse("opportunities:workplace_register", args=[near.public_id])
    closed = reverse("opportunities:workplace_register", args=[world.open.public_id])
    no_code = reverse("opportunities:workplace_code", args=[world.open.public_id])
    here = reverse("opportunities:here")
    over = _over(world)
    stayed = reverse("opportunities:stayed", args=[over.sign_up.public_id])
    refused = {"number": "5000", "seen": "0"}
    return [
        {"name": "register", "path": register, "who": world.rosa},
        {
            "name": "register refused", "path": register, "who": world.rosa, "data": refused,
            "status": 400,
        },
        {"name": "did", "path": reverse("opportunities:did"), "who": world.sam},
        {"name": "did nothing", "path": reverse("opportunities:did"), "who": world.nobody_yet},
        {"name": "stayed", "path": stayed, "who": world.sam},
        {
            "name": "stayed refused", "path": stayed, "who": world.sam, "data": {"hours": "99"},
            "status": 400,
        },
        {
            "name": "date with hours to say yes to", "who": world.rosa,
            "path": reverse("opportunities:workplace_date", args=[over.sign_up.session.public_id]),
        },
        {"name": "figures", "path": reverse("opportunities:workplace_numbers"), "who": world.rosa},
        {
            "name": "no numbers", "path": reverse("opportunities:workplace_numbers"),
            "who": MembershipFactory(person__username="bea").person,
        },
        {"name": "register that is not open", "path": closed, "who": world.rosa},
        {"name": "no code", "path": no_code, "who": world.rosa},
        {"name": "here", "path": here, "who": world.sam},
        {
            "name": "here refused", "path": here, "who": world.sam, "data": {"code": "x"},
            "status": 400,
        },
    ]  # fmt: skip


def _near(world: World) -> Session:
    now = timezone.now()
    session = SessionFactory(
        opportunity=world.rows["long"], starts_at=now + dt.timedelta(minutes=30), walk_ins=2
    )
    note = "Hard of hearing: please face me when you speak"
    SignUpFactory(session=session, alias=LONG, note=note, companions=1)
    mark_here(sign_up=SignUpFactory(session=session, alias="Ama"), now=now)
    return session


def _over(world: World) -> Hours:
    now = timezone.now()
    rows = [
        SignUpFactory(
            session=SessionFactory(
                opportunity=world.rows[name],
                starts_at=now - dt.timedelta(days=days),
                places_taken=1,
            ),
            person=world.sam,
        )
        for name, days in (("group", 400), ("garden", 30), ("long", 1))
    ]
    for row in rows[:2]:
        Hours.objects.create(
            sign_up=row, minutes=120, source="attendance", state="counted", changed_at=now
        )
    return say_how_long(sign_up=rows[2], minutes=90, now=now)


def _long_ago(world: World) -> None:
    """Months with much, little and nothing to count."""
    for name, days, taken, walk_ins in (
        ("garden", 50, 9, 7), ("long", 80, 3, 2), ("garden", 82, 12, 11), ("garden", 120, 6, 6),
    ):  # fmt: skip
        SessionFactory(
            opportunity=world.rows[name],
            starts_at=timezone.now() - dt.timedelta(days=days),
            capacity=14,
            places_taken=taken,
            walk_ins=walk_ins,
        )
