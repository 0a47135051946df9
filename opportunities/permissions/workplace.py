"""What an organisation learns of who comes (safety.md #18)."""

import datetime as dt
from collections.abc import Iterable
from typing import TypedDict

from django.db.models import QuerySet

from opportunities.models import (
    NOT_THERE,
    REGISTER_STAYS,
    Announcement,
    Hours,
    Kind,
    Session,
    SessionQuerySet,
    SignUp,
    SignUpQuerySet,
    Standing,
    State,
    Upload,
    public_opportunity,
)

from .postings import Visitor, own_organisations, written_organisations


class SeenByOrganisation(TypedDict):
    """All that an organisation learns about somebody who comes (safety.md #18)."""

    alias: str
    note: str
    companions: int
    part: str
    listens: bool
    state: str


def visible_workplace_sessions(user: Visitor) -> SessionQuerySet:
    """Dates of the organisations that this partner works for, whatever their duty there."""
    return Session.objects.filter(opportunity__organisation__in=own_organisations(user).order_by())


def writable_sessions(user: Visitor) -> SessionQuerySet:
    """Those of organisations that this partner writes for: who is at the door only does not."""
    return Session.objects.filter(
        opportunity__organisation__in=written_organisations(user).order_by()
    )


def visible_workplace_announcements(user: Visitor) -> QuerySet[Announcement]:
    """What was told to those who come, for who writes for the organisation."""
    return Announcement.objects.filter(session__in=writable_sessions(user).order_by())


def visible_uploads(user: Visitor) -> QuerySet[Upload]:
    """Files with postings, of the organisations that this partner writes for."""
    return Upload.objects.filter(organisation__in=written_organisations(user).order_by())


def visible_asked_hours(user: Visitor, now: dt.datetime) -> QuerySet[Hours]:
    """Hours that somebody says differently, for those who write for the organisation to answer.

    Only what is asked, and only until it is answered. Nobody while the posting is stopped, and
    nobody of a support group: that somebody came there is theirs alone.
    """
    asked = Hours.objects.exclude(sign_up__session__opportunity__kind=Kind.GROUP)
    return asked.filter(
        public_opportunity(now, "sign_up__session__opportunity__"),
        state=Standing.ASKED,
        sign_up__session__opportunity__organisation__in=written_organisations(user).order_by(),
    )


def visible_workplace_sign_ups(user: Visitor, now: dt.datetime) -> SignUpQuerySet:
    """People who have a place with the partner's own organisations.

    Nobody while staff have stopped the posting: it may be bait (safety.md T3).
    Who told them that they cannot come that day is left out, as who gave a place back is.
    Who waits, or has not yet said yes, is left out: a waiting person beside a free place would
    tell that they are kept apart from somebody who comes. Who cancelled is left out: it is never
    counted (safety.md #54). Nobody once the register of the date is closed: who came last spring is
    not theirs to read (T4). Nobody of a support group once it is over: its roster forgets at once,
    and that somebody came is theirs alone.
    """
    return who_comes(now).filter(
        session__opportunity__organisation__in=own_organisations(user).order_by()
    )


def who_comes(now: dt.datetime) -> SignUpQuerySet:
    """Everybody whom anybody may read on a list now; who reads which of it is decided around it."""
    having = SignUp.objects.having_a_place().exclude(state=State.EXCUSED).select_related("part")
    having = having.exclude(session__opportunity__kind=Kind.GROUP, session__ends_at__lte=now)
    return having.filter(
        public_opportunity(now, "session__opportunity__"),
        session__ends_at__gt=now - REGISTER_STAYS,
    )


def visible_register(user: Visitor, now: dt.datetime) -> SignUpQuerySet:
    """Whom this partner may mark as here: people on dates whose register is open, and no others."""
    return visible_workplace_sign_ups(user, now).on_the_register(now)


def visible_requests(user: Visitor, now: dt.datetime) -> SignUpQuerySet:
    """People who ask for a place with the organisations that this partner writes for.

    Nobody while the posting is out of sight, as with who comes.
    """
    return SignUp.objects.select_related("part").filter(
        public_opportunity(now, "session__opportunity__"),
        state=State.ASKED,
        session__starts_at__gt=now,
        session__cancelled_at=None,
        session__opportunity__organisation__in=written_organisations(user).order_by(),
    )


def what_organisation_sees(sign_up: SignUp) -> SeenByOrganisation:
    """The one allow-list of what a partner's page, file or message may hold of a person."""
    return {
        "alias": sign_up.alias,
        "note": sign_up.note,
        "companions": sign_up.companions,
        "part": sign_up.part.name if sign_up.part else "",
        "listens": sign_up.listens,
        "state": sign_up.state,
    }


def present(session_ids: Iterable[int]) -> SignUpQuerySet:
    """Sign-ups of people who hold a place in these sessions or wait for one, not who only asks."""
    return SignUp.objects.filter(session_id__in=session_ids).exclude(state__in=NOT_THERE)
