"""The warning before an unused session ends, and keeping it with one tap (#56, WCAG 2.2.1)."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

pytestmark = pytest.mark.browser

WARNING = "In two minutes you are signed out"


@pytest.fixture
def plan(page, sign_in, participant):
    sign_in(page, participant)
    page.clock.install()
    page.goto(reverse("opportunities:plan"))
    return page


def test_warning_comes_two_minutes_before_and_one_tap_keeps_the_session(plan):
    plan.clock.run_for(17 * 60 * 1000)
    assert not plan.get_by_text(WARNING).is_visible()
    plan.clock.run_for(61 * 1000)
    assert plan.get_by_text(WARNING).is_visible()
    with plan.expect_response(f"**{reverse('people:here')}") as answer:
        plan.get_by_role("button", name="Stay signed in").click()
    assert answer.value.status == 204
    plan.get_by_text(WARNING).wait_for(state="hidden")
    plan.clock.run_for(17 * 60 * 1000)
    assert plan.url.endswith(reverse("opportunities:plan"))


def test_page_goes_away_when_nobody_answers(plan, participant):
    Session.objects.all().delete()  # as the server does with what was not used
    plan.clock.run_for(20 * 60 * 1000 + 1000)
    plan.wait_for_url(f"**{reverse('account_login')}")
    assert participant.alias not in plan.content()
