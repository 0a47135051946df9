"""Mentors, as far as they have come."""

import datetime as dt
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from community.mentorship import actions
from community.mentorship.models import (
    Mentor,
    MentorReference,
    MentorState,
    Outcome,
    TrainingModule,
)
from community.organisations.models import site_day
from community.people.models import User

from .people import UserFactory

ANSWERS: dict[str, Any] = {
    "motivation": "I have time, and somebody once had time for me.",
    "strengths": ["meet-people"],
    "interests": ["growing"],
    "languages": ["en"],
    "slots": ["1-morning"],
    "style": "listener",
    "gender": "woman",
    "online_ok": True,
    "in_person_ok": True,
}
SAID = {"how_known": "From work, nine years.", "reliable": "yes", "trusted": "yes", "words": ""}
TALK = dict.fromkeys(("motives", "boundaries", "support", "situation"), "A good answer.")


class MentorFactory(DjangoModelFactory):
    """An active mentor whom one of the staff supports; say which state otherwise."""

    class Meta:
        model = Mentor

    person = factory.SubFactory(UserFactory)
    state = MentorState.ACTIVE
    motivation = ANSWERS["motivation"]
    strengths = ANSWERS["strengths"]
    interests = ANSWERS["interests"]
    languages = ANSWERS["languages"]
    slots = ANSWERS["slots"]
    style = ANSWERS["style"]
    gender = ANSWERS["gender"]
    supervisor = factory.SubFactory(UserFactory, role="staff")
    check_expires_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=200))
    applied_at = factory.LazyFunction(timezone.now)


def apply_for(person: User, now: dt.datetime) -> Mentor:
    """Somebody asks to become a mentor, and names two people."""
    referees = [
        actions.Referee("Jo Bell", "jo@example.org"),
        actions.Referee("Ida Sand", "ida@example.org"),
    ]
    return actions.apply_as_mentor(by=person, answers=ANSWERS, referees=referees, now=now)


def answer_for_both(mentor: Mentor, staff: User, now: dt.datetime) -> None:
    """Both are asked, and both answer."""
    tokens: list[str] = []

    def link(token: str) -> str:
        tokens.append(token)
        return f"https://site.example/{token}"

    actions.ask_references(mentor=mentor, link_for=link, by=staff, now=now)
    for token in tokens:
        actions.answer_reference(token=token, answers=SAID, now=now)


def screen(mentor: Mentor, staff: User, now: dt.datetime) -> Mentor:
    """Everything that is found out before the training, by one of the staff."""
    made_on = site_day(now) - dt.timedelta(days=2)
    by = {"mentor": mentor, "by": staff, "now": now}
    if mentor.state == MentorState.APPLIED:
        actions.begin_screening(**by)
    actions.record_interview(answers=TALK, outcome=Outcome.SUITED, **by)
    if MentorReference.objects.filter(mentor=mentor, answered_at=None).exists():
        answer_for_both(mentor, staff, now)
    actions.record_check(made_on=made_on, outcome=Outcome.SUITED, note="Looked at.", **by)
    return Mentor.objects.get(pk=mentor.pk)


def train(mentor: Mentor, staff: User, now: dt.datetime) -> Mentor:
    """On to the training, and all of it."""
    actions.begin_training(mentor=mentor, by=staff, now=now)
    for module in TrainingModule.objects.filter(is_needed=True):
        actions.pass_module(
            mentor=mentor, module=module, passed_on=site_day(now), by=staff, now=now
        )
    actions.support(mentor=mentor, supervisor=staff, by=staff, now=now)
    return Mentor.objects.get(pk=mentor.pk)
