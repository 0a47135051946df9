"""What cannot be done, in words that are safe to show."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Something that cannot be done, in words that are safe to show."""

    words = _("That can't be done.")

    def __str__(self) -> str:
        return str(self.words)


class SessionOver(Refusal):
    """The session has begun."""

    words = _("That date has begun or is over. Choose another one.")


class SessionNotOpen(Refusal):
    """The session is cancelled, or its opportunity is not public."""

    words = _("That date is no longer open. Choose another one.")


class CourseHasBegun(Refusal):
    """A course whose second date has begun, and where nobody begins later."""

    words = _("This course has begun, and nobody new begins it now. Choose something else.")


class NotACourse(Refusal):
    """One date is left out, and the rest kept, only in a course."""

    words = _("Here each date is by itself. You can give the place back instead.")


class NoLongerFree(Refusal):
    """The place that was offered is not theirs to take any more, for whatever reason."""

    words = _("That place is no longer free. You are still in line.")


class NoNeedToSeek(Refusal):
    """There is no number of places, or they have none to pass on."""

    words = _("Nobody needs your place to come. You can give it back with one touch.")


class TooLateToSeek(Refusal):
    """It begins so soon that nobody might be found."""

    words = _("It begins too soon to find somebody. You can still give your place back.")


class AnsweredAlready(Refusal):
    """Somebody has answered them meanwhile, or they took it back."""

    words = _("That is answered already, or was taken back.")


class NobodyComesAlong(Refusal):
    """Somebody wants to bring more people than the posting offers places to."""

    words = _("Here people come on their own. Choose “Nobody, just me”.")


class PartGone(Refusal):
    """The organisation took away the part that they chose, or it is of another posting."""

    words = _("What you wanted to do there is no longer asked for. Choose again.")


class TooManySignUps(Refusal):
    """The person has as many sign-ups ahead, or made in a day, as one account may (T15)."""

    words = _("Your plan is full for now. Tomorrow, or after your next thing, you can add more.")
