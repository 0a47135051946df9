"""A view that says nothing of whom it is for fails `manage.py check`."""

import pytest
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.urls import get_resolver, include, path
from django.views.generic import RedirectView
from wagtail.images.views.serve import serve

from community.safety.access import Who, open_to
from community.safety.checks import NEVER_REACHED, routes, views_say_whom_they_are_for


def careless(request):
    return HttpResponse("everything about everybody")


@open_to(Who.STAFF)
def careful(request):
    return HttpResponse("for staff")


urlpatterns = [
    path("a/", include([path("careless/", careless)])),
    path("careful/", careful),
    path("images/<str:signature>/<int:image_id>/<str:filter_spec>/", serve, name="serve"),
    path("login/", LoginView.as_view(), name="login"),
    path("wrapped/", open_to(Who.EVERYONE)(LoginView.as_view()), name="wrapped"),
    path("_util/login/", RedirectView.as_view(url="/"), name="the_one_way_in"),
    path("cms/within/", LoginView.as_view(), name="within"),
]


def test_every_view_of_the_site_says_whom_it_is_for():
    assert [str(error) for error in views_say_whom_they_are_for(None)] == []


@pytest.mark.urls(__name__)
def test_careless_view_is_named_and_a_careful_one_is_not():
    [error] = [found for found in views_say_whom_they_are_for(None) if found.id == "safety.E001"]
    assert error.msg == "a/careless/ does not say whom it is open to."


@pytest.mark.urls(__name__)
def test_view_of_a_package_needs_a_rule_outside_the_admin():
    found = [error.msg for error in views_say_whom_they_are_for(None) if error.id == "safety.E002"]
    assert found == [
        "images/<str:signature>/<int:image_id>/<str:filter_spec>/ came with a package, by no rule.",
        "login/ came with a package, by no rule.",
    ]


def test_every_page_of_allauth_says_whom_it_is_for():
    """Its views are no exception of the check: each is listed by us, with a door."""
    found = {route.name or "": route.callback for _path, route in routes(get_resolver())}
    theirs = [view for name, view in found.items() if name.startswith(("account_", "mfa_"))]
    assert len(theirs) > 15
    assert all(view.open_to for view in theirs)


def test_route_that_is_never_reached_lies_behind_another(client):
    named = {route.name: path for path, route in routes(get_resolver())}
    for name in NEVER_REACHED:
        assert client.get(f"/{named[name]}")["Location"].startswith("/accounts/login/")


def test_the_check_sees_the_whole_site():
    found = [path for path, _ in routes(get_resolver())]
    assert "opportunities/" in found
    assert "accounts/login/" in found
    assert len(found) > 300
