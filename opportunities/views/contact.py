"""How we may reach you: one page for all of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from community.notifications import actions
from community.notifications.actions import windows_of, wish_of
from community.notifications.models import PhoneContact
from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to, recently_proved
from opportunities.actions.contact import choose_contact
from opportunities.forms.contact import PHONE_FIELDS, ContactForm


@open_to(Who.SIGNED_IN)
@recently_proved
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: SignedInRequest) -> HttpResponse:
    """The way, the words, the hours, and the telephone. Nothing has to be answered.

    Asked for the password first: whoever holds the phone must not turn the notes to themselves, nor
    read the number (safety.md T7).
    """
    stored = PhoneContact.objects.filter(person=request.user).first() or PhoneContact()
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        initial=_as_chosen(request, stored),
        texts_are_offered=actions.texts_are_offered(),
    )
    if request.method == "POST" and form.is_valid():
        choose_contact(
            by=request.user,
            channel=form.cleaned_data["channel"],
            wording=form.cleaned_data["wording"],
            windows=form.windows(),
            phone=form.phone(),
            now=timezone.now(),
        )
        messages.success(request, _("Your choice is saved."))
        return redirect("opportunities:contact")
    context = {"form": form, "has_code_word": bool(stored.code_word), **_as_it_stands(request)}
    return render(
        request, "opportunities/contact.html", context, status=400 if form.errors else 200
    )


@open_to(Who.SIGNED_IN)
@never_cache
@require_POST
def still_safe(request: SignedInRequest) -> HttpResponse:
    """One tap after 90 days: yes, it is (safety.md #25)."""
    actions.still_safe(person=request.user, now=timezone.now())
    messages.success(request, _("Thank you. Nothing changes."))
    return redirect("opportunities:plan")


def _as_chosen(request: SignedInRequest, stored: PhoneContact) -> dict[str, Any]:
    """What the form shows at first. Never the code word."""
    wish = wish_of(request.user)
    chosen: dict[str, Any] = {name: getattr(stored, name) for name in PHONE_FIELDS}
    chosen |= {"channel": wish.channel, "wording": wish.wording}
    for window in windows_of(wish):
        chosen[f"day_{window.weekday}_from"] = window.start
        chosen[f"day_{window.weekday}_until"] = window.end
    return chosen


def _as_it_stands(request: SignedInRequest) -> dict[str, Any]:
    now, wish = timezone.now(), wish_of(request.user)
    return {
        "goes": actions.channel_of(request.user, at=now),
        "refused": wish.refused_at is not None,
        "has_hours": bool(windows_of(wish)),
        "ask_again": actions.wants_checking(request.user, now=now),
    }
