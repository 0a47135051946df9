"""A passkey in Chromium: added, used to sign in with nothing typed, used to prove who it is."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from community.people.models import User

pytestmark = pytest.mark.browser


@pytest.fixture
def phone():
    """A function that gives a page's browser a phone that knows passkeys and is unlocked."""

    def give(page):
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return devtools, made["authenticatorId"]

    return give


def test_passkey_is_added_and_then_signs_in_by_itself(page, phone, as_person, partner, live_server):
    said = []
    page.on("console", lambda message: said.append(message.text))
    phone(page)
    client = as_person(partner, second_factor=False, proved=True)
    page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("A name for it").fill("My own phone")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "My own phone"

    page.context.clear_cookies()
    page.goto(f"{reverse('account_login')}?next=/partner/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{live_server.url}/partner/")
    assert page.get_by_role("heading", level=1).is_visible()

    page.goto(f"{reverse('mfa_reauthenticate_webauthn')}?next={reverse('mfa_index')}")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{live_server.url}{reverse('mfa_index')}")
    assert page.get_by_text("My own phone", exact=True).first.is_visible()
    assert said == []


@pytest.mark.parametrize("why", ["removed", "closed"])
def test_passkey_that_is_over_signs_nobody_in(why, page, phone, as_person, partner, live_server):
    phone(page)
    client = as_person(partner, second_factor=False, proved=True)
    page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}]
    )
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    if why == "removed":
        Authenticator.objects.all().delete()
    else:
        User.objects.update(is_active=False)
    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("That did not work").first.wait_for()
    assert page.url.endswith(reverse("account_login"))


def test_without_javascript_no_passkey_is_offered_and_the_app_is(open_browser, live_server):
    page = open_browser(java_script_enabled=False)
    page.goto(reverse("account_login"))
    assert not page.get_by_role("button", name="Use a passkey").is_visible()
    assert page.get_by_role("button", name="Sign in").is_visible()
