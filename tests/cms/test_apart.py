"""Staff end a separation, and what they need for it: their role, a second step, a reason."""

import re

import pytest
from django.utils import timezone

from community.people.actions import give_role
from community.safety.access import PROOF_SECONDS
from community.safety.actions import (
    NotForYou,
    finish,
    lift,
    own_data,
    separate,
    tell_of_somebody,
)
from community.safety.models import AccessRecord, Reason, Separation
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
WHY = "Both say so"
AGAIN = "/account/again/code/"


@pytest.fixture
def amina(home, staff, now):
    return give_role(person=staff, role="staff", now=now)


@pytest.fixture
def desk(amina, as_person):
    return as_person(amina, proved=True)


@pytest.fixture
def row(staff):
    one = UserFactory(username="canary-one", alias="Wren")
    other = UserFactory(username="canary-two", alias="Finch")
    return separate(one=one, other=other, reason=Reason.ORDER, by=staff, now=timezone.now())


def of(person, row=None):
    return f"/cms/desk/person/{person.public_id}/" + (f"apart/{row.pk}/" if row else "")


def test_staff_see_who_is_kept_apart_and_end_it_with_a_reason(desk, amina, row):
    page = desk.get(of(row.a)).content.decode()
    assert "Finch" in page
    assert "A court or the police say so" in page
    assert of(row.a, row) in page
    asked = desk.get(of(row.b, row)).content.decode()
    assert "Wren" in asked
    assert "canary" not in page + asked
    ended = desk.post(of(row.b, row), {"words": WHY})
    assert ended["Location"] == of(row.b)
    row.refresh_from_db()
    assert (row.lifted_by, row.lifted_because) == (amina, WHY)
    assert row.lifted_at is not None
    page = desk.get(of(row.a)).content.decode()
    assert WHY in page
    assert amina.alias in page
    assert of(row.a, row) not in page
    assert desk.get(of(row.a, row)).status_code == 404


@pytest.mark.parametrize("words", ["", "no need"])
def test_reason_that_is_none_is_asked_for_and_nothing_ends(desk, row, words):
    answer = desk.post(of(row.a, row), {"words": words})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    row.refresh_from_db()
    assert row.lifted_at is None


def test_same_two_are_kept_apart_again(desk, row):
    desk.post(of(row.a, row), {"words": WHY})
    task = tell_of_somebody(words="again", by=row.a, now=timezone.now())
    address = f"/cms/desk/safe/{task.public_id}/apart/"
    answer = desk.post(address, {"other": "canary-two", "reason": "asked"})
    assert answer.status_code == 302
    assert Separation.objects.count() == 2
    assert Separation.objects.holding().get().reason == "asked"
    page = desk.get(of(row.a)).content.decode()
    assert of(row.a, Separation.objects.holding().get()) in page


def test_number_of_two_others_ends_nothing(desk, row):
    stranger_to_both = UserFactory()
    assert desk.post(of(stranger_to_both, row), {"words": WHY}).status_code == 404
    row.refresh_from_db()
    assert row.lifted_at is None


def test_neither_of_the_two_is_told(desk, row, as_person):
    desk.post(of(row.a, row), {"words": WHY})
    assert not AccessRecord.objects.exists()
    for person, other in ((row.a, row.b), (row.b, row.a)):
        assert other.alias not in as_person(person).get("/account/looked/").content.decode()
        names = {part.name for part in own_data(person=person)}
        assert "safety.separation" not in names


@pytest.mark.parametrize("who", ["participant", "partner", "editor", "operator"])
def test_nobody_else_ends_it(who, request, home, row, as_person, now):
    if who == "operator":
        person = UserFactory(is_superuser=True, role="editor")
    else:
        person = request.getfixturevalue(who)
        give_role(person=person, role=person.role, now=now)
    client = as_person(person, proved=True)
    for answer in (client.get(of(row.a, row)), client.post(of(row.a, row), {"words": WHY})):
        assert answer.status_code == 404
    row.refresh_from_db()
    assert row.lifted_at is None


# -- the second step -------------------------------------------------------------------------


def matters(row):
    """Every screen that shows or decides about others."""
    task = tell_of_somebody(words="x", by=row.a, now=timezone.now())
    return [
        of(row.a, row),
        of(row.a),
        f"{of(row.a)}seen/",
        f"/cms/desk/safe/{task.public_id}/apart/",
    ]


