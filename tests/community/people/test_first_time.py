"""The page at somebody's very first sign-in (safety.md #11): once, before anything else."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from community.people.devices import FIRST, OWN_DEVICE
from opportunities.models import SignUp
from tests.access.world import ROUTES
from tests.denied import gives_away
from tests.factories.opportunities import SessionFactory
from tests.factories.people import form_opened

pytestmark = pytest.mark.django_db
PAGE = "/account/first/"
PASSWORD = "a long enough password"


@pytest.fixture
def participant(participant):
    participant.last_login = None
    participant.save()
    return participant


def sign_in(client, name="sam", **more):
    return client.post(
        reverse("account_login"), {"login": name, "password": PASSWORD} | more, follow=True
    )


def title(response) -> str:
    return response.content.decode().partition("<title>")[2].partition("</title>")[0]


@pytest.mark.parametrize("target", ["/plan/", "/opportunities/?q=garden&page=2", "/account/"])
def test_first_sign_in_leads_there_and_then_to_where_somebody_was_going(
    stranger, participant, target
):
    page = sign_in(stranger, next=target)
    assert page.redirect_chain[-1][0] == f"{PAGE}?{urlencode({'next': target})}"
    answer = stranger.post(PAGE, {"device": "shared", "next": page.context["onward"]})
    assert answer["Location"] == target
    assert stranger.get(target).status_code == 200


def test_it_says_how_to_leave_what_that_cannot_do_and_asks_whose_device_it_is(
    stranger, participant
):
    page = sign_in(stranger)
    words = page.content.decode()
    assert title(page) == "Before you go on – Onward"
    assert not gives_away(title(page))
    for said in (
        "It signs you out",
        "Shift three times",
        "It can’t clear your history",
        "Is this device yours alone?",
        'href="/safety/"',
    ):
        assert said in words
    words = re.sub(r"\s+", " ", words)
    assert words.count('href="/leave/" rel="nofollow noreferrer"') >= 2
    for private in ("sam", "Sam", participant.email):
        assert f">{private}<" not in words
    assert re.search(r'value="shared"[^>]* checked', words)


def test_second_sign_in_and_one_long_after_go_straight_on(stranger, participant):
    sign_in(stranger)
    stranger.post(PAGE, {"device": "shared"})
    assert sign_in(Client()).redirect_chain[-1][0] == "/plan/"
    participant.refresh_from_db()
    assert sign_in(Client()).redirect_chain[-1][0] == "/plan/"


def test_whoever_leaves_instead_is_not_asked_again(stranger, participant):
    sign_in(stranger)
    assert stranger.get("/leave/").status_code == 303
    assert "_auth_user_id" not in stranger.session
    assert sign_in(stranger).redirect_chain[-1][0] == "/plan/"


@pytest.mark.parametrize(("device", "is_own"), [("own", True), ("shared", False)])
@pytest.mark.parametrize("ticked", [True, False])
def test_the_answer_counts_whatever_was_ticked_before(
    stranger, participant, device, is_own, ticked
):
    sign_in(stranger, **({"own_device": "on"} if ticked else {}))
    stranger.post(PAGE, {"device": device})
    assert participant.devices.get().is_own is is_own
    assert stranger.session.get_expire_at_browser_close() is not is_own
    assert bool(stranger.session["own_device"]) is is_own
    if is_own:
        assert stranger.session.get_expiry_age() == OWN_DEVICE


@pytest.mark.parametrize("sent", [{}, {"device": "x"}, {"device": ""}])
def test_no_answer_is_asked_again_and_leads_nowhere_else(stranger, participant, sent):
    sign_in(stranger)
    page = stranger.post(PAGE, sent | {"next": "/account/"})
    assert page.status_code == 200
    assert page.context["onward"] == "/account/"
    assert stranger.session[FIRST]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", PAGE, PAGE + "?next=" + PAGE, ""]
)
def test_it_never_leads_to_itself_nor_away(stranger, participant, target):
    sign_in(stranger)
    answer = stranger.post(PAGE, {"device": "own", "next": target})
    assert answer["Location"] == "/plan/"
    assert stranger.get(PAGE, {"next": PAGE})["Location"] == "/plan/"


LET_THROUGH = {
    "account_logout",
    "language",
    "numbers",
    "opportunities:tell_us",
    "safety:leave",
    "safety:stay_safe",
}


@pytest.mark.parametrize("name", [name for name, row in ROUTES.items() if not row["about"]])
def test_nothing_is_shown_before_it_but_help_and_the_way_out(stranger, participant, name):
    sign_in(stranger)
    answer = stranger.get(reverse(name))
    if name in LET_THROUGH:
        assert not answer.get("Location", "").startswith(PAGE)
    elif name == "people:first":
        assert answer.status_code == 200
    elif name.startswith("desk_"):
        assert answer.status_code == 404
    elif name != "people:here":
        assert answer["Location"].startswith(PAGE)


def test_a_form_sent_before_it_changes_nothing(stranger, participant):
    sign_in(stranger)
    answer = stranger.post(reverse("people:settings"), {"alias": "Somebody"})
    assert answer["Location"] == PAGE
    participant.refresh_from_db()
    assert participant.alias == "Sam"


def test_partners_see_it_too_before_their_desk(stranger, partner):
    partner.last_login = None
    partner.save()
    assert sign_in(stranger, "rosa").redirect_chain[-1][0].startswith(PAGE)


def test_a_place_that_was_saved_with_the_account_is_saved_before_it(stranger):
    session = SessionFactory()
    address = reverse("opportunities:detail", args=[session.opportunity.public_id])
    typed = {
        "session": [str(session.public_id)], "name": "Bluebell", "note": "", "username": "wren",
        "password1": "three stones across", "website": "",
    } | form_opened()  # fmt: skip
    page = stranger.post(address, typed, follow=True)
    place = SignUp.objects.get()
    saved = reverse("opportunities:saved", args=[place.public_id])
    assert page.redirect_chain[-1][0].startswith(PAGE)
    assert "Bluebell" not in page.content.decode()
    answer = stranger.post(PAGE, {"device": "shared", "next": page.context["onward"]}, follow=True)
    assert answer.redirect_chain[-1][0] == saved
    assert "Your place is saved" in answer.content.decode()
