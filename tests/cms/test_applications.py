"""Staff's desk: who has applied, what is checked of each, and two who decide."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.organisations.models import Application, CheckKind, Organisation, Stage, site_day
from community.people.actions import give_role
from community.safety.models import Task
from tests.community.organisations.conftest import (  # noqa: F401 - fixtures
    applicant,
    applied,
    checked,
    confirmed,
    keep,
    tokens,
)

pytestmark = pytest.mark.django_db
LIST = "/cms/desk/partners/"


@pytest.fixture
def desk(home, staff, as_person, now):
    return as_person(give_role(person=staff, role="staff", now=now))


@pytest.fixture
def another_desk(home, another_staff, as_person, now):
    return as_person(give_role(person=another_staff, role="staff", now=now))


def page_of(row) -> str:
    return reverse("desk_application", args=[row.public_id])


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def approval(**changes):
    until = timezone.now().date() + dt.timedelta(days=300)
    return {"what": "approve", "until": until, "note": "We visited."} | changes


def test_list_says_what_is_missing(desk, confirmed):  # noqa: F811
    page = text_of(desk.get(LIST))
    assert confirmed.name in page
    for kind in CheckKind:
        assert str(kind.label) in page
    assert reverse("desk_applications") in text_of(desk.get(reverse("wagtailadmin_home")))


def test_list_costs_the_same_with_more_rows(
    desk,
    confirmed,  # noqa: F811
    django_assert_max_num_queries,
):
    desk.get(LIST)
    with django_assert_max_num_queries(60) as one:
        desk.get(LIST)
    for _more in range(5):
        confirmed.pk, confirmed._state.adding = None, True
        confirmed.public_id = Application._meta.get_field("public_id").default()
        confirmed.save()
    with django_assert_max_num_queries(len(one)):
        desk.get(LIST)


def test_staff_write_down_each_check(desk, confirmed):  # noqa: F811
    for kind in CheckKind:
        answer = desk.post(page_of(confirmed), {"what": "check", "kind": kind, "note": "Found it"})
        assert answer.url == page_of(confirmed)
    page = text_of(desk.get(page_of(confirmed)))
    assert page.count("Found it (Amina") == 3
    assert "Approve" not in page  # nobody has said yes to the agreement
    assert "Look twice" not in page


def test_two_of_the_staff_approve(desk, another_desk, checked):  # noqa: F811
    first = text_of(desk.post(page_of(checked), approval(), follow=True))
    assert "A second one of the staff" in first
    desk.post(page_of(checked), approval())
    assert not Organisation.objects.exists()
    assert "Amina" in text_of(another_desk.get(page_of(checked)))
    assert "A second one of the staff" in text_of(another_desk.get(LIST))
    text_of(another_desk.post(page_of(checked), approval(), follow=True))
    assert Organisation.objects.get().name == checked.name
    assert ModelLogEntry.objects.filter(action="onward.verify").count() == 1
    assert Application.objects.get().stage == Stage.APPROVED


@pytest.mark.parametrize("days", [-1, 400])
def test_day_that_is_no_year_ahead_is_refused(days, desk, checked):  # noqa: F811
    until = site_day(timezone.now()) + dt.timedelta(days=days)
    page = text_of(desk.post(page_of(checked), approval(until=until)))
    assert "twelve months" in page
    assert not checked.vouchings.exists()


def test_staff_send_back_and_decline(desk, confirmed):  # noqa: F811
    page = page_of(confirmed)
    assert desk.post(page, {"what": "send_back", "question": ""}).status_code == 200
    desk.post(page, {"what": "send_back", "question": "Which register?"})
    assert Application.objects.get().stage == Stage.SENT_BACK
    desk.post(page, {"what": "decline"})
    assert Application.objects.get().stage == Stage.DECLINED
    assert confirmed.name not in text_of(desk.get(LIST))


def test_address_that_anybody_can_have_is_marked(desk, confirmed):  # noqa: F811
    Application.objects.update(email="mel@gmail.com")
    assert "Look twice" in text_of(desk.get(page_of(confirmed)))
    Application.objects.update(email="mel@elsewhere.example")
    assert "not at the domain" in text_of(desk.get(page_of(confirmed)))


def test_task_leads_to_the_application(desk, confirmed):  # noqa: F811
    page = text_of(desk.get(reverse("desk_safe_task", args=[Task.objects.get().public_id])))
    assert page_of(confirmed) in page


@pytest.mark.parametrize("who", ["participant", "partner", "editor", "applicant"])
def test_desk_does_not_exist_for_anybody_else(
    who,
    request,
    home,
    as_person,
    checked,  # noqa: F811
    now,
):
    person = request.getfixturevalue(who)
    client = as_person(give_role(person=person, role=person.role, now=now))
    for path in (LIST, page_of(checked)):
        assert client.get(path).status_code == 404
        assert client.post(path, approval()).status_code == 404
    checked.refresh_from_db()
    assert checked.stage == Stage.OPEN
    assert not checked.vouchings.exists()
