"""What fits, beside cards and on the page of one thing: at most two reasons, and the way to why.

The order of the list stays what it is for everybody, and nothing of this is kept: it is made for
one page of one person (docs/decisions/0015-fits-you.md).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community.people.models import User
from opportunities.actions.looking import Suggestion, fits_of
from opportunities.matching import Band, Factor

from .results import Row

MOST_REASONS: Final = 2


def with_reasons(
    drawn: list[SafeString], rows: Sequence[Row], user: User | AnonymousUser, now: dt.datetime
) -> list[SafeString]:
    """These cards, each of which fits with why under it. Four queries at most."""
    if not isinstance(user, User):
        return drawn
    found = fits_of(to=user, opportunity_ids=[row.pk for row in rows], now=now)
    return [
        card + _reasons(row, found[row.pk]) if row.pk in found else card
        for card, row in zip(drawn, rows, strict=True)
    ]


def _reasons(row: Row, one: Suggestion) -> SafeString:
    url = reverse("opportunities:detail", args=[row.public_id]) + "#fits"
    context = {
        "reasons": one.reasons[:MOST_REASONS],
        "why": url,
        "title": row.told.get("title", row.title),
    }
    return render_to_string("opportunities/fits/beside.html", context)


def fit_of(
    opportunity_id: int, user: User | AnonymousUser, now: dt.datetime
) -> dict[str, Any] | None:
    """What the page of one thing says of how it fits this person; None where it says nothing."""
    if not isinstance(user, User):
        return None
    found = fits_of(to=user, opportunity_ids=[opportunity_id], now=now).get(opportunity_id)
    if found is None:
        return None
    return words_of(found) | {"reasons": found.reasons[:MOST_REASONS]}


def words_of(one: Suggestion) -> dict[str, Any]:
    """A suggestion as the templates of `opportunities/fits/` show it."""
    bands = {
        Band.STRONG: _("A strong fit"),
        Band.GOOD: _("A good fit"),
        Band.LOOK: _("Worth a look"),
    }
    names = {
        Factor.GOALS: _("What you want out of it"),
        Factor.INTERESTS: _("What you like"),
        Factor.AVAILABILITY: _("Your times"),
        Factor.TRAVEL: _("The way there"),
        Factor.SUPPORT: _("What would help you"),
        Factor.LEARN: _("What you would like to learn"),
        Factor.USE: _("What you can do"),
        Factor.COMMITMENT: _("How much of it"),
    }
    return {
        "band": bands[one.band] if one.band else "",
        "is_new": one.is_new,
        "reasons": one.reasons,
        "mind": one.mind,
        "score": one.score,
        "table": [
            {"name": names[why.line.factor], "line": why.line, "words": why.words}
            for why in one.table
        ],
    }
