"""What staff have to look at for somebody's safety: the list, and one of it."""

import uuid
from collections.abc import Iterable
from typing import Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cms.wagtail_hooks.forms import AnswerForm
from community.mentorship.models import Mentorship
from community.mentorship.permissions import reported_mentorships, visible_mentorships
from community.organisations.models import Application, Organisation
from community.organisations.permissions import applications_to_vet, visible_organisations
from community.people.models import User
from community.safety.access import Who, open_to
from community.safety.actions import AnotherHasTo, finish, write_down
from community.safety.models import Saw, Task, TaskKind
from community.safety.permissions import visible_tasks
from opportunities.actions.sessions import open_again
from opportunities.models import Opportunity, Session
from opportunities.permissions import visible_opportunities

SHOWN = 200
OF_TWO: Final = frozenset({TaskKind.MATCH, TaskKind.UNSAFE})


class DeskRequest(HttpRequest):
    """A request of one of the staff, behind Wagtail's own door."""

    user: User


@open_to(Who.STAFF)
@require_safe
def tasks(request: DeskRequest) -> HttpResponse:
    """Open tasks, the one that is due first at the top. What they tell is not shown here."""
    rows = visible_tasks(request.user).still_open().select_related("person")
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    shut = shut_to(request.user, page.object_list)
    shown = [(row, row.pk in shut) for row in page.object_list]
    context = {"rows": shown, "page": page, "now": timezone.now()}
    return render(request, "cms/admin/safeguarding.html", context)


@open_to(Who.STAFF)
@sensitive_post_parameters("answer")
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """One task; reading what somebody wrote is written down, and they see that it was read."""
    row = get_object_or_404(visible_tasks(request.user), public_id=public_id)
    if shut_to(request.user, [row]):
        return render(request, "cms/admin/safeguarding_shut.html", {"row": row})
    what = request.POST.get("what", "")
    answer = AnswerForm(request.POST if what == "answer" else None, initial={"answer": row.answer})
    is_done = (what == "answer" and _answer(request, row, answer)) or (
        what == "open" and _open_again(request, row)
    )
    if is_done:
        return redirect("desk_safe_task", public_id=public_id)
    if row.person and (row.note or row.reach):
        write_down(by=request.user, about=row.person.public_id, what=Saw.NOTE, now=timezone.now())
    context = {
        "row": row,
        "answer": answer,
        "may_separate": row.kind == TaskKind.SOMEONE and row.person is not None,
        "posting": _posting(request, row),
        "closed": _closed_date(row),
        "applied": _application(request, row),
        "organisation": _organisation(request, row),
        "is_talk": row.kind == TaskKind.FIRST and row.about is not None,
        "reported": _reported(request, row),
    }
    return render(request, "cms/admin/safeguarding_task.html", context)


def shut_to(user: User, rows: Iterable[Task]) -> set[int]:
    """Which of these tasks are about two whom somebody else looks after: their names, and what one
    of them said, are read after taking over. That there is a task, and until when, all see."""
    about = {row.pk: row.about for row in rows if row.kind in OF_TWO and row.about is not None}
    if not about:
        return set()
    known = Mentorship.objects.filter(public_id__in=about.values())
    mine = visible_mentorships(user).values("pk")
    others = set(known.exclude(pk__in=mine).values_list("public_id", flat=True))
    return {pk for pk, public_id in about.items() if public_id in others}


def _answer(request: DeskRequest, row: Task, form: forms.Form) -> bool:
    if not form.is_valid():
        return False
    try:
        finish(task=row, by=request.user, now=timezone.now(), **form.cleaned_data)
    except AnotherHasTo as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def _closed_date(row: Task) -> Session | None:
    """The date that a task is about, while nobody new gets a place on it."""
    if row.kind != TaskKind.APART or row.about is None:
        return None
    return Session.objects.filter(public_id=row.about).exclude(closed_at=None).first()


def _open_again(request: DeskRequest, row: Task) -> bool:
    session = _closed_date(row)
    if session is None:
        return False
    if open_again(session=session, by=request.user, now=timezone.now()).closed_at is None:
        messages.success(request, _("The date gives places again."))
    else:
        messages.warning(
            request,
            _(
                "Still closed: one of the two is in line for this date and would see others get "
                "places. Settle it with them first; once they have left the line, open it again."
            ),
        )
    return True


def _posting(request: DeskRequest, row: Task) -> Opportunity | None:
    """The posting that a task is about, if it is about one."""
    if row.about is None:
        return None
    return visible_opportunities(request.user, timezone.now()).filter(public_id=row.about).first()


def _reported(request: DeskRequest, row: Task) -> Mentorship | None:
    """The two of whom one reported what was written, if a task is about that."""
    if row.kind != TaskKind.UNSAFE or row.about is None:
        return None
    return reported_mentorships(request.user).filter(public_id=row.about).first()


def _application(request: DeskRequest, row: Task) -> Application | None:
    """The application that a task is about, if it is about one."""
    if row.kind != TaskKind.PARTNER or row.about is None:
        return None
    return applications_to_vet(request.user).filter(public_id=row.about).first()


def _organisation(request: DeskRequest, row: Task) -> Organisation | None:
    """The organisation that a task is about, if it is about one."""
    if row.kind != TaskKind.PARTNER or row.about is None:
        return None
    return visible_organisations(request.user).filter(public_id=row.about).first()
