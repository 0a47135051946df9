"""Who may see and do what with what a person lets others know."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser

from community.people.models import Release, ReleaseQuerySet, User


def visible_releases(user: User | AnonymousUser) -> ReleaseQuerySet:
    """Their own and nobody else's."""
    if not isinstance(user, User) or not user.is_active:
        return Release.objects.none()
    return Release.objects.filter(person=user)


def release_allows(*, person: User, recipient: str, detail: str, now: dt.datetime) -> bool:
    """Whether the person lets this recipient know this detail now (safety.md #37).

    Asked anew each time anything is handed over: what is revoked or over allows nothing from that
    second on. The recipient is compared by its name, in any case and spacing.
    """
    name = _plain(recipient)
    running = Release.objects.filter(person=person).running(now)
    return any(
        detail in release.details and _plain(release.recipient) == name for release in running
    )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
