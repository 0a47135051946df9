"""The teller's own page: read the exact words, say yes, have the last word, renew, take it back.

By an account, or by a private link and a code word. Neither titles nor addresses say what it is.
"""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from cms import actions
from cms.forms import CodeWordForm, RenewForm, YesForm
from cms.models import State, StoryConsent
from cms.models.exact_text import hash_of
from cms.permissions import own_consents
from community.safety.access import Who, open_to
from community.safety.limits import limited

KEY: Final = "yours"  # in the session of who came by a link: which one, and until when
SECONDS: Final = 20 * 60


@open_to(Who.EVERYONE)
@limited("link", typed="token")
@never_cache
@sensitive_post_parameters()
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def yours_link(request: HttpRequest, token: str) -> HttpResponse:
    """A private link asks for the code word; a wrong link asks as well. The page behind it has an
    address without the token."""
    form = CodeWordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        word = form.cleaned_data["code_word"]
        consent = actions.consent_behind(token=token[:200], code_word=word)
        if consent is not None:
            request.session[KEY] = [str(consent.public_id), timezone.now().timestamp() + SECONDS]
            return redirect("yours_one", public_id=consent.public_id)
        form.add_error("code_word", _("That does not fit together. Check each letter."))
    status = 400 if form.errors else 200
    return render(request, "cms/yours/link.html", {"form": form}, status=status)


@open_to(Who.SIGNED_IN)
@never_cache
@require_safe
def yours(request: HttpRequest) -> HttpResponse:
    """What of an account's holder is or may be on this site in their words."""
    rows = own_consents(request.user).select_related("page__locale")
    return render(request, "cms/yours/list.html", {"rows": rows})


@open_to(Who.EVERYONE)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def yours_one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One story as it stands, exactly, and what its teller can say about it."""
    row = get_object_or_404(_theirs(request), public_id=public_id)
    what = request.POST.get("what", "")
    if what == "withdraw":
        actions.withdraw(consent=row, now=timezone.now())
        request.session.pop(KEY, None)
        return render(request, "cms/yours/taken_back.html")
    page = actions.draft_of(row.page)
    form = _form(request, row, what, hash_of(page))
    if what in {"yes", "last", "again"} and _is_done(request, row, what, form):
        return redirect("yours_one", public_id=public_id)
    context = {
        "row": row,
        "page": page,
        "step": _step(row, hash_of(page)),
        "form": form,
        "seen": hash_of(page),
    }
    return render(request, "cms/yours/one.html", context, status=400 if form.errors else 200)


def _theirs(request: HttpRequest) -> QuerySet[StoryConsent]:
    """Those of the account, and the one of the link that was opened a moment ago."""
    theirs = own_consents(request.user)
    public_id, until = request.session.get(KEY, ["", 0])
    if public_id and timezone.now().timestamp() < until:
        theirs = theirs | StoryConsent.objects.filter(public_id=public_id, revoked_at=None)
    if not theirs.exists():
        raise Http404
    return theirs.select_related("page")


def _step(row: StoryConsent, shown: str) -> str:
    """What comes next for the teller: "yes", "last", "again", or nothing but waiting."""
    if row.state in {State.IDEA, State.RISK_TALK, State.DRAFTING}:
        return ""
    if row.approved_hash != shown:
        return "yes"
    if not row.is_running(timezone.now()) or row.told_days is not None:
        return "again"
    if row.read_hash == shown and row.final_hash != shown:
        return "last"
    return ""


def _form(request: HttpRequest, row: StoryConsent, what: str, shown: str) -> Any:
    data = request.POST if what in {"yes", "again"} else None
    if _step(row, shown) == "again":
        return RenewForm(data, initial={"seen": shown})
    kept = ("naming", "alias", "image", "channels", "audience", "reach")
    known = {name: getattr(row, name) for name in kept} if row.signed_at else {"reach": row.reach}
    return YesForm(data, initial={"seen": shown} | known)


def _is_done(request: HttpRequest, row: StoryConsent, what: str, form: Any) -> bool:
    now = timezone.now()
    try:
        if what == "last":
            actions.say_last_word(consent=row, seen=request.POST.get("seen", ""), now=now)
        elif not form.is_valid():
            return False
        elif isinstance(form, YesForm):
            actions.say_yes(consent=row, now=now, **form.cleaned_data)
        else:
            actions.renew(consent=row, now=now, **form.cleaned_data)
    except actions.StoryRefused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("Saved. You can come back and change your mind at any time."))
    return True
