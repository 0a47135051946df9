"""The roster of a support group, for one of the staff who said why (docs/decisions/0032)."""

import datetime as dt

from django.db.models import QuerySet

from community.people.models import User
from community.safety.models import AccessRecord, Saw
from community.safety.permissions import answers_for_safety, asked_about, kept_apart_from
from opportunities.models import (
    Kind,
    Session,
    SessionQuerySet,
    SignUpQuerySet,
    public_opportunity,
)

from .postings import Visitor
from .workplace import who_comes, writable_sessions


def visible_roster_dates(user: Visitor, now: dt.datetime) -> SessionQuerySet:
    """Dates of support groups about whose roster staff may ask: until they are over, and while
    the posting is public, as it is with whoever runs the group. None for anybody else."""
    if not answers_for_safety(user):
        return Session.objects.none()
    return Session.objects.filter(
        public_opportunity(now, "opportunity__"), opportunity__kind=Kind.GROUP, ends_at__gt=now
    ).select_related("opportunity")


def visible_roster(user: User, session: Session, now: dt.datetime) -> SignUpQuerySet:
    """Who comes, within the hour after this one of the staff said why; else nobody.

    Whoever is kept apart from them is left out, and nothing tells that somebody is.
    """
    rows = who_comes(now).filter(session=session, session__opportunity__kind=Kind.GROUP)
    if asked_about(by=user, about=session.public_id, now=now) is None:
        return rows.none()
    return rows.exclude(person_id__in=kept_apart_from(user.pk))


def visible_roster_looks(user: Visitor, session: Session) -> QuerySet[AccessRecord]:
    """When staff asked for the roster of a date, for those who write for its organisation."""
    looks = AccessRecord.objects.filter(about=session.public_id, what=Saw.ASKED)
    may_read = writable_sessions(user).filter(pk=session.pk, opportunity__kind=Kind.GROUP)
    return looks.order_by("-created_at") if may_read.exists() else looks.none()
