"""The pages of an account: ours, and allauth's where they have to differ."""

from functools import wraps
from typing import Any

from allauth.account import views as allauth
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from community.people import actions
from community.people.adapter import limits_can_be_counted
from community.people.forms import AddressForm, SettingsForm, path_of_the_site
from community.people.middleware import SignedInRequest
from community.safety.access import View, Who, open_to
from community.safety.limits import resting


def counted(view: View) -> View:
    """Refuse to act while allauth cannot count tries. Reading the page goes on working.

    Everything else here survives a lost Redis; guessing passwords must not become free with it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not limits_can_be_counted():
            return resting(request)
        return view(request, *args, **kwargs)

    return guarded


class SignupView(allauth.SignupView):
    """Make an account, after one page about leaving fast (safety.md #11)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page about leaving first; "Go on" leads to the form."""
        if "go" in request.GET:
            return super().get(request, *args, **kwargs)
        return render(request, "account/before.html", self.get_context_data())

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, or the form again if somebody took the name in this very second."""
        try:
            return super().form_valid(form)
        except actions.NameTaken as refusal:
            form.add_error("username", str(refusal))
            return self.form_invalid(form)


def new_password(request: SignedInRequest) -> HttpResponseBase:
    """Change the password. Who has none, because a command made the account, asks for a link."""
    if not request.user.has_usable_password():
        return redirect("account_reset_password")
    answer: HttpResponseBase = allauth.password_change(request)
    return answer


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    """Your account: the name that others see, language, time zone, e-mail."""
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        actions.keep_settings(person=form.instance, changed=form.changed_data, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("people:settings")
    return _account_page(request, form, _empty_address_form(request))


@open_to(Who.SIGNED_IN)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@counted
def change_address(request: SignedInRequest) -> HttpResponse:
    """Another e-mail, or none, after the password was asked for again."""
    if request.method != "POST":  # had to sign in between
        return redirect("people:settings")
    form = AddressForm(request.POST, request=request)
    if not form.is_valid():
        return _account_page(request, SettingsForm(instance=request.user), form)
    person = form.save(
        link_for=lambda token: path_of_the_site(request, "people:address", token=token)
    )
    asked = person.email_to_confirm and form.cleaned_data["email"]
    messages.success(request, _("Open the link in the e-mail we sent.") if asked else _("Saved."))
    return redirect("people:settings")


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "POST"])
def address(request: SignedInRequest, token: str) -> HttpResponse:
    """The page that the letter's link opens. Looking changes nothing: mail scanners look, too."""
    error = ""
    if request.method == "POST":
        try:
            actions.confirm_address(person=request.user, token=token, now=timezone.now())
        except (actions.LinkOver, actions.AddressInUse) as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("Short notes go to your e-mail from now on."))
            return redirect("people:settings")
    elif not actions.link_works(person=request.user, token=token):
        error = str(actions.LinkOver())
    return render(request, "account/address.html", {"error": error}, status=404 if error else 200)


def _empty_address_form(request: SignedInRequest) -> AddressForm:
    person = request.user
    return AddressForm(initial={"email": person.email or person.email_to_confirm}, request=request)


def _account_page(
    request: SignedInRequest, form: SettingsForm, address: AddressForm
) -> HttpResponse:
    # A rejected form has written what was typed to its instance: show the account as it is.
    request.user.refresh_from_db()
    return render(request, "account/settings.html", {"form": form, "address": address})
