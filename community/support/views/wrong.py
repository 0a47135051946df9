"""Something is wrong with an entry: told without an account, and without a trace of who did."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from community.safety.access import Who, open_to
from community.safety.limits import TooOften, count
from community.support.actions import TooManyReports, tell_wrong
from community.support.forms import WrongForm
from community.support.permissions import visible_services


@open_to(Who.EVERYONE)
@csrf_exempt
@never_cache
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask what is wrong with an entry; a POST tells staff. A program is thanked, and not heard.

    It takes no token, for a token is a cookie, and this part of the site sets none. Another site
    could make somebody's browser say that a number is wrong; it could say so itself as well.
    """
    row = get_object_or_404(visible_services(request.user), public_id=public_id)
    form = WrongForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("what", "words")}
        try:
            count(request, "tell_us")
            if not form.is_by_a_program:
                tell_wrong(service=row, now=timezone.now(), **said)
        except (TooManyReports, TooOften):
            form.add_error(None, str(TooManyReports()))
        else:
            return redirect(f"{reverse('support:wrong', args=[public_id])}?told=1")
    context = {"form": form, "service": row, "is_told": "told" in request.GET and not form.is_bound}
    return render(request, "support/wrong.html", context, status=400 if form.errors else 200)
