"""A mentor, as far as they have come."""

import datetime as dt

import pytest

from community.mentorship.models import Mentor, TrainingModule
from tests.factories.mentorship import MentorFactory, apply_for, screen, train


@pytest.fixture
def module(db) -> TrainingModule:
    return TrainingModule.objects.create(title="Boundaries")


@pytest.fixture
def applied(participant, now) -> Mentor:
    return apply_for(participant, now)


@pytest.fixture
def screened(applied, staff, now) -> Mentor:
    return screen(applied, staff, now)


@pytest.fixture
def trained(screened, module, staff, now) -> Mentor:
    return train(screened, staff, now)


@pytest.fixture
def active(participant, staff, now) -> Mentor:
    """Active for a hundred days more."""
    return MentorFactory(
        person=participant,
        supervisor=staff,
        applied_at=now,
        check_expires_on=now.date() + dt.timedelta(days=100),
    )
