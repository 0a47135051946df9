"""What organisations were told of a person, for the file of their own details (safety.md #35)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from community.people.models import User
from community.safety.actions import Answer, Part, in_words
from opportunities.models import Joining, Kind, SignUp, State
from opportunities.permissions import what_organisation_sees


def told_to_organisations(*, person: User) -> Part:
    """Each sign-up that an organisation could read: which one, what of it, from when until when.

    Whoever waits, or has not yet said yes, is shown to nobody and so left out. One that was given
    back stands here, since it may have been a place before; so does its last moment.
    """
    rows = SignUp.objects.filter(person=person).exclude(_unseen())
    rows = rows.select_related("session__opportunity__organisation", "part").order_by("pk")
    label = _("What organisations could see of me")
    return Part("opportunities.told", label, [_told(row) for row in rows])


def _unseen() -> Q:
    """Who waits or is offered a place, except where the organisation was asked for it first."""
    at_once = Q(session__opportunity__joining=Joining.INSTANT)
    at_once &= ~Q(session__opportunity__kind=Kind.GROUP)
    return Q(state__in=[State.WAITING, State.OFFERED]) & at_once


def _told(row: SignUp) -> list[Answer]:
    """One sign-up, and of it what `what_organisation_sees` allows and no more."""
    organisation = row.session.opportunity.organisation.name
    seen = what_organisation_sees(row)
    until = row.changed_at if row.state == State.CANCELLED else None
    return [
        Answer("organisation", _("Who"), organisation, organisation),
        Answer("session", _("For"), row.session.in_words, str(row.session.in_words)),
        Answer("alias", _("Name for the day"), seen["alias"], seen["alias"]),
        Answer("note", _("Anything that would help"), seen["note"], seen["note"]),
        Answer(
            "companions", _("How many came with me"), seen["companions"], str(seen["companions"])
        ),
        Answer("part", _("What I did there"), seen["part"], seen["part"]),
        Answer("listens", _("I just listen"), seen["listens"], in_words(seen["listens"])),
        Answer("state", _("State"), seen["state"], str(row.get_state_display())),
        Answer("joined_at", _("From"), row.joined_at, in_words(row.joined_at)),
        Answer("until", _("Until, if you had a place"), until, in_words(until)),
    ]
