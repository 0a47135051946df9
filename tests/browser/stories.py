"""Pages of stories: those that anybody reads, and those of their tellers."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from cms.actions import make_link, withdraw
from cms.models import GuidePage, HomePage, SectionPage, StoryConsent, StoryPage, TeamPage
from community.people.models import User
from tests.factories.people import UserFactory
from tests.factories.stories import agreed, asked, draft, published, story_list

STEPS = [{"title": "One", "text": "Open it."}, {"title": "Two", "text": "Close it."}]
BODY = [{"type": "quote", "value": {"words": "I came to wash up.", "who": "Mel"}}]


def pages_of_stories(sam: User) -> list[dict[str, Any]]:
    """Stories in each state, as a reader and as Sam, who tells some of them."""
    plain = published(draft(title="The good knives", lead="Mel came to wash up.", body=BODY))
    folded = published(draft(title="Seven o’clock", themes="a hard winter", motif="dog"))
    gone = published(draft(title="Second-hand wheels"))
    withdraw(consent=gone.consent, now=timezone.now())
    to_read, to_take_back = (asked(draft(title=title), teller=sam) for title in ("Soup", "Bread"))
    again = published(asked(draft(title="Tea"), teller=sam).page).consent
    StoryConsent.objects.filter(pk=again.pk).update(told_days=30)
    last = agreed(asked(draft(title="Rice"), teller=sam).page)
    StoryConsent.objects.filter(pk=last.pk).update(final_hash="")
    linked = asked(draft(title="Salt"), teller=UserFactory())
    token = make_link(consent=linked, by=UserFactory(role="staff"), code_word="heron")
    link = reverse("yours_link", args=[token])
    one = {row: reverse("yours_one", args=[row.public_id]) for row in (to_read, again, last)}
    back = reverse("yours_one", args=[to_take_back.public_id])
    return [
        {"name": "stories", "path": story_list().url},
        {"name": "story", "path": plain.url},
        {"name": "story, folded", "path": folded.url},
        {"name": "story, gone", "path": gone.url, "status": 410},
        {"name": "yours", "path": reverse("yours"), "who": sam},
        {"name": "yours, nothing", "path": reverse("yours"), "who": UserFactory()},
        {"name": "yours, to read", "path": one[to_read], "who": sam},
        {
            "name": "yours, refused",
            "path": one[to_read],
            "who": sam,
            "data": {"what": "yes", "naming": "alias", "image": "known"},
            "status": 400,
        },
        {"name": "yours, again", "path": one[again], "who": sam},
        {"name": "yours, last word", "path": one[last], "who": sam},
        {"name": "yours, taken back", "path": back, "who": sam, "data": {"what": "withdraw"}},
        {"name": "yours, link", "path": link},
        {"name": "yours, wrong word", "path": link, "data": {"code_word": "x"}, "status": 400},
        *_pages_of_editors(plain),
    ]


def _pages_of_editors(story: StoryPage) -> list[dict[str, Any]]:
    home = HomePage.objects.get()
    section = home.add_child(instance=SectionPage(title="Finding your feet", lead="Small things."))
    steps = {"heading": "How", "steps": STEPS}
    guide = section.add_child(
        instance=GuidePage(
            title="A bus pass",
            lead="How to get one.",
            checked_on=timezone.localdate(),
            body=[
                {"type": "steps", "value": steps},
                {"type": "numbers", "value": None},
                {"type": "directory", "value": {"heading": "Talk", "kind": "talk", "limit": 2}},
                {"type": "story", "value": {"page": story.pk}},
            ],
        )
    )
    part = {"icon": "person", "role": "Someone who answers the phone", "text": "They ring back."}
    team = section.add_child(
        instance=TeamPage(title="Who does what", parts=[{"type": "part", "value": part}])
    )
    names = {"section": section, "guide": guide, "team page": team}
    return [{"name": name, "path": page.url} for name, page in names.items()]