def without_the_step(how, amina, as_person):
    """A client of staff who used no second step just now."""
    client = as_person(amina, proved=how == "too long ago")
    session = client.session
    records = session["account_authentication_methods"]
    if how == "the password again":
        password = {"method": "password", "at": records[0]["at"], "reauthenticated": True}
        session["account_authentication_methods"] = [*records, password]
    if how == "too long ago":
        records[0]["at"] -= PROOF_SECONDS + 1
        session["account_authentication_methods"] = records
    session.save()
    return client


@pytest.mark.parametrize("how", ["at sign-in alone", "the password again", "too long ago"])
def test_staff_without_the_second_step_just_now_are_asked_for_it(how, amina, row, as_person):
    client = without_the_step(how, amina, as_person)
    for address in matters(row):
        for answer in (client.get(address), client.post(address, {"words": WHY})):
            assert answer.status_code == 302
            assert answer["Location"] == f"{AGAIN}?next={address.replace('/', '%2F')}"
    row.refresh_from_db()
    assert row.lifted_at is None
    assert not AccessRecord.objects.exists()


def test_list_of_tasks_and_reading_one_ask_for_nothing_more(amina, row, as_person):
    """Else whoever has to look quickly, often, would be asked all day."""
    task = tell_of_somebody(words="x", by=row.a, now=timezone.now())
    client = as_person(amina)
    for address in ("/cms/desk/safe/", f"/cms/desk/safe/{task.public_id}/"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "place", ["/cms/users/", "/cms/groups/", "/cms/bulk/people/user/delete/?id={}"]
)
def test_accounts_and_roles_ask_the_operator_once_more(place, home, participant, as_person):
    place = place.format(participant.pk)
    operator = UserFactory(is_superuser=True, role="editor")
    answer = as_person(operator).get(place)
    assert answer["Location"].startswith(AGAIN)
    assert not AccessRecord.objects.exists()
    assert as_person(operator, proved=True).get(place).status_code == 200
    assert AccessRecord.objects.exists() is ("user" in place)


# -- one of the staff who is one of the two ------------------------------------------------------


@pytest.fixture
def hers(amina, now):
    """What somebody wrote who is kept apart from one of the staff, by a colleague's word."""
    wren = UserFactory(username="canary-wren", alias="Wren Canary")
    colleague = give_role(person=UserFactory(), role="staff", now=now)
    made = separate(one=wren, other=amina, reason=Reason.ASKED, by=colleague, now=timezone.now())
    told = tell_of_somebody(words="Canary: it is Amina", by=wren, now=timezone.now())
    return wren, made, told, colleague


def test_one_of_the_two_who_is_of_the_staff_reads_nothing_of_the_other(desk, hers, as_person):
    wren, _made, told, colleague = hers
    page = desk.get("/cms/desk/safe/").content.decode()
    assert "Canary" not in page
    assert str(told.public_id) not in page
    assert desk.get(f"/cms/desk/safe/{told.public_id}/").status_code == 404
    assert desk.get(f"/cms/desk/safe/{told.public_id}/apart/").status_code == 404
    for more in ("", "seen/"):
        assert desk.get(of(wren) + more).status_code == 404
    found = desk.post("/cms/desk/person/", {"who": "canary-wren"}).content.decode()
    nobody = desk.post("/cms/desk/person/", {"who": "canary-none"}).content.decode()
    assert "Nobody here has that name or number." in found
    assert without(found, "canary-wren") == without(nobody, "canary-none")
    assert not AccessRecord.objects.filter(about=wren.public_id).exists()
    other = as_person(colleague, proved=True)
    assert "Wren Canary" in other.get("/cms/desk/safe/").content.decode()
    assert other.get(f"/cms/desk/safe/{told.public_id}/").status_code == 200


def without(page: str, typed: str) -> str:
    return re.sub(r"\b\w{64}\b", "", page.replace(typed, ""))  # tokens


def test_one_of_the_two_who_is_of_the_staff_does_not_end_it_nor_answers(desk, amina, hers):
    wren, made, told, colleague = hers
    assert desk.post(of(wren, made), {"words": WHY + " so"}).status_code == 404
    with pytest.raises(NotForYou):
        lift(separation=made, words="We have made up.", by=amina, now=timezone.now())
    with pytest.raises(NotForYou):
        finish(task=told, by=amina, answer="Nothing to see", now=timezone.now())
    made.refresh_from_db()
    told.refresh_from_db()
    assert (made.lifted_at, told.done_at, told.answer) == (None, None, "")
    lift(separation=made, words="A mistake of mine.", by=colleague, now=timezone.now())
    finish(task=told, by=amina, answer="Settled.", now=timezone.now())
