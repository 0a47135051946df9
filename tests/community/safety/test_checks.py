"""A view that says nothing of whom it is for fails `manage.py check`."""

import pytest
from django.http import HttpResponse
from django.urls import include, path

from community.safety.access import Who, open_to
from community.safety.checks import routes, views_say_whom_they_are_for


def careless(request):
    return HttpResponse("everything about everybody")


@open_to(Who.STAFF)
def careful(request):
    return HttpResponse("for staff")


urlpatterns = [path("a/", include([path("careless/", careless)])), path("careful/", careful)]


def test_every_view_of_the_site_says_whom_it_is_for():
    assert [str(error) for error in views_say_whom_they_are_for(None)] == []


@pytest.mark.urls(__name__)
def test_careless_view_is_named_and_a_careful_one_is_not():
    [error] = views_say_whom_they_are_for(None)
    assert error.msg == "a/careless/ does not say whom it is open to."


def test_the_check_sees_the_whole_site():
    from django.urls import get_resolver

    found = [path for path, _ in routes(get_resolver())]
    assert "opportunities/" in found
    assert "accounts/login/" in found
    assert len(found) > 300
