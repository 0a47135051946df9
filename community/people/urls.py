"""Every address at which an account can be used. What is not listed here does not exist.

allauth's own list is not included: it has pages for several addresses, for confirming them and for
asking the password again, each of which would be one more way in.
"""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from community.people import views
from community.people.views import counted

account = [
    path("", views.settings, name="settings"),
    path("e-mail/", views.change_address, name="change_address"),
    path("delete/", views.delete, name="delete"),
    path("export/", views.export, name="export"),
    path("export/<str:key>/", views.export_file, name="export_file"),
    path("releases/", views.releases, name="releases"),
    path("releases/<uuid:public_id>/", views.revoke_release, name="revoke_release"),
    # Neutral words: this address stands in a letter (safety.md #23).
    path("link/<str:token>/", views.address, name="address"),
]
entrance = [
    path("login/", counted(allauth.login), name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("signup/", counted(views.SignupView.as_view()), name="account_signup"),
    path("password/", counted(allauth.password_change), name="account_change_password"),
    path("new/", counted(allauth.password_reset), name="account_reset_password"),
    path("new/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "new/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^link/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-\w]{1,100})/$",
        counted(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
urlpatterns = [
    path("account/", include((account, "people"))),
    path("accounts/", include(entrance)),
]
