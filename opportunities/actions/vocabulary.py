"""The words every site starts with. Editors rename, reorder and add; nothing here undoes that."""

from typing import Final

from django.db import transaction

from opportunities.models import Caution, Goal, Interest, Language, PracticalNeed, Skill

# (slug, label), in the order they are shown.
INTERESTS: Final = (
    ("growing", "Growing things"),
    ("food", "Food and cooking"),
    ("animals", "Animals"),
    ("making", "Making and mending"),
    ("music", "Music"),
    ("learning", "Learning"),
    ("outdoors", "Outdoors"),
    ("meeting-people", "Meeting people"),
)

# (slug, label, label when it is missing). What is not asked for comes first: it is what most
# often keeps someone from coming. A missing label is given only where its absence is news, and
# says no more than we know: a posting that is silent about steps may have none.
NEEDS: Final = (
    ("no-id", "No ID needed", ""),
    ("no-background-check", "No background check", ""),
    ("childcare", "Childcare", "Childcare: not said"),
    ("travel-paid", "Travel paid", "Paid travel: not said"),
    ("online", "Online", ""),
    ("just-listen", "Online, and you can just listen", ""),
    ("step-free", "Step-free", "A way without steps: not said"),
    ("women-only", "Women-only", ""),
    ("bring-someone", "Bring someone", ""),
    ("interpreter", "Interpreter", ""),
    ("no-phone", "No phone needed", ""),
    ("training-given", "Training given", ""),
    ("first-day-buddy", "First-day buddy", ""),
    ("women-led", "Led by women", ""),
)

# What people want to get out of it, and what an activity helps with: the same words.
GOALS: Final = (
    ("meet-people", "Meet people"),
    ("learn-something", "Learn something"),
    ("find-work", "Find work"),
    ("money", "Feel sure about money"),
    ("speak-and-read", "Speak and read with ease"),
    ("rhythm", "Have a rhythm in my week"),
    ("feel-well", "Feel well in my body"),
    ("calm", "Find some calm"),
    ("for-others", "Do something for others"),
)

SKILLS: Final = (
    ("cooking", "Cooking"),
    ("food-hygiene", "Food hygiene"),
    ("gardening", "Gardening"),
    ("repairs", "Repairs"),
    ("sewing", "Sewing"),
    ("computers", "Computers"),
    ("bookkeeping", "Bookkeeping"),
    ("letters", "Writing letters"),
    ("languages", "Languages"),
    ("animals", "Looking after animals"),
    ("first-aid", "First aid"),
    ("leading", "Leading a group"),
)

# What not everybody wants. An activity says so before; whoever said "never" is not shown it.
CAUTIONS: Final = (
    ("overnight", "Staying overnight"),
    ("host-travel", "A ride with somebody from there"),
    ("photos", "Photos or filming"),
    ("alcohol", "Alcohol is served"),
    ("speaking", "Speaking to a group, or telling your own story"),
    ("religion", "Prayer or religious words"),
    ("children", "Children are there"),
    ("record-check", "A record check"),
    ("real-name", "Your real name is asked for"),
    ("age-asked", "Your age is asked for"),
    ("mixed", "Men and women together"),
    ("men-only", "Men only"),
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


@transaction.atomic
def ensure_vocabulary() -> int:
    """Add the default words of every vocabulary that are not there yet.

    A word is known by its slug: one that an editor renamed or reordered stays as they left it.
    Returns how many words were added; a second call adds none.
    """
    added = 0
    plain = (
        (Interest, INTERESTS),
        (Language, LANGUAGES),
        (Goal, GOALS),
        (Skill, SKILLS),
        (Caution, CAUTIONS),
    )
    for model, words in plain:
        for order, (slug, label) in enumerate(words, start=1):
            defaults = {"label": label, "order": order * 10}
            added += model.objects.get_or_create(slug=slug, defaults=defaults)[1]
    for order, (slug, label, absent_label) in enumerate(NEEDS, start=1):
        defaults = {"label": label, "absent_label": absent_label, "order": order * 10}
        added += PracticalNeed.objects.get_or_create(slug=slug, defaults=defaults)[1]
    return added
