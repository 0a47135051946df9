"""A verification ends with its day, and nobody is surprised (safety.md #67)."""

import datetime as dt

import pytest

from community.notifications.models import Message
from community.organisations import tasks
from community.organisations.actions import warn_of_ends
from community.organisations.models import Standing
from community.safety.models import Task, TaskKind
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def owner(now):
    return MembershipFactory(organisation__verified_until=now.date() + 40 * DAY)


def run(day, now):
    """The hourly sweep, twice on one day."""
    for hour in range(2):
        warn_of_ends(now=now + day * DAY + dt.timedelta(hours=hour))


def told(person) -> list[str]:
    rows = Message.objects.filter(recipient=person).order_by("pk")
    return [row.key.split(":")[3] for row in rows]


def test_owner_and_staff_hear_of_it_at_30_and_7_days_and_at_the_end_once_each(owner, now):
    heard = {}
    for day in range(45):
        run(day, now)
        heard[day] = told(owner.person)
    assert heard[9] == []
    assert heard[10] == heard[32] == ["30"]
    assert heard[33] == heard[40] == ["30", "7"]
    assert heard[41] == heard[44] == ["30", "7", "0"]
    assert Task.objects.filter(kind=TaskKind.PARTNER).count() == 3


def test_next_year_is_told_anew(owner, now):
    for year in range(2):
        owner.organisation.verified_until = now.date() + 20 * DAY + year * 365 * DAY
        owner.organisation.save(update_fields=["verified_until"])
        run(year * 365, now)
    assert told(owner.person) == ["30", "30"]


def test_sweep_that_was_away_tells_the_nearer_one_only(owner, now):
    run(36, now)
    assert told(owner.person) == ["7"]


def test_message_names_nobody_and_staff_read_which(owner, now):
    run(35, now)
    words = Message.objects.get()
    assert owner.organisation.name not in words.subject + words.body
    task = Task.objects.get()
    assert owner.organisation.name in task.note
    assert task.about == owner.organisation.public_id


@pytest.mark.parametrize("duty", ["coordinator", "door"])
def test_only_owners_are_told(duty, owner, now):
    other = MembershipFactory(organisation=owner.organisation, duty=duty).person
    run(35, now)
    assert told(other) == []
    assert told(owner.person) == ["7"]


@pytest.mark.parametrize(
    "changes",
    [
        {"standing": Standing.SUSPENDED},
        {"standing": Standing.UNVERIFIED, "verified_until": None},
        {"verified_until": dt.date(2026, 4, 1)},
        {"verified_until": dt.date(2026, 12, 1)},
    ],
    ids=["suspended", "never", "long over", "far"],
)
def test_nobody_hears_of_what_does_not_end_now(changes, now):
    MembershipFactory(
        organisation=OrganisationFactory(**{"verified_until": now.date() + 5 * DAY} | changes)
    )
    assert warn_of_ends(now=now) == 0
    assert not Message.objects.exists()
    assert not Task.objects.exists()


def test_tick_of_the_clock(owner):
    owner.organisation.verified_until = dt.datetime.now(dt.UTC).date() + 5 * DAY
    owner.organisation.save(update_fields=["verified_until"])
    tasks.warn_of_ends()
    assert told(owner.person) == ["7"]
