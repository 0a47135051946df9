"""Writing the demo world, with the same actions that people use."""

import datetime as dt
import random
from collections.abc import Callable, Iterable
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from cms.actions import prepare_site
from community.notifications.actions import withdraw
from community.organisations.models import Organisation
from community.people.models import User
from opportunities.actions.looking import keep_looking_for
from opportunities.actions.sessions import refresh_next_session
from opportunities.actions.signups import answer_request, sign_up
from opportunities.models import Caution, Goal, Interest, Opportunity, PracticalNeed, Session

from .activities import ACTIVITIES, Activity, State
from .directory import build_directory
from .matches import walk_in_twos
from .mentors import make_mentors
from .path import walk
from .people import ACCOUNTS, NEIGHBOURS, NOTES, PASSWORD
from .regulars import always_comes
from .second_factor import give_apps
from .settling import make_account, make_neighbour, settle_areas, settle_organisation
from .stories import tell_stories
from .talks import would_like_to_talk
from .town import ORGANISATIONS, SOURCE
from .writing import dates_of, known_by, words_of, write_posting

DATES_WITH_PEOPLE: Final = 2  # of each activity: people plan a week or two ahead
MOST_NEIGHBOURS: Final = 6  # on a date that is not full
MENTORS_FOR: Final = dt.timedelta(days=30)
Watch = Callable[[Iterable[Activity]], Iterable[Activity]]


def is_there() -> bool:
    """Whether this database has the demo world."""
    return Organisation.objects.filter(source=SOURCE).exists()


@transaction.atomic
def build(*, now: dt.datetime, watch: Watch = iter) -> int:
    """Make the town, its people and what they do; return the number of activities.

    Chance is seeded: the same day gives the same world. All or nothing.
    """
    prepare_site()
    chance = random.Random(2026)  # noqa: S311 - a demo, not a secret
    areas = settle_areas()
    organisations = {key: settle_organisation(key, now) for key in ORGANISATIONS}
    password = make_password(PASSWORD)
    people = {one.username: make_account(one, password, organisations, now) for one in ACCOUNTS}
    give_apps()
    build_directory(now=now)
    neighbours = [make_neighbour(alias, now) for alias in NEIGHBOURS]
    written = {}
    for activity in watch(ACTIVITIES):
        opportunity = write_posting(activity, organisations[activity.by], areas, people, now)
        written[activity.title] = opportunity
        if activity.state is State.LIVE and activity.filled and opportunity.is_public(now):
            _fill(opportunity, activity, neighbours, chance, now)
    _plans(written, people, now)
    always_comes(people["sam"], written["Tuesday garden morning"], now)
    _looks_for(people["sam"], now)
    tell_stories(editor=people["edda"], staff=people["amina"], now=now)
    walk(people["sam"], written, now)
    _walk_in_twos(people, neighbours, written, now)
    would_like_to_talk(people["kim"], people["amina"], now)
    return len(written)


def _walk_in_twos(
    people: dict[str, User],
    neighbours: list[User],
    written: dict[str, Opportunity],
    now: dt.datetime,
) -> None:
    """Denise and a neighbour have been mentors for a while; another neighbour has just asked."""
    would = [people["denise"], *neighbours]
    make_mentors(staff=(people["amina"], people["admin"]), people=would, now=now - MENTORS_FOR)
    walk_in_twos(people, (would[0], would[1]), written, now)


@transaction.atomic
def top_up(*, now: dt.datetime) -> int:
    """Add the dates that have come into sight since the demo was made; return how many.

    Only what goes on week after week gets more; dates that are there stay as they are.
    """
    give_apps()
    build_directory(now=now)
    added = []
    known = Opportunity.objects.in_bulk(
        [known_by(activity) for activity in ACTIVITIES], field_name="public_id"
    )
    for activity in ACTIVITIES:
        opportunity = known.get(known_by(activity))
        if opportunity is None or not activity.when.goes_on:
            continue
        there = set(opportunity.sessions.values_list("starts_at", flat=True))
        dates = dates_of(activity, opportunity, now)
        added += [session for session in dates if session.starts_at not in there]
    Session.objects.bulk_create(added)
    refresh_next_session(opportunity_ids={one.opportunity_id for one in added}, now=now)
    return len(added)


def _fill(
    opportunity: Opportunity,
    activity: Activity,
    neighbours: list[User],
    chance: random.Random,
    now: dt.datetime,
) -> None:
    """Let neighbours take places on the next dates; where it is full, two more stand in line."""
    full = activity.filled >= 1
    places = activity.places or 0
    for at, session in enumerate(opportunity.sessions.all()[:DATES_WITH_PEOPLE], start=1):
        session.opportunity = opportunity
        wanted = places + 2 if full else min(MOST_NEIGHBOURS, round(places * activity.filled / at))
        for person in chance.sample(neighbours, wanted):
            note = chance.choice(NOTES) if chance.random() < 0.15 else ""
            row = sign_up(session=session, by=person, alias=person.alias, note=note, now=now)
            if opportunity.is_group:  # they talked, and it sends them nothing
                answer_request(sign_up=row, says_yes=True, now=now)
                withdraw(about=[row.public_id])


def _plans(written: dict[str, Opportunity], people: dict[str, User], now: dt.datetime) -> None:
    """Give Sam and Kim something to look forward to; their reminders are planned with it."""
    for username, title in (
        ("sam", "Tuesday garden morning"),
        ("sam", "Open Door Choir"),
        ("sam", "Computers from the start"),
        ("sam", "Fix a bike, keep a bike"),
        ("kim", "Slow walk along the canal"),
    ):
        session = written[title].sessions.first()
        if session is not None:
            session.opportunity = written[title]
            person = people[username]
            row = sign_up(session=session, by=person, alias=person.alias, now=now)
            if row.session.opportunity.is_group:
                answer_request(sign_up=row, says_yes=True, now=now)


def _looks_for(person: User, now: dt.datetime) -> None:
    """Something fits Sam, for reasons."""
    goals = {goal.slug: goal for goal in Goal.objects.all()}
    keep_looking_for(
        by=person,
        now=now,
        first_goal=goals["meet-people"],
        second_goal=goals["learn-something"],
        interests=words_of(Interest, "growing food making"),
        supports=words_of(PracticalNeed, "travel-paid first-day-buddy"),
        hard_noes=words_of(Caution, "photos record-check"),
        slots=["1-morning", "2-morning", "3-evening", "5-morning"],
    )
