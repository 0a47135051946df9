"""A mentor gives more than a password before any page of two (safety.md #57, T2).

Whoever gets hold of a mentor's password would read somebody else's words with it. The participant
is asked for nothing: her side is hers, and a hurdle there keeps her out.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http.response import HttpResponseBase
from django.utils import timezone

from community.mentorship.models import Side
from community.mentorship.permissions import own_check_ins, walked_mentorships
from community.people.middleware import SignedInRequest, lead_to_second_step
from community.safety.access import has_second_factor

View = Callable[..., HttpResponseBase]


def mentor_proves(view: View) -> View:
    """Lead the mentor of the two of a page to the second step; stands under `open_to`."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if has_second_factor(request) or not _walks(request, **kwargs):
            return view(request, *args, **kwargs)
        return lead_to_second_step(request)

    return guarded


def _walks(
    request: SignedInRequest, public_id: uuid.UUID | None = None, pk: int | None = None
) -> bool:
    """Whether they are the mentor in what this address names: two, a meeting, or a check-in."""
    now = timezone.now()
    if pk is not None:
        return own_check_ins(request.user, now).filter(pk=pk, side=Side.MENTOR).exists()
    named = Q(public_id=public_id) | Q(meetings__public_id=public_id)
    return walked_mentorships(request.user, now).filter(named).exists()
