"""An organisation asks to work with us: the form, where it stands, the link, the agreement."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from community.organisations import actions
from community.organisations.forms import ApplicationForm
from community.organisations.models import AGREEMENT, Application, Stage
from community.organisations.permissions import managed_organisations, visible_applications
from community.people.actions import NameTaken
from community.people.forms import NewcomerForm
from community.people.middleware import SignedInRequest
from community.people.models import User
from community.safety.access import Who, open_to
from community.safety.limits import TooOften, count


@open_to(Who.EVERYONE)
@never_cache
@sensitive_post_parameters("password1")
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Ask to become a partner; who has no account makes one in the same form."""
    form = ApplicationForm(request.POST or None)
    newcomer = None
    if not request.user.is_authenticated:
        newcomer = NewcomerForm(request.POST or None, request=request)
    if request.method == "POST":
        # Both are asked, so that every mistake is shown at once.
        is_valid = form.is_valid()
        if (newcomer is None or newcomer.is_valid()) and is_valid:
            saved = _send(request, form, newcomer)
            if saved:
                return redirect("organisations:application", public_id=saved.public_id)
    own = visible_applications(request.user).order_by("-created_at")
    context = {"form": form, "newcomer": newcomer, "own": own[:20]}
    faults = form.errors or (newcomer is not None and newcomer.errors)
    return render(request, "organisations/apply.html", context, status=400 if faults else 200)


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where one's own application stands; changing it before staff read it, or when they ask."""
    row = get_object_or_404(visible_applications(request.user), public_id=public_id)
    is_open = row.stage in {Stage.NEW, Stage.SENT_BACK}
    form = ApplicationForm(request.POST or None, instance=row) if is_open else None
    if form and request.method == "POST" and form.is_valid() and _correct(request, row, form):
        messages.success(request, _("Saved."))
        return redirect("organisations:application", public_id=public_id)
    row = get_object_or_404(visible_applications(request.user), public_id=public_id)
    context = {"row": row, "form": form, "agreement": AGREEMENT, "Stage": Stage}
    status = 400 if form and form.errors else 200
    return render(request, "organisations/application.html", context, status=status)


@open_to(Who.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: SignedInRequest, public_id: uuid.UUID, token: str) -> HttpResponse:
    """The page that the letter's link opens. Looking changes nothing: mail scanners look, too.

    Only for who applied: somebody else who reads that mailbox would prove a stranger's words.
    """
    row = get_object_or_404(visible_applications(request.user), public_id=public_id)
    now, works = timezone.now(), False
    if request.method == "POST":
        try:
            actions.confirm_email(application=row, token=token, now=now)
        except actions.LinkOver:
            pass
        else:
            messages.success(request, _("Thank you. Staff look at it next."))
            return redirect("organisations:application", public_id=public_id)
    else:
        works = actions.link_works(application=row, token=token, now=now)
    context = {"row": row, "works": works}
    status = 200 if works else 404
    return render(request, "organisations/address.html", context, status=status)


@open_to(Who.EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest) -> HttpResponse:
    """What we agree on with organisations; who applied, or owns one, says yes to it here."""
    person = request.user if isinstance(request.user, User) else None
    error = ""
    if request.method == "POST" and person:
        version = request.POST.get("version", "")
        try:
            number = int(version[:6]) if version.isascii() and version.isdigit() else 0
            actions.agree(by=person, version=number, now=timezone.now())
        except actions.OtherVersion as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("Thank you. It is noted."))
            return redirect("organisations:agreement")
    context = {
        "version": AGREEMENT,
        "words": f"organisations/agreement/{AGREEMENT}.html",
        "error": error,
        "waits": person is not None and _has_to_agree(person),
    }
    return render(request, "organisations/agreement.html", context, status=409 if error else 200)


def _has_to_agree(person: User) -> bool:
    applied = visible_applications(person).undecided()
    owned = managed_organisations(person)
    return any(rows.exclude(agreed_version=AGREEMENT).exists() for rows in (applied, owned))


def _link_for(request: HttpRequest, public_id: uuid.UUID) -> Callable[[str], str]:
    def link(token: str) -> str:
        path = reverse("organisations:address", args=[public_id, token])
        return request.build_absolute_uri(path)

    return link


def _send(
    request: HttpRequest, form: ApplicationForm, newcomer: NewcomerForm | None
) -> Application | None:
    """Store both or neither; a refusal goes into the form, with all that was typed."""
    now = timezone.now()
    new_id = uuid.uuid4()
    try:
        count(request, "apply")
        with transaction.atomic():
            person: Any = newcomer.open(alias="") if newcomer else request.user
            saved = actions.apply(
                by=person,
                public_id=new_id,
                facts=form.facts(),
                link_for=_link_for(request, new_id),
                now=now,
            )
    except (actions.WrongAccount, actions.TooManyApplications) as refusal:
        form.add_error(None, str(refusal))
        return None
    except TooOften:
        form.add_error(None, str(actions.TooManyApplications()))
        return None
    except NameTaken as refusal:
        assert newcomer is not None  # noqa: S101 - for the type checker: only it opens accounts
        newcomer.add_error("username", str(refusal))
        return None
    if newcomer:
        newcomer.sign_in(person)
    return saved


def _correct(request: SignedInRequest, row: Application, form: ApplicationForm) -> bool:
    link_for = _link_for(request, row.public_id)
    try:
        count(request, "apply")
        actions.correct(application=row, facts=form.facts(), link_for=link_for, now=timezone.now())
    except (actions.NotNow, actions.TooManyApplications) as refusal:
        form.add_error(None, str(refusal))
        return False
    except TooOften:
        form.add_error(None, str(actions.TooManyApplications()))
        return False
    return True
