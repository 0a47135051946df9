"""Writing the postings of the demo world, and the dates of each."""

import datetime as dt
import uuid
import zoneinfo
from typing import Any

from django.conf import settings

from community.organisations.models import Organisation
from community.people.models import User
from opportunities.actions.publishing import hold, save_draft, submit_for_review
from opportunities.actions.sessions import refresh_next_session
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

from .activities import Activity, State, in_spanish
from .people import ACCOUNTS
from .talks import RULES
from .town import AREAS, NAMES, ORGANISATIONS


def write_posting(
    activity: Activity,
    organisation: Organisation,
    areas: dict[str, Area],
    people: dict[str, User],
    now: dt.datetime,
) -> Opportunity:
    """One posting with its dates, as far on its way as it says; written by who works there."""
    opportunity = _text(activity, organisation, areas, now)
    writer = next((people[one.username] for one in ACCOUNTS if one.works_for == activity.by), None)
    writer = writer or people["amina"]
    if activity.state in (State.DRAFT, State.IN_REVIEW):
        save_draft(opportunity=opportunity, by=writer, now=now)
    else:
        opportunity.save()
    Session.objects.bulk_create(dates_of(activity, opportunity, now))
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
    """All its words, not stored yet."""
    live = activity.state in (State.LIVE, State.HELD)
    opportunity = Opportunity(
        public_id=known_by(activity),
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
        rules=RULES if activity.kind == Kind.GROUP else "",
        live=live,
        has_unpublished_changes=not live,
        first_published_at=now if live else None,
        last_published_at=now if live else None,
        **_whereabouts(activity, areas),
    )
    opportunity.write_in("es", in_spanish(opportunity.original, activity.by))
    opportunity.interests = words_of(Interest, activity.interests)
    opportunity.needs = words_of(PracticalNeed, activity.needs)
    opportunity.languages = words_of(Language, activity.languages)
    opportunity.goals = words_of(Goal, activity.goals)
    opportunity.teaches = words_of(Skill, activity.teaches)
    opportunity.uses = words_of(Skill, activity.uses)
    opportunity.cautions = words_of(Caution, activity.cautions)
    return opportunity


def known_by(activity: Activity) -> uuid.UUID:
    """The id of its posting, the same in every demo. Its source is none: it follows no file, so
    that everything can be tried on it."""
    return uuid.uuid5(NAMES, activity.title)


def _whereabouts(activity: Activity, areas: dict[str, Area]) -> dict[str, Any]:
    """Where it is: its own part of town, or the one of its organisation."""
    place = ORGANISATIONS[activity.by]
    slug = activity.area or place.area
    return {
        "area": areas[slug],
        "postcode": AREAS[slug][1],
        "latitude": areas[slug].latitude,
        "longitude": areas[slug].longitude,
        "place": place.place,
        "getting_there": place.getting_there,
        "arrival": place.arrival,
    }


def words_of(model: Any, slugs: str) -> list[Any]:
    """Words of a vocabulary, by their slugs with a space between them."""
    return list(model.objects.filter(slug__in=slugs.split()))


def dates_of(activity: Activity, opportunity: Opportunity, now: dt.datetime) -> list[Session]:
    """The dates of a posting from now on, not stored yet."""
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
