"""Every route, role and method: what they get, and that they read and change nothing of others.

The matrix (matrix.toml) is complete both ways: a route without a line fails, and so does a line
that is no route any more (safety.md #12, T10). Wagtail's admin has a rule instead of lines. The
controls at the end break something on purpose and look whether the matrix sees it.
"""

import types

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, path, resolve
from django.urls.resolvers import RegexPattern

from cms.actions import prepare_site
from community.notifications.models import Message
from community.people.actions import give_role
from community.people.models import User
from community.safety.access import Who, open_to
from community.safety.checks import NEVER_REACHED
from community.safety.models import AccessRecord, Saw, Task, TaskKind
from opportunities.models import SignUp, State
from tests.access.addresses import in_the_admin, named, paths_of, without_a_line
from tests.access.asking import (
    EVERY_WAY,
    Browser,
    Cell,
    ask,
    body_of,
    judge,
    missed,
    ways_inside,
    ways_outside,
    ways_to_ours,
)
from tests.access.cast import DOORS, client_of
from tests.access.world import CANARIES, MATRIX, ROLES, ROUTES, plant, rows_about, told_to_others
from tests.factories.notifications import MessageFactory
from tests.factories.people import sign_in

# One prepared site for the whole file; who asks makes what is missing (cast.py).
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
# A column that is the same as another one.
ASKED = [*ROLES, *MATRIX["same_as"]]


def cells_of(role: str, sought: SignUp, only=()) -> list[Cell]:
    """What to ask for as one role."""
    column = MATRIX["same_as"].get(role, role)

    def cell(name, address, outcomes, ways):
        get, _space, post = outcomes.partition(" ")
        reads = MATRIX["reads"].get(name, {}).get(column, [])
        changes = column in MATRIX["changes"].get(name, [])
        outside = is_outside(column, address)
        return Cell(name, address, get, post or get, reads, changes, outside, ways)

    paths = paths_of(ROUTES, sought)
    cells = [
        cell(name, paths[name], row[column], EVERY_WAY if only else ways_to_ours(number))
        for number, (name, row) in enumerate(ROUTES.items())
    ]
    for number, (name, address) in enumerate(in_the_admin(sought)):
        rule = MATRIX["admin"][column]
        changes = column in MATRIX["changes"].get(name, [])
        is_inside = rule == "area"
        ways = ways_inside(number, changes=changes) if is_inside else ways_outside(number)
        cells.append(cell(name, address, rule, ways))
    return [cell for cell in cells if cell.route in only or not only]


def is_outside(column: str, address: str) -> bool:
    """Whether the view at an address says that it is for others."""
    opened = getattr(resolve(address.partition("?")[0]).func, "open_to", {Who.EVERYONE})
    return not opened & DOORS[column]


def visit(client: Client, role: str, sought: SignUp, only=()) -> tuple[int, list[str]]:
    """Ask for everything as one role, each way: how often that was, and what was wrong."""
    before, asked, faults = rows_about(sought), 0, []
    for cell in cells_of(role, sought, only):
        answers = [ask(client, way, cell.address, sought, before) for way in cell.ways]
        asked += len(answers)
        for way, answer in zip(cell.ways, answers, strict=True):
            faults += judge(way, cell, answer)
        faults += missed(cell, answers)
    return asked, faults


def test_every_route_has_a_line_and_every_line_a_route():
    assert without_a_line(get_resolver()) == set()
    assert set(MATRIX["alike"]) & set(MATRIX["each"]) == set()
    known = {name for name, _pattern in named(get_resolver())}
    assert set(ROUTES) - known == set()
    assert set(MATRIX["reads"]) - known == set()
    assert set(MATRIX["changes"]) - known == set()
    assert set(MATRIX["opened"]) - known == set()
    assert set(MATRIX["admin"]) == set(DOORS) == set(ROLES)


def test_every_route_is_asked_at_an_address_of_its_own(partner):
    """Else a row of the table would ask for something else, or for nothing."""
    prepare_site()
    sought = plant(partner)
    asked = paths_of(ROUTES, sought) | dict(in_the_admin(sought))
    found = {name: resolve(address.partition("?")[0]).view_name for name, address in asked.items()}
    odd = {name for name, view in found.items() if view != name}
    assert odd == NEVER_REACHED | {"None"}  # without a name: Wagtail's own pages "not found"


@pytest.mark.parametrize("role", ASKED)
def test_role_gets_what_the_matrix_says_and_reads_of_nobody_else(role, request, partner):
    sought = plant(partner)
    client = client_of(role, sought, request)
    asked, faults = visit(client, role, sought)
    assert faults == [], "\n".join(faults)
    assert asked > 600


