"""Keeping an organisation away from oneself."""

import datetime as dt

from community.organisations.models import AvoidedOrganisation, Organisation
from community.people.models import User


def avoid(*, organisation: Organisation, by: User, now: dt.datetime) -> AvoidedOrganisation:
    """Keep everything of an organisation away from `by`. Twice is harmless; nobody is told."""
    row, _created = AvoidedOrganisation.objects.get_or_create(
        person=by, organisation=organisation, defaults={"created_at": now}
    )
    return row


def stop_avoiding(*, avoided: AvoidedOrganisation) -> None:
    """Show its activities to the person again."""
    avoided.delete()
