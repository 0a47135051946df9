"""Parts of town, organisations and accounts of the demo world."""

import datetime as dt
import uuid

from django.contrib.auth.hashers import make_password

from community.notifications.models import ContactPreference
from community.organisations.models import (
    Duty,
    Membership,
    Organisation,
    Standing,
    site_day,
)
from community.people.actions import give_role
from community.people.models import Role, User
from opportunities.actions.publishing import zip_centre
from opportunities.models import Area

from .people import Account
from .town import AREAS, NAMES, ORGANISATIONS, SOURCE


def settle_areas() -> dict[str, Area]:
    """Each part of town, with the centre of its ZIP code."""
    areas = {}
    for order, (slug, (label, postcode)) in enumerate(AREAS.items(), start=1):
        latitude, longitude = zip_centre(postcode) or (None, None)
        areas[slug] = Area.objects.get_or_create(
            slug=slug,
            defaults={
                "label": label,
                "order": order * 10,
                "latitude": latitude,
                "longitude": longitude,
            },
        )[0]
    return areas


def settle_organisation(key: str, now: dt.datetime) -> Organisation:
    """One organisation, as far with staff as the town says."""
    place = ORGANISATIONS[key]
    verified = place.standing == Standing.VERIFIED
    return Organisation.objects.create(
        public_id=uuid.uuid5(NAMES, key),
        name=place.name,
        about=place.about,
        standing=place.standing,
        verified_until=site_day(now) + dt.timedelta(days=place.days_left) if verified else None,
        verified_note=place.checked,
        source=SOURCE,
        external_id=key,
    )


def make_account(
    account: Account, password: str, organisations: dict[str, Organisation], now: dt.datetime
) -> User:
    """One account that can be signed in to, with its role and who it works for."""
    person = User.objects.create(
        public_id=uuid.uuid5(NAMES, account.username),
        username=account.username,
        alias=account.alias,
        email=f"{account.username}@example.org",
        password=password,
        is_superuser=account.is_superuser,
    )
    if account.role != Role.PARTICIPANT:
        give_role(person=person, role=account.role, now=now)
    if account.works_for:
        organisation = organisations[account.works_for]
        Membership.objects.create(person=person, organisation=organisation, duty=Duty.OWNER)
    return person


def make_neighbour(alias: str, now: dt.datetime) -> User:
    """Someone who fills a place. No address and no reminders: the demo sends them nothing."""
    person = User.objects.create(
        public_id=uuid.uuid5(NAMES, f"neighbour {alias}"),
        username=f"neighbour-{alias.lower()}",
        alias=alias,
        password=make_password(None),
        date_joined=now,
    )
    ContactPreference.objects.create(person=person, day_before=False, two_hours_before=False)
    return person
