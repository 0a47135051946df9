"""Every address at which an account can be used. What is not listed here does not exist.

allauth's own list is not included: it has pages for several addresses, for confirming them and for
asking the password again, each of which would be one more way in.
"""

from allauth.account import views as allauth
from allauth.mfa.base.views import index as mfa_index
from allauth.mfa.recovery_codes.views import view_recovery_codes
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache

from community.people import views
from community.people.views import counted
from community.safety.access import View, Who, open_to
from community.safety.limits import limited


def own(view: View) -> View:
    """Of somebody who is signed in, and with every try counted."""
    return open_to(Who.SIGNED_IN)(never_cache(counted(view)))


def anyone(view: View) -> View:
    """Of anyone, and with every try counted."""
    return open_to(Who.EVERYONE)(never_cache(counted(view)))


account = [
    path("", views.settings, name="settings"),
    path("devices/", views.devices, name="devices"),
    path("back/", views.way_back, name="way_back"),
    path("code/", views.ask, name="ask_for_code"),
    path("code/typed/", views.code, name="code"),
    path("here/", views.here, name="here"),
    path("first/", views.first, name="first"),
    path("e-mail/", views.change_address, name="change_address"),
    path("delete/", views.delete, name="delete"),
    path("export/", views.export, name="export"),
    path("export/<str:key>/", views.export_file, name="export_file"),
    path("releases/", views.releases, name="releases"),
    path("releases/<uuid:public_id>/", views.revoke_release, name="revoke_release"),
    path("journal/", views.journal, name="journal"),
    path("journal/<uuid:public_id>/", views.journal_entry, name="journal_entry"),
    path("self-checks/", views.self_checks, name="self_checks"),
    path("self-checks/<uuid:public_id>/", views.self_check, name="self_check"),
    # Neutral words: this address stands in a letter (safety.md #23).
    path("link/<str:token>/", views.address, name="address"),
]
entrance = [
    path("login/", anyone(allauth.login), name="account_login"),
    path("logout/", open_to(Who.EVERYONE)(allauth.logout), name="account_logout"),
    path(
        "signup/",
        open_to(Who.EVERYONE)(never_cache(limited("sign_up")(views.SignupView.as_view()))),
        name="account_signup",
    ),
    path("password/", own(views.new_password), name="account_change_password"),
    path(
        "new/",
        anyone(limited("letter", typed="email")(allauth.password_reset)),
        name="account_reset_password",
    ),
    path("new/sent/", anyone(allauth.password_reset_done), name="account_reset_password_done"),
    path(
        "new/done/",
        anyone(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^link/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-\w]{1,100})/$",
        anyone(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
# Signing in safely: an app with codes, codes on paper, passkeys. allauth knows them by these names.
safely = [
    path("", own(mfa_index), name="mfa_index"),
    path("app/", own(views.ActivateView.as_view()), name="mfa_activate_totp"),
    path("app/stop/", own(views.DeactivateView.as_view()), name="mfa_deactivate_totp"),
    path("codes/", own(view_recovery_codes), name="mfa_view_recovery_codes"),
    path("codes/new/", own(views.NewCodesView.as_view()), name="mfa_generate_recovery_codes"),
    path("key/", own(views.AddPasskeyView.as_view()), name="mfa_add_webauthn"),
    path("key/<int:pk>/", own(views.RenamePasskeyView.as_view()), name="mfa_edit_webauthn"),
    path("key/<int:pk>/stop/", own(views.RemovePasskeyView.as_view()), name="mfa_remove_webauthn"),
]
again = [
    path("", own(views.PasswordAgainView.as_view()), name="account_reauthenticate"),
    path("code/", own(views.CodeAgainView.as_view()), name="mfa_reauthenticate"),
    path("key/", own(views.PasskeyAgainView.as_view()), name="mfa_reauthenticate_webauthn"),
]
entrance += [
    path("step/", anyone(views.AuthenticateView.as_view()), name="mfa_authenticate"),
    path("key/", anyone(views.PasskeyLoginView.as_view()), name="mfa_login_webauthn"),
]
urlpatterns = [
    path("language/", views.language, name="language"),
    path("account/safely/", include(safely)),
    path("account/again/", include(again)),
    path("account/", include((account, "people"))),
    path("accounts/", include(entrance)),
]
