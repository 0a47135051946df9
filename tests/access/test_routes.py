"""Every route of ours, and what it gives to people whom it is not meant for.

The table is complete both ways: a route that is not in it fails, and so does a line of it that is
no route any more (safety.md #12, T10).
"""

import re
import uuid

import pytest
from django.urls import URLResolver, get_resolver, reverse

from community.notifications.models import Message
from community.people.actions import sign_release
from community.people.models import Release, User
from opportunities.actions.signups import cancel_sign_up, sign_up
from opportunities.models import Session, SignUp, State
from tests.factories.opportunities import SignUpFactory

pytestmark = pytest.mark.django_db

OWN = ("community.", "opportunities.", "cms.")
METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
SIGN_IN, AWAY, ON = "sign in", "away", "on"  # to the log-in; off this site; elsewhere on it

# Route: what it is about, then what a GET gives to a stranger, to another participant (who has a
# place in the very same session), to a partner of another organisation, and to an editor.
ROUTES = {
    "account_change_password": ("", SIGN_IN, 200, 200, 200),
    "account_login": ("", 200, ON, ON, ON),
    "account_logout": ("", ON, 200, 200, 200),
    "account_reset_password": ("", 200, 200, 200, 200),
    "account_reset_password_done": ("", 200, 200, 200, 200),
    "account_reset_password_from_key": ("key", 200, 200, 200, 200),
    "account_reset_password_from_key_done": ("", 200, 200, 200, 200),
    "account_signup": ("", 200, ON, ON, ON),
    "account_reauthenticate": ("", SIGN_IN, 200, 200, 200),
    "desk_details": ("person", SIGN_IN, 404, 404, 404),
    "desk_find": ("", SIGN_IN, 404, 404, 404),
    "desk_hold": ("posting pk", SIGN_IN, 404, 404, 404),
    "desk_parked": ("", SIGN_IN, 404, 404, 404),
    "desk_person": ("person", SIGN_IN, 404, 404, 404),
    "desk_release": ("posting pk", SIGN_IN, 404, 404, 404),
    "desk_safe": ("", SIGN_IN, 404, 404, 404),
    "desk_safe_task": ("person", SIGN_IN, 404, 404, 404),
    "desk_suspend": ("organisation pk", SIGN_IN, 404, 404, 404),
    "desk_verify": ("organisation pk", SIGN_IN, 404, 404, 404),
    "mfa_activate_totp": ("", SIGN_IN, ON, ON, ON),  # asks who it is first
    "mfa_add_webauthn": ("", SIGN_IN, ON, ON, ON),
    "mfa_authenticate": ("", ON, ON, ON, ON),
    "mfa_deactivate_totp": ("", SIGN_IN, 404, 404, 404),
    "mfa_edit_webauthn": ("passkey", SIGN_IN, ON, ON, ON),
    "mfa_generate_recovery_codes": ("", SIGN_IN, ON, ON, ON),
    "mfa_index": ("", SIGN_IN, 200, 200, 200),
    "mfa_login_webauthn": ("", 200, ON, ON, ON),
    "mfa_reauthenticate": ("", SIGN_IN, ON, ON, ON),
    "mfa_reauthenticate_webauthn": ("", SIGN_IN, ON, ON, ON),
    "mfa_remove_webauthn": ("passkey", SIGN_IN, ON, ON, ON),
    "mfa_view_recovery_codes": ("", SIGN_IN, 404, 404, 404),
    "notifications:mailbox": ("", 200, 200, 200, 200),  # on a developer's own machine only
    "notifications:message": ("file", 404, 404, 404, 404),
    "opportunities:apart": ("", SIGN_IN, 200, 200, 200),
    "notifications:notes": ("", SIGN_IN, 200, 200, 200),
    "notifications:stop": ("token", 404, 404, 404, 404),
    "notifications:text_came": ("", 405, 405, 405, 405),
    "opportunities:calendar": ("", SIGN_IN, 200, 200, 200),
    "opportunities:cancel": ("sign-up", SIGN_IN, 404, 404, 404),
    "opportunities:contact": ("", SIGN_IN, ON, ON, ON),  # asks who it is first
    "opportunities:detail": ("posting", 200, 200, 200, 200),
    "opportunities:event": ("sign-up", SIGN_IN, 404, 404, 404),
    "opportunities:find": ("", 200, 200, 200, 200),
    "opportunities:let_go": ("", SIGN_IN, ON, ON, ON),
    "opportunities:plan": ("", SIGN_IN, 200, 200, 200),
    "opportunities:reminders": ("", SIGN_IN, 200, 200, 200),
    "opportunities:saved": ("sign-up", SIGN_IN, 404, 404, 404),
    "opportunities:tell_us": ("", 200, 200, 200, 200),
    "opportunities:still_safe": ("", SIGN_IN, 405, 405, 405),
    "opportunities:workplace": ("", SIGN_IN, 404, 200, 404),
    "opportunities:workplace_date": ("session", SIGN_IN, 404, 404, 404),
    "opportunities:workplace_dates": ("posting", SIGN_IN, 404, 404, 404),
    "opportunities:workplace_edit": ("posting", SIGN_IN, 404, 404, 404),
    "opportunities:workplace_new": ("", SIGN_IN, 404, 200, 404),
    "people:address": ("token", SIGN_IN, 404, 404, 404),
    "people:change_address": ("", SIGN_IN, ON, ON, ON),
    "people:ask_for_code": ("", 200, 200, 200, 200),
    "people:code": ("", ON, ON, ON, ON),
    "people:way_back": ("", SIGN_IN, ON, ON, ON),
    "people:devices": ("", SIGN_IN, ON, ON, ON),  # asks who it is first
    "people:first": ("", SIGN_IN, ON, ON, ON),  # at the first sign-in only
    "people:here": ("", 405, 405, 405, 405),
    "people:delete": ("", 200, 200, 200, 200),
    "people:export": ("", SIGN_IN, 200, 200, 200),
    "people:export_file": ("token", SIGN_IN, 404, 404, 404),
    "people:releases": ("", SIGN_IN, 200, 200, 200),
    "people:revoke_release": ("release", SIGN_IN, 405, 405, 405),  # by POST alone
    "people:settings": ("", SIGN_IN, 200, 200, 200),
    "safety:leave": ("", AWAY, AWAY, AWAY, AWAY),
    "safety:looked": ("", SIGN_IN, 200, 200, 200),
    "safety:stay_safe": ("", 200, 200, 200, 200),
}
WHO = ("stranger", "another_participant", "another_partner", "editor")
# Of the person whom the others look for; none of it is ever in a byte that they get.
CANARIES = (
    "canary-name",
    "Canary Alias",
    "canary@example.org",
    "Canary note",
    "12 Canary Lane",
    "Canary agency",
)


