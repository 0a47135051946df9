"""Who sees what is who the page says sees it, for every field and every role (decision 9).

Each answer of the person sought is changed, and every page of ours is asked for before and after
(Wagtail's own pages are not: there the canaries of test_matrix.py look). A role
whose page changes has read the answer. That finds a choice shown as "yes" as well as a name, and
what no page says stays unread. The audiences come from `Privacy.seen_by`, which is what the pages
show (tests/house/test_who_sees.py).
"""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.safety.actions import ask_to_see
from community.safety.actions.seen import (
    ORGANISATION,
    STAFF,
    STAFF_WITH_REASON,
    declared_places,
)
from community.safety.models import Task, Why
from opportunities.models import SignUp
from tests.access.addresses import path_of
from tests.access.answers import Answer, all_answers, answer_everything
from tests.access.cast import client_of
from tests.access.world import ROUTES, plant
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
SAID_WHY = "staff who said why"
# Ends the session; makes a new secret each time.
NOT_ASKED = {"safety:leave", "mfa_activate_totp"}
# One of each audience and of the others; who came to be something else is asked in test_matrix.py.
ASKED = ("another_participant", "partner", "editor", "staff", "superuser", SAID_WHY)
# Which audiences a role is. Everybody else is one of the other members, or nobody at all.
AUDIENCES = {
    "partner": {ORGANISATION},
    "staff": {STAFF},
    SAID_WHY: {STAFF, STAFF_WITH_REASON},
}
# What changes from one answer to the next by itself.
BY_CHANCE = re.compile(
    r'csrfmiddlewaretoken\W+value\W+\w+|opened"\s+value="[\w:-]+"'
    r'|"(?:CSRF_TOKEN|challenge)": "[\w-]+"'
)


@pytest.fixture
def sought(partner) -> SignUp:
    """Somebody who has answered every question of the site."""
    row = plant(partner)
    answer_everything(row)
    return row


def signed_in(role: str, request, sought: SignUp) -> Client:
    if role != SAID_WHY:
        return client_of(role, sought, request)
    client_of("staff", sought, request)
    staff, words = request.getfixturevalue("staff"), "She asked us to call her."
    ask_to_see(person=sought.person, reason=Why.CONTACT, words=words, by=staff, now=timezone.now())
    return sign_in(Client(), staff, proved=True)


def own_addresses(sought: SignUp) -> list[str]:
    """Every page of ours, and each task that staff have of the person sought."""
    found = [path_of(name, sought) for name in ROUTES if name not in NOT_ASKED]
    return found + [reverse("desk_safe_task", args=[task.public_id]) for task in Task.objects.all()]


def shown(client: Client, address: str) -> tuple[int, str, str]:
    """An answer, without what changes by itself. Nothing of it comes from a cache."""
    cache.clear()
    response = client.get(address)
    parts = response.streaming_content if response.streaming else [response.content]
    body = b"".join(parts).decode(errors="replace")
    return response.status_code, response.get("Location", ""), BY_CHANCE.sub("", body)


def read_by(client: Client, addresses: list[str], answers: list[Answer]) -> set[str]:
    """The places whose answers change anything that this client is shown."""
    once, twice, slowly = copy_of(client), copy_of(client), copy_of(client)
    before = {address: shown(once, address) for address in addresses}
    there = {address: page for address, page in before.items() if page[0] == 200}
    put_all(answers, "other")
    changed = [address for address, page in there.items() if shown(twice, address) != page]
    put_all(answers, "now")
    own = reverse("people:settings")
    assert {shown(one, own)[0] for one in (once, twice)} == {shown(slowly, own)[0]}, "signed out"
    return {place for address in changed for place in read_at(slowly, address, answers)}


def copy_of(client: Client) -> Client:
    """The same person at another browser. Some pages of Wagtail's fail for words that are made up:
    then nothing is shown."""
    copy = Client(raise_request_exception=False)
    if client.cookies:
        session = copy.session
        session.update(dict(client.session.items()))
        session.save()
    return copy


def put_all(answers: list[Answer], which: str) -> None:
    for answer in answers:
        answer.put(getattr(answer, which))


def read_at(client: Client, address: str, answers: list[Answer]) -> set[str]:
    """The same for one page: which of the answers it is that change it."""
    page, found = shown(client, address), set()
    assert shown(client, address) == page, f"{address} changes by itself"
    for answer in answers:
        answer.put(answer.other)
        if shown(client, address) != page:
            found.add(answer.place)
        answer.put(answer.now)
    return found


def said_to_be_read_by(role: str) -> set[str]:
    audiences = AUDIENCES.get(role, set())
    return {place for place, seen_by in declared_places().items() if seen_by & audiences}


@pytest.mark.parametrize("role", ASKED)
def test_role_reads_what_the_pages_say_and_nothing_more(role, request, sought):
    client = signed_in(role, request, sought)
    read = read_by(client, own_addresses(sought), all_answers(sought))
    assert read == said_to_be_read_by(role)


def test_name_that_others_see_is_the_one_that_stands_where_a_place_is_saved(sought):
    address = reverse("opportunities:detail", args=[sought.session.opportunity.public_id])
    page = sign_in(Client(), sought.person).get(address).content.decode()
    assert 'value="Canary Alias"' in page


# -- controls: what is broken on purpose is seen ---------------------------------------------


def at_the_workplace(partner, sought) -> set[str]:
    addresses = [
        reverse("opportunities:workplace_date", args=[sought.session.public_id]),
        reverse("opportunities:workplace_enquiries", args=[sought.session.opportunity.public_id]),
    ]
    return read_by(sign_in(Client(), partner), addresses, all_answers(sought))


def test_control_field_shown_to_an_organisation_that_no_page_names_is_seen(
    partner, sought, monkeypatch
):
    monkeypatch.setattr(
        "opportunities.views.dates.what_organisation_sees",
        lambda row: {"companions": 0, "alias": row.alias, "note": f"{row.note} {row.person.email}"},
    )
    surplus = at_the_workplace(partner, sought) - said_to_be_read_by("partner")
    assert surplus == {"people.User.email"}


def test_control_choice_shown_in_one_word_is_seen(partner, sought, monkeypatch):
    monkeypatch.setattr(
        "opportunities.views.dates.what_organisation_sees",
        lambda row: {
            "companions": 0,
            "alias": row.alias,
            "note": row.note + "!" * (row.person.phone_contact.calls == "yes"),
        },
    )
    surplus = at_the_workplace(partner, sought) - said_to_be_read_by("partner")
    assert surplus == {"notifications.PhoneContact.calls"}


def test_control_audience_that_the_page_names_and_that_reads_nothing_is_seen(
    partner, sought, monkeypatch
):
    monkeypatch.setattr(
        "opportunities.views.dates.what_organisation_sees",
        lambda row: {"companions": row.companions, "alias": row.alias, "note": ""},
    )
    missing = said_to_be_read_by("partner") - at_the_workplace(partner, sought)
    assert missing == {"opportunities.SignUp.note"}
