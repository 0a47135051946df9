"""Who may become a mentor, who sees which mentor, and which mentors may see anybody at all."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from community.mentorship.models import (
    ENDED,
    TAKEN,
    CheckIn,
    DropIn,
    Mentor,
    MentorLog,
    MentorQuerySet,
    Mentorship,
    MentorshipQuerySet,
    MentorshipRequest,
    MentorshipRequestQuerySet,
    MentorshipState,
    MentorState,
    ShownPart,
    Side,
)
from community.organisations.models import site_day
from community.people.models import Aim, Path, Role, Step, User
from community.safety.permissions import (
    answers_for_safety,
    kept_apart_from,
    leads_safeguarding,
    pairs_among,
)

Visitor = User | AnonymousUser


def may_ask_to_walk(user: Visitor) -> bool:
    """Whether this account may become a mentor's. Who works here uses another account for that."""
    return (
        isinstance(user, User)
        and user.is_active
        and not user.is_superuser
        and user.role == Role.PARTICIPANT
    )


def own_mentoring(user: Visitor) -> MentorQuerySet:
    """Their own row, in whichever state; none for anybody else."""
    if not may_ask_to_walk(user):
        return Mentor.objects.none()
    return Mentor.objects.filter(person_id=user.pk)


def visible_mentors(user: Visitor) -> MentorQuerySet:
    """Every mentor for programme staff. Nobody browses mentors (safety.md, decision 1)."""
    return Mentor.objects.all() if answers_for_safety(user) else Mentor.objects.none()


def acting_mentor(user: Visitor, now: dt.datetime) -> MentorQuerySet:
    """The row of a mentor who may see somebody at this moment: #19.

    Everything that a mentor sees of whomever they walk with is asked through this, anew on every
    page: who is paused, or whose check ended this morning, sees nobody from then on.
    """
    return own_mentoring(user).active(now)


def own_request(user: Visitor) -> MentorshipRequestQuerySet:
    """What a participant asked for; nobody else's."""
    if not may_ask_to_walk(user):
        return MentorshipRequest.objects.none()
    return MentorshipRequest.objects.filter(person_id=user.pk)


def own_mentorships(user: Visitor) -> MentorshipQuerySet:
    """Those in which they are the participant, offered and not over."""
    if not may_ask_to_walk(user):
        return Mentorship.objects.none()
    return Mentorship.objects.pending().filter(person_id=user.pk)


def walked_mentorships(user: Visitor, now: dt.datetime) -> MentorshipQuerySet:
    """Those in which they are the mentor, from the moment that the participant said yes and until
    it is over. None for who is not active (#19): not even that there are any. An offer with which
    somebody does not feel safe is gone, as one that was taken back."""
    acting = acting_mentor(user, now).values("pk")
    asked = Q(state=MentorshipState.OFFERED_MENTOR, locked_at=None)
    return Mentorship.objects.filter(Q(state__in=sorted(TAKEN)) | asked, mentor__in=acting)


def live_mentorships(user: Visitor, now: dt.datetime) -> MentorshipQuerySet:
    """Those of either side whose two may meet and write now; ask this for everything they share."""
    both = own_mentorships(user) | Mentorship.objects.filter(
        pk__in=walked_mentorships(user, now).values("pk")
    )
    return both.live()


def reported_mentorships(user: Visitor) -> MentorshipQuerySet:
    """Those of whom one reported the words: who looks after them may read, and no others."""
    return visible_mentorships(user).filter(reports__isnull=False).distinct()


def visible_drop_ins(user: Visitor, now: dt.datetime) -> QuerySet[DropIn]:
    """Those to come: for staff, and for mentors from their training on."""
    coming = DropIn.objects.filter(ends_at__gt=now)
    is_mentor = (
        own_mentoring(user)
        .exclude(state__in=[*ENDED, MentorState.APPLIED, MentorState.SCREENING])
        .exists()
    )
    return coming if is_mentor or answers_for_safety(user) else coming.none()


