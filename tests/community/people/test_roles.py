"""Roles: who may have each, what goes with it, and what goes when it goes."""

import pytest
from django.contrib.auth.models import Group

from community.people.actions import give_role
from community.people.models import Role
from community.people.roles import EDITORS, PROGRAMME_STAFF, RULES
from tests.factories.people import UserFactory


@pytest.fixture
def person(db):
    return UserFactory()


def groups(person):
    return set(person.groups.values_list("name", flat=True))


def test_every_role_says_who_may_have_it_and_what_it_may_do():
    assert set(RULES) == set(Role)
    for role, rule in RULES.items():
        assert rule.role == role
        assert rule.who_may_have_it.endswith(".")
        assert rule.what_it_may_do.endswith(".")


@pytest.mark.parametrize(
    ("role", "group"),
    [
        (Role.PARTICIPANT, set()),
        (Role.PARTNER, set()),
        (Role.EDITOR, {EDITORS}),
        (Role.STAFF, {PROGRAMME_STAFF}),
    ],
)
def test_give_role_keeps_groups_in_step(person, now, role, group):
    given = give_role(person=person, role=role, now=now)
    given.refresh_from_db()
    assert (given.role, given.role_given_at) == (role, now)
    assert groups(given) == group
    assert given.is_staff is False


def test_give_role_takes_the_group_of_the_role_before(person, now):
    for role in (Role.STAFF, Role.EDITOR):
        give_role(person=person, role=role, now=now)
    assert groups(person) == {EDITORS}
    give_role(person=person, role=Role.PARTICIPANT, now=now)
    assert groups(person) == set()


def test_give_role_leaves_groups_that_are_not_ours(person, now):
    person.groups.add(Group.objects.create(name="Translators"))
    give_role(person=person, role=Role.EDITOR, now=now)
    assert groups(person) == {"Translators", EDITORS}


def test_give_role_twice_is_harmless(person, now):
    for _time in range(2):
        give_role(person=person, role=Role.STAFF, now=now)
    assert groups(person) == {PROGRAMME_STAFF}
    assert Group.objects.filter(name=PROGRAMME_STAFF).count() == 1


def test_give_role_takes_what_is_none_for_none(person, now):
    with pytest.raises(ValueError, match="boss"):
        give_role(person=person, role="boss", now=now)
    person.refresh_from_db()
    assert person.role == Role.PARTICIPANT
