"""The outer door of a view: open to whom it says, and not there for anybody else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from community.people.models import Role, User
from community.people.roles import RULES
from community.safety.access import AT_WORK, Who, is_work, open_to


def view(request):
    return HttpResponse("in")


def ask(rf, door, person, *proofs, proved_by=None):
    """Ask at a door, in a session whose owner proved who they are by these methods."""
    request = rf.get("/")
    request.user = person
    request.session = {
        "account_authentication_methods": [{"method": method, "at": 0} for method in proofs],
        "account_authentication_methods_user": proved_by or str(person.pk),
    }
    return door(request)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.PARTNER, Role.EDITOR, Role.STAFF])
def test_door_opens_for_its_role_and_is_not_there_for_others(rf, role):
    for door_of in Role:
        door = open_to(Who(door_of.value))(view)
        if door_of == role:
            assert ask(rf, door, User(role=role), "password", "mfa").content == b"in"
        else:
            with pytest.raises(Http404):
                ask(rf, door, User(role=role), "password", "mfa")


@pytest.mark.parametrize("role", [Role.PARTNER, Role.EDITOR, Role.STAFF])
def test_door_of_work_is_not_there_on_a_password_alone(rf, role):
    """Even if the middleware that leads to a second factor were gone (safety.md #57)."""
    door = open_to(Who(role.value))(view)
    with pytest.raises(Http404):
        ask(rf, door, User(pk=7, role=role), "password")
    with pytest.raises(Http404):
        ask(rf, door, User(pk=7, role=role), "password", "mfa", proved_by="8")
    assert ask(rf, door, User(pk=7, role=role), "password", "mfa").content == b"in"


def test_participant_enters_their_door_with_a_password(rf):
    door = open_to(Who.PARTICIPANT)(view)
    assert ask(rf, door, User(role=Role.PARTICIPANT), "password").content == b"in"


def test_operator_enters_no_door_of_a_role_that_is_not_theirs(rf):
    operator = User(role=Role.PARTICIPANT, is_superuser=True)
    for role in (Role.PARTNER, Role.EDITOR, Role.STAFF):
        with pytest.raises(Http404):
            ask(rf, open_to(Who(role.value))(view), operator, "mfa")


def test_roles_at_work_are_those_that_need_a_second_factor():
    assert {who.value for who in AT_WORK} == {
        role.value for role, rule in RULES.items() if rule.needs_second_factor
    }


@pytest.mark.parametrize(
    ("who", "is_it"),
    [
        ((Who.PARTNER,), True),
        ((Who.PARTNER, Who.STAFF), True),
        ((Who.STAFF, Who.PARTICIPANT), False),
        ((Who.SIGNED_IN,), False),
        ((Who.EVERYONE,), False),
    ],
)
def test_view_is_work_when_nobody_else_may_use_it(who, is_it):
    assert is_work(open_to(*who)(view)) is is_it
    assert not is_work(view)


def test_door_for_everyone_asks_nobody_to_sign_in(rf):
    door = open_to(Who.EVERYONE)(view)
    assert door.login_required is False
    assert ask(rf, door, AnonymousUser()).content == b"in"


def test_door_for_the_signed_in_is_no_door_for_one_role(rf):
    door = open_to(Who.SIGNED_IN)(view)
    assert door.login_required is True
    assert door.open_to == {Who.SIGNED_IN}


@pytest.mark.parametrize("who", [Who.SIGNED_IN, Who.STAFF])
def test_stranger_is_sent_to_sign_in_even_without_the_middleware(rf, who):
    answer = ask(rf, open_to(who)(view), AnonymousUser())
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/")


def test_door_that_is_open_to_nobody_is_a_mistake():
    with pytest.raises(ValueError, match="somebody"):
        open_to()


def test_roles_of_people_and_of_doors_are_the_same():
    assert {who.value for who in set(Who) - {Who.EVERYONE, Who.SIGNED_IN}} == set(Role.values)
