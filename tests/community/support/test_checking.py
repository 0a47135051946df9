"""Entries that are to be checked again make a task, once a round; they stay on the site."""

import datetime as dt

import pytest

from community.safety.models import Task, TaskKind
from community.schedule import CELERY_BEAT_SCHEDULE
from community.support.actions import tell_of_odd_entries, tell_of_old_entries
from community.support.models import Phone, Service, WeeklyHours
from community.support.tasks import look_at_entries
from tests.factories.support import ServiceFactory

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 5, 4)  # the day of `now`


def test_what_is_due_makes_one_task(now):
    service = ServiceFactory(next_check=DUE)
    ServiceFactory(next_check=DUE + dt.timedelta(days=1))
    ServiceFactory(next_check=DUE, is_live=False)
    tell_of_old_entries(now=now)
    tell_of_old_entries(now=now + dt.timedelta(days=1))
    task = Task.objects.get(kind=TaskKind.SERVICE, about=service.public_id)
    assert service.name in task.note
    assert "4 May 2026" in task.note
    assert Service.objects.on_the_site().filter(pk=service.pk).exists()


def test_where_nobody_rings_there_is_another_task(now):
    service = ServiceFactory(next_check=DUE)
    for days in (0, 89, 90, 179, 180):
        tell_of_old_entries(now=now + dt.timedelta(days=days))
    assert Task.objects.filter(about=service.public_id).count() == 3


def test_a_new_day_ends_that(now):
    service = ServiceFactory(next_check=DUE)
    service.verified_on, service.next_check = DUE, None
    service.save()
    assert service.next_check == DUE + dt.timedelta(days=365)
    assert tell_of_old_entries(now=now) == 0


def test_it_is_done_at_every_hour():
    look_at_entries()
    entry = CELERY_BEAT_SCHEDULE["look at the directory"]
    assert (entry["task"], entry["schedule"]) == (look_at_entries.name, 3600)


def reached(**more) -> Service:
    service = ServiceFactory(**more)
    Phone.objects.create(service=service, number="0808 157 0100")
    return service


def test_what_nobody_can_reach_makes_one_task(now):
    alone = ServiceFactory()
    reached()
    ServiceFactory(website="https://one.example/")
    ServiceFactory(is_live=False)
    tell_of_odd_entries(now=now)
    tell_of_odd_entries(now=now + dt.timedelta(hours=1))
    task = Task.objects.get(kind=TaskKind.SERVICE)
    assert task.about == alone.public_id
    assert "Nobody can reach it" in task.note


@pytest.mark.parametrize(
    ("hours", "count"),
    [
        ([(0, 9, 12), (0, 13, 17)], 0), ([(0, 9, 13), (0, 12, 17)], 1),
        ([(0, 9, 12), (1, 9, 12)], 0), ([(0, 9, 12), (0, 12, 17)], 0),
        ([(0, 8, 8), (0, 12, 17)], 1), ([(0, 9, 12), (0, 20, 8)], 0),
    ],
)  # fmt: skip
def test_hours_that_overlap_make_a_task(now, hours, count):
    service = reached()
    for day, opens, closes in hours:
        WeeklyHours.objects.create(
            service=service, weekday=day, opens=dt.time(opens), closes=dt.time(closes)
        )
    assert tell_of_odd_entries(now=now) == count
