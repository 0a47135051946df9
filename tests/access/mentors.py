"""The person sought is a mentor, too, and has answered every question of that."""

import datetime as dt

from community.mentorship.models import (
    ApprovedPlace,
    FlagKind,
    Line,
    LineReport,
    Load,
    Meeting,
    Mentor,
    MentorFlag,
    MentorLog,
    MentorReference,
    MentorState,
    Style,
)
from community.people.models import User
from tests.factories.walking import MentorshipFactory

# What gives her away, and who reads it: staff. What others say of her, not even herself.
CANARIES = {
    "walk": "Canary motive",
    "referee": "Canary referee",
    "address of the referee": "ref@canary.example",
    "of the referee": "Canary reference",
    "red flag": "Canary flag",
    "log": "Canary month",
    "line": "Canary line",
    "place to meet": "Canary square",
}


def plant_mentor(person: User, now: dt.datetime) -> Mentor:
    """She is active, and one who knows her has answered."""
    mentor = Mentor.objects.create(
        person=person,
        state=MentorState.ACTIVE,
        motivation="Canary motive",
        availability="An hour",
        lived_experience="A good deal",
        strengths=["meet-people"],
        interests=["growing"],
        languages=["en"],
        areas=["east-side"],
        slots=["1-morning"],
        style=Style.LISTENER,
        gender="woman",
        survivor_mentor="yes",
        check_expires_on=now.date() + dt.timedelta(days=4000),
        pause_until=now.date() + dt.timedelta(days=30),
        applied_at=now,
    )
    MentorReference.objects.create(
        mentor=mentor,
        name="Canary referee",
        address="ref@canary.example",
        how_known="Canary reference",
        answered_at=now,
    )
    MentorFlag.objects.create(mentor=mentor, kind=FlagKind.OTHER, note="Canary flag", at=now)
    MentorLog.objects.create(
        mentor=mentor,
        month=now.date().replace(day=1),
        load=Load.RIGHT,
        words="Canary month",
        written_at=now,
    )
    return mentor


def plant_words(person: User, now: dt.datetime) -> None:
    """She has written to her mentor, reported it, and agreed on a meeting."""
    two = person.mentorships.first() or MentorshipFactory(person=person)
    Line.objects.create(mentorship=two, by=person, words="Canary line", at=now)
    LineReport.objects.create(mentorship=two, by=person, at=now)
    ApprovedPlace.objects.create(name="Another square", where="By the gate")
    starts_at = dt.datetime(2099, 5, 4, 15, tzinfo=dt.UTC)
    Meeting.objects.create(
        mentorship=two,
        proposed_by=person,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=30),  # either may move by a day
        place=ApprovedPlace.objects.create(name="Canary square", where="By the fountain"),
        changed_at=now,
    )
