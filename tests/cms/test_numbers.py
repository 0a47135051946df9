"""Staff are asked to ring a number again that was checked long ago (safety.md #62)."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from cms.blocks import CrisisLineBlock
from cms.models import SiteSettings
from cms.numbers import tell_of_old_numbers
from cms.tasks import look_at_numbers
from community.people.actions import give_role
from community.safety.models import Task, TaskKind
from community.schedule import CELERY_BEAT_SCHEDULE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
CHECKED = dt.date(2025, 11, 5)  # 180 days before NOON of the tests


def lines(*checked, **more):
    """Settings with a number for each of these days of checking."""
    settings = SiteSettings.objects.get()
    settings.crisis_lines = [
        {
            "type": "line",
            "value": {
                "name": f"Line {n}",
                "number": f"555 010{n}",
                "country": "United States",
                "note": "",
                "verified_on": day.isoformat() if day else None,
            }
            | more,
        }
        for n, day in enumerate(checked)
    ]
    settings.save()
    cache.clear()


def tasks():
    return list(Task.objects.order_by("pk"))


@pytest.mark.parametrize(("age", "told"), [(179, 0), (180, 0), (181, 1), (400, 1)])
def test_staff_are_asked_to_ring_a_number_more_than_180_days_after_its_check(home, now, age, told):
    lines(now.date() - age * DAY)
    tell_of_old_numbers(now=now)
    assert len(tasks()) == told


def test_task_says_which_number_and_names_nobody(home, staff, as_person, now):
    lines(CHECKED - DAY, now.date())
    tell_of_old_numbers(now=now)
    task = Task.objects.get()
    assert (task.kind, task.person, task.about) == (TaskKind.NUMBER, None, None)
    assert "Line 0, 555 0100: checked 4 November 2025. Ring it." in task.note
    desk = as_person(give_role(person=staff, role="staff", now=now))
    listed = desk.get("/cms/desk/safe/").content.decode()
    assert "A number to ring that was checked long ago" in listed
    page = desk.get(f"/cms/desk/safe/{task.public_id}/").content.decode()
    assert "555 0100" in page
    assert "They must not meet" not in page


def test_number_stays_on_every_page_however_old_it_is(home, stranger, now):
    lines(CHECKED - 1000 * DAY)
    tell_of_old_numbers(now=now)
    page = stranger.get("/").content.decode()
    assert 'href="tel:5550100"' in page
    assert "United States" in page
    assert "Checked 9 Feb 2023" in page


def test_one_check_is_one_task_and_another_only_half_a_year_later(home, now):
    lines(CHECKED - DAY)
    for days in (0, 1, 178):
        tell_of_old_numbers(now=now + days * DAY)
    assert len(tasks()) == 1
    tell_of_old_numbers(now=now + 179 * DAY)
    assert len(tasks()) == 2


def test_new_day_of_checking_ends_it(home, now):
    lines(now.date())
    tell_of_old_numbers(now=now)
    assert tasks() == []
    tell_of_old_numbers(now=now + 181 * DAY)
    assert len(tasks()) == 1


def test_number_without_a_day_is_shown_to_nobody_and_asked_of_nobody(home, stranger, now):
    lines(None)
    tell_of_old_numbers(now=now)
    assert tasks() == []
    assert "555 0100" not in stranger.get("/").content.decode()


def test_site_without_settings_asks_nothing(db, now):
    tell_of_old_numbers(now=now)
    assert tasks() == []


def test_clock_looks_every_hour(home):
    lines(dt.date(2020, 1, 1))
    look_at_numbers()
    assert len(tasks()) == 1
    entry = CELERY_BEAT_SCHEDULE["look at numbers to ring"]
    assert (entry["task"], entry["schedule"]) == (look_at_numbers.name, 3600)


def test_line_needs_its_country(home):
    value = {"name": "988", "number": "988", "country": "", "note": "", "verified_on": None}
    block = CrisisLineBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python(value))
    assert block.clean(block.to_python(value | {"country": "United States"}))


def test_line_from_before_there_was_a_country_is_shown(home, stranger, now):
    settings = SiteSettings.objects.get()
    value = {"name": "Warm line", "number": "555 0100", "note": "", "verified_on": "2026-05-04"}
    settings.crisis_lines = [{"type": "line", "value": value}]
    settings.save()
    cache.clear()
    assert "Warm line" in stranger.get("/").content.decode()
