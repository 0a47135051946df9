"""The roster of a support group: staff say why and read it for an hour; all on it see that."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.people.actions import give_role
from community.safety.actions import NoGrant, NoReasonGiven, NotForYou, separate
from community.safety.models import AccessRecord, Reason, Saw, Task, TaskKind, Why
from opportunities.actions.rosters import ask_for_roster, read_roster
from opportunities.models import Kind, Opportunity, Session, State
from opportunities.permissions import visible_roster_dates, visible_roster_looks
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
SAID = {"reason": "safety", "words": "Somebody dangerous may come."}


@pytest.fixture
def now():
    """The real one: the screens ask the clock."""
    return timezone.now()


@pytest.fixture
def reviewer(home, staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def evening(now, partner):
    """A date of a support group to come, of the partner's organisation."""
    organisation = partner.memberships.get().organisation
    return SessionFactory(
        opportunity__kind=Kind.GROUP,
        opportunity__title="Canary circle",
        opportunity__organisation=organisation,
        starts_at=now + 3 * DAY,
    )


@pytest.fixture
def wren(evening):
    person = UserFactory(username="canary-name", email="canary@example.org", alias="Wren Canary")
    SignUpFactory(session=evening, person=person, alias="Wren", note="I come on wheels.")
    return person


def ask(session, by, now, words=SAID["words"], reason=Why.SAFETY):
    ask_for_roster(session=session, reason=reason, words=words, by=by, now=now)


def read(session, by, now):
    return read_roster(session=session, by=by, now=now)


def test_staff_with_a_reason_read_what_whoever_runs_the_group_reads(reviewer, evening, wren, now):
    ask(evening, reviewer, now)
    (line,) = read(evening, reviewer, now)
    assert set(line) == {"alias", "note", "companions", "part", "listens", "state"}
    assert (line["alias"], line["note"]) == ("Wren", "I come on wheels.")
    record = AccessRecord.objects.get(about=wren.public_id)
    assert (record.what, record.reason, record.who) == (Saw.NOTE, "safety", reviewer.public_id)


def test_looks_are_read_by_who_writes_for_the_group_while_it_is_one(
    reviewer, evening, partner, another_partner, now
):
    ask(evening, reviewer, now)
    assert visible_roster_looks(partner, evening).count() == 1
    for other in (another_partner, reviewer, UserFactory()):
        assert not visible_roster_looks(other, evening).exists()
    Opportunity.objects.update(kind=Kind.VOLUNTEER)
    assert not visible_roster_looks(partner, evening).exists()


def test_without_a_reason_nobody_is_read_and_the_try_is_written_down(reviewer, evening, wren, now):
    with pytest.raises(NoGrant):
        read(evening, reviewer, now)
    assert [(row.about, row.what) for row in AccessRecord.objects.all()] == [
        (evening.public_id, Saw.REFUSED)
    ]


def test_the_hour_ends_and_is_for_one_of_the_staff_and_one_date(
    reviewer, evening, wren, another_staff, now
):
    colleague = give_role(person=another_staff, role="staff", now=now)
    ask(evening, reviewer, now)
    assert read(evening, reviewer, now + 59 * MINUTE)
    with pytest.raises(NoGrant):
        read(evening, reviewer, now + 60 * MINUTE)
    with pytest.raises(NoGrant):
        read(evening, colleague, now)
    later = SessionFactory(opportunity=evening.opportunity, starts_at=now + 4 * DAY)
    with pytest.raises(NoGrant):
        read(later, reviewer, now)


@pytest.mark.parametrize(
    ("words", "reason"), [("", Why.SAFETY), ("too few", Why.SAFETY), ("a good reason", "curious")]
)
def test_reason_has_to_be_one(words, reason, reviewer, evening, now):
    with pytest.raises(NoReasonGiven):
        ask(evening, reviewer, now, words=words, reason=reason)
    assert not AccessRecord.objects.exists()
    assert not Task.objects.exists()


@pytest.mark.parametrize("who", ["partner", "another_partner", "editor", "participant"])
def test_nobody_else_asks_or_reads(who, request, evening, wren, now):
    by = request.getfixturevalue(who)
    with pytest.raises(NotForYou):
        ask(evening, by, now)
    with pytest.raises(NotForYou):
        read(evening, by, now)
    assert not visible_roster_dates(by, now).exists()
    assert not AccessRecord.objects.exists()


def test_superuser_without_a_role_of_the_programme_does_not(evening, wren, now):
    root = UserFactory(is_superuser=True, is_staff=True, role="")
    with pytest.raises(NotForYou):
        ask(evening, root, now)
    assert not visible_roster_dates(root, now).exists()


def test_a_colleague_looks_at_the_words_the_same_day(reviewer, evening, now):
    ask(evening, reviewer, now)
    ask(evening, reviewer, now)  # a second press within the hour
    task = Task.objects.get()
    assert (task.kind, task.about) == (TaskKind.UNUSUAL, evening.opportunity.public_id)
    assert SAID["words"] in task.note
    assert AccessRecord.objects.filter(what=Saw.ASKED).count() == 1


