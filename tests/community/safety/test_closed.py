"""What nobody opened is closed to a stranger (safety.md #12; reliability.md, deny by default)."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import get_resolver, path

from community import urls
from community.safety.access import Who, open_to
from community.safety.checks import routes
from community.safety.middleware import OPEN_TO_STRANGERS


def new(request):
    return HttpResponse("words")


urlpatterns = [
    path("new/", new),
    path("marked/", login_not_required(new)),
    path("opened/", open_to(Who.EVERYONE)(new)),
    *urls.urlpatterns,
]
handler404 = urls.handler404


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "options"])
@pytest.mark.parametrize("address", ["/new/", "/marked/"])
def test_view_that_declares_nothing_is_closed_to_a_stranger(stranger, address, method):
    answer = getattr(stranger, method)(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.urls(__name__)
def test_view_that_declares_nothing_is_there_for_who_is_signed_in(as_person, participant):
    assert as_person(participant).get("/new/").content == b"words"


@pytest.mark.urls(__name__)
def test_view_that_is_open_to_everyone_is_open(stranger):
    assert stranger.get("/opened/").content == b"words"


@pytest.mark.parametrize("address", ["/nothing/", "/nothing", "/nothing.php", "/documents/9/a.pdf"])
def test_address_that_is_none_is_not_found_and_not_a_log_in(db, stranger, address):
    assert stranger.get(address, follow=True).status_code == 404


def test_every_route_that_is_opened_by_name_exists():
    named = {name for name in OPEN_TO_STRANGERS if get_resolver().reverse_dict.getlist(name)}
    assert named == OPEN_TO_STRANGERS


def test_no_other_route_is_opened_by_name():
    """The list is about routes of others: one of ours says itself whom it is for."""
    opened = [route for _, route in routes(get_resolver()) if route.name in OPEN_TO_STRANGERS]
    assert len(opened) == len(OPEN_TO_STRANGERS) + 1  # the one way in stands at two addresses
    assert all(route.callback.__module__.startswith(("wagtail.", "django.")) for route in opened)
