"""Writing a posting as a partner does it: a start, each step, and off to staff."""

from django.urls import reverse

from opportunities.forms.partner import STEPS
from opportunities.models import Opportunity

WORDS = {
    "kind": "class",
    "title": "Soup from scratch",
    "summary": "We cook and eat.",
    "cost": "Free",
    "motif": "pot",
    "ask_for": "Mel, in a red apron",
    "postcode": "10001",
}


def step_address(row: Opportunity, step: str) -> str:
    return reverse("opportunities:workplace_words", args=[row.public_id, step])


def fill_in(client, row: Opportunity, **typed) -> None:
    """Every step of a posting, each kept."""
    for step in STEPS:
        part = {name: typed[name] for name in step.names if name in typed}
        answer = client.post(step_address(row, step.slug), part | {"later": "1"})
        assert answer.status_code == 302, (step.slug, answer.content.decode())


def send(client, row: Opportunity):
    return client.post(reverse("opportunities:workplace_edit", args=[row.public_id]), {"send": "1"})


def write(client, **typed) -> Opportunity:
    """A new posting with these words beside the usual ones, kept as a draft."""
    whole = WORDS | typed
    start = {name: whole[name] for name in ("kind", "title", "organisation") if name in whole}
    assert client.post(reverse("opportunities:workplace_new"), start).status_code == 302
    row = Opportunity.objects.latest("pk")
    fill_in(client, row, **whole)
    return row
