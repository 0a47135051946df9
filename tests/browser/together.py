"""Pages of two who walk together: asking for it, each state for each of the two, how it goes."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from community.mentorship.models import ApprovedPlace, CheckIn, Mentorship, MoveReason, Side
from community.mentorship.models import MentorshipState as S
from community.people.models import User
from tests.browser.sharing import pages_of_a_shared_plan
from tests.browser.world import LONG, World
from tests.factories.people import UserFactory
from tests.factories.walking import ActiveMentorFactory, MentorshipFactory, RequestFactory

REFUSED = ({"what": "rest", "resume_on": "soon"}, {"what": "closing"})


def pages_of_two(world: World) -> list[dict[str, Any]]:
    """What `Shown` is made with."""
    rows = _rows()
    mentor = rows[S.TRIAL].mentor
    return [
        *_asking(world),
        *(page for state, row in rows.items() for page in _of_both(state, row)),
        _all_of("together, a mentor of many", mentor.person),
        *_refused(rows[S.ACTIVE]),
        *_asked_how_it_goes(rows[S.ACTIVE], rows[S.TRIAL]),
        *pages_of_a_shared_plan(world, rows[S.ACTIVE], rows[S.TRIAL], rows[S.PAUSED]),
    ]


def _rows() -> dict[str, Mentorship]:
    """Two in each state in which either of them sees something; one mentor walks with them all."""
    today, now = timezone.localdate(), timezone.now()
    mentor = ActiveMentorFactory(
        person=UserFactory(alias="Llanfairpwllgwyngyll"),
        style="listener", online_ok=True, in_person_ok=True,
    )  # fmt: skip
    more: dict[str, dict[str, Any]] = {
        S.OFFERED_PARTICIPANT: {},
        S.OFFERED_MENTOR: {},
        S.INTRO: {"person_agreed_at": now},
        S.TRIAL: {"trial_until": today + dt.timedelta(days=60)},
        S.ACTIVE: {},
        S.PAUSED: {"paused_for": MoveReason.ASKED, "resume_on": today + dt.timedelta(days=9)},
        S.CLOSING: {"ends_on": today + dt.timedelta(days=28), "what_changed": f"I cook.\n{LONG}"},
    }
    rows = {
        state: MentorshipFactory(mentor=mentor, state=state, **own) for state, own in more.items()
    }
    for row in rows.values():
        RequestFactory(person=row.person, first_goal=LONG, meets="remote", languages=["en"])
    _meet(rows[S.ACTIVE], now)
    return rows


def _meet(row: Mentorship, now: dt.datetime) -> None:
    starts_at = now + dt.timedelta(days=3)
    row.meetings.create(
        proposed_by=row.person,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1),
        place=ApprovedPlace.objects.create(name=LONG[:60], where="Ground floor, by the window"),
        changed_at=now,
    )


def _all_of(name: str, who: User) -> dict[str, Any]:
    return {"name": name, "path": reverse("mentorship:together"), "who": who}


def _asking(world: World) -> list[dict[str, Any]]:
    """Who has not asked, who waits, and who only looks."""
    ask = reverse("mentorship:ask")
    waits, looks = RequestFactory().person, RequestFactory(just_looking=True).person
    return [
        _all_of("together, nothing asked", world.nobody_yet),
        _all_of("together, waiting", waits),
        _all_of("together, just looking", looks),
        {"name": "ask for somebody", "path": ask, "who": world.nobody_yet},
        {"name": "ask for somebody, again", "path": ask, "who": waits},
        {
            "name": "ask for somebody, refused",
            "path": ask,
            "who": waits,
            "data": {"first_goal": "x" * 3000, "first_tag": "x"},
            "status": 400,
        },
    ]


def _of_both(state: str, row: Mentorship) -> list[dict[str, Any]]:
    two = {"path": reverse("mentorship:two", args=[row.public_id])}
    pages = [
        _all_of(f"together, {state}", row.person),
        {"name": f"two, {state}", "who": row.person, **two},
    ]
    if state == S.OFFERED_PARTICIPANT:  # of which the mentor knows nothing yet
        return pages
    return [*pages, {"name": f"two, {state}, mentor", "who": row.mentor.person, **two}]


def _refused(row: Mentorship) -> list[dict[str, Any]]:
    path = reverse("mentorship:two", args=[row.public_id])
    return [
        {"name": f"two, {data['what']} refused", "path": path, "who": who, "data": data,
         "status": 400}
        for who, data in zip((row.person, row.mentor.person), REFUSED, strict=True)
    ]  # fmt: skip


def _asked_how_it_goes(first: Mentorship, second: Mentorship) -> list[dict[str, Any]]:
    """The participant is asked today, the mentor soon."""
    today = timezone.localdate()
    asked = CheckIn.objects.create(
        mentorship=first, person=first.person, side=Side.PARTICIPANT, due_on=today
    )
    CheckIn.objects.create(
        mentorship=second, person=second.mentor.person, side=Side.MENTOR,
        due_on=today + dt.timedelta(days=2),
    )  # fmt: skip
    path = reverse("mentorship:check_in", args=[asked.pk])
    return [
        {"name": "how it goes", "path": path, "who": first.person},
        {"name": "how it goes, refused", "path": path, "who": first.person, "data": {"safe": "x"},
         "status": 400},
    ]  # fmt: skip
