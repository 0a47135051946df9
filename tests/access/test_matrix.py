"""Every route and every role: what they get, and that they read of nobody else (safety.md #12).

The matrix (matrix.toml) is complete both ways: a route without a line fails, and so does a line
that is no route any more. Wagtail's admin has a rule instead of lines. The controls at the end
break something on purpose and look whether the matrix sees it.
"""

import types

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern

from cms.actions import prepare_site
from community.people.actions import give_role
from community.people.models import User
from community.safety.access import Who, open_to
from opportunities.models import SignUp
from tests.access.world import (
    ADMIN,
    MATRIX,
    ROLES,
    ROUTES,
    judge,
    path_of,
    plant,
    sample,
)
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
# Ends the session; fails on purpose, for who may enter; lies behind `the_one_way_in`.
LEFT_OUT = {"safety:leave", "wagtailadmin_error_test", "wagtailadmin_login"}


def named(resolver, before="", namespace=""):
    """Every route under a resolver: its whole name and its whole pattern."""
    for pattern in resolver.url_patterns:
        whole = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named(pattern, whole, inner)
        else:
            yield f"{namespace}{pattern.name}", whole


def without_a_line(resolver) -> set[str]:
    found = {name for name, pattern in named(resolver) if not pattern.startswith(ADMIN)}
    return found - set(ROUTES)


def client_of(role, request, now) -> Client:
    if role == "stranger":
        return Client()
    person = request.getfixturevalue({"one_factor": "partner"}.get(role, role))
    if role in {"editor", "staff"}:
        prepare_site()
        person = give_role(person=person, role=role, now=now)
    return sign_in(Client(), person, second_factor=role != "one_factor")


def cells_of(role: str, sought: SignUp):
    """What to ask for as one role: name, address, outcome, and canaries that may be read."""
    reads = MATRIX["reads"]
    for name, row in ROUTES.items():
        yield name, path_of(name, sought), row[role], reads.get(name, {}).get(role, [])
    for name, pattern in named(get_resolver()):
        if pattern.startswith(ADMIN) and name not in ROUTES:
            readable = reads.get(name, {}).get(role, [])
            yield name, sample(pattern, sought), MATRIX["admin"][role], readable


def visit(client: Client, role: str, sought: SignUp, only=()) -> tuple[int, list[str]]:
    """Ask for everything as one role: how many cells there were, and what was wrong."""
    cells = [
        cell
        for cell in cells_of(role, sought)
        if cell[0] not in LEFT_OUT and (cell[0] in only or not only)
    ]
    faults = []
    for name, address, expected, readable in cells:
        faults += [f"{name} {address}: {f}" for f in judge(client.get(address), expected, readable)]
    return len(cells), faults


def test_every_route_has_a_line_and_every_line_a_route():
    assert without_a_line(get_resolver()) == set()
    known = {name for name, _pattern in named(get_resolver())}
    assert set(ROUTES) - known == set()
    assert set(MATRIX["reads"]) - known == set()
    assert set(MATRIX["admin"]) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_role_gets_what_the_matrix_says_and_reads_of_nobody_else(role, request, partner, now):
    sought = plant(partner)
    cells, faults = visit(client_of(role, request, now), role, sought)
    assert faults == [], "\n".join(faults)
    assert cells > 300


def test_account_that_was_closed_gets_what_a_stranger_gets(another_participant, partner):
    sought = plant(partner)
    client = sign_in(Client(), another_participant)
    User.objects.filter(pk=another_participant.pk).update(is_active=False)
    assert visit(client, "stranger", sought)[1] == []


# -- controls: what is broken on purpose is seen ---------------------------------------------


def test_control_route_without_a_line_is_seen():
    @open_to(Who.EVERYONE)
    def forgotten(request):
        return HttpResponse("x")

    urls = types.SimpleNamespace(urlpatterns=[path("forgotten/", forgotten, name="forgotten")])
    assert without_a_line(URLResolver(RegexPattern(r"^/"), urls)) == {"forgotten"}


def test_control_view_that_gives_out_the_rows_of_others_is_seen(
    another_participant, partner, monkeypatch
):
    sought = plant(partner)
    everybodys = "opportunities.views.plan.visible_sign_ups"
    monkeypatch.setattr(everybodys, lambda _user: SignUp.objects.all())
    client = sign_in(Client(), another_participant)
    names = ("opportunities:saved", "opportunities:event", "opportunities:plan")
    faults = visit(client, "another_participant", sought, only=names)[1]
    assert any("opportunities:saved" in fault and "ok and not hide" in fault for fault in faults)
    assert any("place" in fault for fault in faults)


def test_control_page_that_shows_the_place_to_everybody_is_seen(
    another_participant, partner, monkeypatch
):
    sought = plant(partner)
    monkeypatch.setattr("opportunities.views.detail.may_see_place", lambda *_: True)
    client = sign_in(Client(), another_participant)
    faults = visit(client, "another_participant", sought, only=("opportunities:detail",))[1]
    assert len(faults) == 1
    assert "reads ['place']" in faults[0]


def test_control_door_of_staff_that_stands_open_is_seen(another_participant, partner):
    """As if a colleague had opened staff's list to everybody who is signed in."""
    sought = plant(partner)
    User.objects.filter(pk=another_participant.pk).update(role="staff")
    prepare_site()
    person = give_role(person=another_participant, role="staff", now=sought.joined_at)
    client = sign_in(Client(), person)
    faults = visit(client, "another_participant", sought, only=("desk_safe", "desk_safe_task"))[1]
    assert any("desk_safe " in fault and "ok and not hide" in fault for fault in faults)
    assert any("concern" in fault for fault in faults)


def test_control_canary_that_the_matrix_promises_is_missed_when_it_is_gone(partner, now):
    sought = plant(partner)
    SignUp.objects.filter(pk=sought.pk).update(note="")
    client = sign_in(Client(), partner)
    faults = visit(client, "partner", sought, only=("opportunities:workplace_date",))[1]
    assert len(faults) == 1
    assert "reads ['alias'] not" in faults[0]
