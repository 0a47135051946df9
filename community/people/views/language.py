"""The language of the pages, chosen at the foot of any of them."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from community.people import actions
from community.safety.access import Who, is_sent_from_here, open_to, page_before
from community.safety.limits import limited


@open_to(Who.EVERYONE)
@csrf_exempt
@require_POST
@limited("language")
def language(request: HttpRequest) -> HttpResponse:
    """Show this page and those after it in another language; it leads back to the same page.

    An account keeps it, and its letters follow. For whoever is not signed in this browser does,
    until it is closed: nothing is stored before somebody chooses. The form stands on pages that
    are kept for everybody and can hold no token, so it is asked where it was sent from.
    """
    if not is_sent_from_here(request):
        raise PermissionDenied
    back = HttpResponse(status=303, headers={"Location": page_before(request) or "/"})
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return back
    if not request.user.is_authenticated:
        _remember(back, chosen)
    elif chosen != request.user.language:
        request.user.language = chosen
        actions.keep_settings(person=request.user, changed=["language"], now=timezone.now())
    return back


def _remember(answer: HttpResponse, chosen: str) -> None:
    """Until the browser is closed: the cookie tells which language somebody reads."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
