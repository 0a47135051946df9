"""Who may use a view: declared on it, kept by it, and read by the access matrix.

A view that declares nothing fails a system check (`community.safety.checks`; safety.md #12,
reliability.md, "The access matrix").
"""

import enum
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

View = Callable[..., HttpResponseBase]


class Who(enum.StrEnum):
    """Whom a view may be open to. The values of the last four are the roles of `people`.

    The last three are people at work, and who works with others' details gave more than a password
    in this session (safety.md #57). For whom a partner works is asked by `visible_*`: a partner
    whose organisation is gone is still let in, and finds nothing.
    """

    EVERYONE = "everyone"
    SIGNED_IN = "signed_in"
    PARTICIPANT = "participant"
    PARTNER = "partner"
    EDITOR = "editor"
    STAFF = "staff"


# Where allauth notes in the session how its owner proved who they are.
PROOFS, PROVED_BY = "account_authentication_methods", "account_authentication_methods_user"
BY_FACTOR: Final = "mfa"  # allauth's word for a code or a passkey
PROOF_SECONDS: Final = 5 * 60
AT_WORK: Final = frozenset({Who.PARTNER, Who.EDITOR, Who.STAFF})


def open_to(*who: Who) -> Callable[[View], View]:
    """Say who may use a view. For anybody else who is signed in it does not exist.

    A stranger is sent to sign in, unless the view is open to everyone. `SIGNED_IN` is every
    account; a role is that role and no other, an operator's either; at work it is with a second
    factor (`people.middleware` leads there first, this does not depend on it). What of the view's
    objects somebody may have is asked of `visible_*` in the view itself: this is the outer door.
    """
    allowed = frozenset(who)
    if not allowed:
        raise ValueError("A view is open to somebody.")

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if Who.EVERYONE not in allowed:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                if not _opens(allowed, request):
                    raise Http404
            return view(request, *args, **kwargs)

        guarded.open_to = allowed  # type: ignore[attr-defined]
        # Django's own mark, for its LoginRequiredMiddleware; this door does not depend on it.
        guarded.login_required = Who.EVERYONE not in allowed  # type: ignore[attr-defined]
        return guarded

    return declare


def _opens(allowed: frozenset[Who], request: HttpRequest) -> bool:
    """Whether one of these doors is that of the person who is signed in."""
    if Who.SIGNED_IN in allowed:
        return True
    role = getattr(request.user, "role", "")
    return role in allowed and (role not in AT_WORK or has_second_factor(request))


def is_work(view: Any) -> bool:
    """Whether a view says that it is open to people at work and to nobody else."""
    opened: frozenset[Who] = getattr(view, "open_to", frozenset())
    return bool(opened) and opened <= AT_WORK


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the person gave more than a password in this session (safety.md #57)."""
    return any(proof.get("method") == BY_FACTOR for proof in _proofs(request))


def _proofs(request: HttpRequest) -> list[dict[str, Any]]:
    """How the owner of this session proved who they are; a proof of somebody else is none."""
    if request.session.get(PROVED_BY) != str(request.user.pk):
        return []
    proofs: list[dict[str, Any]] = request.session.get(PROOFS, [])
    return proofs


def has_just_proved(request: HttpRequest, *, by_factor: bool = False) -> bool:
    """Whether the person proved who they are again, five minutes ago or less.

    `by_factor`: whether by a code or a passkey; a password alone does not count then.
    """
    proofs = [proof for proof in _proofs(request) if proof.get("reauthenticated")]
    if by_factor:
        proofs = [proof for proof in proofs if proof["method"] == BY_FACTOR]
    newest = max((proof["at"] for proof in proofs), default=0)
    return 0 <= time.time() - newest < PROOF_SECONDS


def recently_proved(view: View) -> View:
    """Ask who it is once more before anything that matters, then lead back (safety.md #59, T7).

    Stands under `open_to`. What was sent with a POST is not kept: it may be a password. So a form
    behind it is reached by a page that is behind it, too.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or has_just_proved(request):
            return view(request, *args, **kwargs)
        return ask_again(request, "account_reauthenticate")

    return guarded


def factor_recently_used(view: View) -> View:
    """The same, by a code or a passkey: before staff see or decide about others (#59, T5, T7).

    Whoever sits down at a desk that was left open may know the password, and has not the phone.
    Like `recently_proved`, it keeps nothing of a POST.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or has_just_proved(request, by_factor=True):
            return view(request, *args, **kwargs)
        return ask_again(request, "mfa_reauthenticate")

    return guarded


def ask_again(request: HttpRequest, page: str) -> HttpResponseRedirect:
    """Lead to a page that asks who it is, and from there back to where they were going."""
    back = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{reverse(page)}?{back}")


def is_sent_from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent it, as the browser says; an old one that says nothing is heard.

    For forms that stand on pages kept for everybody, which can hold no token, and that change
    nothing but what the next page looks like.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") in {None, f"{request.scheme}://{request.get_host()}"}


def page_before(request: HttpRequest) -> str:
    """The page of ours that a form was sent from, with what was asked of it; empty if unknown."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return ""
    page = urlsplit(came_from)
    query = f"?{page.query}" if page.query else ""
    # One slash: two would lead to another host.
    return "/" + page.path.lstrip("/") + query
