"""Making an account: a user name and a password are enough."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from community.notifications.models import Message
from community.people import actions
from community.people.models import User
from tests.factories.people import UserFactory, form_opened

GOOD = {"username": "Willow", "password1": "three stones across", "alias": "", "email": ""}


def sign_up(client, **changes):
    return client.post(reverse("account_signup"), GOOD | form_opened() | changes)


def open_account(now, **changes):
    values = {"username": "willow", "password": "three stones across", "alias": "W", "email": ""}
    values["language"] = "en"
    return actions.open_account(**values | changes, link_for=lambda t: f"/{t}/", now=now)


def test_signup_first_explains_leaving_and_keeps_where_one_was_going(stranger, db):
    page = stranger.get(reverse("account_signup"), {"next": "/opportunities/"})
    text = page.content.decode()
    assert "history" in text
    assert reverse("safety:stay_safe") in text
    assert 'name="next" value="/opportunities/"' in text
    assert 'name="username"' not in text
    form = stranger.get(reverse("account_signup"), {"go": "1", "next": "/opportunities/"})
    assert 'name="username"' in form.content.decode()
    assert 'name="next" value="/opportunities/"' in form.content.decode()


def test_signup_with_a_name_and_a_password_signs_in_and_sends_nothing(stranger, db):
    response = sign_up(stranger)
    person = User.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("opportunities:plan")
    assert stranger.session["_auth_user_id"] == str(person.pk)
    assert (person.username, str(person), person.email) == ("willow", "Willow", "")
    assert (person.role, person.is_staff, person.is_superuser) == ("participant", False, False)
    assert not Message.objects.exists()


def test_signup_asks_for_nothing_else(stranger, db):
    """No name, birth date, phone, address or gender (safety.md #58)."""
    form = stranger.get(reverse("account_signup"), {"go": "1"}).context["form"]
    assert list(form.fields) == ["username", "password1", "alias", "email", "website", "opened"]
    assert [name for name, field in form.fields.items() if field.required] == [
        "username",
        "password1",
    ]


def test_signup_keeps_the_alias_that_was_typed(stranger, db):
    sign_up(stranger, alias="  Green   Hat ")
    assert str(User.objects.get()) == "Green Hat"


def test_signup_with_an_email_sends_one_neutral_link_and_uses_it_for_nothing_else(stranger, db):
    sign_up(stranger, email="Willow@Example.org")
    person = User.objects.get()
    assert (person.email, person.email_to_confirm) == ("", "willow@example.org")
    message = Message.objects.get()
    assert message.address == "willow@example.org"
    assert message.subject == "Your link"
    assert message.minds_quiet_hours is False
    assert "willow" not in message.body.lower()
    assert not EmailAddress.objects.exists()


def test_signup_goes_where_one_was_going_and_never_elsewhere(stranger, db):
    assert sign_up(stranger, next="/opportunities/?q=a")["Location"] == "/opportunities/?q=a"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"username": ""}, "username", "User name: this is still empty"),
        ({"username": "a"}, "username", "2"),
        ({"username": "a" * 61}, "username", "60"),
        ({"username": "ﷺ" * 20}, "username", "60"),
        ({"username": "two words"}, "username", "No spaces"),
        ({"username": "<b>x</b>"}, "username", "letters"),
        ({"username": "sam@example.org"}, "username", "not an e-mail"),
        ({"password1": "short"}, "password1", "10"),
        ({"password1": "willow1234"}, "password1", "similar"),
        ({"password1": "x y" * 100}, "password1", "200"),
        ({"alias": "a" * 41}, "alias", "40"),
        ({"alias": "Sam\u202egro"}, "alias", "letters"),
        ({"email": "not an address"}, "email", "like name@example.org"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "email", "like name@example.org"),
        ({"email": "a@" + "example." * 32 + "org"}, "email", ""),
        ({"website": "http://buy.example"}, "website", "empty"),
    ],
)
def test_signup_says_what_to_do_and_keeps_what_was_typed(stranger, db, changes, field, words):
    page = sign_up(stranger, **{"alias": "Green Hat"} | changes)
    assert page.status_code == 200
    assert words in str(page.context["form"].errors[field])
    assert list(page.context["form"].errors) == [field]
    text = page.content.decode()
    assert "error-summary" in text
    assert "<title>Error:" in text
    assert 'value="Green Hat"' in text or field == "alias"
    assert not User.objects.exists()


def test_signup_refuses_a_taken_name_in_any_case(stranger, participant):
    page = sign_up(stranger, username="SAM")
    assert "taken" in str(page.context["form"].errors["username"])
    assert User.objects.count() == 1


def test_signup_sent_twice_makes_one_account_and_signs_in(client, db):
    """A double click: the second form left before the first one was answered."""
    sign_up(client)
    other = client.__class__()
    assert sign_up(other)["Location"] == reverse("opportunities:plan")
    assert User.objects.count() == 1


def test_signup_again_with_another_password_is_a_taken_name(client, stranger, db):
    sign_up(client)
    page = sign_up(stranger, password1="four stones across")
    assert "taken" in str(page.context["form"].errors["username"])


def test_open_account_when_somebody_was_quicker(now, db):
    UserFactory(username="willow", date_joined=now - dt.timedelta(hours=1))
    with pytest.raises(actions.NameTaken, match="taken"):
        open_account(now)


def test_open_account_twice_gives_back_the_first_within_a_minute_only(now, db):
    first = open_account(now)
    assert open_account(now + dt.timedelta(seconds=30)) == first
    with pytest.raises(actions.NameTaken):
        open_account(now + dt.timedelta(seconds=61))


def test_signup_shows_the_form_again_if_the_name_went_in_this_very_second(
    stranger, db, monkeypatch
):
    monkeypatch.setattr(
        "community.people.forms.SignupForm.clean_username",
        lambda form: form.cleaned_data["username"].lower(),
    )
    UserFactory(username="willow", date_joined=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    page = sign_up(stranger)
    assert page.status_code == 200
    assert "taken" in str(page.context["form"].errors["username"])


def test_signup_of_someone_signed_in_leads_on(as_person, participant):
    response = as_person(participant).get(reverse("account_signup"))
    assert response["Location"] == reverse("opportunities:plan")


def test_signup_writes_one_spelling_of_a_letter(stranger, db):
    """Phones write é as one character or as two; both are the same name."""
    sign_up(stranger, username="rene\u0301e")
    assert User.objects.get().username == "ren\u00e9e"
    client = stranger.__class__()
    data = {"login": "Ren\u00c9e", "password": GOOD["password1"]}
    assert client.post(reverse("account_login"), data).status_code == 302
