"""The next things to do, as cards."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import examples
from opportunities.models import Interest, Kind, Opportunity, Session
from opportunities.permissions import not_avoided_by


def interest_choices() -> list[tuple[str, str]]:
    """The interests that editors may narrow a list to."""
    return list(Interest.objects.values_list("slug", "label"))


class ActivitiesBlock(blocks.StructBlock):
    """The next things to do, as cards. Only what is public at that moment."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    kind = blocks.ChoiceBlock(label=_("Only this kind"), choices=Kind.choices, required=False)
    interest = blocks.ChoiceBlock(
        label=_("Only this interest"), choices=interest_choices, required=False
    )
    limit = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=12, default=3)
    more = blocks.CharBlock(label=_("Words of the link to all"), required=False, max_length=60)

    class Meta:
        icon = "date"
        label = _("Activities")
        template = "cms/blocks/activities.html"
        preview_value = staticmethod(examples.activities)
        description = _("The next things to do. They come and go by themselves.")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the opportunities (one query) and the address of the whole list."""
        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        person = getattr(request, "user", AnonymousUser())
        rows = next_opportunities(
            kind=value["kind"] or "",
            interest=value["interest"] or "",
            limit=value["limit"],
            user=person,
            now=timezone.now(),
        )
        context["cards"] = [card_of(row) for row in rows]
        narrowed = {k: value[k] for k in ("kind", "interest") if value[k]}
        context["all_url"] = reverse("opportunities:find") + (
            f"?{urlencode(narrowed)}" if narrowed else ""
        )
        return context


def next_opportunities(
    *, kind: str, interest: str, limit: int, user: Any, now: dt.datetime
) -> list[Opportunity]:
    """What is public, not avoided by `user` and begins soonest, in one query for whole cards."""
    rows = Opportunity.objects.public(now).upcoming(now).filter(not_avoided_by(user))
    if kind:
        rows = rows.filter(kind=kind)
    if interest:
        rows = rows.filter(interests__slug=interest)
    rows = rows.select_related("organisation", "area", "next_session")
    return list(rows.order_by("next_session_at", "id")[:limit])


def card_of(opportunity: Opportunity) -> dict[str, Any]:
    """What `components/opportunity_card_up.html` shows."""
    session = opportunity.next_session
    return {
        "url": reverse("opportunities:detail", args=[opportunity.public_id]),
        "title": opportunity.told["title"],
        "kind": opportunity.kind,
        "kind_label": opportunity.get_kind_display(),
        "motif": opportunity.motif,
        "written_in": opportunity.another_language,
        "organisation": opportunity.organisation.name,
        "where": _where(opportunity),
        "date": session.day if session else "",
        "time": session.hours if session else "",
        "places": _places(session) if session else "",
    }


def _where(opportunity: Opportunity) -> str:
    """The part of town; of a support group nothing (safety.md T11)."""
    if opportunity.kind == Kind.GROUP:
        return gettext("Place shared after you join")
    return opportunity.area.label if opportunity.area else ""


def _places(session: Session) -> str:
    """How many places are left, never as a number (safety.md #13)."""
    if session.is_full:
        return "full"
    if session.capacity is None:
        return "unlimited"
    return "few" if session.has_few_places else "open"
