"""How long a session lasts, and where one is signed in (#56, #60, T15)."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from community.people.devices import IDLE, OWN_DEVICE, SEEN, SEEN_EVERY, SINCE, device_name
from community.people.models import Device
from community.people.tasks import forget_old_log_ins
from tests.factories.people import form_opened

PASSWORD = "a long enough password"
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/ABC) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/150.0.1.2 Mobile Safari/537.36"
)


def log_in(**more) -> Client:
    client = Client(headers={"User-Agent": PHONE}, REMOTE_ADDR="203.0.113.7")
    client.post(reverse("account_login"), {"login": "sam", "password": PASSWORD} | more)
    assert "_auth_user_id" in client.session
    return client


def move(client, **seconds) -> None:
    """Put moments of a session into the past."""
    session = client.session
    for name, age in seconds.items():
        session[name] = time.time() - age
    session.save()


def is_in(client) -> bool:
    return client.get(reverse("people:settings")).status_code == 200


@pytest.mark.parametrize(("age", "stays"), [(IDLE - 5, True), (IDLE + SEEN_EVERY + 5, False)])
def test_session_ends_after_twenty_minutes_without_use(participant, age, stays):
    client = log_in()
    key = client.session.session_key
    move(client, **{SEEN: age})
    assert is_in(client) is stays
    assert Session.objects.filter(session_key=key).exists() is stays


def test_use_keeps_a_session_and_is_noted_twice_a_minute_only(participant):
    client = log_in()
    move(client, **{SEEN: SEEN_EVERY + 5})
    is_in(client)
    noted = client.session[SEEN]
    assert time.time() - noted < 5
    is_in(client)
    assert client.session[SEEN] == noted


@pytest.mark.parametrize(("age", "stays"), [(OWN_DEVICE - 60, True), (OWN_DEVICE + 60, False)])
def test_own_device_stays_seven_days_from_signing_in_and_no_longer(participant, age, stays):
    client = log_in(own_device="on")
    assert not client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() == OWN_DEVICE
    move(client, **{SEEN: IDLE * 2, SINCE: age})
    assert is_in(client) is stays


def test_shared_device_is_what_nobody_called_their_own(participant):
    assert log_in().session.get_expire_at_browser_close()


def test_next_person_on_the_same_browser_is_asked_again(participant):
    client = log_in(own_device="on")
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": "sam", "password": PASSWORD})
    assert client.session.get_expire_at_browser_close()


def test_staying_is_one_tap(participant, stranger):
    client = log_in()
    move(client, **{SEEN: IDLE - 5})
    assert client.post(reverse("people:here")).status_code == 204
    assert time.time() - client.session[SEEN] < 5
    assert stranger.post(reverse("people:here")).status_code == 401
    assert client.get(reverse("people:here")).status_code == 405


def test_page_warns_on_a_shared_device_only(participant, stranger):
    assert "data-idle" in log_in().get("/plan/").content.decode()
    assert "data-idle" not in log_in(own_device="on").get("/plan/").content.decode()
    assert "data-idle" not in stranger.get("/safety/").content.decode()


def proved(client) -> Client:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_list_names_two_words_and_a_day_and_no_more(participant):
    page = proved(log_in()).get(reverse("people:devices")).content.decode()
    assert "Chrome on Android" in page
    stored = str(list(Device.objects.values())) + str(
        [row.get_decoded() for row in Session.objects.all()]
    )
    for trace in ("203.0.113.7", "Pixel", "150.0", "Mozilla"):
        assert trace not in page + stored


def test_list_is_shown_to_who_proved_who_they_are(participant):
    response = log_in().get(reverse("people:devices"))
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_one_device_is_signed_out_and_the_others_stay(participant, another_participant, as_person):
    here, there, third = proved(log_in()), log_in(), log_in()
    device = Device.objects.get(session_key=there.session.session_key)
    stranger_to_it = as_person(another_participant, proved=True)
    stranger_to_it.post(reverse("people:devices"), {"device": device.public_id})
    assert is_in(there)
    here.post(reverse("people:devices"), {"device": "not an id"})
    assert is_in(there)
    here.post(reverse("people:devices"), {"device": device.public_id})
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]


def test_all_others_are_signed_out(participant):
    here, there, third = proved(log_in()), log_in(), log_in()
    here.post(reverse("people:devices"))
    assert [is_in(client) for client in (here, there, third)] == [True, False, False]
    assert Device.objects.count() == 1


def test_new_password_ends_every_other_session_and_keeps_this_one_listed(participant):
    here, there = proved(log_in()), log_in()
    new = {"oldpassword": PASSWORD, "password1": "three stones across"}
    here.post(reverse("account_change_password"), new)
    assert [is_in(client) for client in (here, there)] == [True, False]
    page = here.get(reverse("people:devices"))
    assert [is_here for _place, is_here in page.context["places"]] == [True]


def test_list_leaves_out_what_is_over_and_the_tick_forgets_it(participant):
    here, idle, gone = proved(log_in()), log_in(), log_in()
    move(idle, **{SEEN: IDLE * 2})
    gone.post(reverse("account_logout"))
    assert len(here.get(reverse("people:devices")).context["places"]) == 1
    assert Device.objects.count() == 3
    forget_old_log_ins()
    assert Device.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_much_for_one_as_for_three(participant, number, django_assert_num_queries):
    first, *_others = [log_in() for _one in range(number)]
    client = proved(first)
    client.get(reverse("people:devices"))
    with django_assert_num_queries(5):  # session, person, devices, their sessions, unread
        client.get(reverse("people:devices"))


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Firefox/140.0", "Firefox on Windows"),
        ("", "A browser on a device"),
    ],
)
def test_device_is_named_in_two_words(agent, name):
    assert device_name(agent) == name


def test_account_made_in_the_browser_of_one_that_was_closed_has_a_session_of_its_own(
    as_person, another_participant
):
    client = as_person(another_participant)
    before = client.session.session_key
    type(another_participant).objects.filter(pk=another_participant.pk).update(is_active=False)
    form = {"username": "wren", "password1": "a long enough password"} | form_opened()
    answer = client.post(reverse("account_signup"), form)
    assert answer.status_code == 302
    assert client.session.session_key not in {None, before}
    device = Device.objects.get(person__username="wren")
    assert device.session_key == client.session.session_key
