"""Writing the demo world, with the same actions that people use."""

import datetime as dt
import random
import uuid
import zoneinfo
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.text import slugify

from cms.actions import prepare_site
from community.notifications.actions import withdraw
from community.notifications.models import ContactPreference
from community.organisations.models import (
    Duty,
    Membership,
    Organisation,
    Standing,
    site_day,
)
from community.people.actions import give_role
from community.people.models import Role, User
from opportunities.actions.looking import keep_looking_for
from opportunities.actions.publishing import (
    hold,
    save_draft,
    submit_for_review,
    zip_centre,
)
from opportunities.actions.sessions import refresh_next_session
from opportunities.actions.signups import answer_request, sign_up
from opportunities.models import (
    Area,
    Caution,
    Goal,
    Interest,
    Kind,
    Language,
    Opportunity,
    PracticalNeed,
    Session,
    Skill,
)

from .activities import ACTIVITIES, Activity, State, in_spanish
from .directory import build_directory
from .matches import walk_in_twos
from .mentors import make_mentors
from .path import walk
from .people import ACCOUNTS, NEIGHBOURS, NOTES, PASSWORD, Account
from .second_factor import give_apps
from .stories import tell_stories
from .talks import RULES, would_like_to_talk
from .town import AREAS, ORGANISATIONS

SOURCE: Final = "demo"
NAMES: Final = uuid.UUID("5f0c4a3e-6a57-4a7e-9b1e-0d2a3c4b5d6e")  # the same addresses every time
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
    areas = _areas()
    organisations = {key: _organisation(key, now) for key in ORGANISATIONS}
    password = make_password(PASSWORD)
    people = {one.username: _account(one, password, organisations, now) for one in ACCOUNTS}
    give_apps()
    build_directory(now=now)
    neighbours = [_neighbour(alias, now) for alias in NEIGHBOURS]
    written = {}
    for activity in watch(ACTIVITIES):
        opportunity = _opportunity(activity, organisations[activity.by], areas, people, now)
        written[activity.title] = opportunity
        if activity.state is State.LIVE and activity.filled and opportunity.is_public(now):
            _fill(opportunity, activity, neighbours, chance, now)
    _plans(written, people, now)
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
    known = {one.title: one for one in Opportunity.objects.filter(source=SOURCE)}
    for activity in ACTIVITIES:
        opportunity = known.get(activity.title)
        if opportunity is None or not activity.when.goes_on:
            continue
        there = set(opportunity.sessions.values_list("starts_at", flat=True))
        dates = _sessions(activity, opportunity, now)
        added += [session for session in dates if session.starts_at not in there]
    Session.objects.bulk_create(added)
    refresh_next_session(opportunity_ids={one.opportunity_id for one in added}, now=now)
    return len(added)


def _areas() -> dict[str, Area]:
    areas = {}
    for order, (slug, (label, postcode)) in enumerate(AREAS.items(), start=1):
        latitude, longitude = zip_centre(postcode) or (None, None)
        areas[slug] = Area.objects.get_or_create(
            slug=slug,
            defaults={
                "label": label,
                "order": order * 10,
                "latitude": latitude,
                "longitude": longitude,
            },
        )[0]
    return areas


def _organisation(key: str, now: dt.datetime) -> Organisation:
    place = ORGANISATIONS[key]
    verified = place.standing == Standing.VERIFIED
    return Organisation.objects.create(
        public_id=uuid.uuid5(NAMES, key),
        name=place.name,
        about=place.about,
        standing=place.standing,
        verified_until=site_day(now) + dt.timedelta(days=place.days_left) if verified else None,
        verified_note=place.checked,
        source=SOURCE,
        external_id=key,
    )


def _account(
    account: Account, password: str, organisations: dict[str, Organisation], now: dt.datetime
) -> User:
    person = User.objects.create(
        public_id=uuid.uuid5(NAMES, account.username),
        username=account.username,
        alias=account.alias,
        email=f"{account.username}@example.org",
        password=password,
        is_superuser=account.is_superuser,
    )
    if account.role != Role.PARTICIPANT:
        give_role(person=person, role=account.role, now=now)
    if account.works_for:
        organisation = organisations[account.works_for]
        Membership.objects.create(person=person, organisation=organisation, duty=Duty.OWNER)
    return person


