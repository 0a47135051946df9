"""Letting one named recipient know some named things, for a while (safety.md #37)."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.people.models import Detail, Release, User

USUAL = dt.timedelta(days=90)  # what a release without a date is worth in some states
LONGEST = dt.timedelta(days=366)
MOST_AT_ONCE = 30


class NothingReleased(Exception):
    """A release of nothing, to nobody or for nothing."""

    def __init__(self) -> None:
        super().__init__(_("Say who may know, what they may know, and what for."))


class ReleaseTooLong(Exception):
    """It would end too late, or before it begins."""

    def __init__(self) -> None:
        super().__init__(_("Choose an end within a year from now."))


class TooManyReleases(Exception):
    """So many run at once that nobody has an overview of them."""

    def __init__(self) -> None:
        super().__init__(_("Many of these run already. End one first."))


@transaction.atomic
def sign_release(
    *,
    person: User,
    recipient: str,
    details: Collection[str],
    purpose: str,
    now: dt.datetime,
    lasts: dt.timedelta = USUAL,
) -> Release:
    """Let `recipient` know `details` of this person and return the release.

    It ends by itself after `lasts`, 366 days at most. Only the person makes one, and nothing on
    this site is withheld from who makes none. The same one again within a minute is a double
    click and gives back the first.
    Raises NothingReleased, ReleaseTooLong, TooManyReleases.
    """
    recipient, purpose = _one_line(recipient), _one_line(purpose)
    chosen = [detail.value for detail in Detail if detail in details]
    if not (recipient and purpose and chosen) or len(chosen) != len(set(details)):
        raise NothingReleased
    if not dt.timedelta() < lasts <= LONGEST:
        raise ReleaseTooLong
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    running = list(Release.objects.filter(person=person).running(now))
    for release in running:
        same = (release.recipient, release.details, release.purpose) == (recipient, chosen, purpose)
        if same and now - release.signed_at < dt.timedelta(minutes=1):
            return release
    if len(running) >= MOST_AT_ONCE:
        raise TooManyReleases
    return Release.objects.create(
        person=person,
        recipient=recipient,
        details=chosen,
        purpose=purpose,
        signed_at=now,
        expires_at=now + lasts,
    )


@transaction.atomic
def revoke(*, release: Release, now: dt.datetime) -> Release:
    """End a release this very second and return it. Twice is harmless; no reason is asked."""
    Release.objects.filter(pk=release.pk, revoked_at=None).update(revoked_at=now)
    release.refresh_from_db()
    return release


def _one_line(text: str) -> str:
    return " ".join(text.split())
