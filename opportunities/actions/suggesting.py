"""A mentor thinks of an activity for somebody, who says yes, no, or nothing (decision 35)."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.mentorship.actions import NotTheirs, Refusal
from community.mentorship.actions.writing import leads_out
from community.mentorship.models import Mentorship
from community.mentorship.permissions import read_plans
from community.people.actions import add_step
from community.people.models import Aim, Step, User
from community.people.permissions import own_aims
from opportunities.models import Answered, Opportunity, Suggestion
from opportunities.permissions import own_suggestions, to_suggest

from .path import put_beside

MOST_A_DAY: Final = 3  # for one person: more is pressing somebody
A_DAY: Final = dt.timedelta(days=1)


class NotOnTheList(Refusal):
    """The activity is not public, or has no date any more."""

    words = _("That one is not open now. Choose another.")


class LeadsOut(Refusal):
    """The line holds a link, an address or a number."""

    words = _("Leave out links, e-mail addresses and telephone numbers.")


class EnoughToday(Refusal):
    """As many as somebody may be thought of for in a day."""

    words = _("That is enough for one day. Think of more tomorrow.")


@transaction.atomic
def think_of(
    *, mentorship: Mentorship, opportunity: Opportunity, by: User, words: str, now: dt.datetime
) -> Suggestion:
    """Keep an activity for the other one to find; return the row.

    Nothing is sent. The same one again is a double click, whatever became of it. Whether it is
    ever seen, and what is said to it, the mentor is not told, not by a refusal either: the limit
    counts what was thought of and never what was answered.
    Raises NotTheirs, LeadsOut, NotOnTheList, EnoughToday.
    """
    row = read_plans(by, now).select_for_update(of=("self",)).filter(pk=mentorship.pk).first()
    if row is None:
        raise NotTheirs
    if leads_out(words):
        raise LeadsOut
    if not to_suggest(by, now).filter(pk=opportunity.pk).exists():
        raise NotOnTheList
    there = Suggestion.objects.filter(mentorship=row)
    if again := there.filter(opportunity=opportunity).first():
        return again
    if there.filter(made_at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise EnoughToday
    line = " ".join(words.split())
    return Suggestion.objects.create(
        mentorship=row, opportunity=opportunity, words=line, made_at=now
    )


@transaction.atomic
def answer_suggestion(
    *,
    suggestion: Suggestion,
    by: User,
    answer: Answered,
    now: dt.datetime,
    aim: Aim | None = None,
) -> Step | None:
    """Keep the answer, which nobody but its writer reads; the mentor's line is gone with it.

    A yes may make a step towards one of their own aims, with the activity beside it; that step is
    returned. It saves no place. The first answer counts. Raises NotTheirs, and what a path says.
    """
    rows = own_suggestions(by, now).select_for_update(of=("self",))
    row = rows.select_related("opportunity").filter(pk=suggestion.pk).first()
    if row is None or (aim is not None and not own_aims(by).filter(pk=aim.pk).exists()):
        raise NotTheirs
    if row.answer:
        return None
    row.answer, row.words = answer, ""
    row.save(update_fields=["answer", "words"])
    if aim is None or answer != Answered.YES:
        return None
    step = add_step(aim=aim, words=row.opportunity.told["title"], today=timezone.localdate(now))
    put_beside(step=step, opportunity=row.opportunity, now=now)
    return step
