"""Something isn't right: from any page, signed in or not, in one step."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from community.notifications.models import Message
from community.safety.actions import finish
from community.safety.models import Task, TaskKind
from community.safety.templatetags.mentioning import mentionable
from opportunities.actions.concerns import MOST_HELD, TooManyConcerns, tell_concern
from opportunities.actions.publishing import release
from opportunities.actions.signups import sign_up
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
TELL = "/tell-us/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def posting(partner):
    return SessionFactory(
        opportunity__organisation=partner.memberships.get().organisation,
        opportunity__title="Evening walk",
    ).opportunity


def page_of(posting):
    return reverse("opportunities:detail", args=[posting.public_id])


def tell(opportunity, by, now):
    return tell_concern(words="", reach="", path="", opportunity=opportunity, by=by, now=now)


def is_held(posting):
    return Opportunity.objects.get(pk=posting.pk).held_at is not None


def test_stranger_tells_in_one_step_and_staff_have_a_task_for_today(stranger, posting):
    assert (
        f'href="{TELL}?page={page_of(posting)}"' in stranger.get(page_of(posting)).content.decode()
    )
    page = stranger.get(TELL, {"page": page_of(posting)}).content.decode()
    assert f'value="{page_of(posting)}"' in page
    values = {"page": page_of(posting), "words": "A canary word", "reach": "canary@example.org"}
    answer = stranger.post(TELL, values, follow=True)
    assert "Thank you" in answer.content.decode()
    assert "canary" not in answer.content.decode()
    task = Task.objects.get()
    assert (task.kind, task.about, task.path) == ("concern", posting.public_id, page_of(posting))
    assert (task.note, task.reach, task.person) == ("A canary word", "canary@example.org", None)
    assert timezone.now() - DAY < task.created_at <= task.due_at < timezone.now() + DAY
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM safety_task")
        assert "canary" not in str(cursor.fetchall())


def test_one_tap_with_no_word_is_enough(as_person, participant, stranger, posting):
    for client in (stranger, as_person(participant)):
        assert client.post(TELL, {"page": "", "words": "", "reach": ""}).status_code == 302
    assert [task.person for task in Task.objects.order_by("pk")] == [None, participant]


def test_posting_reported_by_somebody_signed_in_rests_until_staff_release_it(
    as_person, participant, partner, staff, stranger, posting, now
):
    sign_up(session=posting.sessions.get(), by=participant, alias="Sam", now=timezone.now())
    assert Message.objects.exists()
    stranger.get(page_of(posting))  # a page that is kept
    as_person(participant).post(TELL, {"page": page_of(posting)})
    assert stranger.get(page_of(posting)).status_code == 404
    assert "Evening walk" not in stranger.get("/opportunities/").content.decode()
    assert not Message.objects.exists()
    workplace = as_person(partner).get("/partner/").content.decode()
    assert "Held by staff" in workplace
    assert "Staff are looking at it again" in workplace
    assert "reported" not in workplace  # it could guess by whom
    staff.user_permissions.add(*_may_publish())
    release(opportunity=posting, by=staff, now=timezone.now())
    assert stranger.get(page_of(posting)).status_code == 200


def _may_publish():
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename="publish_opportunity")


def test_stranger_takes_nothing_down(stranger, posting):
    stranger.post(TELL, {"page": page_of(posting)})
    assert Task.objects.get().about == posting.public_id
    assert not is_held(posting)


def test_one_account_takes_two_postings_down_in_a_day_and_no_more(participant, now):
    rows = OpportunityFactory.create_batch(4)
    for row in rows[:3]:
        tell(row, participant, now)
    assert [is_held(row) for row in rows] == [True, True, False, False]
    tell(rows[3], participant, now + DAY)
    assert is_held(rows[3])
    assert Task.objects.count() == 4


def test_all_reports_together_take_ten_down_in_a_day(now):
    rows = OpportunityFactory.create_batch(MOST_HELD + 1)
    for row in rows:
        tell(row, UserFactory(), now)
    assert [is_held(row) for row in rows] == [True] * MOST_HELD + [False]


def test_posting_that_staff_have_looked_at_is_not_taken_down_again(participant, staff, now):
    row = OpportunityFactory()
    task = tell(row, participant, now)
    finish(task=task, by=staff, answer="Rang them", now=now)
    Opportunity.objects.update(held_at=None, held_reason="")
    row.refresh_from_db()
    tell(row, UserFactory(), now + DAY)
    assert not is_held(row)
    tell(row, UserFactory(), now + 31 * DAY)
    assert is_held(row)


def test_hold_that_staff_gave_a_reason_for_keeps_it(participant, now):
    row = OpportunityFactory(held_at=now, held_reason="Who drives the van?")
    tell(row, participant, now + DAY)
    row.refresh_from_db()
    assert (row.held_at, row.held_reason) == (now, "Who drives the van?")


@pytest.mark.parametrize(("who", "most", "later"), [("one", 10, 24), ("strangers", 60, 1)])
def test_flood_of_reports_is_refused_in_words_that_say_what_to_do(
    participant, stranger, now, who, most, later, as_person
):
    by = participant if who == "one" else None
    for _number in range(most):
        tell(None, by, now)
    with pytest.raises(TooManyConcerns):
        tell(None, by, now + dt.timedelta(minutes=59))
    tell(None, UserFactory(), now)
    tell(None, by, now + dt.timedelta(hours=later))
    Task.objects.update(created_at=timezone.now())
    client = as_person(participant) if by else stranger
    Task.objects.filter(person=None if by else participant).delete()
    answer = client.post(TELL, {"words": "Please look"})
    assert answer.status_code == 400
    assert "try again in an hour" in answer.content.decode()
    assert "Please look" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "/"),
        ("/opportunities/", "/opportunities/"),
        ("/accounts/link/1-abcdef/", ""),
        ("/account/link/abcdef/", ""),
        ("//elsewhere.example/", ""),
        ("https://elsewhere.example/", ""),
        ("javascript:alert(1)", ""),
        ("/opportunities/?q=canary", ""),
        ("/" + "a" * 300, ""),
    ],
)
def test_address_with_a_token_or_of_elsewhere_is_never_passed_on(stranger, path, kept):
    assert mentionable(path) == kept
    assert stranger.post(TELL, {"page": path}).status_code in {302, 400}
    assert {task.path for task in Task.objects.all()} <= {kept}


def test_page_of_a_token_links_without_it(stranger):
    page = stranger.get("/accounts/link/1-abcdef/").content.decode()
    assert f'href="{TELL}"' in page


def test_posting_that_they_may_not_see_is_not_touched(as_person, participant, another_partner):
    hidden = OpportunityFactory(live=False)
    as_person(participant).post(TELL, {"page": page_of(hidden)})
    task = Task.objects.get()
    assert (task.about, task.kind) == (None, TaskKind.CONCERN)
    assert not is_held(hidden)


@pytest.mark.parametrize("path", ["/opportunities/", "/accounts/login/", "/safety/", "/no/"])
def test_every_page_has_the_link_once(stranger, path):
    page = stranger.get(path).content.decode()
    assert page.count(f'href="{TELL}') == 1
    assert ("?page=" in page) is (path != "/no/")  # a page for a mistake looks the same for all


def test_own_pages_have_the_link_and_it_names_no_one(as_person, participant):
    row = SignUpFactory(person=participant)
    client = as_person(participant)
    for path in ("/plan/", "/account/", reverse("opportunities:saved", args=[row.public_id])):
        page = client.get(path).content.decode()
        assert f'href="{TELL}?page={path}"' in page
    assert f'href="{TELL}' not in client.get(TELL).content.decode()
