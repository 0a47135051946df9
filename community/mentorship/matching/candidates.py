"""What is compared, read from the database: everything of one request, and every mentor."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.db.models import Count, Exists, OuterRef, Q

from community.mentorship.models import (
    ENDED,
    TAKEN,
    Lived,
    Mentor,
    Mentorship,
    MentorshipRequest,
    MentorshipState,
    MentorState,
    MoveReason,
)
from community.safety.models import Block, Separation

from .terms import Asked, Walker

# Parts of town that somebody keeps away from, said elsewhere: each is called with the id of the
# person and gives slugs. `opportunities` adds its own when it starts.
areas_avoided: list[Callable[[int], Iterable[str]]] = []
_TOO_EARLY = frozenset({MentorState.APPLIED, MentorState.SCREENING})


def asked_of(request: MentorshipRequest, today: dt.date) -> Asked:
    """What one participant asks for. Six queries at most."""
    person = request.person_id
    elsewhere = [slug for giver in areas_avoided for slug in giver(person)]
    return Asked(
        opted_in=not request.just_looking and not request.rests(today),
        goals=request.tags,
        interests=frozenset(request.interests),
        slots=frozenset(request.slots),
        style=request.style,
        lived=request.survivor_mentor,
        lived_is_must=request.survivor_is_must,
        genders=frozenset({request.gender} - {""}),
        language=request.language,
        languages=frozenset(request.languages),
        remote_only=request.remote_only,
        meets=request.meets,
        areas=frozenset(request.areas),
        avoided_areas=frozenset([*request.avoided_areas, *elsewhere]),
        keeps_away=_kept_away(person),
        ended_for_safety=_mentors(person, state=MentorshipState.ENDED_SAFETY),
        known=_mentors(person, changes__reason=MoveReason.KNOWN),
    )


def walkers(now: dt.datetime, *, only: Mentor | None = None) -> list[Walker]:
    """Every mentor who got as far as the training, also who is not ready. One query."""
    ready = Mentor.objects.active(now).filter(pk=OuterRef("pk"))
    rows = Mentor.objects.exclude(state__in=sorted(ENDED | _TOO_EARLY)).annotate(
        is_ready=Exists(ready),
        walking=Count("mentorships", filter=Q(mentorships__state__in=sorted(TAKEN))),
    )
    if only is not None:
        rows = rows.filter(pk=only.pk)
    return [_walker(row) for row in rows.order_by("pk")]


def _walker(row: Mentor) -> Walker:
    return Walker(
        pk=row.pk,
        person_id=row.person_id,
        is_ready=row.is_ready,  # type: ignore[attr-defined]
        walking=row.walking,  # type: ignore[attr-defined]
        cap=row.caseload_cap,
        strengths=frozenset(row.strengths),
        interests=frozenset(row.interests),
        slots=frozenset(row.slots),
        style=row.style,
        lived="" if row.survivor_mentor == Lived.UNDISCLOSED else row.survivor_mentor,
        gender=row.gender,
        languages=frozenset(row.languages),
        remote=row.online_ok,
        in_person=row.in_person_ok,
        areas=frozenset(row.areas),
    )


def _kept_away(person: int) -> frozenset[int]:
    """Ids of accounts: themselves, and whoever was ever kept apart from them, in either way."""
    pairs = [
        *Block.objects.between(person).values_list("by_id", "other_id"),
        *Separation.objects.of(person).values_list("a_id", "b_id"),
    ]
    return frozenset({person, *(one for pair in pairs for one in pair)})


def _mentors(person: int, **which: object) -> frozenset[int]:
    rows = Mentorship.objects.filter(person=person, **which)
    return frozenset(rows.values_list("mentor_id", flat=True))
