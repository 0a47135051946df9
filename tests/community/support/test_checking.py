"""Entries that are to be checked again make a task, once a round; they stay on the site."""

import datetime as dt

import pytest

from community.safety.models import Task, TaskKind
from community.schedule import CELERY_BEAT_SCHEDULE
from community.support.actions import (
    tell_of_odd_entries,
    tell_of_old_entries,
    tell_of_telling_entries,
)
from community.support.models import Paper, Phone, Provider, Service, WeeklyHours
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


def test_kept_words_that_tell_a_secret_place_make_a_task_a_day(now):
    """As if they were kept before the form knew such words."""
    service = ServiceFactory(is_confidential=True, name="Night room", is_live=False)
    service.write_in("es", {"name": "Cuarto", "summary": "Calle del Ciruelo, 12"})
    service.summary = "Other words."  # those in Spanish are shown to nobody now
    service.save()
    for hours in (0, 1, 24):
        assert tell_of_telling_entries(now=now + dt.timedelta(hours=hours)) == 1
    tasks = Task.objects.filter(kind=TaskKind.SERVICE, about=service.public_id)
    assert tasks.count() == 2
    assert not any("Ciruelo" in task.note or "Cuarto" in task.note for task in tasks)


@pytest.mark.parametrize("where", ["words", "phone", "paper", "provider"])
def test_each_part_of_a_secret_service_is_looked_at(now, where):
    service = ServiceFactory(is_confidential=True)
    Phone.objects.create(service=service, number="85258", kind="text", note="Text us")
    assert tell_of_telling_entries(now=now) == 0
    if where == "words":
        Service.objects.filter(pk=service.pk).update(how_to_start="Come to 28801.")
    elif where == "phone":
        Phone.objects.create(service=service, number="988", note="At 12 Plum Lane")
    elif where == "paper":
        Paper.objects.create(service=service, name="A letter, to 12 Plum Lane")
    else:
        Provider.objects.filter(pk=service.provider_id).update(about="At 12 Plum Lane")
    assert tell_of_telling_entries(now=now) == 1
    Service.objects.update(is_confidential=False)
    assert tell_of_telling_entries(now=now) == 0


def test_the_clock_looks_at_them():
    service = ServiceFactory(is_confidential=True)
    Service.objects.filter(pk=service.pk).update(notice="Come to 12 Plum Lane")
    look_at_entries()
    assert Task.objects.filter(key__startswith=f"telling:{service.public_id}").exists()
