"""Two who walk together in the demo, and one who is asked: by the actions that people use."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings

from community.mentorship import actions
from community.mentorship.actions import answering, beginning, proposing
from community.mentorship.actions.looking_after import take_over
from community.mentorship.actions.plan_of_two import show_part
from community.mentorship.actions.requesting import keep_request
from community.mentorship.models import ApprovedPlace, Mentor, Mentorship
from community.notifications.actions import withdraw
from community.organisations.models import site_day
from community.people.models import User
from community.people.permissions import own_aims
from community.safety.actions import finish
from community.safety.models import Task
from opportunities.actions.suggesting import think_of
from opportunities.models import Opportunity

BEGAN: Final = dt.timedelta(days=8)  # since a week and a day: the first check-in is due
ASKED: Final = dt.timedelta(days=9)
WEEKS: Final = 5
SAM: Final[dict[str, Any]] = {
    "first_goal": "Feel sure about money",
    "first_tag": "money",
    "second_goal": "Be outdoors every week",
    "interests": ["growing"],
    "languages": ["en"],
    "slots": ["1-morning", "3-evening"],
    "just_looking": False,
}
KIM: Final[dict[str, Any]] = {
    "first_goal": "Find my way around town",
    "languages": ["en"],
    "just_looking": False,
}
# Who said it: the mentor, or Sam; and how many days ago.
LINES: Final = (
    (True, "How was Tuesday?", 5),
    (False, "Good! We planted beans. I showed someone how.", 5),
    (
        True,
        "You taught someone. I’m keeping that. Bring the bus timetable on Thursday and we’ll work "
        "out Mondays together.",
        3,
    ),
)
THOUGHT_OF: Final = ("Cook and share lunch", "You said you miss cooking for people.")
SHOWN_STEPS: Final = 3  # of the first aim; the rest stays Sam's own
THURSDAY: Final = 4


def walk_in_twos(
    people: Mapping[str, User],
    mentors: tuple[User, User],
    activities: Mapping[str, Opportunity],
    now: dt.datetime,
) -> None:
    """Sam walks with the first of two mentors; Kim is asked about the second, and has not said."""
    staff, sam = people["amina"], people["sam"]
    first, second = (Mentor.objects.get(person=person) for person in mentors)
    two = _offered(sam, SAM, first, staff, now - ASKED)
    _begin(two, staff, now)
    _meet(two, now)
    for is_mentor, words, days in LINES:
        by = first.person if is_mentor else sam
        at = now - dt.timedelta(days=days)
        actions.write_line(mentorship=two, by=by, words=words, now=at)
    _share(two, activities, now)
    asked = _offered(people["kim"], KIM, second, staff, now - dt.timedelta(days=1))
    withdraw(about=[two.public_id, asked.public_id])  # the demo sends nobody anything


def _offered(
    person: User, answers: dict[str, Any], mentor: Mentor, staff: User, now: dt.datetime
) -> Mentorship:
    request = keep_request(by=person, now=now - dt.timedelta(days=6), **answers)
    by: dict[str, Any] = {"by": staff, "now": now}
    take_over(person=person, reason="", **by)
    request.refresh_from_db()
    row = proposing.suggest(request=request, mentor=mentor, **by)
    return proposing.offer(mentorship=row, **by)


def _begin(two: Mentorship, staff: User, now: dt.datetime) -> None:
    """Both say yes, sign, and meet one of the staff; the first weeks begin."""
    at = now - BEGAN
    for person, say_yes in (
        (two.person, answering.participant_says_yes),
        (two.mentor.person, answering.mentor_says_yes),
    ):
        say_yes(mentorship=two, by=person, now=at)
    for person in (two.person, two.mentor.person):
        beginning.agree(mentorship=two, by=person, version=beginning.AGREEMENT, now=at)
    beginning.begin(mentorship=two, by=staff, weeks=WEEKS, now=at)
    two.refresh_from_db()
    for task in Task.objects.filter(about=two.public_id, done_at=None):
        finish(task=task, by=staff, answer="Met both. It looks good.", now=at)


def _meet(two: Mentorship, now: dt.datetime) -> None:
    """The next Thursday at two, by the clock of the town, in a public place."""
    cafe, _made = ApprovedPlace.objects.get_or_create(
        name="Library café", defaults={"where": "Ground floor, by the window"}
    )
    day = site_day(now) + dt.timedelta(days=1)
    day += dt.timedelta(days=(THURSDAY - day.isoweekday()) % 7)
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    starts_at = dt.datetime.combine(day, dt.time(14), tzinfo=zone)
    meeting = actions.propose(
        mentorship=two, by=two.mentor.person, starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1), place=cafe, now=now - dt.timedelta(days=2),
    )  # fmt: skip
    actions.accept(meeting=meeting, by=two.person, now=now - dt.timedelta(days=1))
    withdraw(about=[meeting.public_id])


def _share(two: Mentorship, activities: Mapping[str, Opportunity], now: dt.datetime) -> None:
    """Sam shows one aim and some of its steps; the mentor thought of a lunch."""
    aim = own_aims(two.person).first()
    if aim is not None:
        show_part(part=aim, by=two.person, now=now)
        for step in aim.steps.all()[:SHOWN_STEPS]:
            show_part(part=step, by=two.person, now=now)
    title, words = THOUGHT_OF
    think_of(
        mentorship=two, opportunity=activities[title], by=two.mentor.person, words=words, now=now
    )
