"""Two who may walk with somebody, and one who would like to: invented, by the actions of staff."""

import datetime as dt
from typing import Any, Final

from community.mentorship import actions
from community.mentorship.models import Mentor, Outcome, TrainingModule, Trust
from community.notifications.actions import withdraw
from community.organisations.models import site_day
from community.people.models import User

MODULES: Final = ("Listening", "Boundaries", "When somebody is not safe", "Looking after yourself")
TALK: Final = {
    "motives": "Has time now, and would like it to be steady.",
    "boundaries": "Clear, and friendly about it.",
    "support": "A sister, and a choir.",
    "situation": "Would ring us the same day.",
}
ANSWERS: Final[tuple[dict[str, Any], ...]] = (
    {
        "motivation": "Somebody once had time for me.",
        "strengths": ["meet-people", "calm"],
        "interests": ["growing", "music"],
        "languages": ["en", "es"],
        "slots": ["1-morning", "3-evening"],
        "style": "listener",
        "gender": "woman",
    },
    {
        "motivation": "I like it when something gets done.",
        "strengths": ["find-work", "money"],
        "interests": ["making", "food"],
        "languages": ["en"],
        "slots": ["2-morning", "5-morning"],
        "style": "practical",
        "gender": "undisclosed",
    },
    {"motivation": "I would like to give something back.", "languages": ["en"]},
)


def make_mentors(*, staff: tuple[User, User], people: list[User], now: dt.datetime) -> None:
    """The first three ask; two of them go all the way, and two of the staff say yes to them."""
    for order, title in enumerate(MODULES, start=1):
        TrainingModule.objects.get_or_create(title=title, defaults={"order": order * 10})
    for at, (person, answers) in enumerate(zip(people, ANSWERS, strict=False)):
        names = [actions.Referee(f"Neighbour {n}", f"neighbour-{at}-{n}@example.org") for n in "ab"]
        row = actions.apply_as_mentor(by=person, answers=answers, referees=names, now=now)
        if at < len(ANSWERS) - 1:
            _all_the_way(row, staff, now)


def _all_the_way(row: Mentor, staff: tuple[User, User], now: dt.datetime) -> None:
    first, second = staff
    by: dict[str, Any] = {"mentor": row, "by": first, "now": now}
    actions.begin_screening(**by)
    # Nobody is written to: the answers are there as if they had come.
    for one in row.references.all():
        one.how_known, one.reliable, one.trusted = "From work.", Trust.YES, Trust.YES
        one.address, one.answered_at = "", now
        one.save()
    actions.record_interview(answers=TALK, outcome=Outcome.SUITED, **by)
    actions.record_check(made_on=site_day(now), outcome=Outcome.SUITED, note="Looked at it.", **by)
    actions.begin_training(**by)
    for module in TrainingModule.objects.filter(is_needed=True):
        actions.pass_module(module=module, passed_on=site_day(now), **by)
    actions.support(supervisor=first, **by)
    until = site_day(now) + dt.timedelta(days=300)
    for one_of_two in (first, second):
        actions.approve(mentor=row, until=until, by=one_of_two, now=now)
    withdraw(about=[row.public_id])  # the demo sends nobody anything
