"""What is refused on the way to a teller's yes, and leaves everything as it was."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.actions import ask_teller, begin_story, draft_of, say_yes, talk_through
from cms.actions.approving import LONGEST, NoName, TooLong
from cms.actions.telling import NotTalkedThrough, NoWay
from cms.models import Naming, StoryConsent, Topic
from cms.models.exact_text import hash_of
from tests.factories.people import UserFactory
from tests.factories.stories import asked, draft

pytestmark = pytest.mark.django_db
A_SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def amina():
    return UserFactory(role="staff")


@pytest.fixture
def begun(home, amina, now) -> StoryConsent:
    """Somebody who has no account would like to tell something."""
    return begin_story(page=draft(), by=amina, teller=None, now=now)


@pytest.mark.parametrize("missing", Topic.values)
def test_every_point_is_talked_through(missing, begun, amina, now):
    topics = [topic for topic in Topic.values if topic != missing]
    with pytest.raises(NotTalkedThrough):
        talk_through(consent=begun, by=amina, topics=topics, now=now)
    kept = StoryConsent.objects.get()
    assert (kept.topics, kept.risk_talk_on, kept.state) == (begun.topics, None, begun.state)


def test_nobody_is_asked_before_the_talk(begun, amina, now):
    with pytest.raises(NotTalkedThrough):
        ask_teller(consent=begun, by=amina, now=now)
    assert StoryConsent.objects.get().state == begun.state


def test_nobody_is_asked_who_could_not_read_it(begun, amina, now):
    talked = talk_through(consent=begun, by=amina, topics=Topic.values, now=now)
    with pytest.raises(NoWay):
        ask_teller(consent=talked, by=amina, now=now)
    assert StoryConsent.objects.get().state == talked.state


@pytest.mark.parametrize("alias", ["", "  \t"])
@pytest.mark.parametrize("naming", [one for one in Naming.values if one != Naming.NONE])
def test_a_yes_with_a_name_needs_one(naming, alias, home, now):
    consent = asked(draft())
    seen = hash_of(draft_of(consent.page))
    with pytest.raises(NoName):
        say_yes(consent=consent, seen=seen, naming=naming, alias=alias, now=now)
    kept = StoryConsent.objects.get()
    assert (kept.approved_hash, kept.signed_at, kept.state) == ("", None, consent.state)


@pytest.mark.parametrize("lasts", [dt.timedelta(), -dt.timedelta(days=1), LONGEST + A_SECOND])
def test_a_yes_is_a_limited_one(lasts, home, now):
    consent = asked(draft())
    with pytest.raises(TooLong):
        say_yes(consent=consent, seen=hash_of(draft_of(consent.page)), lasts=lasts, now=now)
    assert StoryConsent.objects.get().signed_at is None
