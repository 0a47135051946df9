"""Pages of organisations: one that applies, in each of its stages, and a team."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from community.organisations.actions.letters import digest_of
from community.organisations.models import Application, Invitation, Membership, Stage
from community.people.models import User
from tests.factories.organisations import MembershipFactory

TOKEN = "a" * 43
DECIDED = {Stage.DECLINED, Stage.APPROVED}


def apply_and_invite(sam: User, rosa: User) -> None:
    """Sam has applied in every stage; Rosa asks a colleague to join."""
    now = timezone.now()
    soon = now + dt.timedelta(days=1)
    for stage in Stage:
        Application.objects.create(
            person=sam,
            name=f"Willow Lane {stage.label}"[:160],
            registration_number="CH-1188",
            website="https://willowlane.example",
            email="mel@willowlane.example",
            telephone="+12125550188",
            offer="We cook for forty.",
            stage=stage,
            question="Which register?" if stage == Stage.SENT_BACK else "",
            digest=digest_of(TOKEN) if stage == Stage.NEW else "",
            digest_ends_at=soon if stage == Stage.NEW else None,
            created_at=now,
            decided_at=now if stage in DECIDED else None,
        )
    organisation = rosa.memberships.get().organisation
    Invitation.objects.create(
        organisation=organisation,
        email="noa@willowlane.example",
        duty="door",
        digest=digest_of(TOKEN),
        invited_by=rosa,
        created_at=now,
        ends_at=soon,
    )
    MembershipFactory(
        organisation=organisation, person__username="dora", person__alias="Dora", duty="door"
    )


def pages_of_organisations(sam: User, rosa: User) -> list[dict[str, Any]]:
    """What `Shown` is made with."""
    apply, team = reverse("organisations:apply"), reverse("organisations:team")
    stages = [
        {
            "name": f"application, {row.stage}",
            "path": reverse("organisations:application", args=[row.public_id]),
            "who": sam,
        }
        for row in sam.applications.order_by("pk")
    ]
    new = sam.applications.get(stage=Stage.NEW).public_id
    dora = Membership.objects.get(person__username="dora").person
    return [
        *stages,
        {"name": "apply", "path": apply},
        {"name": "apply, refused", "path": apply, "data": {"name": "x" * 200}, "status": 400},
        {"name": "apply again", "path": apply, "who": sam},
        {"name": "agreement", "path": reverse("organisations:agreement"), "who": sam},
        {
            "name": "link to the e-mail at work",
            "path": reverse("organisations:address", args=[new, TOKEN]),
            "who": sam,
        },
        {"name": "join", "path": reverse("organisations:join", args=[TOKEN]), "who": sam},
        {
            "name": "join, over",
            "path": reverse("organisations:join", args=["x"]),
            "who": sam,
            "status": 404,
        },
        {"name": "team", "path": team, "who": rosa},
        {
            "name": "team, refused",
            "path": team,
            "who": rosa,
            "data": {"what": "invite", "email": "x"},
            "status": 400,
        },
        {"name": "door", "path": reverse("opportunities:workplace"), "who": dora},
    ]
