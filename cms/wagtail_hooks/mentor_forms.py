"""What staff type about mentors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from community.formats.days import DayField, MomentField
from community.mentorship.models import (
    ApprovedPlace,
    FlagKind,
    MentorInterview,
    MentorReason,
    Outcome,
    TrainingModule,
)
from community.people.models import Role, User

LINES = {"rows": 3, "autocomplete": "off"}
WHY_NOT = [
    (one.value, one.label)
    for one in (MentorReason.NOT_SUITED, MentorReason.NOT_NOW, MentorReason.OTHER)
]


def _lines(label: Any, hint: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs=LINES),
    )


def _asked(name: str) -> forms.CharField:
    words = {field.name: field.verbose_name for field in MentorInterview._meta.fields}
    return _lines(words[name])


class InterviewForm(forms.Form):
    """The talk, question by question."""

    motives = _asked("motives")
    boundaries = _asked("boundaries")
    support = _asked("support")
    situation = _asked("situation")
    outcome = forms.ChoiceField(label=_("What you think"), choices=Outcome.choices)


class RecordCheckForm(forms.Form):
    """What somebody makes of a record."""

    made_on = DayField(label=_("Day of the record check"), widget=AdminDateInput)
    outcome = forms.ChoiceField(
        label=_("What you make of it"),
        choices=Outcome.choices,
        help_text=_("A record alone is never a no. Look at what it was, when, and why."),
    )
    note = _lines(_("Why"), _("What you make of it, and not what stands in the record."))


class FlagForm(forms.Form):
    """Something that made you look twice."""

    kind = forms.ChoiceField(label=_("What"), choices=FlagKind.choices)
    note = _lines(_("What happened"))


class SettleForm(forms.Form):
    """What became of a red flag."""

    flag = forms.UUIDField(widget=forms.HiddenInput)
    note = _lines(_("What became of it"))


class PassedForm(forms.Form):
    """A part of the training that was done."""

    module = forms.ModelChoiceField(
        TrainingModule.objects.all(), label=_("Part of the training"), to_field_name="public_id"
    )
    passed_on = DayField(label=_("Done on"), widget=AdminDateInput)


WHO_WORKS_HERE = User.objects.filter(role=Role.STAFF, is_active=True, is_superuser=False)


class SupportForm(forms.Form):
    """Who of the staff supports a mentor."""

    supervisor = forms.ModelChoiceField(
        WHO_WORKS_HERE,
        label=_("Who supports them"),
        to_field_name="public_id",
    )


class ApproveForm(forms.Form):
    """Until when they may walk with somebody."""

    until = DayField(
        label=_("Active until (that day included)"),
        help_text=_("At most twelve months after the last record check."),
        widget=AdminDateInput,
    )


class DeclineForm(forms.Form):
    """Why it does not go on; for staff alone."""

    reason = forms.ChoiceField(label=_("Why"), choices=WHY_NOT)
    note = _lines(_("In your words"), required=False)


class NoteForm(forms.Form):
    """Why somebody is paused, or removed; for staff alone."""

    note = _lines(_("Why"), _("Staff alone read this. They are told nothing of it."))


class ModuleForm(forms.ModelForm[TrainingModule]):
    """A part of the training. A higher version has to be learnt anew."""

    class Meta:
        model = TrainingModule
        fields = ["title", "about", "version", "is_needed", "order"]


class PlaceForm(forms.ModelForm[ApprovedPlace]):
    """A public place at which two may meet."""

    class Meta:
        model = ApprovedPlace
        fields = ["name", "where", "is_open"]


class DropInForm(forms.Form):
    """An hour at which mentors come together."""

    starts_at = MomentField(label=_("Begins"), widget=AdminDateTimeInput)
    ends_at = MomentField(label=_("Ends"), widget=AdminDateTimeInput)
    where = forms.CharField(label=_("Where, or how to join online"), max_length=200)
