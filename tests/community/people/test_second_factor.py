"""A second step: codes of an app, codes on paper; who cannot work without one (#57, T7)."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cms.actions import prepare_site
from community.people.actions import give_role
from community.people.adapter import SecondFactorAdapter
from community.safety.access import PROOF_SECONDS
from community.safety.fields import Unreadable

PASSWORD = "a long enough password"
WORK = "/partner/"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def give_app(person) -> str:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def sign_in(client, **more):
    data = {"login": "sam", "password": PASSWORD} | more
    return client.post(reverse("account_login"), data)


def set_up(client):
    client.get(reverse("mfa_activate_totp"))
    secret = client.session[SECRET_SESSION_KEY]
    return secret, client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})


def test_app_is_set_up_with_its_first_code_and_leads_to_the_codes_for_paper(as_person, participant):
    client = as_person(participant, second_factor=False, proved=True)
    _secret, response = set_up(client)
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    first = client.get(response["Location"])
    codes = first.context["unused_codes"]
    assert len(codes) == 10
    assert all(code in first.content.decode() for code in codes)
    again = client.get(response["Location"]).content.decode()
    assert not any(code in again for code in codes)


def test_owner_reads_that_a_second_step_came_or_went(as_person, participant):
    """A passkey made on an open phone outlives every password (T7); it does not come unseen."""
    client = as_person(participant, second_factor=False, proved=True)
    set_up(client)
    assert participant.notes.count() == 1
    assert "How you prove who you are was changed" in participant.notes.get().words
    client.post(reverse("mfa_deactivate_totp"))
    assert participant.notes.count() == 2


def test_app_is_not_set_up_with_a_wrong_code(as_person, participant):
    client = as_person(participant, proved=True)
    client.get(reverse("mfa_activate_totp"))
    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "That code did not work" in page.content.decode()
    assert not Authenticator.objects.exists()


def test_secret_is_stored_sealed_and_opens_again(participant):
    secret = give_app(participant)
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_secret_under_a_key_that_is_gone_opens_nothing(participant, settings):
    secret = give_app(participant)
    settings.FIELD_KEYS = ["another key " * 6]
    with pytest.raises(Unreadable):
        Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_password_alone_does_not_sign_in_someone_with_an_app(stranger, participant):
    secret = give_app(participant)
    assert sign_in(stranger)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in stranger.session
    assert stranger.get("/plan/").status_code == 302
    stranger.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in stranger.session
    stranger.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "_auth_user_id" in stranger.session


def test_code_on_paper_works_once(client, participant):
    give_app(participant)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for works in (True, False):
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in client.session) is works
        client.logout()


def test_codes_can_be_guessed_five_times_only(stranger, participant):
    secret = give_app(participant)
    sign_in(stranger)
    for _try in range(5):
        stranger.post(reverse("mfa_authenticate"), {"code": "000000"})
    page = stranger.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "Too many tries" in page.content.decode()
    cache.clear()
    stranger.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "_auth_user_id" in stranger.session


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"]
)
def test_second_factor_is_changed_by_who_proved_who_they_are_only(name, as_person, participant):
    if name == "mfa_generate_recovery_codes":
        give_app(participant)
    refused = as_person(participant).get(reverse(name))
    assert refused["Location"].startswith(reverse("account_reauthenticate"))
    assert as_person(participant, proved=True).get(reverse(name)).status_code == 200


def test_stopping_the_app_takes_the_codes_with_it_and_the_proof(as_person, partner):
    give_app(partner)
    client = as_person(partner, proved=True)
    assert client.get(WORK).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert client.get(WORK)["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(
    ("who", "place"), [("partner", WORK), ("editor", "/cms/"), ("staff", "/cms/")]
)
def test_work_needs_a_second_factor(who, place, as_person, request):
    person = request.getfixturevalue(who)
    if who != "partner":
        prepare_site()
        give_role(person=person, role=person.role, now=timezone.now())
    client = as_person(person, second_factor=False)
    assert client.get(place)["Location"] == reverse("mfa_index")
    assert client.post(place)["Location"] == reverse("mfa_index")
    page = client.get(place, follow=True).content.decode()
    assert "Your work here needs a second step" in page
    assert client.get("/plan/").status_code == 200
    give_app(person)
    response = client.get(place)
    assert response["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get(response["Location"]).status_code == 200
    assert as_person(person).get(place).status_code == 200


def test_work_goes_on_once_a_code_was_given(as_person, partner):
    secret = give_app(partner)
    client = as_person(partner, second_factor=False)
    ask = client.get(f"{WORK}?a=b")["Location"]
    response = client.post(
        reverse("mfa_reauthenticate"), {"code": code_of(secret), "next": f"{WORK}?a=b"}
    )
    assert ask.endswith("next=%2Fpartner%2F%3Fa%3Db")
    assert response["Location"] == f"{WORK}?a=b"
    assert client.get(WORK).status_code == 200


def test_setting_one_up_counts_for_this_session(as_person, partner):
    client = as_person(partner, second_factor=False, proved=True)
    set_up(client)
    assert client.get(WORK).status_code == 200


def test_proof_of_another_person_counts_for_nobody_else(as_person, partner):
    client = as_person(partner)
    session = client.session
    session["account_authentication_methods_user"] = "0"
    session.save()
    assert client.get(WORK).status_code == 302


def test_password_given_again_counts_five_minutes(as_person, participant):
    client = as_person(participant)
    response = client.post(
        reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/account/safely/app/"}
    )
    assert response["Location"] == "/account/safely/app/"
    assert client.get("/account/safely/app/").status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= PROOF_SECONDS + 1
    session.save()
    assert client.get("/account/safely/app/").status_code == 302


def test_wrong_password_proves_nothing(as_person, participant):
    client = as_person(participant)
    page = client.post(reverse("account_reauthenticate"), {"password": "not it"})
    assert page.status_code == 200
    assert client.get("/account/safely/app/").status_code == 302


def test_proof_leads_nowhere_else(as_person, participant):
    client = as_person(participant)
    data = {"password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(reverse("account_reauthenticate"), data)["Location"].startswith("/")


def test_nothing_in_a_phone_names_an_address_or_an_alias(participant, rf):
    adapter = SecondFactorAdapter()
    entity = adapter.get_public_key_credential_user_entity(participant)
    assert entity["name"] == entity["display_name"] == "sam"
    assert adapter.get_totp_label(participant) == "sam"


def test_passkey_of_somebody_else_is_not_there(as_person, participant, another_participant):
    key = Authenticator.objects.create(user=participant, type="webauthn", data={"name": "Phone"})
    client = as_person(another_participant, proved=True)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[key.pk])).status_code == 404
        assert client.post(reverse(name, args=[key.pk])).status_code == 404
    assert Authenticator.objects.count() == 1


def test_question_to_a_passkey_names_nobody(stranger, participant):
    asked = stranger.get(reverse("mfa_login_webauthn")).json()
    assert not asked["publicKey"].get("allowCredentials")


ODD_ANSWERS = ["", "x", "[]", "{}", "null", "1", '"x"', '{"id": 1}', '{"id": "x", "response": {}}']
ODD_ANSWERS += ['{"id":"eA","rawId":"eA","type":"public-key","response":{"clientDataJSON":"eA",'
                '"attestationObject":"eA","authenticatorData":"eA","signature":"eA",'
                '"userHandle":"MQ"}}']  # fmt: skip


@pytest.mark.parametrize("answer", ODD_ANSWERS)
def test_answer_that_no_phone_gave_is_refused_in_words(answer, as_person, participant, stranger):
    stranger.get(reverse("mfa_login_webauthn"))
    response = stranger.post(reverse("mfa_login_webauthn"), {"credential": answer})
    assert response["Location"] == reverse("account_login")
    assert "_auth_user_id" not in stranger.session

    client = as_person(participant, proved=True)
    client.get(reverse("mfa_add_webauthn"))
    data = {"credential": answer, "name": "Phone"}
    assert client.post(reverse("mfa_add_webauthn"), data).status_code == 200
    assert not Authenticator.objects.exists()

    give_app(participant)
    sign_in(stranger)
    stranger.get(reverse("mfa_authenticate"))
    stranger.post(reverse("mfa_authenticate"), {"credential": answer})
    assert "_auth_user_id" not in stranger.session


# -- before work with the details of others --------------------------------------------------

DESK = "/cms/desk/person/"


def test_password_is_no_other_way_to_where_it_would_not_do(as_person, staff):
    """At work only a code or a passkey leads on; elsewhere the password does, too."""
    give_app(staff)
    client = as_person(staff)
    for where, offered in ((DESK, False), ("/account/devices/", True)):
        page = client.get(reverse("mfa_reauthenticate"), {"next": where}).content.decode()
        assert ("Use your password" in page) is offered


def test_who_has_passkeys_only_is_asked_for_one(as_person, staff):
    Authenticator.objects.create(user=staff, type="webauthn", data={})
    answer = as_person(staff).get(reverse("mfa_reauthenticate"), {"next": DESK})
    passkey = reverse("mfa_reauthenticate_webauthn")
    assert answer["Location"] == f"{passkey}?next=%2Fcms%2Fdesk%2Fperson%2F"
