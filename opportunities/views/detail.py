"""One opportunity, and saving a place in it."""

import datetime as dt
import time
import uuid
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.people.forms import NewcomerForm
from community.safety.access import Who, open_to
from community.safety.cache import at_hand
from opportunities.actions.signups import takes_people
from opportunities.forms.signups import SignUpForm
from opportunities.models import (
    Caution,
    Kind,
    Language,
    Opportunity,
    Part,
    PracticalNeed,
    Session,
)
from opportunities.models.vocabulary import BRING_SOMEONE, JUST_LISTEN, ONLINE
from opportunities.permissions import may_see_place, visible_opportunities

from .described import described
from .detail_dates import lines_of
from .fitting import fit_of
from .kept_detail import kept_by_content
from .newcomers import all_valid, newcomer_of, save_place
from .parts import parts_left
from .results import JoinedIds, ids_in

SHOWN = 6
MOST_SHOWN = 60
PENDING = "place to save"
KEPT_SECONDS = 30 * 60


@open_to(Who.EVERYONE)
@require_http_methods(["GET", "HEAD", "POST"])
@kept_by_content(most_dates=SHOWN + 1)
def detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show an opportunity; a POST saves a place on the dates that were ticked.

    A newcomer makes an account in the same form. Someone who left that part empty signs in or
    makes one first and comes back to a filled form: what they typed waits in their session, never
    in an address.
    """
    now = timezone.now()
    opportunity = get_object_or_404(
        visible_opportunities(request.user, now)
        .select_related("organisation", "area")
        .annotate(
            need_ids=JoinedIds("needs"),
            language_ids=JoinedIds("languages"),
            caution_ids=JoinedIds("cautions"),
            part_ids=JoinedIds("parts"),
        ),
        public_id=public_id,
    )
    sessions = _sessions(opportunity, request, now)
    form = _form(request, opportunity, sessions)
    newcomer = newcomer_of(request)
    if form.is_bound and all_valid(form, newcomer):
        if newcomer and not newcomer.is_bound:
            return _make_an_account_first(request, form, opportunity)
        saved = save_place(request, form, newcomer, now)
        if saved:
            if not opportunity.is_course:
                _say_what_was_saved(request, len(saved))
            return redirect("opportunities:saved", public_id=saved[0].public_id)
    return _page(request, opportunity, sessions, form, now, newcomer)


def _sessions(opportunity: Opportunity, request: HttpRequest, now: dt.datetime) -> list[Session]:
    """The dates on the page: the next few, or many when asked or when one of them was ticked."""
    was_ticked = request.user.is_authenticated and PENDING in request.session
    wants_more = _wants_all_dates(request) or request.method == "POST" or was_ticked
    wants_more = wants_more or opportunity.is_course
    return list(opportunity.sessions.upcoming(now)[: MOST_SHOWN if wants_more else SHOWN + 1])


def _wants_all_dates(request: HttpRequest) -> bool:
    """Asked by an address, or by the button in the form, which keeps what was typed."""
    return "all" in (request.GET.get("dates"), request.POST.get("dates"))


def _form(request: HttpRequest, opportunity: Opportunity, sessions: list[Session]) -> SignUpForm:
    """The form as sent, or one to fill in. Who asks for more dates has not sent it yet."""
    typed = _typed_before(request, opportunity)
    asked: dict[str, Any] = {
        "sessions": sessions,
        "may_bring": _offers(opportunity, BRING_SOMEONE),
        "may_listen": _offers(opportunity, JUST_LISTEN),
        "is_course": opportunity.is_course,
        "has_rules": bool(opportunity.room_rules),
        "parts": _parts(opportunity),
    }
    if request.method != "POST":
        return SignUpForm(**asked, initial=typed)
    if request.POST.get("dates") != "all":
        return SignUpForm(request.POST, **asked, initial=typed)
    sent = {name: request.POST.get(name, "") for name in ("name", "note", "companions", "part")}
    several = {name: request.POST.getlist(name) for name in ("session", "listens", "accepts")}
    return SignUpForm(**asked, initial=sent | several)


def _parts(opportunity: Any) -> list[Part]:
    """What different people do there; of most postings nothing."""
    return list(opportunity.parts.all()) if ids_in(opportunity.part_ids) else []


def _offers(opportunity: Any, slug: str) -> bool:
    """Whether the posting says this of itself: that people can bring someone, or just listen."""
    offered = ids_in(opportunity.need_ids)
    return any(need.pk in offered for need in _vocabulary(PracticalNeed) if need.slug == slug)


def _typed_before(request: HttpRequest, opportunity: Opportunity) -> dict[str, Any]:
    """What the form starts with: typed here before signing in, else the person's usual name.

    It is given back once, for this opportunity and within half an hour: on a shared phone the next
    person must not find what somebody else typed.
    """
    if not request.user.is_authenticated:
        return {}
    kept: dict[str, Any] = request.session.pop(PENDING, {})
    is_fresh = time.time() - kept.get("at", 0) < KEPT_SECONDS
    typed = kept["typed"] if is_fresh and kept["for"] == str(opportunity.public_id) else {}
    return {"name": str(request.user), **typed}


def _make_an_account_first(
    request: HttpRequest, form: SignUpForm, opportunity: Opportunity
) -> HttpResponse:
    """Keep what was typed and ask for an account."""
    typed = {name: form.cleaned_data.get(name) for name in ("session", "name", "note", "part")}
    typed["companions"] = form.number_of_companions
    typed["listens"] = ["yes"] if form.just_listens else []
    request.session[PENDING] = {
        "for": str(opportunity.public_id),
        "at": time.time(),
        "typed": typed,
    }
    back = reverse("opportunities:detail", args=[opportunity.public_id]) + "#save"
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': back})}")


def _say_what_was_saved(request: HttpRequest, number: int) -> None:
    """Mention the other dates: the next page shows the first one only."""
    if number > 1:
        messages.success(request, _("All the dates you ticked are in your plan."))


def _page(
    request: HttpRequest,
    opportunity: Opportunity,
    sessions: list[Session],
    form: SignUpForm,
    now: dt.datetime,
    newcomer: NewcomerForm | None,
) -> HttpResponse:
    sees_place = request.user.is_authenticated and may_see_place(request.user, opportunity, now)
    ticked, shows_all = form.ticked, opportunity.is_course or _wants_all_dates(request)
    shown = [
        session
        for place, session in enumerate(sessions)
        if place < SHOWN or shows_all or str(session.public_id) in ticked
    ]
    left = parts_left(shown, list(form.parts.values()))
    # Where a support group meets is not told before (safety.md T11).
    tells_part_of_town = sees_place or opportunity.kind != Kind.GROUP
    return render(
        request,
        "opportunities/detail.html",
        {
            "opportunity": opportunity,
            "organisation": opportunity.organisation,
            "dates": lines_of(shown, ticked, left, request.user),
            "has_more_dates": len(sessions) > len(shown),
            "needs": _needs(ids_in(opportunity.need_ids)),
            "languages": _words(Language, ids_in(opportunity.language_ids)),
            "cautions": _words(Caution, ids_in(opportunity.caution_ids)),
            "form": form,
            "newcomer": newcomer,
            "fits": fit_of(opportunity.pk, request.user, now),
            "sees_place": sees_place,
            "is_asked": opportunity.is_asked(now),
            "takes_people": takes_people(opportunity, now),
            "part_of_town": opportunity.area if tells_part_of_town else None,
            "described": described(opportunity, shown, is_online=_offers(opportunity, ONLINE)),
        },
        status=400 if form.errors or (newcomer and newcomer.errors) else 200,
    )


def _needs(offered: Collection[int]) -> list[dict[str, Any]]:
    """Practical needs that it offers, then those whose absence is worth saying.

    A posting that says nothing of any need is silent about them, and then so are we.
    """
    if not offered:
        return []
    needs = [
        {"need": need, "is_offered": need.pk in offered} for need in _vocabulary(PracticalNeed)
    ]
    needs.sort(key=lambda one: not one["is_offered"])
    return [one for one in needs if one["is_offered"] or one["need"].absent_label]


def _words(model: type[Model], chosen: Collection[int]) -> list[Any]:
    return [word for word in _vocabulary(model) if word.pk in chosen] if chosen else []


def _vocabulary(model: type[Model]) -> list[Any]:
    """Every word of one kind in its order, at hand for a few seconds."""
    words: list[Any] = at_hand.get(
        f"words:{model.__name__}", lambda: list(model._default_manager.all())
    )
    return words
