"""Signing in with a code from an e-mail; and switching that off."""

import secrets
import time
from typing import Any, Final

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.people import actions
from community.people.devices import OWN
from community.people.forms.code import CodeRequestForm, CodeTypedForm, WayBackForm
from community.people.middleware import SignedInRequest
from community.people.models import User
from community.safety.access import Who, open_to, recently_proved
from community.safety.limits import limited

LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no words; none that looks like a number
PENDING: Final = "code to sign in"
TRIES: Final = 3


def _digest(code: str) -> str:
    return salted_hmac("community.people.code", code).hexdigest()


def _standing(person: User) -> str:
    """What a code belongs to: with another password or address it opens nothing any more."""
    stands = f"{person.password}|{person.email}"
    return salted_hmac("community.people.code.stands", stands).hexdigest()


@open_to(Who.EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("letter", typed="email")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a code. Known or unknown: the same page, the same work, the same cookie.

    Counted together with links for a new password: both fill the same inbox.
    """
    form = CodeRequestForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/code_ask.html", {"form": form})
    code = "".join(secrets.choice(LETTERS) for _letter in range(8))
    person = actions.ask_for_code(
        email=form.cleaned_data["email"], code=f"{code[:4]}-{code[4:]}", now=timezone.now()
    )
    request.session[PENDING] = {
        "person": person.pk if person else 0,
        "digest": _digest(code),
        "until": time.time() + actions.CODE_LIFETIME.total_seconds(),
        "left": TRIES,
        "stands": _standing(person or User()),
    }
    return redirect("people:code")


@open_to(Who.EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("code")
def code(request: HttpRequest) -> HttpResponse:
    """Type the code. Three tries in ten minutes, and only in the browser that asked."""
    pending = request.session.get(PENDING)
    if pending is None:
        return redirect("people:ask_for_code")
    form = CodeTypedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = _whose(request, pending, form.cleaned_data["code"])
        if person is not None:
            request.session[OWN] = False  # nobody was asked: a shared device
            record_authentication(request, person, method="code")
            return perform_login(request, Login(user=person))
        form.add_error("code", _("That code did not work. Check it, or ask for another."))
    return render(request, "account/code.html", {"form": form})


def _whose(request: HttpRequest, pending: dict[str, Any], typed: str) -> User | None:
    """Who typed the right code in time; it is used up then. Each wrong one is counted."""
    open_ = pending["left"] > 0 and time.time() < pending["until"]
    right = constant_time_compare(_digest(typed), str(pending["digest"]))
    person = User.objects.filter(
        pk=pending["person"], is_active=True, reset_needs_person=False
    ).first()
    stands = constant_time_compare(_standing(person or User()), str(pending.get("stands")))
    if open_ and right and stands and person is not None:
        del request.session[PENDING]
        return person
    request.session[PENDING] = pending | {"left": pending["left"] - 1}
    return None


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proved
def way_back(request: SignedInRequest) -> HttpResponse:
    """Whether an e-mail may open this account, or only a person (safety.md T7)."""
    now_so = {"only_a_person": request.user.reset_needs_person}
    form = WayBackForm(request.POST if request.method == "POST" else None, initial=now_so)
    if request.method == "POST" and form.is_valid():
        actions.let_only_a_person_reset(person=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("people:way_back")
    return render(request, "account/way_back.html", {"form": form})
