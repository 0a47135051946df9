"""Pages of mentors: what it is, asking, where it stands in each state, and the letter."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from community.mentorship.actions import keep_log, propose, write_line
from community.mentorship.models import ENDED, DropIn, Load, MentorReference, MentorState
from community.mentorship.models import TrainingModule as Module
from community.organisations.actions.letters import digest_of
from community.people.models import User
from tests.browser.world import World
from tests.factories.mentorship import MentorFactory
from tests.factories.people import UserFactory
from tests.factories.walking import MentorshipFactory

TOKEN = "w" * 43


def pages_of_mentors(world: World) -> list[dict[str, Any]]:
    """What `Shown` is made with."""
    now = timezone.now()
    Module.objects.create(title="Keeping boundaries, and saying so")
    DropIn.objects.create(
        starts_at=now + dt.timedelta(days=2),
        ends_at=now + dt.timedelta(days=2, hours=1),
        where="Room 2 at the office, or online",
    )
    people = {state: _mentor(state, now) for state in MentorState}
    row = people[MentorState.ACTIVE].mentor
    keep_log(mentor=row, load=Load.RIGHT, words="I sleep well.", now=now)
    MentorReference.objects.create(
        mentor=row, name="Jo", digest=digest_of(TOKEN), digest_ends_at=now + dt.timedelta(days=1)
    )
    apply, mine = reverse("mentorship:apply"), reverse("mentorship:mine")
    active = people[MentorState.ACTIVE]
    return [
        {"name": "walk with someone", "path": reverse("mentorship:about")},
        {"name": "walk, signed in", "path": reverse("mentorship:about"), "who": active},
        {"name": "walk, questions", "path": apply, "who": world.nobody_yet},
        {
            "name": "walk, questions refused",
            "path": apply,
            "who": world.nobody_yet,
            "data": {"first_address": "x"},
            "status": 400,
        },
        *({"name": f"walk, {state}", "path": mine, "who": who} for state, who in people.items()),
        {
            "name": "walk, log refused",
            "path": mine,
            "who": active,
            "data": {"what": "log"},
            "status": 400,
        },
        {"name": "walk, answers", "path": reverse("mentorship:answers"), "who": active},
        *_of_two(now),
        *_letters(),
    ]


def _mentor(state: MentorState, now: dt.datetime) -> User:
    person = UserFactory()
    MentorFactory(person=person, state=state, ended_at=now if state in ENDED else None)
    return person


def _letters() -> list[dict[str, Any]]:
    letter = reverse("mentorship:letter", args=[TOKEN])
    return [
        {"name": "letter", "path": letter},
        {"name": "letter refused", "path": letter, "data": {"words": "x"}, "status": 400},
        {
            "name": "letter sent",
            "path": letter,
            "data": {"how_known": "From work", "reliable": "yes", "trusted": "unsure"},
        },
    ]


def _of_two(now: dt.datetime) -> list[dict[str, Any]]:
    """What two share: words, meetings, and a report, after which there is nothing."""
    walk = MentorshipFactory()
    reported = MentorshipFactory()
    sam, two = walk.person, [walk.public_id]
    write_line(mentorship=walk, by=walk.mentor.person, words="Hello, I am here.", now=now)
    at = {"starts_at": now + dt.timedelta(days=3), "ends_at": now + dt.timedelta(days=3, hours=1)}
    propose(mentorship=walk, by=walk.mentor.person, place=None, now=now, **at)
    return [
        {"name": "words of two", "path": reverse("mentorship:words", args=two), "who": sam},
        {
            "name": "words of two, warned",
            "path": reverse("mentorship:words", args=two),
            "who": sam,
            "data": {"what": "write", "words": "Ring me: 212 555 0177"},
            "status": 400,
        },
        {"name": "meetings of two", "path": reverse("mentorship:meetings", args=two), "who": sam},
        {
            "name": "meetings of two, refused",
            "path": reverse("mentorship:meetings", args=two),
            "who": sam,
            "data": {"what": "propose"},
            "status": 400,
        },
        {
            "name": "words of two, reported",
            "path": reverse("mentorship:words", args=[reported.public_id]),
            "who": reported.person,
            "data": {"what": "report"},
        },
    ]
