"""Who may know that somebody has an account, and what of it; whom they let know what; what is
nobody else's at all."""

import datetime as dt
from typing import TypedDict, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from community.people.models import (
    Aim,
    JournalEntry,
    Milestone,
    Path,
    Release,
    ReleaseQuerySet,
    Role,
    SelfCheck,
    Step,
    User,
)
from community.safety.permissions import answers_for_safety, kept_apart_from

Row = TypeVar("Row", bound=Model)


class SeenByStaff(TypedDict):
    """All that staff read of who somebody is, after they said why (safety.md #38)."""

    username: str
    email: str


def visible_participants(user: User | AnonymousUser) -> QuerySet[User]:
    """Participants, for programme staff; nobody, for anybody else.

    To fetch one by an exact name or id, never to list: no page shows more than one (T5). For one
    of the staff who is kept apart from somebody, that one is not here (#15).
    """
    participants = User.objects.filter(role=Role.PARTICIPANT, is_superuser=False)
    if not answers_for_safety(user) or user.pk is None:
        return participants.none()
    return participants.exclude(pk__in=kept_apart_from(user.pk))


def what_staff_see(person: User) -> SeenByStaff:
    """The one allow-list of a person's identity. Whoever calls it has written down who looks."""
    return {"username": person.username, "email": person.email}


def visible_releases(user: User | AnonymousUser) -> ReleaseQuerySet:
    """Their own and nobody else's."""
    if not isinstance(user, User) or not user.is_active:
        return Release.objects.none()
    return Release.objects.filter(person=user)


def _own(user: User | AnonymousUser, rows: QuerySet[Row], whose: str = "person") -> QuerySet[Row]:
    if not isinstance(user, User) or not user.is_active:
        return rows.none()
    return rows.filter(**{whose: user})


def own_path(user: User | AnonymousUser) -> QuerySet[Path]:
    """Whether their path rests: nobody else's question."""
    return _own(user, Path.objects.all())


def own_aims(user: User | AnonymousUser) -> QuerySet[Aim]:
    """What they are going for, the first one first."""
    return _own(user, Aim.objects.all())


def own_steps(user: User | AnonymousUser) -> QuerySet[Step]:
    """Their own steps, also those that are put away."""
    return _own(user, Step.objects.all(), "aim__person")


def own_milestones(user: User | AnonymousUser) -> QuerySet[Milestone]:
    """The days they named."""
    return _own(user, Milestone.objects.all())


def own_journal(user: User | AnonymousUser) -> QuerySet[JournalEntry]:
    """Their journal. No page of staff, of a mentor or of the operator asks for anybody else's."""
    return _own(user, JournalEntry.objects.all())


def own_self_checks(user: User | AnonymousUser) -> QuerySet[SelfCheck]:
    """Their self-checks, the oldest first. Nothing but their own page reads them."""
    return _own(user, SelfCheck.objects.all())


def release_for(*, person: User, recipient: str, detail: str, now: dt.datetime) -> Release | None:
    """The release under which this recipient may know this detail now, the one that ends last;
    None: they may not (safety.md #37).

    Asked anew each time anything is handed over: what is revoked or over allows nothing from that
    second on. The recipient is compared by its name, in any case and spacing.
    """
    name = _plain(recipient)
    running = Release.objects.filter(person=person).running(now).order_by("-expires_at")
    found = (
        release
        for release in running
        if detail in release.details and _plain(release.recipient) == name
    )
    return next(found, None)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
