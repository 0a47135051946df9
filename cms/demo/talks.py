"""Two people who would like to talk, and the rules of the rooms in which groups meet."""

import datetime as dt
from typing import Final

from community.people.models import User
from community.support.actions.talks import ask_for_talk, take_talk

RULES: Final = (
    "What is said here stays here.\n"
    "You can say nothing, and you can leave at any moment.\n"
    "We listen. Nobody is told what to do."
)
# With the telephone numbers that are kept for films and stories.
FIRST: Final = {
    "about": "money",
    "way": "call",
    "reach": "+1 828 555 0142",
    "times": "Weekdays, 10 to 2",
    "say_who": "no",
    "voicemail": "no",
    "ask_for": "Kim",
    "code_word": "marmalade",
    "not_say": "Nothing about money to whoever picks up",
}
SECOND: Final = {"about": "talk", "way": "here", "interpreter": "Polish"}


def would_like_to_talk(kim: User, amina: User, now: dt.datetime) -> None:
    """One with an account, which Amina has taken, and one by a code that nobody knows."""
    talk, _no_code = ask_for_talk(said=FIRST, by=kim, once="", now=now)
    take_talk(talk=talk, by=amina, now=now)
    ask_for_talk(said=SECOND, by=None, once="ashcombe", now=now)
