"""Every address at which an account can be used, and the doors that must stay shut."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from community.notifications.models import Message
from community.people.actions import give_role

OPEN = {
    "account/": "settings",
    "account/apart/": "apart",
    "account/apart/go/": "let_go",
    "account/e-mail/": "change_address",
    "account/looked/": "looked",
    "account/link/<str:token>/": "address",
    "account/devices/": "devices",
    "account/here/": "here",
    "account/back/": "way_back",
    "account/first/": "first",
    "account/code/": "ask_for_code",
    "account/code/typed/": "code",
    "account/again/": "account_reauthenticate",
    "account/again/code/": "mfa_reauthenticate",
    "account/again/key/": "mfa_reauthenticate_webauthn",
    "account/safely/": "mfa_index",
    "account/safely/app/": "mfa_activate_totp",
    "account/safely/app/stop/": "mfa_deactivate_totp",
    "account/safely/codes/": "mfa_view_recovery_codes",
    "account/safely/codes/new/": "mfa_generate_recovery_codes",
    "account/safely/key/": "mfa_add_webauthn",
    "account/safely/key/<int:pk>/": "mfa_edit_webauthn",
    "account/safely/key/<int:pk>/stop/": "mfa_remove_webauthn",
    "accounts/step/": "mfa_authenticate",
    "accounts/key/": "mfa_login_webauthn",
    "account/contact/": "contact",
    "account/contact/still/": "still_safe",
    "account/journal/": "journal",
    "account/journal/<uuid:public_id>/": "journal_entry",
    "account/self-checks/": "self_checks",
    "account/self-checks/<uuid:public_id>/": "self_check",
    "account/delete/": "delete",
    "account/export/": "export",
    "account/export/<str:key>/": "export_file",
    "account/releases/": "releases",
    "account/releases/<uuid:public_id>/": "revoke_release",
    "accounts/login/": "account_login",
    "accounts/logout/": "account_logout",
    "accounts/signup/": "account_signup",
    "accounts/password/": "account_change_password",
    "accounts/new/": "account_reset_password",
    "accounts/new/sent/": "account_reset_password_done",
    "accounts/new/done/": "account_reset_password_from_key_done",
    "accounts/^link/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-\\w]{1,100})/$": (
        "account_reset_password_from_key"
    ),
}


def routes(resolver, prefix=""):
    """Every pattern of the site with its full route."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern


def test_open_routes_of_accounts_are_exactly_these():
    """An upgrade of allauth that brings another page cannot open it here."""
    found = {
        route: pattern.name
        for route, pattern in routes(get_resolver())
        if route.startswith("account")
    }
    assert found == OPEN


def test_no_other_view_of_allauth_or_of_django_lets_anyone_in():
    """Nothing outside of Wagtail's own tree, which the next tests try one by one."""
    for route, pattern in routes(get_resolver()):
        module = pattern.callback.__module__
        if module.startswith(("allauth", "django.contrib.auth")) and route not in OPEN:
            assert route.startswith(("cms/", "_util/")), route


@pytest.mark.parametrize(
    "path",
    [
        "accounts/",
        "accounts/email/",
        "accounts/confirm-email/",
        "accounts/confirm-email/abc/",
        "accounts/inactive/",
        "accounts/reauthenticate/",
        "accounts/password/set/",
        "accounts/password/change/",
        "accounts/password/reset/",
        "accounts/login/code/",
        "accounts/login/code/confirm/",
        "accounts/signup/passkey/",
        "accounts/3rdparty/",
        "accounts/sessions/",
        "accounts/2fa/",
        "admin/",
        "dj/login/",
    ],
)
def test_other_pages_of_accounts_do_not_exist(stranger, as_person, participant, path):
    assert stranger.get(f"/{path}").status_code == 404
    assert as_person(participant).post(f"/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/cms/login/", "/_util/login/"])
def test_log_in_of_wagtail_leads_to_the_one_way_in(stranger, db, path):
    response = stranger.get(path, {"next": "/cms/pages/"})
    assert response.status_code in (301, 302)
    assert response["Location"] == f"{reverse('account_login')}?next=%2Fcms%2Fpages%2F"


@pytest.mark.parametrize("path", ["/cms/login/", "/_util/login/"])
def test_log_in_of_wagtail_takes_no_password(stranger, participant, path):
    data = {"username": "sam", "password": "a long enough password"}
    response = stranger.post(path, data)
    assert response.status_code in (301, 302, 405)
    assert "_auth_user_id" not in stranger.session


@pytest.mark.parametrize(
    "path",
    [
        "/cms/password_reset/",
        "/cms/password_reset/done/",
        "/cms/password_reset/confirm/MQ/abc-def/",
        "/cms/password_reset/complete/",
    ],
)
def test_password_reset_of_wagtail_is_shut(stranger, participant, path):
    for response in (stranger.get(path), stranger.post(path, {"email": participant.email})):
        assert response.status_code in (301, 302, 404)
        if response.status_code != 404:
            assert response["Location"].startswith(reverse("account_login"))
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", ["participant", "partner"])
@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/reports/", "/cms/logout/"])
def test_admin_area_of_wagtail_does_not_exist_for_others(request, as_person, who, path):
    client = as_person(request.getfixturevalue(who))
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    assert client.get("/cms/login/", follow=True).status_code in (200, 404)


@pytest.mark.parametrize("who", ["editor", "staff"])
def test_admin_area_of_wagtail_opens_for_who_has_its_permission(request, as_person, who, now):
    person = request.getfixturevalue(who)
    assert as_person(person).get("/cms/").status_code == 404
    give_role(person=person, role=person.role, now=now)
    group = person.groups.get()
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    client = as_person(person)
    assert client.get("/cms/").status_code == 200
    give_role(person=person, role="participant", now=now)
    assert client.get("/cms/").status_code == 404


def test_admin_area_of_wagtail_asks_a_stranger_to_sign_in(stranger, db):
    response = stranger.get("/cms/pages/?a=b")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
    assert "next=/cms/pages/" in response["Location"].replace("%2F", "/")
