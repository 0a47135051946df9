"""What a partner chooses of all its dates: each by itself, or a course."""

from django import forms
from django.utils.translation import gettext_lazy as _

from opportunities.models import Course


class CourseForm(forms.Form):
    """How the dates of an activity belong together."""

    course = forms.ChoiceField(
        label=_("How do its dates belong together?"),
        help_text=_(
            "In a course people take part once and have a place at every date that is still "
            "ahead. All its dates have the same number of places. Choose it before you add dates."
        ),
        choices=Course.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these")},
    )

    @property
    def chosen(self) -> Course:
        """What was chosen; each date by itself where nothing was."""
        return Course(self.cleaned_data["course"])
