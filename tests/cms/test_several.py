"""One decision about several postings at once."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.wagtail_hooks import several as screen
from community.people.actions import give_role
from opportunities.actions.publishing import NoReason, NotYours, hold, save_draft, submit_for_review
from opportunities.actions.several import Decision, decide
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(home, staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def desk(reviewer, as_person):
    return as_person(reviewer)


@pytest.fixture
def sent(home, partner, now):
    """Three postings that wait to be read."""
    made = []
    for title in ("Garden morning", "Soup from scratch", "Write with us"):
        new = Opportunity(
            organisation=partner.memberships.get().organisation,
            kind="class",
            title=title,
            summary="We meet and talk.",
        )
        row = save_draft(opportunity=new, by=partner, now=now)
        made.append(submit_for_review(opportunity=row, by=partner, now=now))
    return made


def say(rows, decision, reviewer, now, reason="Please say when it ends."):
    return decide(postings=rows, decision=decision, reason=reason, by=reviewer, now=now)


def live():
    return set(Opportunity.objects.filter(live=True).values_list("title", flat=True))


def test_several_are_approved_and_others_wait(sent, reviewer, now):
    done, failed = say(sent[:2], Decision.APPROVE, reviewer, now, reason="")
    assert (len(done), failed) == (2, [])
    assert live() == {"Garden morning", "Soup from scratch"}


def test_several_are_sent_back_with_one_reason(sent, reviewer, now):
    say(sent, Decision.SEND_BACK, reviewer, now)
    for row in Opportunity.objects.all():
        state = row.current_workflow_state
        assert state.status == "needs_changes"
        assert state.current_task_state.comment == "Please say when it ends."
    assert live() == set()


def test_several_are_held(reviewer, now):
    rows = OpportunityFactory.create_batch(2)
    say(rows, Decision.HOLD, reviewer, now)
    assert set(Opportunity.objects.values_list("held_reason", flat=True)) == {
        "Please say when it ends."
    }


def test_what_cannot_be_decided_is_named_and_stops_no_other(sent, reviewer, now):
    say(sent[:1], Decision.APPROVE, reviewer, now)
    done, failed = say(sent, Decision.APPROVE, reviewer, now)
    assert [row.title for row in done] == ["Soup from scratch", "Write with us"]
    assert [one.posting.title for one in failed] == ["Garden morning"]
    assert "decided already" in failed[0].words
    hold(opportunity=sent[0], reason="Why?", by=reviewer, now=now)
    assert say(sent[:1], Decision.HOLD, reviewer, now)[1]


def test_red_flag_holds_what_is_approved_with_others(sent, reviewer, partner, now):
    bait = Opportunity(
        organisation=sent[0].organisation,
        kind="class",
        title="Photo day",
        summary="Write on WhatsApp to sign up.",
    )
    row = save_draft(opportunity=bait, by=partner, now=now)
    row = submit_for_review(opportunity=row, by=partner, now=now)
    say([row, sent[0]], Decision.APPROVE, reviewer, now)
    assert set(Opportunity.objects.public(now).values_list("title", flat=True)) == {
        "Garden morning"
    }


@pytest.mark.parametrize("decision", [Decision.HOLD, Decision.SEND_BACK])
def test_reason_is_asked_for(decision, sent, reviewer, now):
    with pytest.raises(NoReason):
        say(sent, decision, reviewer, now, reason="  ")


def test_nobody_else_decides(sent, partner, editor, participant, now):
    for person in (partner, give_role(person=editor, role="editor", now=now), participant):
        for decision in Decision:
            with pytest.raises(NotYours):
                say(sent, decision, person, now)
    assert live() == set()


# -- the screen --------------------------------------------------------------------------------


def post(desk, rows, decision, reason=""):
    typed = {"postings": [row.pk for row in rows], "decision": decision, "reason": reason}
    return desk.post(reverse("desk_several"), typed)


def test_staff_decide_on_a_screen(desk, sent):
    page = desk.get(reverse("desk_several")).content.decode()
    assert page.count('name="postings"') == 3
    page = post(desk, sent[:2], "approve").content.decode()
    assert "Done: 2." in page
    assert page.count('name="postings"') == 1
    page = post(desk, sent, "approve").content.decode()
    assert "These stay as they were:" in page
    assert "Nobody has sent it in, or it is decided already." in page
    post(desk, sent[:1], "hold", "Ring us, please.")
    assert ModelLogEntry.objects.filter(action="onward.hold").count() == 1


def test_what_is_missing_is_said_and_what_was_ticked_stays(desk, sent):
    answer = post(desk, sent[:1], "reject")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Say why, in words that the organisation can act on." in page
    assert page.count(" checked") == 2  # the posting and the decision
    assert "Choose at least one." in post(desk, [], "approve").content.decode()
    assert post(desk, [], "dance").status_code == 400
    typed = {"postings": ["x"], "decision": "approve"}
    assert desk.post(reverse("desk_several"), typed).status_code == 400


def test_screen_is_paged_and_takes_the_same_few_queries(
    desk, sent, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(screen, "MOST_AT_ONCE", 2)
    address = reverse("desk_several")
    desk.get(address)
    with django_assert_max_num_queries(20):
        assert desk.get(address).content.decode().count('name="postings"') == 2
    assert desk.get(f"{address}?page=2").content.decode().count('name="postings"') == 1
