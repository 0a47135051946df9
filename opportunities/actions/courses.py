"""How the dates of a posting belong together (docs/decisions/0023-courses.md)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.safety.cache import forget_kept_pages
from opportunities.actions.posting_lock import lock_posting
from opportunities.actions.signups import Refusal
from opportunities.models import Course, Opportunity, Schedule, Session


class HasDates(Refusal):
    """People may have signed up for one date by itself, or for all of them."""

    words = _(
        "There are dates ahead already, and people may have a place in them. Call them off first, "
        "or post another one like this."
    )


class ComesFromAFile(Refusal):
    """Its dates follow a file, which knows of no courses."""

    words = _("The dates of this one come from a file, each by itself.")


class HasParts(Refusal):
    """Not everybody does the same there."""

    words = _("It has parts. In a course everybody takes part alike: take the parts away first.")


@transaction.atomic
def set_course(*, opportunity: Opportunity, course: Course, now: dt.datetime) -> Opportunity:
    """Say whether people take part in all dates at once, and until when they may begin.

    While a date is ahead a course stays one, and single dates stay single: nobody who has a place
    in one of them finds themselves in all, or the other way round. Until when people may begin can
    change at any time. Raises HasDates, HasParts or ComesFromAFile.
    """
    lock_posting(opportunity.pk)
    fresh = Opportunity.objects.get(pk=opportunity.pk)
    if course != Course.NONE and fresh.source:
        raise ComesFromAFile
    if course != Course.NONE and fresh.parts.exists():
        raise HasParts
    is_another = (course == Course.NONE) == fresh.is_course
    goes_on = Schedule.objects.filter(opportunity=fresh, next_on__isnull=False)
    ahead = Session.objects.upcoming(now).filter(opportunity=fresh)
    if is_another and (ahead.exists() or goes_on.exists()):
        raise HasDates
    Opportunity.objects.filter(pk=fresh.pk).update(course=course)
    forget_kept_pages()
    opportunity.course = course
    return opportunity
