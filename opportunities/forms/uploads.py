"""A file with many postings."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from community.organisations.models import Organisation


class UploadForm(forms.Form):
    """The file and, for who writes for several, of which organisation it is."""

    organisation = forms.ModelChoiceField(
        label=_("Of which organisation"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": _("Choose one of your organisations.")},
    )
    file = forms.FileField(
        label=_("A CSV file"),
        help_text=_("10,000 rows and 10 MB at most."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
        },
        widget=forms.FileInput(attrs={"class": "input", "accept": ".csv,text/csv"}),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        """`organisations`: those that the partner writes for."""
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if organisations.count() == 1:
            self.only = organisations.get()
            del self.fields["organisation"]

    def chosen(self) -> Organisation:
        """Whose postings these are."""
        organisation: Organisation = self.cleaned_data.get("organisation") or self.only
        return organisation