@pytest.mark.parametrize("lead", ["lead@example.org", ""])
def test_operator_reads_who_somebody_is_only_where_it_is_written_down_and_told(
    lead, request, partner, settings
):
    """Break-glass (T5): wherever they read a name, staff and their lead hear of it."""
    settings.SAFEGUARDING_LEAD = lead
    sought = plant(partner)
    client = client_of("superuser", sought, request)
    sign_in(client, User.objects.get(username="root"), proved=True)
    addresses = {
        name: address for name, address in in_the_admin(sought) if name in MATRIX["opened"]
    }
    assert set(addresses) == set(MATRIX["opened"])
    for number, (name, address) in enumerate(addresses.items()):
        answer = client.get(address)
        assert answer.status_code == 200
        read = {canary for canary, words in CANARIES.items() if words in body_of(answer)}
        assert read == set(MATRIX["opened"][name]), name
        assert AccessRecord.objects.filter(what=Saw.ACCOUNT).count() == number + 1, name
        assert Task.objects.filter(kind=TaskKind.UNUSUAL).count() == 1  # once an hour
        told = Message.objects.exclude(recipient=sought.person)
        assert [message.address for message in told] == ([lead] if lead else [])
        assert told_to_others(sought) == []


# -- controls: what is broken on purpose is seen ---------------------------------------------


def test_control_route_without_a_line_is_seen():
    @open_to(Who.EVERYONE)
    def forgotten(request):
        return HttpResponse("x")

    urls = types.SimpleNamespace(urlpatterns=[path("forgotten/", forgotten, name="forgotten")])
    assert without_a_line(URLResolver(RegexPattern(r"^/"), urls)) == {"forgotten"}


@pytest.fixture
def everybodys_sign_ups(monkeypatch):
    """As if the plan gave out, and let be changed, the rows of others."""
    name = "opportunities.views.plan.visible_sign_ups"
    monkeypatch.setattr(name, lambda _user: SignUp.objects.all())


def test_control_view_that_gives_out_the_rows_of_others_is_seen(
    another_participant, partner, everybodys_sign_ups
):
    sought = plant(partner)
    client = sign_in(Browser(), another_participant)
    names = ("opportunities:saved", "opportunities:event", "opportunities:plan")
    faults = visit(client, "another_participant", sought, only=names)[1]
    for way in ("GET", "GET by a script", "HEAD"):
        seen = [fault for fault in faults if fault.startswith(f"opportunities:saved {way} ")]
        assert any("ok and not hide" in fault for fault in seen), way
    assert any("'place'" in fault for fault in faults)


def test_control_view_that_changes_the_rows_of_others_is_seen(
    another_participant, partner, everybodys_sign_ups
):
    sought = plant(partner)
    client = sign_in(Browser(), another_participant)
    faults = visit(client, "another_participant", sought, only=("opportunities:cancel",))[1]
    changes = [fault for fault in faults if "changes" in fault]
    assert len(changes) == 3  # whatever is in the body
    assert all("opportunities.SignUp" in fault for fault in changes)
    sought.refresh_from_db()
    assert sought.state == State.CONFIRMED  # each was taken back


def test_control_page_that_shows_the_place_to_everybody_is_seen(
    another_participant, partner, monkeypatch
):
    sought = plant(partner)
    monkeypatch.setattr("opportunities.views.detail.may_see_place", lambda *_: True)
    client = sign_in(Browser(), another_participant)
    faults = visit(client, "another_participant", sought, only=("opportunities:detail",))[1]
    assert any(" GET " in fault and "reads ['place']" in fault for fault in faults)


def test_control_door_of_staff_that_stands_open_is_seen(another_participant, partner):
    """As if a colleague had opened staff's list to everybody who is signed in."""
    sought = plant(partner)
    User.objects.filter(pk=another_participant.pk).update(role="staff")
    prepare_site()
    person = give_role(person=another_participant, role="staff", now=sought.joined_at)
    client = sign_in(Browser(), person)
    only = ("desk_safe", "desk_safe_task")
    faults = visit(client, "another_participant", sought, only=only)[1]
    assert any("desk_safe GET" in fault and "ok and not hide" in fault for fault in faults)
    assert any("concern" in fault for fault in faults)
    assert any("changes ['safety.Task']" in fault for fault in faults)


def test_control_canary_that_the_matrix_promises_is_missed_when_it_is_gone(partner):
    sought = plant(partner)
    SignUp.objects.filter(pk=sought.pk).update(note="")
    client = sign_in(Browser(), partner)
    faults = visit(client, "partner", sought, only=("opportunities:workplace_date",))[1]
    assert any("reads ['alias'] and was to read ['alias', 'note']" in fault for fault in faults)


def test_control_change_that_the_matrix_promises_is_missed_when_it_is_refused(partner, monkeypatch):
    """Else a body that no form takes would prove nothing of who may not send it."""
    sought = plant(partner)
    monkeypatch.setattr("opportunities.views.dates._change", lambda *_: False)
    client = sign_in(Browser(), partner)
    faults = visit(client, "partner", sought, only=("opportunities:workplace_date",))[1]
    assert any("changes nothing" in fault for fault in faults)


def test_control_message_that_tells_somebody_else_is_seen(partner):
    sought = plant(partner)
    assert told_to_others(sought) == []
    MessageFactory(recipient=partner, body="Canary Alias comes on Tuesday.")
    assert told_to_others(sought) == ["alias"]
