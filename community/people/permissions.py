"""Who may know that somebody has an account, and what of it; whom they let know what."""

import datetime as dt
from typing import TypedDict

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from community.people.models import Release, ReleaseQuerySet, Role, User
from community.safety.permissions import answers_for_safety


class SeenByStaff(TypedDict):
    """All that staff read of who somebody is, after they said why (safety.md #38)."""

    username: str
    email: str


def visible_participants(user: User | AnonymousUser) -> QuerySet[User]:
    """Participants, for programme staff; nobody, for anybody else.

    To fetch one by an exact name or id, never to list: no page shows more than one (T5).
    """
    participants = User.objects.filter(role=Role.PARTICIPANT, is_superuser=False)
    return participants if answers_for_safety(user) else participants.none()


def what_staff_see(person: User) -> SeenByStaff:
    """The one allow-list of a person's identity. Whoever calls it has written down who looks."""
    return {"username": person.username, "email": person.email}


def visible_releases(user: User | AnonymousUser) -> ReleaseQuerySet:
    """Their own and nobody else's."""
    if not isinstance(user, User) or not user.is_active:
        return Release.objects.none()
    return Release.objects.filter(person=user)


def release_allows(*, person: User, recipient: str, detail: str, now: dt.datetime) -> bool:
    """Whether the person lets this recipient know this detail now (safety.md #37)."""
    return release_for(person=person, recipient=recipient, detail=detail, now=now) is not None


def release_for(*, person: User, recipient: str, detail: str, now: dt.datetime) -> Release | None:
    """The release under which this recipient may know this detail now, the one that ends last.

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
