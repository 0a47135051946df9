"""The site, and pages for the browser to stand on: private ones, and one with everything open."""

import uuid

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import path

from community import urls
from community.safety.access import Who, open_to
from opportunities.models import Opportunity

PRIVATE_PAGE = """{% extends "base.html" %}
{% block title %}Page {{ number }}{% endblock %}{% block area %}me{% endblock %}
{% block main %}<div class="wrap page"><h1>Private words of {{ request.user.alias }}</h1>
<p id="number">{{ number }}</p></div>{% endblock %}"""

BUSY_PAGE = """{% extends "base.html" %}
{% block title %}Busy{% endblock %}
{% block main %}<div class="wrap page stack">
<p class="toast" role="status">Saved</p>
<div class="notice"><div>A notice that somebody put here</div></div>
<form class="form"><div class="field"><label for="note">Note</label>
<textarea class="input" id="note"></textarea></div></form>
{% for _ in "0123456789012345678901234567890123456789" %}<p>A line and another line.</p>{% endfor %}
</div>{% endblock %}"""

PARTS_PAGE = """{% extends "base.html" %}{% load drawings %}
{% block title %}Parts{% endblock %}
{% block main %}<div class="wrap page stack stack-5"><h1>Parts</h1>
{% include "components/crumbs.html" with crumbs=crumbs only %}
{% include "components/error_summary.html" with form=form only %}
<form class="form">{% include "components/field.html" with field=form.day only %}
{% include "components/choices.html" with field=form.times box=True only %}
{% include "components/choices.html" with field=form.remind only %}
{% include "components/choice.html" with field=form.agree only %}</form>
{% include "components/secret.html" with seen=words unseen=words only %}
{% include "components/notice.html" with kind="warn" icon="info" title="Title" body="Body" only %}
<h2>Cards</h2>
<ul class="results"><li>{% include "components/opportunity_card.html" with card=card only %}</li>
<li>{% include "components/opportunity_card_up.html" with card=card only %}</li></ul>
{% include "components/empty.html" with title="Nothing yet" body="Look" url="/" action="Go" only %}
{% include "components/pages.html" with first="?a" previous="?b" next="?c" only %}
</div>{% endblock %}"""

WORK_PAGE = """{% extends "base.html" %}
{% block title %}Work{% endblock %}{% block area %}work{% endblock %}
{% block main %}<div class="wrap page"><h1>Work</h1></div>{% endblock %}"""


class PartsForm(forms.Form):
    """One field of every sort that a component shows."""

    day = forms.DateField(label="Date", help_text="For example 23/5/2026")
    times = forms.MultipleChoiceField(
        label="When you are free",
        choices=[("am", "Mornings"), ("pm", "Evenings")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remind = forms.ChoiceField(
        label="Shall we remind you",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        help_text="You can change it.",
    )
    agree = forms.BooleanField(label="Send it", required=False, help_text="Or later")

    def clean_day(self) -> None:
        raise forms.ValidationError("Give a date after today.")


CARD = {
    "url": "/",
    "title": "Garden morning",
    "kind": "volunteer",
    "kind_label": "Volunteer",
    "motif": "garden",
    "organisation": "Sallow Lane",
    "where": "Northgate",
    "tags": ["No ID needed", "Childcare"],
    "date": "Tue 5 May",
    "time": "10 am to 12 noon",
    "places": "few",
    "rhythm": "Every Tuesday",
    "written_in": {"code": "de", "name": "German"},
    "heading": "h3",
}


def show(request: HttpRequest, source: str, **context: object) -> HttpResponse:
    page = engines["django"].from_string(source)
    return HttpResponse(page.render(context, request))


@login_required
def private(request: HttpRequest, number: int) -> HttpResponse:
    return show(request, PRIVATE_PAGE, number=number)


@open_to(Who.EVERYONE)
def busy(request: HttpRequest) -> HttpResponse:
    return show(request, BUSY_PAGE)


@open_to(Who.EVERYONE)
def parts(request: HttpRequest) -> HttpResponse:
    form = PartsForm({"day": "1/1/2020"})
    words = ["“Sam”", "the dates you chose"]
    crumbs = [("/", "Find something to do"), ("/safety/", "Safety")]
    return show(request, PARTS_PAGE, form=form, words=words, crumbs=crumbs, card=CARD)


@login_required
def work(request: HttpRequest) -> HttpResponse:
    return show(request, WORK_PAGE)


@open_to(Who.EVERYONE)
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


@open_to(Who.EVERYONE)
def gone(request: HttpRequest) -> HttpResponse:
    raise OperationalError("on purpose")


@open_to(Who.EVERYONE)
def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@open_to(Who.EVERYONE)
def template(request: HttpRequest, name: str) -> HttpResponse:
    """A template that only a fault of the machine shows."""
    return render(request, name)


@open_to(Who.EVERYONE)
def preview(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the editors' admin shows of a draft."""
    row = Opportunity.objects.get(public_id=public_id)
    return render(
        request, row.get_preview_template(request, ""), row.get_preview_context(request, "")
    )


urlpatterns = [
    path("try/private/<int:number>/", private),
    path("try/busy/", busy),
    path("try/parts/", parts),
    path("try/work/", work),
    path("try/broken/", broken),
    path("try/gone/", gone),
    path("try/forbidden/", forbidden),
    path("try/template/<path:name>/", template),
    path("try/preview/<uuid:public_id>/", preview),
    *urls.urlpatterns,
]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
