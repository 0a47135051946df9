"""A partner's activities on their own website: the page that gives out what to copy, the data of
the list, and the script that brings the list up to date there.

Data and script answer everybody alike, look at no cookie and set none. The address of the script
has a number: what is under it never changes, because whoever copied it holds it to its digest.
Why no frame: docs/decisions/0044-activities-on-other-sites.md.
"""

import base64
import datetime as dt
import hashlib
import uuid
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from community.organisations.models import Organisation, site_day
from community.people.middleware import SignedInRequest
from community.people.models import offered_languages
from community.safety.access import Who, open_to
from community.support.api.answering import answers
from opportunities.actions.listed import listed, said_of_none
from opportunities.permissions import written_organisations

SCRIPT: Final = (Path(__file__).parent / "listed.js").read_bytes()
INTEGRITY: Final = "sha384-" + base64.b64encode(hashlib.sha384(SCRIPT).digest()).decode()
A_DAY: Final = int(dt.timedelta(days=1).total_seconds())


@answers
def listed_data(_request: HttpRequest, public_id: uuid.UUID, language: str) -> dict[str, Any]:
    """The list of one organisation that is public, in one of the site's languages."""
    now = timezone.now()
    found = Organisation.objects.public(site_day(now)).filter(public_id=public_id)
    organisation = found.first()
    if organisation is None or language not in dict(offered_languages()):
        raise Http404  # without words of its own: neither looks different from the other
    activities = listed(organisation=organisation, language=language, now=now)
    return {"activities": activities, "none": said_of_none(language)}


@open_to(Who.EVERYONE)
@require_safe
def listed_script(_request: HttpRequest) -> HttpResponse:
    """The script. Any site may load it, and check that it is the one that was copied."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": f"public, max-age={A_DAY}"}
    return HttpResponse(SCRIPT, content_type="text/javascript; charset=utf-8", headers=headers)


@open_to(Who.PARTNER)
@require_safe
def on_your_site(request: SignedInRequest) -> HttpResponse:
    """For each organisation that this partner writes for, in the language that is asked for."""
    now, organisations = timezone.now(), list(written_organisations(request.user))
    if not organisations:
        raise Http404
    languages, asked = dict(offered_languages()), request.GET.get("in", "")
    language = asked if asked in languages else translation.get_language() or settings.LANGUAGE_CODE
    context = {
        "writes": True,
        "language": language,
        "languages": offered_languages(),
        "lists": [_list(one, language, now) for one in organisations],
    }
    return render(request, "opportunities/partner/on_your_site.html", context)


def _list(organisation: Organisation, language: str, now: dt.datetime) -> dict[str, Any]:
    """Nothing to copy of one that is not public."""
    if not organisation.is_public(site_day(now)):
        return {"name": organisation.name, "plain": "", "renewed": "", "activities": []}
    activities = listed(organisation=organisation, language=language, now=now)
    data = reverse("opportunities:listed", args=[organisation.public_id, language])
    plain = {"language": language, "activities": activities}
    renewed = plain | {
        "address": settings.SITE_URL + data,
        "script": settings.SITE_URL + reverse("opportunities:listed_script"),
        "integrity": INTEGRITY,
    }
    with translation.override(language):
        copied = [
            render_to_string("opportunities/listed/list.html", one).strip()
            for one in (plain, renewed)
        ]
    return {
        "name": organisation.name,
        "plain": copied[0],
        "renewed": copied[1],
        "activities": activities,
    }
