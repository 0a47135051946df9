"""One's own data: taking it away."""

from contextlib import suppress

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from community.people.forms import ClosedAccountForm, PasswordForm
from community.safety.access import Who, open_to
from community.safety.actions import AlreadyErased, erase

from .account import counted


@open_to(Who.EVERYONE)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@counted
def delete(request: HttpRequest) -> HttpResponse:
    """Delete my account: at once, without asking anyone (safety.md #33).

    Somebody whose account was closed cannot sign in and still deletes it, with name and password.
    """
    kind = PasswordForm if request.user.is_authenticated else ClosedAccountForm
    form = kind(request.POST or None, request=request)
    if request.method != "POST" or not form.is_valid() or form.person is None:
        return render(request, "account/own/delete.html", {"form": form})
    with suppress(AlreadyErased):  # the first of two clicks was enough
        erase(person=form.person, now=timezone.now())
    request.session.flush()
    request.user = AnonymousUser()
    return render(request, "account/own/deleted.html")
