"""Something isn't right: one step, from any page, signed in or not."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from community.people.models import User
from community.safety.access import Who, open_to
from community.safety.limits import TooOften, count
from community.safety.templatetags.mentioning import mentionable
from opportunities.actions.concerns import TooManyConcerns, tell_concern
from opportunities.forms.concerns import ConcernForm
from opportunities.models import Opportunity
from opportunities.permissions import visible_opportunities


@open_to(Who.EVERYONE)
@never_cache
@sensitive_post_parameters("words", "reach")
@require_http_methods(["GET", "HEAD", "POST"])
def tell_us(request: HttpRequest) -> HttpResponse:
    """Ask what isn't right; a POST tells staff, and pauses the posting it is about."""
    form = ConcernForm(request.POST or None, initial={"page": request.GET.get("page", "")})
    if request.method == "POST" and form.is_valid():
        path = mentionable(form.cleaned_data["page"])
        try:
            if not request.user.is_authenticated:  # an account has a limit of its own
                count(request, "tell_us")
            tell_concern(
                words=form.cleaned_data["words"],
                reach=form.cleaned_data["reach"],
                path=path,
                opportunity=_posting(request, path),
                by=request.user if isinstance(request.user, User) else None,
                now=timezone.now(),
            )
        except (TooManyConcerns, TooOften):
            form.add_error(None, str(TooManyConcerns()))
        else:
            return redirect(f"{reverse('opportunities:tell_us')}?told=1")
    context = {"form": form, "is_told": "told" in request.GET and not form.is_bound}
    status = 400 if form.errors else 200
    return render(request, "opportunities/tell_us.html", context, status=status)


def _posting(request: HttpRequest, path: str) -> Opportunity | None:
    """The posting that the page is about, if it is one that they may see."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    if found.view_name != "opportunities:detail":
        return None
    public_id: uuid.UUID = found.kwargs["public_id"]
    return visible_opportunities(request.user, timezone.now()).filter(public_id=public_id).first()
