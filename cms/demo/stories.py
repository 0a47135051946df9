"""Three stories of the demo world, with the consent that each needs. Nobody lived them."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from cms import actions
from cms.models import Audience, Naming, StoryIndexPage, StoryPage, Topic
from cms.models.exact_text import hash_of
from community.people.models import User
from opportunities.models import Interest

LONG_AGO: Final = dt.timedelta(days=800)


@dataclass(frozen=True)
class Told:
    """One story. Paragraphs that begin with "# " are headings, with "> " the teller's own words."""

    title: str
    lead: str
    name: str
    motif: str
    words: tuple[str, ...]
    themes: str = ""
    interest: str = ""


STORIES: Final = (
    Told(
        "The good knives",
        "Mel came to wash up on a Friday. A year on, she runs the soup table.",
        "Mel",
        "pot",
        (
            "The first Friday, I nearly turned round at the door. There were twelve people in "
            "there laughing about a burnt pan, and I thought: they all know each other. Then a "
            "woman in a striped apron handed me a tea towel and said, “You’re a lifesaver.” I "
            "hadn’t done anything yet.",
            "I washed up for two hours. I like washing up. Nobody asks you anything when your "
            "hands are in the sink.",
            "# Somewhere to be on a Friday",
            "I’d looked at classes and I wasn’t ready for a classroom. What I wanted was somewhere "
            "to be, where it would matter a bit if I was there. So I went once. That was the whole "
            "plan.",
            "> Nobody asked me who I used to be. They asked if I could do something about the "
            "onions.",
            "By June I was on soup. I know where the good knives are and which ring on the stove "
            "lies. When somebody new stands in the doorway looking like I did, I’m the one who "
            "hands them a tea towel.",
        ),
        interest="food",
    ),
    Told(
        "Second-hand wheels",
        "Kit learned to true a wheel, then taught the class.",
        "Kit",
        "bike",
        (
            "A wheel is honest. If it wobbles, it shows you where. You turn a spoke a quarter, you "
            "spin it again, and it is a little better or a little worse.",
            "I came for a bike to get to work. They had one with no chain and said it was mine if "
            "I put a chain on it. It took three Saturdays.",
            "> I had not finished anything in years. I finished that.",
            "Now I do the Saturday class. I never say “it’s easy”. I say “spin it and look”.",
        ),
    ),
    Told(
        "Seven o’clock, Biscuit",
        "What a nervous dog knows about mornings.",
        "",
        "dog",
        (
            "That winter I did not get up for much. I got up for Biscuit, because he was at the "
            "gate at seven whether I came or not.",
            "He is afraid of bin lorries, men in hats, and leaves. We walk the same way every day, "
            "and every day he checks that it is still the same.",
            "I used to think being careful meant something was wrong with me. Now I think we are "
            "two people who like to know where the gate is.",
        ),
        themes="a hard winter and feeling low",
    ),
)


def tell_stories(*, editor: User, staff: User, now: dt.datetime) -> None:
    """Write each story, have it approved by its teller and read by a second person, and publish."""
    stories = StoryIndexPage.objects.first()
    if stories is None:
        return
    for told in STORIES:
        page = stories.add_child(instance=_page(told, editor))
        revision = page.save_revision(user=editor)
        _agree(page, told, staff, now)
        revision.publish(user=editor)


def _page(told: Told, editor: User) -> StoryPage:
    return StoryPage(
        title=told.title,
        lead=told.lead,
        told_by=told.name,
        themes=told.themes,
        motif=told.motif,
        body=[_block(words) for words in told.words],
        interest=Interest.objects.filter(slug=told.interest).first(),
        live=False,
        owner=editor,
    )


def _block(words: str) -> dict[str, object]:
    if words.startswith("# "):
        return {"type": "heading", "value": {"text": words[2:]}}
    if words.startswith("> "):
        said = {"kicker": "", "words": f"“{words[2:]}”", "who": "", "motif": ""}
        return {"type": "quote", "value": said}
    return {"type": "text", "value": f"<p>{words}</p>"}


def _agree(page: StoryPage, told: Told, staff: User, now: dt.datetime) -> None:
    """The whole way, by the same actions that people use; the teller has a private link."""
    consent = actions.begin_story(page=page, by=staff, now=now)
    actions.make_link(consent=consent, by=staff, code_word="heron")
    actions.talk_through(
        consent=consent,
        by=staff,
        topics=Topic.values,
        left_on=timezone.localdate(now - LONG_AGO),
        are_places_blurred=True,
        now=now,
    )
    actions.ask_teller(consent=consent, by=staff, now=now)
    naming = Naming.ALIAS if told.name else Naming.NONE
    seen = hash_of(actions.draft_of(page))
    actions.say_yes(
        consent=consent, seen=seen, naming=naming, alias=told.name, audience=Audience.ANYONE,
        now=now,
    )  # fmt: skip
    actions.read_as_second(page=page, by=staff, now=now)
    actions.say_last_word(consent=consent, seen=seen, now=now)
