"""What the person sought wrote for nobody but themselves: a path, a journal, self-checks."""

import datetime as dt

from community.mentorship.models import ShownPart
from community.people.models import Aim, JournalEntry, Milestone, Path, SelfCheck, Step, User
from opportunities.models import Opportunity, StepActivity, Suggestion
from tests.factories.walking import MentorshipFactory


def write_own_words(person: User, posting: Opportunity, now: dt.datetime) -> None:
    """One of each, every field answered."""
    Path.objects.create(person=person)
    aim = Aim.objects.create(person=person, words="Canary aim", tag="home", place=1, made_at=now)
    step = Step.objects.create(aim=aim, words="Canary step", place=1, not_today=now.date())
    StepActivity.objects.create(step=step, opportunity=posting)
    _share(person, aim, step, posting, now)
    Milestone.objects.create(person=person, words="Canary day", day=now.date())
    JournalEntry.objects.create(person=person, words="Canary journal", written_at=now)
    rungs = {"health": "3", "home": "4", "purpose": "5", "community": "6"}
    SelfCheck.objects.create(person=person, made_at=now, **rungs)


def _share(person: User, aim: Aim, step: Step, posting: Opportunity, now: dt.datetime) -> None:
    """Their mentor sees both, and thought of something."""
    two = person.mentorships.first() or MentorshipFactory(person=person)
    ShownPart.objects.create(mentorship=two, aim=aim)
    ShownPart.objects.create(mentorship=two, step=step)
    Suggestion.objects.create(
        mentorship=two, opportunity=posting, words="Canary thought", made_at=now
    )
