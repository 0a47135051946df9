"""A second way to prove who one is: set up, use, take away. allauth's views in our order."""

from typing import Any, Final, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView as AuthenticateStageView
from allauth.mfa.base.views import ReauthenticateView as CodeReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _

from community.people.actions.factors import tell_of_factors
from community.people.devices import OWN
from community.people.forms import factors as forms
from community.people.middleware import EditorsAreaMiddleware
from community.people.models import User

WORK: Final = ("/partner/", EditorsAreaMiddleware.area)  # a password alone opens neither


class _Proves:
    """What was just set up was just used: this log-in counts as one with a second factor."""

    request: HttpRequest

    def get_success_url(self) -> str:
        """Where to go on, once the session knows."""
        newest = Authenticator.objects.filter(user=self.request.user)
        newest = newest.exclude(type=Authenticator.Type.RECOVERY_CODES).order_by("-pk")
        post_authentication(self.request, newest[0], reauthenticated=True)
        tell_of_factors(person=newest[0].user, now=timezone.now())
        return super().get_success_url()  # type: ignore[misc]


class _TakesAway:
    """Without any second factor left, this log-in has used none."""

    request: HttpRequest
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        """Take it away, and what it proved with it."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        tell_of_factors(person=cast("User", self.request.user), now=timezone.now())
        if not Authenticator.objects.filter(user=self.request.user).exists():
            records = self.request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
            self.request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
                record for record in records if record["method"] != "mfa"
            ]
        return response


class ActivateView(_Proves, ActivateTOTPView):
    """Scan or type the secret into an app, then type the app's first code."""

    def get_form_class(self) -> type:
        return forms.ActivateForm


class DeactivateView(_TakesAway, DeactivateTOTPView):
    """Stop using the app."""


class NewCodesView(GenerateRecoveryCodesView):
    """Ten new codes to write down; the old ones end."""

    def get_form_class(self) -> type:
        return forms.NewCodesForm


class AddPasskeyView(_Proves, webauthn.AddWebAuthnView):
    """Let a phone, a computer or a key sign in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page, with what the browser needs to ask the phone."""
        context = super(webauthn.AddWebAuthnView, self).get_context_data(**kwargs)
        context["options"] = auth.begin_registration(self.request.user, passwordless=True)
        return context

    def get_form_class(self) -> type:
        return forms.AddPasskeyForm


class RenamePasskeyView(webauthn.EditWebAuthnView):
    """Call a passkey something else."""

    success_url = reverse_lazy("mfa_index")

    def get_form_class(self) -> type:
        return forms.RenamePasskeyForm


class RemovePasskeyView(_TakesAway, webauthn.RemoveWebAuthnView):
    """A phone that is gone signs in no more."""


class PasskeyLoginView(webauthn.LoginWebAuthnView):
    """Sign in with nothing typed. GET gives the browser what it asks the phone with."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same for everyone: it names no account (safety.md #14)."""
        return JsonResponse(dict(auth.begin_authentication(user=None)))

    def get_form_class(self) -> type:
        return forms.PasskeyForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Nobody was asked whose device it is, so it is a shared one."""
        self.request.session[OWN] = False
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the log-in, in the same words whatever was wrong."""
        messages.error(self.request, _("That did not work. Try again, or use your password."))
        return redirect("account_login")


class AuthenticateView(AuthenticateStageView):
    """The second step of signing in."""

    def get_form_class(self) -> type:
        return forms.CodeForm

    def get_webauthn_form_class(self) -> type:
        return forms.PasskeyStepForm


class PasswordAgainView(ReauthenticateView):
    """The password again, before anything that matters (safety.md #59)."""

    def get_form_class(self) -> type:
        return forms.PasswordAgainForm


class _NoPassword:
    """Before work with others' details a password is no way on: it would lead in a circle."""

    request: HttpRequest

    def get_reauthentication_alternatives(self) -> list[dict[str, Any]]:
        """The other ways that lead to where they were going."""
        ways: list[dict[str, Any]] = super().get_reauthentication_alternatives()  # type: ignore[misc]
        where = get_next_redirect_url(self.request) or ""
        at_work = where.startswith(WORK)
        return [way for way in ways if way["id"] != "reauthenticate" or not at_work]


class CodeAgainView(_NoPassword, CodeReauthenticateView):
    """A code instead of the password."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever has passkeys and no codes is asked for one of them, and for no password."""
        ways = {way["id"] for way in get_adapter().get_reauthentication_methods(request.user)}
        if "mfa_reauthenticate" not in ways and "mfa_reauthenticate:webauthn" in ways:
            return redirect(self.passthrough_next_url(reverse("mfa_reauthenticate_webauthn")))
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type:
        return forms.CodeAgainForm


class PasskeyAgainView(_NoPassword, webauthn.ReauthenticateWebAuthnView):
    """A passkey instead of the password."""

    def get_form_class(self) -> type:
        return forms.PasskeyAgainForm

    def form_invalid(self, form: Any) -> HttpResponse:
        """The same page again."""
        messages.error(self.request, _("That did not work. Try again, or use your password."))
        return redirect(self.request.get_full_path())
