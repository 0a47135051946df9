import datetime as dt

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from community.people.sessions import SessionStore
from community.people.tasks import forget_old_log_ins

pytestmark = pytest.mark.django_db


def test_log_ins_that_are_over_are_forgotten_and_others_stay():
    for hours in (-1, 1):
        store = SessionStore()
        store["name"] = "Bluebell"
        store.set_expiry(timezone.now() + dt.timedelta(hours=hours))
        store.save()
    forget_old_log_ins()
    (left,) = Session.objects.all()
    assert left.expire_date > timezone.now()


def test_log_in_ends_within_a_day_even_if_the_browser_is_never_closed():
    assert SessionStore().get_expiry_date() <= timezone.now() + dt.timedelta(days=1)


def test_every_tick_names_a_task_that_exists():
    from community.celery import app

    app.loader.import_default_modules()
    ticks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert ticks <= set(app.tasks)
