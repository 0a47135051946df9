"""Nothing is kept longer than its model says, and every model says (safety.md #36)."""

import datetime as dt

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from community.notifications.models import Message
from community.people.models import User
from community.safety import tasks
from community.safety.actions import forget_what_is_over, keeping
from community.safety.actions.declared import declaring_models
from community.safety.models import Erasure
from opportunities.models import Hours, SignUp
from tests.factories.notifications import MessageFactory
from tests.factories.opportunities import SignUpFactory
from tests.factories.people import UserFactory

PERSONAL = {"own", "secret", "other"}
MINUTE = dt.timedelta(minutes=1)
TIMED = [(m, p) for m, p in declaring_models() if hasattr(p, "kept_for")]


def ended(at, **more):
    return MessageFactory(ended_at=at, outcome="parked", body="Plum words", **more)


def test_message_goes_on_the_day_it_is_over_and_no_earlier(db, now):
    kept_for = Message.Privacy.kept_for
    ended(now - kept_for)
    stays = ended(now - kept_for + MINUTE)
    waits = MessageFactory(due_at=now - 2 * kept_for)
    assert forget_what_is_over(now=now) == 1
    assert set(Message.objects.all()) == {stays, waits}


def test_day_without_an_hour_counts_as_well(db, now):
    over = now.date() - Erasure.Privacy.kept_for
    Erasure.objects.create(digest="a", erased_on=over)
    stays = Erasure.objects.create(digest="b", erased_on=over + dt.timedelta(days=1))
    assert forget_what_is_over(now=now) == 1
    assert Erasure.objects.get() == stays


@pytest.mark.parametrize("state", ["confirmed", "attended", "cancelled", "waiting"])
def test_place_goes_so_long_after_its_date_whenever_it_was_taken(db, now, state):
    """With its hours; the number of places that were taken stays."""
    longest = SignUp.Privacy.kept_for
    over = SignUpFactory(
        session__starts_at=now - longest - dt.timedelta(hours=2), state=state, joined_at=now
    )
    stays = SignUpFactory(
        session__starts_at=now - longest - dt.timedelta(hours=2) + MINUTE,
        joined_at=now - 3 * longest,
    )
    for row in (over, stays):
        Hours.objects.create(
            sign_up=row, minutes=120, source="attendance", state="counted", changed_at=now
        )
    taken = over.session.places_taken
    assert forget_what_is_over(now=now) == 1
    assert [hours.sign_up for hours in Hours.objects.all()] == [stays]
    over.session.refresh_from_db()
    assert over.session.places_taken == taken


def test_more_than_one_batch_goes_in_one_run(db, now, monkeypatch):
    monkeypatch.setattr(keeping, "BATCH", 3)
    person = UserFactory()
    for _n in range(8):
        ended(now - dt.timedelta(days=30), recipient=person)
    assert forget_what_is_over(now=now) == 8
    assert not Message.objects.exists()
    assert User.objects.get() == person


def test_run_that_was_missed_is_made_up_for(db, now):
    """A clock that forgot a night loses nothing (reliability.md, lesson 4)."""
    ended(now - dt.timedelta(days=300))
    assert forget_what_is_over(now=now) == 1
    assert forget_what_is_over(now=now) == 0


def test_clock_sweeps_every_hour(db):
    entry = settings.CELERY_BEAT_SCHEDULE["forget what is over"]
    assert entry["task"] == "community.safety.tasks.forget_what_is_over"
    assert entry["schedule"] <= 3600
    ended(dt.datetime.now(dt.UTC) - dt.timedelta(days=30))
    tasks.forget_what_is_over()
    assert not Message.objects.exists()


def test_list_of_erasures_is_caught_up_by_the_sweep(db, now, settings, tmp_path):
    settings.ERASURES_FILE = str(tmp_path / "erasures")
    Erasure.objects.create(digest="a" * 8, erased_on=now.date())
    forget_what_is_over(now=now)
    assert "aaaaaaaa" in (tmp_path / "erasures").read_text()


def unbound(model: type[models.Model], privacy: type) -> list[str]:
    """Personal fields of rows that neither end with an account nor after a time."""
    if hasattr(privacy, "kept_for") or privacy.of == "self":
        return []
    if privacy.of and privacy.on_erase in {"delete", "unlink"}:
        return []
    personal = {name for name, word in privacy.fields.items() if word in PERSONAL}
    links = {f.name for f in model._meta.local_fields if f.related_model is User}
    # A link alone is emptied by the database when the account goes.
    return sorted(personal if privacy.of else personal - links)


@pytest.mark.parametrize(
    ("model", "privacy"), list(declaring_models()), ids=lambda part: getattr(part, "__name__", "")
)
def test_personal_data_ends_with_the_account_or_after_a_time(model, privacy):
    assert unbound(model, privacy) == []


def test_model_whose_personal_data_never_ends_is_noticed():
    fields = {"recipient": "own", "body": "own", "address": "plain"}
    kept = type("Privacy", (), {"of": "recipient", "on_erase": "keep", "fields": fields})
    assert unbound(Message, kept) == ["body", "recipient"]
    nobodys = type("Privacy", (), {"of": "", "fields": fields | {"recipient": "other"}})
    assert unbound(Message, nobodys) == ["body"]
    nobodys.kept_for = dt.timedelta(days=1)
    assert unbound(Message, nobodys) == []


def test_account_alone_keeps_a_row_only_where_there_is_an_account():
    """A row of a person may have none: then only a time can end it."""
    for model, privacy in declaring_models():
        if not privacy.of or privacy.of == "self" or hasattr(privacy, "kept_for"):
            continue
        link = model._meta.get_field(privacy.of.partition("__")[0])
        assert not link.null, f"{model.__name__} may be nobody's and has no kept_for"


def test_no_table_keeps_the_address_of_a_network():
    """Nor of a library: an upgrade that brings one fails here (safety.md T15)."""
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.GenericIPAddressField) or field.name in {"ip", "ip_address"}
    ]
    assert found == []


def test_every_time_is_one_that_is_meant(db):
    """Long enough to be of use, and stated: a change of one is a change of docs/privacy.md."""
    times = {model._meta.label: privacy.kept_for.days for model, privacy in TIMED}
    assert times["notifications.Message"] == 14
    assert times["safety.Erasure"] == 400
    assert times["opportunities.SignUp"] == 730