def own_check_ins(user: Visitor, now: dt.datetime) -> QuerySet[CheckIn]:
    """Those that they are asked themselves, due or soon, of what goes on."""
    if not may_ask_to_walk(user):
        return CheckIn.objects.none()
    soon = site_day(now) + dt.timedelta(days=3)
    rows = CheckIn.objects.due(soon).filter(person_id=user.pk)
    walks = walked_mentorships(user, now).values("pk")
    return rows.filter(Q(side=Side.PARTICIPANT) | Q(mentorship__in=walks))


def requests_on_board(user: Visitor) -> MentorshipRequestQuerySet:
    """Every request for programme staff, to be shown as a row: no name, no words, no answer."""
    rows = MentorshipRequest.objects.all()
    return rows if answers_for_safety(user) else rows.none()


def mentorships_on_board(user: Visitor) -> MentorshipQuerySet:
    """Every match for programme staff, to be shown as a row: no names, no words, no answer."""
    return Mentorship.objects.all() if answers_for_safety(user) else Mentorship.objects.none()


def visible_requests(user: Visitor) -> MentorshipRequestQuerySet:
    """What participants asked for whom this one of the staff looks after; all for who leads
    safeguarding. Nobody opens what is of one they are kept apart from (#15). The participant asks
    `own_request`."""
    rows = requests_on_board(user).exclude(person__in=kept_from(user))
    return rows if leads_safeguarding(user) else rows.filter(coordinator_id=user.pk)


def visible_mentorships(user: Visitor) -> MentorshipQuerySet:
    """The matches that this one of the staff looks after; all for who leads safeguarding, as with
    requests. The two ask the others above."""
    rows = mentorships_on_board(user).exclude(person__in=kept_from(user))
    return rows if leads_safeguarding(user) else rows.filter(coordinator_id=user.pk)


def kept_from(user: Visitor) -> frozenset[int]:
    """Ids of those from whom this one of the staff is to be kept away, whoever asked for it."""
    return frozenset(kept_apart_from(user.pk) if isinstance(user, User) else ())


def visible_logs(user: Visitor) -> QuerySet[MentorLog]:
    """What mentors wrote of their own work, for who supports them and who leads safeguarding."""
    rows = MentorLog.objects.all()
    if leads_safeguarding(user):
        return rows
    return rows.filter(mentor__supervisor_id=user.pk) if answers_for_safety(user) else rows.none()


def own_plan_of_two(user: Visitor) -> MentorshipQuerySet:
    """Where they say what of their path is shown: from both yeses on, and also while it rests, so
    that everything can be taken back."""
    return own_mentorships(user).taken()


def own_shown_parts(user: Visitor) -> QuerySet[ShownPart]:
    """What of their path is set to be shown now."""
    return ShownPart.objects.filter(mentorship__in=own_plan_of_two(user).values("pk"))


def read_plans(user: Visitor, now: dt.datetime) -> MentorshipQuerySet:
    """Those whose mentor this is, and whose two may write to each other now."""
    return live_mentorships(user, now).filter(mentor__person_id=user.pk)


def shown_aims(mentorship: Mentorship) -> QuerySet[Aim]:
    """What a mentor may read of a path, the first aim first.

    Nothing while the two may not write to each other, while the path rests, or while the two are
    kept apart: to the mentor each looks as if nothing were shown.
    """
    two = [mentorship.person_id, mentorship.mentor.person_id]
    if not mentorship.is_live or pairs_among(two):
        return Aim.objects.none()
    rests = Path.objects.filter(person=OuterRef("person"), is_resting=True)
    return Aim.objects.filter(~Exists(rests), shown__mentorship=mentorship)


def shown_steps(mentorship: Mentorship) -> QuerySet[Step]:
    """Those that are shown, towards an aim that is shown, and not put away."""
    aims = shown_aims(mentorship).order_by().values("pk")
    return Step.objects.filter(shown__mentorship=mentorship, aim__in=aims, is_hidden=False)
