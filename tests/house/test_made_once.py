"""What a file makes once is there for each of its tests, and gone after the last of them."""

import pytest
from django.contrib.auth.models import Group

from tests.made_once import made_once

pytestmark = pytest.mark.django_db

group = made_once(lambda: Group.objects.create(name="Made once"))
another_group = made_once(lambda: Group.objects.create(name="Made late"))


@pytest.mark.parametrize("time", [1, 2])
def test_it_is_there_for_each_test_whatever_the_one_before_did(group, time):
    assert Group.objects.get(name="Made once") == group
    Group.objects.all().delete()


def test_who_asks_for_it_in_the_middle_is_refused(group, request):
    """The transaction of the test would be around it, and would end first."""
    with pytest.raises(AssertionError, match="name the fixture"):
        request.getfixturevalue("another_group")
    assert not Group.objects.filter(name="Made late").exists()


def test_two_of_a_file_lie_in_each_other(home, group):
    assert home.pk
    assert Group.objects.filter(pk=group.pk).exists()
