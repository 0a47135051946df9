"""The words every site starts with. Editors rename, reorder and add; nothing here undoes that."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from opportunities.models import (
    Area,
    Caution,
    Goal,
    Interest,
    Language,
    PracticalNeed,
    Skill,
)
from opportunities.models.vocabulary import Word

# (slug, label), in the order they are shown. Kept in English, and said in the reader's language.
INTERESTS: Final = (
    ("growing", _("Growing things")),
    ("food", _("Food and cooking")),
    ("animals", _("Animals")),
    ("making", _("Making and mending")),
    ("music", _("Music")),
    ("learning", _("Learning")),
    ("outdoors", _("Outdoors")),
    ("meeting-people", _("Meeting people")),
)

# (slug, label, label when it is missing). What is not asked for comes first: it is what most
# often keeps someone from coming. A missing label is given only where its absence is news, and
# says no more than we know: a posting that is silent about steps may have none.
NEEDS: Final = (
    ("no-id", _("No ID needed"), ""),
    ("no-background-check", _("No background check"), ""),
    ("childcare", _("Childcare"), _("Childcare: not said")),
    ("travel-paid", _("Travel paid"), _("Paid travel: not said")),
    ("online", _("Online"), ""),
    ("just-listen", _("Online, and you can just listen"), ""),
    ("step-free", _("Step-free"), _("A way without steps: not said")),
    ("women-only", _("Women-only"), ""),
    ("bring-someone", _("Bring someone"), ""),
    ("interpreter", _("Interpreter"), ""),
    ("no-phone", _("No phone needed"), ""),
    ("training-given", _("Training given"), ""),
    ("first-day-buddy", _("First-day buddy"), ""),
    ("women-led", _("Led by women"), ""),
)

# What people want to get out of it, and what an activity helps with: the same words.
GOALS: Final = (
    ("meet-people", _("Meet people")),
    ("learn-something", _("Learn something")),
    ("find-work", _("Find work")),
    ("money", _("Feel sure about money")),
    ("speak-and-read", _("Speak and read with ease")),
    ("rhythm", _("Have a rhythm in my week")),
    ("feel-well", _("Feel well in my body")),
    ("calm", _("Find some calm")),
    ("for-others", _("Do something for others")),
)

SKILLS: Final = (
    ("cooking", _("Cooking")),
    ("food-hygiene", _("Food hygiene")),
    ("gardening", _("Gardening")),
    ("repairs", _("Repairs")),
    ("sewing", _("Sewing")),
    ("computers", _("Computers")),
    ("bookkeeping", _("Bookkeeping")),
    ("letters", _("Writing letters")),
    ("languages", _("Languages")),
    ("animals", _("Looking after animals")),
    ("first-aid", _("First aid")),
    ("leading", _("Leading a group")),
)

# What not everybody wants. An activity says so before; whoever said "never" is not shown it.
CAUTIONS: Final = (
    ("overnight", _("Staying overnight")),
    ("host-travel", _("A ride with somebody from there")),
    ("photos", _("Photos or filming")),
    ("alcohol", _("Alcohol is served")),
    ("speaking", _("Speaking to a group, or telling your own story")),
    ("religion", _("Prayer or religious words")),
    ("children", _("Children are there")),
    ("record-check", _("A record check")),
    ("real-name", _("Your real name is asked for")),
    ("age-asked", _("Your age is asked for")),
    ("mixed", _("Men and women together")),
    ("men-only", _("Men only")),
)

# (ISO 639-1 code, the language's name in that language).
LANGUAGES: Final = (
    ("en", "English"),
    ("es", "Español"),
    ("zh", "中文"),
    ("ar", "العربية"),
    ("fr", "Français"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("uk", "Українська"),
    ("vi", "Tiếng Việt"),
)

# What mentors choose from, by the name of the answer.
CHOSEN_FROM: Final[dict[str, type[Word]]] = {
    "strengths": Goal,
    "interests": Interest,
    "languages": Language,
    "areas": Area,
}


def words_of(model: type[Word]) -> list[tuple[str, str]]:
    """Slug and label of each word of one vocabulary, in its order and in the reader's language.
    One query."""
    rows = model._default_manager.values_list("slug", "label")
    return [(slug, gettext(label)) for slug, label in rows]


@transaction.atomic
def ensure_vocabulary() -> int:
    """Add the default words of every vocabulary that are not there yet.

    A word is known by its slug: one that an editor renamed or reordered stays as they left it.
    Returns how many words were added; a second call adds none.
    """
    plain: tuple[tuple[type[Word], Iterable[tuple[str, str]]], ...] = (
        (Interest, INTERESTS),
        (Language, LANGUAGES),
        (Goal, GOALS),
        (Skill, SKILLS),
        (Caution, CAUTIONS),
    )
    added = 0
    for model, words in plain:
        added += _add(model, [(slug, {"label": label}) for slug, label in words])
    needs = [(slug, {"label": label, "absent_label": absent}) for slug, label, absent in NEEDS]
    return added + _add(PracticalNeed, needs)


def _add(model: type[Word], words: list[tuple[str, dict[str, Any]]]) -> int:
    """Those whose slugs are new, each in its place among all of them."""
    known = set(model._default_manager.values_list("slug", flat=True))
    new = [
        model(slug=slug, order=order * 10, **said)
        for order, (slug, said) in enumerate(words, start=1)
        if slug not in known
    ]
    model._default_manager.bulk_create(new)
    return len(new)
