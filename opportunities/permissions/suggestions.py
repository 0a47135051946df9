"""What a mentor may think of for somebody, and what that one sees of it (decision 35)."""

import datetime as dt

from django.db.models import QuerySet

from community.mentorship.permissions import own_mentorships
from community.people.models import User
from community.safety.permissions import pairs_among
from opportunities.models import Opportunity, OpportunityQuerySet, Suggestion

from .postings import Visitor, not_avoided_by


def to_suggest(user: Visitor, now: dt.datetime) -> OpportunityQuerySet:
    """What a mentor may think of: the public list as they see it themselves, whoever it is for.

    What the other one keeps away is on it, too: a choice that is missing would tell (#15).
    """
    return Opportunity.objects.public(now).upcoming(now).filter(not_avoided_by(user))


def own_suggestions(user: Visitor, now: dt.datetime) -> QuerySet[Suggestion]:
    """What this person's mentor of now thought of, as far as it is on their own list.

    Left out without a word is what they keep away, and all of it while the two may not write to
    each other or are kept apart. Who else goes to an activity leaves nothing out: by what is
    missing somebody could find out where the one is whom they must not meet.
    """
    row = own_mentorships(user).live().select_related("mentor").first()
    if row is None or not isinstance(user, User):
        return Suggestion.objects.none()
    if pairs_among([row.person_id, row.mentor.person_id]):
        return Suggestion.objects.none()
    listed = Opportunity.objects.public(now).filter(not_avoided_by(user)).order_by().values("pk")
    return Suggestion.objects.filter(mentorship=row, opportunity__in=listed)


def open_suggestions(user: Visitor, now: dt.datetime) -> QuerySet[Suggestion]:
    """Those of them that were not answered yet, the latest first."""
    return own_suggestions(user, now).filter(answer="").select_related("opportunity")
