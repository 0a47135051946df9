"""Who asks about times that are agreed on, and who may read that."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TypedDict

from community.people.models import User
from community.safety.permissions import pairs_among
from opportunities.models import (
    Enquiry,
    EnquiryQuerySet,
    SignUp,
    public_opportunity,
)

from .postings import Visitor, written_organisations


def visible_enquiries(user: Visitor) -> EnquiryQuerySet:
    """Their own enquiries and nobody else's (safety.md #13)."""
    if not isinstance(user, User) or not user.is_active:
        return Enquiry.objects.none()
    return Enquiry.objects.filter(person=user)


class AskedOfOrganisation(TypedDict):
    """All that an organisation learns about somebody who asks (safety.md #18)."""

    public_id: uuid.UUID
    alias: str
    note: str
    made_at: dt.datetime
    answer_by: dt.datetime


def what_organisation_sees_asked(enquiry: Enquiry) -> AskedOfOrganisation:
    """The one allow-list of what a partner's page may hold of somebody who asks."""
    return {
        "public_id": enquiry.public_id,
        "alias": enquiry.alias,
        "note": enquiry.note,
        "made_at": enquiry.made_at,
        "answer_by": enquiry.answer_by,
    }


def public_enquiries(now: dt.datetime) -> EnquiryQuerySet:
    """Those about postings that are public: of what staff have stopped nobody reads any (T3)."""
    return Enquiry.objects.filter(public_opportunity(now, "opportunity__"))


def visible_workplace_enquiries(user: Visitor, now: dt.datetime) -> EnquiryQuerySet:
    """Who waits for an answer of the organisations that this partner writes for.

    But for whoever is kept back: they wait as somebody does whom nobody answers (safety.md #15).
    """
    own = public_enquiries(now).filter(
        opportunity__organisation__in=written_organisations(user).order_by()
    )
    waiting = own.waiting(now)
    return waiting.exclude(pk__in=kept_back(list(waiting), now))


def kept_back(rows: Iterable[Enquiry], now: dt.datetime) -> set[int]:
    """Keys of those of these waiting enquiries whose person is kept apart from somebody who asked
    before them, was told yes, or has a place ahead at the same posting."""
    waiting = list(rows)
    postings = {row.opportunity_id for row in waiting}
    asked = Enquiry.objects.held(now).filter(opportunity__in=postings)
    there = SignUp.objects.ahead(now).filter(session__opportunity__in=postings)
    before: list[tuple[int, int, dt.datetime | None]] = [
        *((row.opportunity_id, row.person_id, row.made_at if not row.said else None)
          for row in asked),
        *((posting, person, None)
          for posting, person in there.values_list("session__opportunity_id", "person_id")),
    ]  # fmt: skip
    apart = set(pairs_among({person for _posting, person, _at in before}))
    return {
        row.pk
        for row in waiting
        for posting, person, at in before
        if posting == row.opportunity_id
        and (row.person_id, person) in apart
        and (at is None or at < row.made_at)
    }