def _neighbour(alias: str, now: dt.datetime) -> User:
    """Someone who fills a place. No address and no reminders: the demo sends them nothing."""
    person = User.objects.create(
        public_id=uuid.uuid5(NAMES, f"neighbour {alias}"),
        username=f"neighbour-{alias.lower()}",
        alias=alias,
        password=make_password(None),
        date_joined=now,
    )
    ContactPreference.objects.create(person=person, day_before=False, two_hours_before=False)
    return person


def _opportunity(
    activity: Activity,
    organisation: Organisation,
    areas: dict[str, Area],
    people: dict[str, User],
    now: dt.datetime,
) -> Opportunity:
    opportunity = _text(activity, organisation, areas, now)
    writer = next((people[one.username] for one in ACCOUNTS if one.works_for == activity.by), None)
    writer = writer or people["amina"]
    if activity.state in (State.DRAFT, State.IN_REVIEW):
        save_draft(opportunity=opportunity, by=writer, now=now)
    else:
        opportunity.save()
    Session.objects.bulk_create(_sessions(activity, opportunity, now))
    refresh_next_session(opportunity_ids=[opportunity.pk], now=now)
    if activity.state is State.IN_REVIEW:
        submit_for_review(opportunity=opportunity, by=writer, now=now)
    if activity.state is State.HELD:
        reason = "Please say whether photographs are taken. Then it can go back up."
        hold(opportunity=opportunity, reason=reason, by=people["amina"], now=now)
    return opportunity


def _text(
    activity: Activity, organisation: Organisation, areas: dict[str, Area], now: dt.datetime
) -> Opportunity:
    place = ORGANISATIONS[activity.by]
    live = activity.state in (State.LIVE, State.HELD)
    area = activity.area or place.area
    opportunity = Opportunity(
        public_id=uuid.uuid5(NAMES, activity.title),
        organisation=organisation,
        kind=activity.kind,
        title=activity.title,
        summary=activity.summary,
        description=activity.description,
        rhythm=activity.rhythm,
        who_comes=activity.who_comes,
        bring=activity.bring,
        cost=activity.cost,
        ask_for=activity.ask_for,
        motif=activity.motif,
        commitment=activity.commitment,
        area=areas[area],
        postcode=AREAS[area][1],
        latitude=areas[area].latitude,
        longitude=areas[area].longitude,
        place=place.place,
        getting_there=place.getting_there,
        arrival=place.arrival,
        rules=RULES if activity.kind == Kind.GROUP else "",
        source=SOURCE,
        external_id=slugify(activity.title)[:80],
        live=live,
        has_unpublished_changes=not live,
        first_published_at=now if live else None,
        last_published_at=now if live else None,
    )
    opportunity.write_in("es", in_spanish(opportunity.original, activity.by))
    opportunity.interests = _words(Interest, activity.interests)
    opportunity.needs = _words(PracticalNeed, activity.needs)
    opportunity.languages = _words(Language, activity.languages)
    opportunity.goals = _words(Goal, activity.goals)
    opportunity.teaches = _words(Skill, activity.teaches)
    opportunity.uses = _words(Skill, activity.uses)
    opportunity.cautions = _words(Caution, activity.cautions)
    return opportunity


def _words(model: Any, slugs: str) -> list[Any]:
    return list(model.objects.filter(slug__in=slugs.split()))


def _sessions(activity: Activity, opportunity: Opportunity, now: dt.datetime) -> list[Session]:
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    return [
        Session(
            public_id=uuid.uuid5(NAMES, f"{activity.title} {starts_at.isoformat()}"),
            opportunity=opportunity,
            starts_at=starts_at,
            ends_at=ends_at,
            capacity=activity.places,
        )
        for starts_at, ends_at in activity.when.sessions(now, zone)
    ]


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
        interests=_words(Interest, "growing food making"),
        supports=_words(PracticalNeed, "travel-paid first-day-buddy"),
        hard_noes=_words(Caution, "photos record-check"),
        slots=["1-morning", "2-morning", "3-evening", "5-morning"],
    )
