"""One decision about several postings that wait to be read, with one reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from cms.wagtail_hooks.views import DeskRequest
from community.safety.access import Who, open_to
from community.safety.permissions import answers_for_safety
from opportunities.actions.publishing import NoReason
from opportunities.actions.several import MOST_AT_ONCE, Decision, decide
from opportunities.models import Opportunity
from opportunities.permissions import visible_opportunities


class SeveralForm(forms.Form):
    """Which postings, what is decided, and why."""

    postings = forms.ModelMultipleChoiceField(
        label=_("Postings"),
        queryset=Opportunity.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    decision = forms.ChoiceField(
        label=_("What do you decide?"), choices=Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=200,
        help_text=_("The organisations read it. To approve it may stay empty."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, postings: QuerySet[Opportunity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["postings"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - for the type checker
        field.queryset = postings


@open_to(Who.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def several(request: DeskRequest) -> HttpResponse:
    """Postings in review, a page at a time, with boxes and one decision for those ticked."""
    if not request.user.has_perm("opportunities.publish_opportunity"):
        raise PermissionDenied
    rows = visible_opportunities(request.user, timezone.now()).select_related("organisation")
    waiting = rows.filter(pk__in=_in_review()).order_by("pk")
    page = Paginator(waiting, MOST_AT_ONCE).get_page(request.GET.get("page"))
    # What was decided a moment ago is still one that may be named, and is refused in words.
    typed = request.POST if request.method == "POST" else None
    form = SeveralForm(typed, postings=rows)
    ticked, failed = set(request.POST.getlist("postings")), []
    if typed is not None and form.is_valid():
        failed = _decide(request, form)
        if not failed and not form.errors:
            form, ticked = SeveralForm(postings=rows), set()
        page = Paginator(waiting, MOST_AT_ONCE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "ticked": ticked, "failed": failed}
    return render(request, "cms/admin/several.html", context, status=400 if form.errors else 200)


def _decide(request: DeskRequest, form: SeveralForm) -> list[Any]:
    """Decide on those ticked; those where it was refused."""
    values = form.cleaned_data
    decision = Decision(values["decision"])
    try:
        done, failed = decide(
            postings=values["postings"][:MOST_AT_ONCE],
            decision=decision,
            reason=values["reason"],
            by=request.user,
            now=timezone.now(),
        )
    except NoReason as refusal:
        form.add_error("reason", str(refusal))
        return []
    for posting in done if decision == Decision.HOLD else ():
        log(instance=posting, action="onward.hold", user=request.user)
    if done:
        messages.success(request, _t("Done: %(number)s.") % {"number": len(done)})
    return failed


def _in_review() -> QuerySet[WorkflowState, int]:
    """Ids of postings that wait for staff."""
    kind = ContentType.objects.get_for_model(Opportunity)
    states = WorkflowState.objects.filter(status="in_progress", base_content_type=kind)
    return states.annotate(pk_of=Cast("object_id", BigIntegerField())).values_list(
        "pk_of", flat=True
    )


@hooks.register("register_admin_urls")
def several_urls() -> list[URLPattern]:
    """Its one screen."""
    return [path("desk/several/", several, name="desk_several")]


class SeveralMenuItem(MenuItem):
    """Several postings at once."""

    def is_shown(self, request: Any) -> bool:
        """For programme staff."""
        return answers_for_safety(request.user)


@hooks.register("register_admin_menu_item")
def several_menu_item() -> MenuItem:
    """The way to the postings that wait to be read."""
    return SeveralMenuItem(
        _("Several at once"), reverse("desk_several"), name="several", icon_name="tick", order=205
    )