def own_routes(resolver, namespace=""):
    """Names of the routes that lead to a view of ours or to a page of accounts."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from own_routes(pattern, namespace + inner)
        elif pattern.callback.__module__.startswith(OWN) or (pattern.name or "") in ROUTES:
            yield f"{namespace}{pattern.name}"


@pytest.fixture
def sought(partner) -> SignUp:
    """Somebody has a place with an organisation, and a mail is on its way to them."""
    person = User.objects.create_user("canary-name", "canary@example.org", alias="Canary Alias")
    row = SignUpFactory(
        person=person,
        alias="Canary Alias",
        note="Canary note",
        session__opportunity__place="12 Canary Lane",
        session__opportunity__organisation=partner.memberships.get().organisation,
    )
    sign_release(
        person=person,
        recipient="Canary agency",
        details=["alias"],
        purpose="Canary reason",
        now=row.joined_at,
    )
    Message.objects.create(
        key="canary",
        recipient=person,
        about=row.public_id,
        subject="Tuesday",
        body="Canary note",
        due_at=row.joined_at,
        created_at=row.joined_at,
    )
    return row


def path_of(name: str, about: str, sought: SignUp) -> str:
    session = sought.session
    args = {
        "": [],
        "key": ["1", "abc-def"],
        "file": ["a.eml"],
        "token": ["abc-def"],
        "passkey": [1],
        "sign-up": [sought.public_id],
        "person": [sought.person.public_id],
        "session": [session.public_id],
        "release": [sought.person.releases.get().public_id],
        "posting": [session.opportunity.public_id],
        "posting pk": [session.opportunity_id],
        "organisation pk": [session.opportunity.organisation_id],
    }
    return reverse(name, args=args[about])


def client_of(who, request, stranger, as_person):
    return stranger if who == "stranger" else as_person(request.getfixturevalue(who))


def body_of(response) -> str:
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode() + str(response.headers)


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def outcome(response) -> int | str:
    """A status, or where it leads in one word."""
    if response.status_code not in {301, 302, 303}:
        return response.status_code
    where = response["Location"]
    if where.startswith(f"{reverse('account_login')}?next="):
        return SIGN_IN
    return ON if where.startswith("/") else AWAY


def as_stored():
    rows = (SignUp, Session, Message, User, Release)
    return [list(model.objects.order_by("pk").values()) for model in rows]


def test_every_route_of_ours_is_in_the_table_and_nothing_else():
    assert set(own_routes(get_resolver())) == set(ROUTES)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", ROUTES)
def test_route_gives_others_what_the_table_says(name, who, request, stranger, as_person, sought):
    about, *expected = ROUTES[name]
    client = client_of(who, request, stranger, as_person)
    response = client.get(path_of(name, about, sought))
    assert outcome(response) == expected[WHO.index(who)]
    for canary in CANARIES:
        assert canary not in body_of(response)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("method", METHODS)
def test_no_method_tells_or_changes_anything_of_somebody_else(
    method, who, request, stranger, as_person, sought
):
    client = client_of(who, request, stranger, as_person)
    before = as_stored()
    for name, (about, *_expected) in ROUTES.items():
        if name in {"safety:leave", "account_logout"}:
            continue
        path = path_of(name, about, sought)
        for headers in ({}, {"HX-Request": "true"}, {"If-None-Match": "*"}):
            response = getattr(client, method)(path, headers=headers)
            assert response.status_code < 500
            for canary in CANARIES:
                assert canary not in body_of(response), name
    changed = [rows for rows, now in zip(before, as_stored(), strict=True) if rows != now]
    assert not changed


def test_other_participant_of_the_same_session_learns_nothing_of_who_comes(
    as_person, another_participant, sought
):
    """With a place of their own they read where it is, and still of nobody who comes."""
    sought.session.opportunity.title = "Garden morning"
    sought.session.opportunity.save()
    own = SignUpFactory(person=another_participant, session=sought.session, alias="Kim")
    client = as_person(another_participant)
    for name in ("detail", "saved", "plan", "calendar", "event"):
        args = {
            "detail": [own.session.opportunity.public_id],
            "saved": [own.public_id],
            "event": [own.public_id],
        }
        page = body_of(client.get(reverse(f"opportunities:{name}", args=args.get(name, []))))
        for canary in (*CANARIES[:4], str(sought.public_id)):
            assert canary not in page, name


@pytest.mark.parametrize("name", [name for name, row in ROUTES.items() if row[1] == SIGN_IN])
def test_session_of_an_account_that_was_closed_opens_nothing(
    name, as_person, another_participant, sought
):
    client = as_person(another_participant)
    User.objects.filter(pk=another_participant.pk).update(is_active=False)
    response = client.get(path_of(name, ROUTES[name][0], sought))
    assert outcome(response) == SIGN_IN


@pytest.mark.parametrize("name", [name for name, row in ROUTES.items() if row[0] == "sign-up"])
def test_sign_up_of_somebody_else_looks_like_one_that_is_not_there(
    name, as_person, another_participant, sought
):
    client = as_person(another_participant)
    theirs = client.post(reverse(name, args=[sought.public_id]))
    nowhere = client.post(reverse(name, args=[uuid.uuid4()]))
    assert theirs.status_code == nowhere.status_code
    pages = [without_tokens(answer.content.decode()) for answer in (theirs, nowhere)]
    assert pages[0] == pages[1]


def test_full_and_kept_apart_are_the_same_bytes(as_person, another_participant, sought, block):
    """On the page of a posting, whichever of the two was the reason (safety.md #15)."""
    session, now = sought.session, sought.joined_at
    address = reverse("opportunities:detail", args=[session.opportunity.public_id])
    client = as_person(another_participant)

    def page():
        return without_tokens(client.get(address).content.decode())

    def page_after_a_refusal():
        row = sign_up(session=session, by=another_participant, alias="Kim", now=now)
        assert row.state == State.WAITING
        cancel_sign_up(sign_up=row, now=now)
        row.delete()
        return page()

    session.capacity = session.places_taken
    session.save()
    full = page_after_a_refusal()
    session.capacity = None
    session.save()
    free = page()
    block(sought.person, another_participant, now)
    assert page() == free != full
    assert page_after_a_refusal() == full


def test_what_nobody_else_is_told_is_there_for_who_may_know_it(as_person, partner, sought):
    """A positive control: what these tests look for can be found."""
    date = reverse("opportunities:workplace_date", args=[sought.session.public_id])
    register = as_person(partner).get(date).content.decode()
    assert "Canary Alias" in register
    assert "Canary note" in register
    assert "canary-name" not in register
    own = as_person(sought.person)
    page = own.get(reverse("opportunities:saved", args=[sought.public_id])).content.decode()
    assert "12 Canary Lane" in page
    assert "canary@example.org" in own.get(reverse("people:settings")).content.decode()
