"""The outer door of a view: open to whom it says, and not there for anybody else."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from community.people.models import Role
from community.safety.access import ANYBODY, Who, open_to


def view(request):
    return HttpResponse("in")


def ask(rf, door, person):
    request = rf.get("/")
    request.user = person
    return door(request)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.PARTNER, Role.EDITOR, Role.STAFF])
def test_door_opens_for_its_role_and_is_not_there_for_others(rf, role):
    from community.people.models import User

    for door_of in Role:
        door = open_to(Who(door_of.value))(view)
        if door_of == role:
            assert ask(rf, door, User(role=role)).content == b"in"
        else:
            with pytest.raises(Http404):
                ask(rf, door, User(role=role))


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
    assert {who.value for who in set(Who) - ANYBODY} == set(Role.values)
