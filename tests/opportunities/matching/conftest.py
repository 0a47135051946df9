"""Words, and things to do that have them."""

import datetime as dt
from types import SimpleNamespace

import pytest

from tests.factories.opportunities import (
    AreaFactory,
    CautionFactory,
    GoalFactory,
    InterestFactory,
    OpportunityFactory,
    PracticalNeedFactory,
    SessionFactory,
    SkillFactory,
)

M2M = ("goals", "interests", "needs", "teaches", "uses", "cautions")


@pytest.fixture
def words(db):
    """One of each vocabulary, and a second goal."""
    return SimpleNamespace(
        goal=GoalFactory(label="Meet people"),
        goal_two=GoalFactory(label="Find work"),
        interest=InterestFactory(label="Growing things"),
        need=PracticalNeedFactory(label="First-day buddy"),
        skill=SkillFactory(label="Food hygiene"),
        caution=CautionFactory(label="Photos or filming"),
        area=AreaFactory(),
    )


@pytest.fixture
def offer(db, now):
    """A function that makes something public with a date ahead: words, and the date's fields."""

    def make(*, session=None, **fields):
        chosen = {name: fields.pop(name) for name in M2M if name in fields}
        row = OpportunityFactory(**fields)
        for name, rows in chosen.items():
            setattr(row, name, rows)
        if chosen:
            row.save()
        # Tuesday, 10 o'clock on the wall: the fourth of May 2026 is a Monday.
        starts_at = now + dt.timedelta(days=1, hours=-2)
        date = SessionFactory(opportunity=row, **({"starts_at": starts_at} | (session or {})))
        row.refresh_from_db()
        if date.starts_at > now:  # whatever the clock of the machine says
            row.next_session, row.next_session_at = date, date.starts_at
            row.save(update_fields=["next_session", "next_session_at"])
        return row

    return make
