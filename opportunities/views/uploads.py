"""Bringing in many postings at once, from a file, and taking one's own out as a file.

Like all pages of a partner (`partner.py`), they do not exist for anybody else (safety.md #12).
"""

import datetime as dt
import uuid
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.people.middleware import SignedInRequest
from community.safety.access import Who, open_to
from community.safety.actions.tables import BYTE_ORDER_MARK
from opportunities.actions.importing import UnreadableFile
from opportunities.actions.signups import Refusal
from opportunities.actions.uploading import bring_in, drop_upload, take_upload
from opportunities.forms.uploads import UploadForm
from opportunities.models import Stage
from opportunities.permissions import visible_uploads, written_organisations
from opportunities.views.partner import shown
from opportunities.views.tables import Form, as_file, as_table

COLUMNS: Final = (
    "id", "title", "kind", "summary", "description", "rhythm", "who_comes", "bring", "cost",
    "ask_for", "drawing", "postcode", "area", "place", "getting_there", "arrival", "interests",
    "needs", "languages",
)  # fmt: skip
OF_DATES: Final = ("date", "starts", "ends", "repeats", "until", "places")
EXAMPLE: Final = {
    "id": "1", "title": "Garden morning", "kind": "volunteer",
    "summary": "Plant, water and pick with a small crew.", "ask_for": "Rosa",
    "postcode": "10001", "place": "Green gate, 12 Sallow Lane", "interests": "growing",
    "date": "2030-05-07", "starts": "10:00", "ends": "12:00", "repeats": "weekly",
    "until": "2030-06-25", "places": "6",
}  # fmt: skip
MOST_SHOWN: Final = 100
SECONDS: Final = 3
LONG_STILL: Final = dt.timedelta(minutes=10)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: SignedInRequest) -> HttpResponse:
    """A form for a file, and the files of the last week."""
    own = written_organisations(request.user)
    if not own:
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, organisations=own)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, organisations=own)
        if form.is_valid() and (made := _take(request, form)):
            return redirect("opportunities:workplace_upload", public_id=made)
    rows = visible_uploads(request.user).defer("content", "rest").order_by("-made_at")
    context = {"form": form, "uploads": rows, "writes": True}
    return shown(request, "opportunities/partner/many.html", context, form)


@open_to(Who.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """How far a file is and what is left out; a POST brings the rest in, or forgets the file.

    While we are at it the page comes anew by itself, by a header: no script is needed.
    """
    rows = visible_uploads(request.user).defer("content", "rest")
    found, now = get_object_or_404(rows, public_id=public_id), timezone.now()
    if request.method == "POST":
        if "drop" in request.POST:
            drop_upload(upload=found)
            return redirect("opportunities:workplace_many")
        if "go" in request.POST:
            bring_in(upload=found, now=now)
        return redirect("opportunities:workplace_upload", public_id=public_id)
    context = {
        "upload": found,
        "refused": found.refused[:MOST_SHOWN],
        "more": max(len(found.refused) - MOST_SHOWN, 0),
        "is_checked": found.stage == Stage.CHECKED,
        "is_failed": found.stage == Stage.FAILED,
        "is_read": found.stage == Stage.CHECK,
        "writes": True,
    }
    response = render(request, "opportunities/partner/upload.html", context)
    # Not for ever: a page that comes anew keeps its owner signed in.
    if found.is_going_on and found.changed_at > now - LONG_STILL:
        response["Refresh"] = str(SECONDS)
    return response


@open_to(Who.PARTNER)
@require_safe
def rest(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The rows that are left out, each with its reason, to be put right and brought in again."""
    found = get_object_or_404(visible_uploads(request.user), public_id=public_id)
    return as_file(HttpResponse(f"{BYTE_ORDER_MARK}{found.rest}"), "rest")


@open_to(Who.PARTNER)
@require_safe
def empty_table(request: SignedInRequest) -> HttpResponseBase:
    """A table with our columns and one row that shows how they are filled in."""
    names = [*COLUMNS, *OF_DATES]
    return as_table([names, [EXAMPLE.get(name, "") for name in names]], "rows", Form.CSV)


def _take(request: SignedInRequest, form: UploadForm) -> uuid.UUID | None:
    """Keep the file; a refusal goes into the form."""
    try:
        made = take_upload(
            organisation=form.chosen(),
            content=form.cleaned_data["file"].read(),
            by=request.user,
            now=timezone.now(),
        )
    except (Refusal, UnreadableFile) as refusal:
        form.add_error("file", str(refusal))
        return None
    messages.success(request, _("Thank you. We read it now."))
    return made.public_id
