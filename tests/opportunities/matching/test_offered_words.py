"""What an activity says of itself for the comparison: who writes it, and where it is read."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.actions import prepare_site
from opportunities.models import Caution, Goal, Opportunity, Skill
from tests.opportunities.writing import step_address, write

pytestmark = pytest.mark.django_db


def test_partner_says_what_it_helps_with_and_what_to_know_before(as_person, partner):
    prepare_site()
    goal, caution = Goal.objects.first(), Caution.objects.first()
    skill, other = Skill.objects.all()[:2]
    client = as_person(partner)
    write(
        client, goals=[goal.pk], teaches=[skill.pk], uses=[other.pk], cautions=[caution.pk],
        commitment="few",
    )  # fmt: skip
    kept = Opportunity.objects.get()
    row = kept.get_latest_revision_as_object()
    assert (row.commitment, list(row.goals.all())) == ("few", [goal])
    assert (list(row.teaches.all()), list(row.uses.all())) == ([skill], [other])
    assert list(row.cautions.all()) == [caution]
    for step, ticks in (("gains", 3), ("who", 1)):
        page = client.get(step_address(kept, step)).content.decode()
        assert page.count("checked") == ticks


def test_partner_may_leave_all_of_it_open(as_person, partner):
    write(as_person(partner))
    assert Opportunity.objects.get().commitment == ""


def test_revision_from_before_these_words_keeps_those_that_there_are(offer, words, partner):
    row = offer(goals=[words.goal], cautions=[words.caution])
    content = row.serializable_data()
    for name in ("goals", "teaches", "uses", "cautions", "commitment"):
        del content[name]
    rebuilt = row.with_content_json(content)
    rebuilt.save()
    assert list(Opportunity.objects.get().goals.all()) == [words.goal]


def test_what_to_know_before_is_on_the_page_at_once(offer, words):
    """The page is kept for strangers: it is made anew as soon as a word of it is another."""
    row = offer(session={"starts_at": timezone.now() + dt.timedelta(days=2)})
    address = reverse("opportunities:detail", args=[row.public_id])
    assert "Know before you come" not in Client().get(address).content.decode()
    row.cautions = [words.caution]
    row.save()
    page = Client().get(address).content.decode()
    assert "Know before you come" in page
    assert "Photos or filming" in page
