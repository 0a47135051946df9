"""The four lists of a partner's activities: live, with staff, drafts, ended (design screen 06)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from opportunities.models import Kind, Opportunity, Session, SignUp, State
from opportunities.models.session import REGISTER_STAYS


class Tab(TextChoices):
    """Where an activity stands, for the list that it is in. Each is in one list only."""

    LIVE = "live", _("Live")
    WITH_STAFF = "staff", _("With staff")
    DRAFTS = "drafts", _("Drafts")
    ENDED = "ended", _("Ended")


@dataclass(frozen=True)
class Counted:
    """One list, how many are in it, and whether it is the one that is shown."""

    tab: Tab
    number: int
    is_here: bool


def with_tab(rows: QuerySet[Opportunity], now: dt.datetime) -> QuerySet[Opportunity]:
    """Bring along which list each one is in, as `tab`.

    What is held is with staff, live or not. What staff sent back is a draft again: it is the
    partner's turn. Live without a date to come has ended, unless it never had one.
    """
    kind = ContentType.objects.get_for_model(Opportunity)
    in_review = WorkflowState.objects.filter(
        base_content_type=kind,
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    had_dates = Session.objects.filter(opportunity=OuterRef("pk"))
    is_over = Q(next_session_at=None) | Q(next_session_at__lte=now)
    return rows.annotate(
        tab=Case(
            When(held_at__isnull=False, then=Value(Tab.WITH_STAFF)),
            When(is_over & Exists(had_dates), live=True, then=Value(Tab.ENDED)),
            When(live=True, then=Value(Tab.LIVE)),
            When(Exists(in_review), then=Value(Tab.WITH_STAFF)),
            default=Value(Tab.DRAFTS),
            output_field=CharField(),
        )
    )


def counted(rows: QuerySet[Opportunity], asked: str) -> list[Counted]:
    """Every list with its number: the one that was asked for, else the first with anything in it.

    `rows` come from `with_tab`.
    """
    found: dict[Any, int] = dict(
        rows.order_by().values_list("tab").annotate(number=Count("pk")).values_list("tab", "number")
    )
    first = next((tab for tab in Tab if found.get(tab)), Tab.LIVE)
    here = Tab(asked) if asked in Tab.values else first
    return [Counted(tab, found.get(tab, 0), tab == here) for tab in Tab]


def unfinished_registers(sessions: QuerySet[Session], now: dt.datetime) -> QuerySet[Session]:
    """Dates that are over, whose list at the door can still be marked and where nobody is yet.

    No support group: who came to one is for nobody to finish.
    """
    came = SignUp.objects.filter(session=OuterRef("pk"), state=State.ATTENDED)
    return sessions.exclude(opportunity__kind=Kind.GROUP).filter(
        ~Exists(came),
        cancelled_at=None,
        ends_at__lte=now,
        ends_at__gt=now - REGISTER_STAYS,
        places_taken__gt=0,
        walk_ins=0,
    )
