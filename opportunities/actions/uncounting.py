"""Hours that were counted by a mark, and the mark is gone."""

from collections.abc import Collection

from opportunities.models import Hours, SignUp, Source, Standing


def uncount_hours(*, sign_ups: Collection[SignUp]) -> None:
    """Take back what a mark counted. What somebody says themselves stays asked."""
    hours = Hours.objects.filter(sign_up__in=sign_ups)
    hours.filter(state=Standing.ASKED).update(minutes=0, source=Source.OWN)
    hours.exclude(state=Standing.ASKED).delete()