def test_whoever_asked_is_not_the_colleague_who_looks(
    reviewer, another_staff, evening, as_person, now
):
    """An insider who reads a list and ticks off their own words has been seen by nobody."""
    ask(evening, reviewer, now)
    task = Task.objects.get()
    address = f"/cms/desk/safe/{task.public_id}/"
    sent = {"what": "answer", "answer": "All is well.", "done": "on"}
    desk = as_person(reviewer, proved=True)
    answer = desk.post(address, sent)
    assert answer.status_code == 200
    assert "Another one of the staff looks at this." in answer.content.decode()
    task.refresh_from_db()
    assert (task.done_at, task.answer) == (None, "")
    colleague = give_role(person=another_staff, role="staff", now=now)
    assert as_person(colleague, proved=True).post(address, sent).status_code == 302
    task.refresh_from_db()
    assert task.done_by == colleague
    desk.post(address, sent | {"answer": "Nothing at all."})
    task.refresh_from_db()
    assert task.answer == "All is well."


def test_who_gave_the_place_back_waits_or_cannot_come_is_not_on_it(reviewer, evening, now):
    for state in (State.CANCELLED, State.WAITING, State.ASKED, State.EXCUSED, State.DECLINED):
        SignUpFactory(session=evening, state=state)
    ask(evening, reviewer, now)
    assert read(evening, reviewer, now) == []


def test_whoever_is_kept_apart_from_the_reader_is_left_out(
    reviewer, another_staff, evening, wren, now
):
    colleague = give_role(person=another_staff, role="staff", now=now)
    separate(one=wren, other=reviewer, reason=Reason.ASKED, by=colleague, now=now)
    ask(evening, reviewer, now)
    assert read(evening, reviewer, now) == []
    assert not AccessRecord.objects.filter(about=wren.public_id).exists()


@pytest.mark.parametrize(
    ("posting", "date"),
    [
        ({"kind": Kind.CLASS}, {}),
        ({"live": False}, {}),
        ({"held_at": timezone.now()}, {}),
        ({}, {"starts_at": timezone.now() - DAY, "ends_at": timezone.now() - DAY + MINUTE}),
    ],
)
def test_only_groups_that_are_public_and_not_over(posting, date, reviewer, evening, wren, now):
    ask(evening, reviewer, now)
    Opportunity.objects.filter(pk=evening.opportunity_id).update(**posting)
    Session.objects.filter(pk=evening.pk).update(**date)
    assert not visible_roster_dates(reviewer, now).exists()
    assert read(Session.objects.get(pk=evening.pk), reviewer, now) == []


# -- the screens -------------------------------------------------------------------------------


def test_staff_say_why_first_and_then_read_it(reviewer, evening, wren, as_person):
    desk = as_person(reviewer, proved=True)
    address = reverse("desk_date", args=[evening.public_id])
    seen = reverse("desk_date_seen", args=[evening.public_id])
    edit = reverse("wagtailsnippets_opportunities_opportunity:edit", args=[evening.opportunity_id])
    assert address in desk.get(edit).content.decode()
    assert desk.get(seen).status_code == 404
    page = desk.get(address).content.decode()
    assert "Wren" not in page
    assert seen not in page
    refused = desk.post(address, SAID | {"words": "because"})
    assert refused.status_code == 400
    assert "because" in refused.content.decode()
    assert desk.post(address, SAID).url == address
    assert seen in desk.get(address).content.decode()
    page = desk.get(seen).content.decode()
    assert "<strong>Wren</strong>" in page
    assert "I come on wheels." in page
    for hidden in ("canary-name", "canary@example.org", str(wren.public_id), "Wren Canary"):
        assert hidden not in page


def test_person_on_it_reads_that_staff_looked_and_why(reviewer, evening, wren, as_person, now):
    ask(evening, reviewer, now)
    read(evening, reviewer, now)
    page = as_person(wren).get("/account/looked/").content.decode()
    assert "Read what you wrote to staff, or your line on the list of a date" in page
    assert "For your safety or somebody else’s" in page
    assert reviewer.alias not in page


def test_whoever_runs_the_group_reads_when_staff_asked(
    reviewer, evening, partner, another_partner, as_person, now
):
    address = reverse("opportunities:workplace_date", args=[evening.public_id])
    desk = as_person(partner)
    assert "Staff who asked to read this list" not in desk.get(address).content.decode()
    ask(evening, reviewer, now)
    page = desk.get(address).content.decode()
    assert "Staff who asked to read this list" in page
    assert SAID["words"] not in page
    assert as_person(another_partner).get(address).status_code == 404


def test_panel_stands_at_groups_only(reviewer, evening, as_person):
    edit = reverse("wagtailsnippets_opportunities_opportunity:edit", args=[evening.opportunity_id])
    Opportunity.objects.update(kind=Kind.CLASS)
    address = reverse("desk_date", args=[evening.public_id])
    desk = as_person(reviewer, proved=True)
    assert address not in desk.get(edit).content.decode()
    assert desk.get(address).status_code == 404
