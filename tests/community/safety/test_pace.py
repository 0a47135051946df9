"""A sign-up that is quicker than people are, or with a form of others, is asked again (#61)."""

import time
from html import unescape

import pytest
import time_machine
from django.core.signing import Signer
from django.urls import reverse

from community.people.models import User
from community.safety.pace import is_unhurried, opened_at, stamp
from opportunities.views import kept_detail
from tests.factories.opportunities import SessionFactory
from tests.factories.people import form_opened

ASKED = "Please look at it once more, then send it again."
YEAR = 366 * 24 * 3600
TYPED = {
    "username": "willow",
    "password1": "four stones across",
    "alias": "Hat",
    "email": "w@x.org",
}
UNFIT = {
    "too quick": lambda: stamp(),
    "a bit too quick": lambda: form_opened(1.5)["opened"],
    "from the future": lambda: form_opened(-60)["opened"],
    "missing": lambda: "",
    "no stamp": lambda: "1700000000000",
    "stamp of something else": lambda: Signer(salt="another").sign("1700000000000"),
    "changed": lambda: "1" + form_opened()["opened"][1:-1] + "x",
    "signed, but no number": lambda: Signer(salt="community.safety.pace").sign("then"),
}


@pytest.fixture(autouse=True)
def clock():
    """It stands still: a busy machine must not make anybody slower than they are."""
    with time_machine.travel(time.time(), tick=False) as travelled:
        yield travelled


@pytest.mark.parametrize("seconds", [2.1, 60, 8 * 3600, YEAR])
def test_form_may_be_open_for_two_seconds_or_for_long(seconds):
    assert is_unhurried(form_opened(seconds)["opened"])


@pytest.mark.parametrize("unfit", UNFIT)
def test_anything_else_is_no_form_that_somebody_filled_in(unfit):
    assert not is_unhurried(UNFIT[unfit]())


@pytest.mark.parametrize("unfit", UNFIT)
def test_signup_is_shown_again_with_all_that_was_typed_and_no_clue(stranger, db, unfit):
    page = stranger.post(reverse("account_signup"), TYPED | {"opened": UNFIT[unfit]()})
    text = unescape(page.content.decode())
    assert page.status_code == 200
    assert text.count(ASKED) == 1
    assert "second" not in page.context["form"].errors.as_text()
    for typed in ("willow", "Hat", "w@x.org"):
        assert f'value="{typed}"' in text
    assert TYPED["password1"] not in text
    assert opened_at(page.context["form"]["opened"].value()) is not None
    assert not User.objects.exists()


def test_all_that_is_wrong_with_it_gets_one_answer(stranger, db):
    errors = set()
    for unfit in UNFIT.values():
        page = stranger.post(reverse("account_signup"), TYPED | {"opened": unfit()})
        errors.add(page.context["form"].errors.as_json())
    assert len(errors) == 1


def test_sending_it_again_a_moment_later_works_with_the_field_as_it_came_back(stranger, db, clock):
    early = form_opened(1)
    page = stranger.post(reverse("account_signup"), TYPED | early)
    assert page.context["form"]["opened"].value() == early["opened"]
    clock.shift(1.1)
    again = TYPED | {"opened": page.context["form"]["opened"].value()}
    assert stranger.post(reverse("account_signup"), again).status_code == 302


def test_page_of_the_form_carries_the_moment_it_was_given_out(stranger, db):
    form = stranger.get(reverse("account_signup"), {"go": "1"}).content.decode()
    assert 'type="hidden" name="opened"' in form


# -- inside the form of an activity ------------------------------------------------------------


def place(session, **more):
    return {
        "session": [str(session.public_id)],
        "name": "Bluebell",
        "note": "By bus",
        "username": "wren",
        "password1": "four stones across",
    } | more


@pytest.mark.parametrize("unfit", UNFIT)
def test_newcomer_is_asked_again_and_loses_nothing(stranger, db, unfit):
    session = SessionFactory()
    url = reverse("opportunities:detail", args=[session.opportunity.public_id])
    page = stranger.post(url, place(session, opened=UNFIT[unfit]()))
    text = unescape(page.content.decode())
    assert page.status_code == 400
    assert ASKED in text
    assert "checked" in text
    for typed in ("Bluebell", "By bus", "wren"):
        assert typed in text
    assert not User.objects.exists()


def test_kept_page_carries_the_moment_of_each_visit(stranger, client, db, clock):
    kept_detail._kept.clear()
    session = SessionFactory()
    url = reverse("opportunities:detail", args=[session.opportunity.public_id])
    stranger.get(url)
    clock.shift(10)
    page = client.get(url).content.decode()  # the kept one
    assert len(kept_detail._kept) == 1
    opened = page.partition('name="opened" value="')[2].partition('"')[0]
    assert opened_at(opened) == pytest.approx(time.time(), abs=0.002)
    for kept in kept_detail._kept.values():
        assert opened.encode() not in b"".join(kept.parts)
    clock.shift(2.1)
    assert client.post(url, place(session, opened=opened)).status_code == 302
    assert User.objects.get().username == "wren"
