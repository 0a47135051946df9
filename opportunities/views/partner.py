"""A partner's page of their activities. The words of one are in `posting.py`, dates in `dates.py`.

They need no access to the editors' admin. The door is for partners with a second factor. One who
works for no organisation gets a 404 here but for a plain page, as does whoever asks for another
organisation's row (safety.md #12).
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from community.formats.times import day_in_words
from community.organisations.actions.ending import WARNED_AT
from community.organisations.models import AGREEMENT, Organisation, site_day
from community.organisations.models import Standing as Vouched
from community.organisations.permissions import managed_organisations
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.models import Opportunity, PracticalNeed
from opportunities.models.vocabulary import ONLINE
from opportunities.permissions import (
    editable_opportunities,
    own_organisations,
    visible_workplace_sessions,
    written_organisations,
)
from opportunities.views.standing import (
    Standing,
    gaps_of,
    prefetch_reviews,
    standing_of,
    with_what_is_said,
)
from opportunities.views.tabs import counted, unfinished_registers, with_tab
from opportunities.views.unanswered import unanswered

ON_A_PAGE = 50
# So many dates that are over and not marked are named; an organisation with more knows.
UNFINISHED = 3


@open_to(Who.PARTNER)
@require_safe
def workplace(request: SignedInRequest) -> HttpResponse:
    """All activities of the partner's organisations, newest first, and how each stands.

    A partner lands here after signing in; one without an organisation reads what is the case.
    """
    organisations = own_organisations(request.user)
    if not organisations:
        return render(request, "opportunities/partner/nowhere.html")
    now = timezone.now()
    dates = visible_workplace_sessions(request.user).select_related("opportunity")
    at_the_door = dates.exclude(opportunity__in=editable_opportunities(request.user))
    context = {
        **_list(request, now),
        **_verified(list(organisations), site_day(now)),
        "has_many": len(organisations) > 1,
        "unanswered": unanswered(request.user, now),
        "unfinished": unfinished_registers(dates, now).order_by("starts_at")[:UNFINISHED],
        "door": at_the_door.upcoming(now)[:ON_A_PAGE],
        **_duties(request),
    }
    return render(request, "opportunities/partner/workplace.html", context)


def _verified(organisations: Sequence[Organisation], today: dt.date) -> dict[str, Any]:
    """Which of them staff never verified, which are verified no longer, and which not for long:
    the letter that warns says "sign in to see what to do" (safety.md #67)."""
    out_of_sight = [one for one in organisations if not one.is_public(today)]
    soon = today + dt.timedelta(days=max(WARNED_AT))
    new = [one.name for one in out_of_sight if one.standing == Vouched.UNVERIFIED]
    return {
        "unverified": new,
        "no_longer": [one.name for one in out_of_sight if one.name not in new],
        "ending": [
            (one.name, day_in_words(one.verified_until))
            for one in organisations
            if one not in out_of_sight and one.verified_until and one.verified_until <= soon
        ],
    }


def _list(request: SignedInRequest, now: dt.datetime) -> dict[str, Any]:
    """One page of the list that was asked for, and the numbers of all four."""
    own, page = with_tab(editable_opportunities(request.user), now), _page_number(request)
    tabs = counted(own, request.GET.get("list", ""))
    here = next(one.tab for one in tabs if one.is_here)
    some = own.filter(tab=here).select_related("organisation", "next_session").order_by("-pk")
    start = (page - 1) * ON_A_PAGE
    found = list(prefetch_reviews(with_what_is_said(some))[start : start + ON_A_PAGE + 1])
    return {
        "tabs": tabs if any(one.number for one in tabs) else [],
        "here": here,
        "activities": _cards(found[:ON_A_PAGE]),
        "previous": page - 1,
        "next": page + 1 if len(found) > ON_A_PAGE else 0,
    }


def _cards(rows: list[Opportunity]) -> list[tuple[Opportunity, Standing, list[Any]]]:
    """Each activity with how it stands and what is missing."""
    online = PracticalNeed.objects.filter(slug=ONLINE).values_list("pk", flat=True).first()
    return [(row, standing_of(row), gaps_of(row, online)) for row in rows]


def _duties(request: SignedInRequest) -> dict[str, Any]:
    """What of the workplace is for this partner, and whether our agreement waits for them."""
    agreed = list(managed_organisations(request.user).values_list("agreed_version", flat=True))
    return {
        "writes": written_organisations(request.user).exists(),
        "owns": bool(agreed),
        "must_agree": any(version != AGREEMENT for version in agreed),
    }


def activity_of(request: SignedInRequest, public_id: uuid.UUID) -> Opportunity:
    """The partner's own activity, or a 404."""
    rows = editable_opportunities(request.user).select_related("organisation")
    return get_object_or_404(prefetch_reviews(rows), public_id=public_id)


def _page_number(request: SignedInRequest) -> int:
    typed = request.GET.get("page", "1")
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed[:6]) < 1000):
        raise Http404
    return int(typed[:6])


def shown(
    request: SignedInRequest, template: str, context: dict[str, Any], form: Any
) -> HttpResponse:
    """The page, with the status that says whether its form was refused."""
    status = 400 if form.is_bound and form.errors else 200
    return render(request, template, context, status=status)
