"""A place and an account in one form: a name for the day, a user name, a password (#58)."""

import pytest
from django.urls import reverse

from community.people.models import User
from community.safety.models import Block
from opportunities.models import SignUp, State
from tests.factories.opportunities import SessionFactory, SignUpFactory
from tests.factories.people import form_opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory()


def url(session) -> str:
    return reverse("opportunities:detail", args=[session.opportunity.public_id])


def typed(date, **changes) -> dict[str, object]:
    return {
        "session": [str(date.public_id)],
        "name": "Bluebell",
        "note": "I come by bus",
        "username": "wren",
        "password1": "three stones across",
        "website": "",
        **form_opened(),
    } | changes


def test_newcomer_ends_with_a_place_and_signed_in(stranger, session):
    response = stranger.post(url(session), typed(session))
    place = SignUp.objects.get()
    assert place.state == State.CONFIRMED
    assert response["Location"] == reverse("opportunities:saved", args=[place.public_id])
    once = stranger.get(response["Location"], follow=True)
    answer = {"device": "shared", "next": once.context["onward"]}
    onward = stranger.post(reverse("people:first"), answer)["Location"]
    assert onward == response["Location"]
    assert stranger.get(onward).status_code == 200
    person = User.objects.get()
    assert (person.username, person.alias, person.email) == ("wren", "Bluebell", "")
    assert stranger.session.get_expire_at_browser_close()
    assert person.devices.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "sam"}, "That name is taken here"),
        ({"username": "wren@example.org"}, "Leave out the @"),
        ({"username": ""}, "User name: this is still empty."),
        ({"password1": ""}, "Password: this is still empty."),
        ({"password1": "short"}, "too short"),
        ({"name": ""}, "Write any name"),
        ({"session": []}, "Choose at least one date."),
        ({"website": "https://example.org"}, "Leave this box empty."),
    ],
)
def test_mistake_makes_nothing_and_keeps_all_that_was_typed(
    stranger, participant, session, changes, words
):
    data = typed(session, **changes)
    response = stranger.post(url(session), data)
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    for kept in (data["name"], data["note"], data["username"]):
        assert kept in page
    assert "three stones across" not in page
    assert "checked" in page or not data["session"]
    assert not SignUp.objects.exists()
    assert User.objects.get() == participant
    assert "_auth_user_id" not in stranger.session


def test_place_that_is_refused_leaves_no_account(stranger, session, settings):
    settings.MOST_SIGN_UPS_AHEAD = 0
    assert stranger.post(url(session), typed(session)).status_code == 400
    assert not User.objects.exists()


def test_full_date_gives_a_newcomer_a_place_in_the_line(stranger, session):
    session.capacity = 1
    session.save()
    SignUpFactory(session=session)
    stranger.post(url(session), typed(session))
    assert SignUp.objects.get(person__username="wren").state == State.WAITING
    assert not Block.objects.exists()


def test_double_click_gives_one_account_and_one_place(stranger, client, session):
    for browser in (stranger, client):
        assert browser.post(url(session), typed(session)).status_code == 302
    assert User.objects.count() == SignUp.objects.count() == 1


def test_somebody_with_an_account_leaves_it_empty_and_signs_in_next(stranger, session):
    response = stranger.post(url(session), typed(session, username="", password1=""))
    assert response["Location"].startswith(reverse("account_signup"))
    assert not User.objects.exists()


def test_who_is_signed_in_is_asked_for_no_account(as_person, participant, session, stranger):
    assert 'name="password1"' in stranger.get(url(session)).content.decode()
    client = as_person(participant)
    assert 'name="password1"' not in client.get(url(session)).content.decode()
    client.post(url(session), typed(session))
    assert SignUp.objects.get().person == participant
    assert User.objects.filter(username="wren").count() == 0


def test_accounts_are_counted(stranger, session):
    for _try in range(20):
        stranger.post(url(session), typed(session, password1="short"))
    page = stranger.post(url(session), typed(session))
    assert "Too many tries" in page.content.decode()
    assert not User.objects.exists()
