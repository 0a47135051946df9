"""One's own data: taking it along, and taking it away."""

from contextlib import suppress

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from community.people.forms import ClosedAccountForm, PasswordForm
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from community.safety.actions import AlreadyErased, erase, key_works, make_file, make_key

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


@open_to(Who.SIGNED_IN)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@counted
def export(request: SignedInRequest) -> HttpResponse:
    """Take my details along: after the password, a link for a day. No message says so."""
    form = PasswordForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        key = make_key(person=request.user, now=timezone.now())
        return redirect(f"{reverse('people:export')}?key={key}")
    key = request.GET.get("key", "")
    if not key_works(person=request.user, key=key, now=timezone.now()):
        key = ""
    return render(request, "account/own/export.html", {"form": form, "key": key})


@open_to(Who.SIGNED_IN)
@never_cache
@require_safe
def export_file(request: SignedInRequest, key: str) -> HttpResponse:
    """The file itself. A key that is over, changed or another person's finds nothing."""
    now = timezone.now()
    if not key_works(person=request.user, key=key, now=now):
        raise Http404
    content = make_file(person=request.user, now=now)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="details.zip"'
    return response
