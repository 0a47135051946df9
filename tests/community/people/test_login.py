"""Signing in and out."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.factories.people import UserFactory

PASSWORD = "a long enough password"
WRONG = "That name and password don&#x27;t go together"


def sign_in(client, login="sam", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": login, "password": password} | more)


@pytest.mark.parametrize("login", ["sam", "SAM", " Sam ", "sam@example.org", "SAM@Example.org"])
def test_login_with_the_name_or_the_email_in_any_case(stranger, db, login):
    UserFactory(username="sam", email="sam@example.org")
    response = sign_in(stranger, login)
    assert response["Location"] == reverse("opportunities:plan")
    assert "_auth_user_id" in stranger.session


def test_login_says_nothing_about_who_signed_in(stranger, participant):
    """A line "signed in as sam" tells whoever looks on a name."""
    sign_in(stranger)
    assert not list(stranger.get(reverse("people:settings")).context["messages"])


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("sam", "not the password"),
        ("nobody", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("sam@example.org", "not the password"),
        ("closed", PASSWORD),
        ("closed", "not the password"),
    ],
)
def test_login_refuses_all_in_the_same_words(stranger, db, login, password):
    """A wrong password, an unknown name and a closed account look alike."""
    UserFactory(username="sam", email="sam@example.org")
    UserFactory(username="closed", is_active=False)
    page = sign_in(stranger, login, password)
    assert page.status_code == 200
    assert page.content.decode().count(WRONG) == 1
    assert f'value="{login}"' in page.content.decode()
    assert "_auth_user_id" not in stranger.session


def test_login_never_shows_a_password_again(stranger, participant):
    assert b"not the password" not in sign_in(stranger, password="not the password").content


def test_login_of_a_closed_account_counts_as_a_wrong_try(stranger, db):
    """Else "too many tries" would tell who knows a closed account's password."""
    UserFactory(username="closed", is_active=False)
    for _try in range(5):
        assert WRONG in sign_in(stranger, "closed").content.decode()
    assert "Too many tries" in sign_in(stranger, "closed").content.decode()


def test_login_ends_with_the_account(as_person, participant):
    client = as_person(participant)
    assert client.get(reverse("people:settings")).status_code == 200
    participant.is_active = False
    participant.save()
    assert client.get(reverse("people:settings")).status_code == 302


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/opportunities/?q=garden", "/opportunities/?q=garden"),
        ("/plan/calendar.ics", "/plan/calendar.ics"),
        ("https://evil.example/", "/plan/"),
        ("//evil.example/", "/plan/"),
        ("/\\evil.example/", "/plan/"),
        ("\\\\evil.example/", "/plan/"),
        ("http:///evil.example/", "/plan/"),
        ("https://testserver/opportunities/", "/plan/"),
        ("javascript:alert(1)", "/plan/"),
        ("/a\r\nSet-Cookie: x=1", "/plan/"),
        ("/a\tb", "/plan/"),
        ("plan", "/plan/"),
        ("/" + "a" * 600, "/plan/"),
        ("", "/plan/"),
    ],
)
def test_login_leads_only_to_a_path_of_this_site(stranger, participant, target, leads_to):
    assert sign_in(stranger, next=target)["Location"] == leads_to


def test_login_and_signup_pages_keep_where_one_was_going(stranger, db):
    page = stranger.get(reverse("account_login"), {"next": "/opportunities/?q=a"})
    text = page.content.decode()
    assert 'name="next" value="/opportunities/?q=a"' in text
    assert page.context["signup_url"] == "/accounts/signup/?next=%2Fopportunities%2F%3Fq%3Da"


def test_login_drops_an_unsafe_target_from_its_links(stranger, db):
    page = stranger.get(reverse("account_login"), {"next": "https://evil.example/"})
    assert page.context["signup_url"] == "/accounts/signup/"


def test_login_page_asks_the_database_little(stranger, db, django_assert_max_num_queries):
    stranger.get(reverse("account_login"))
    with django_assert_max_num_queries(1):
        stranger.get(reverse("account_login"))


def test_login_page_is_neutral_and_made_for_password_keepers(stranger, db):
    text = stranger.get(reverse("account_login")).content.decode()
    assert "<title>Sign in" in text
    assert 'autocomplete="username"' in text
    assert 'autocomplete="current-password"' in text
    assert "placeholder" not in text
    assert "<h1>Sign in</h1>" in text


def test_session_ends_with_the_browser(stranger, participant):
    sign_in(stranger)
    assert stranger.session.get_expire_at_browser_close()


def test_session_gets_a_new_key_at_login(stranger, participant):
    stranger.get(reverse("account_login"))
    before = stranger.cookies.get("session")
    sign_in(stranger)
    assert stranger.cookies["session"].value != (before.value if before else "")


def test_logout_by_looking_only_asks(as_person, participant):
    client = as_person(participant)
    page = client.get(reverse("account_logout"))
    assert page.status_code == 200
    assert "_auth_user_id" in client.session


def test_logout_ends_the_session_here_and_on_the_server(as_person, participant):
    client = as_person(participant)
    key = client.session.session_key
    response = client.post(reverse("account_logout"), {"next": "https://evil.example/"})
    assert response["Location"] == "/"
    assert "_auth_user_id" not in client.session
    assert not Session.objects.filter(session_key=key).exists()


def test_logout_twice_is_harmless(as_person, participant):
    client = as_person(participant)
    for _time in range(2):
        assert client.post(reverse("account_logout")).status_code == 302


def test_logout_of_a_stranger_leads_to_the_first_page(stranger, db):
    assert stranger.get(reverse("account_logout"))["Location"] == "/"


@pytest.mark.parametrize(
    "header", [{"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}, {"HTTP_ACCEPT": "application/json"}]
)
def test_login_has_no_second_face_for_programs(stranger, participant, header):
    page = stranger.get(reverse("account_login"), **header)
    assert page["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("who", "place"),
    [
        ("participant", "opportunities:plan"),
        ("partner", "opportunities:workplace"),
        ("editor", "wagtailadmin_home"),
        ("staff", "wagtailadmin_home"),
    ],
)
def test_login_leads_to_what_someone_does_here_unless_they_were_on_their_way(request, who, place):
    person = request.getfixturevalue(who)
    assert sign_in(Client(), person.username)["Location"] == reverse(place)
    on_the_way = sign_in(Client(), person.username, next="/plan/calendar.ics")
    assert on_the_way["Location"] == "/plan/calendar.ics"


@pytest.mark.parametrize(
    ("who", "has_it"),
    [("participant", False), ("partner", False), ("editor", True), ("staff", True)],
)
def test_only_who_works_in_the_admin_is_shown_the_way_there(request, as_person, who, has_it):
    page = as_person(request.getfixturevalue(who)).get(reverse("opportunities:find"))
    assert (f'href="{reverse("wagtailadmin_home")}"' in page.content.decode()) is has_it
