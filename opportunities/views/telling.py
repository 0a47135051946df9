"""A partner tells a posting again in another language, beside the original."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from opportunities.actions.publishing import InReview
from opportunities.actions.telling import HalfTold, NotThisLanguage, languages_of, tell_in
from opportunities.forms.telling import TellingForm
from opportunities.models import Opportunity

from .partner import activity_of, shown
from .posting import is_locked, locked, typed


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: SignedInRequest, public_id: uuid.UUID, language: str) -> HttpResponse:
    """Every text of the original beside its words in this language: save them all, or take them
    away. It is a draft until staff have read it, like every other change."""
    opportunity = activity_of(request, public_id)
    draft: Opportunity = opportunity.get_latest_revision_as_object()
    other = next((one for one in languages_of(draft) if one.code == language), None)
    if other is None:
        raise Http404
    if is_locked(request, draft):
        return locked(request, opportunity)
    is_away = "away" in request.POST
    form = TellingForm(None if is_away else typed(request), posting=draft, language=language)
    if request.method == "POST" and _kept(request, opportunity, form, is_away=is_away):
        return redirect("opportunities:workplace_edit", public_id=opportunity.public_id)
    context = {"form": form, "opportunity": opportunity, "draft": draft, "other": other}
    context |= {"writes": True, "is_ready": bool(draft.summary)}
    return shown(request, "opportunities/partner/telling.html", context, form)


def _kept(
    request: SignedInRequest, opportunity: Opportunity, form: TellingForm, *, is_away: bool
) -> bool:
    """Keep all of it, or nothing and say why in the form."""
    if not is_away and not form.is_valid():
        return False
    words = {} if is_away else form.cleaned_data
    try:
        tell_in(
            opportunity=opportunity,
            language=form.language,
            words=words,
            by=request.user,
            now=timezone.now(),
        )
    except (HalfTold, InReview, NotThisLanguage) as refusal:
        return _refused(request, form, [str(refusal)])
    except ValidationError as refusal:  # something of the original, by a newer rule
        return _refused(request, form, refusal.messages)
    done = _("Taken away.") if is_away else _("Kept as a draft. Send it to staff when it is done.")
    messages.success(request, done)
    return True


def _refused(request: SignedInRequest, form: TellingForm, why: list[str]) -> bool:
    """Say it in the form; of one that was not filled in, above the page."""
    for words in why:
        if form.is_bound:
            form.add_error(None, words)
        else:
            messages.error(request, words)
    return False
