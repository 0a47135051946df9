"""What an editor is asked about a service, and how the list of services is narrowed."""

from typing import Any, Final

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from community.support.models import Place, PlaceIsSecret, PlaceKind, Service, tells_a_place
from community.support.models.telling import NUMBERS, said

from .told import ToldForm

OF_A_SERVICE: Final = (
    "phones", "weekly_hours", "other_hours", "languages", "papers", "at_places",
)  # fmt: skip


class ServiceForm(ToldForm):
    """A service with all that belongs to it; a secret place is refused in each part of it."""

    def clean(self) -> dict[str, Any]:
        """Look at the other forms too: they are on the same page, and saved with this one."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("is_confidential"):
            for name in OF_A_SERVICE:
                if name in self.formsets:
                    self._refuse_places(name)
        return cleaned

    def refusal(self, name: str, words: str) -> str:
        """Nor does any language tell where a secret one is."""
        return said() if self.cleaned_data.get("is_confidential") and tells_a_place(words) else ""

    def _refuse_places(self, name: str) -> None:
        for form in self.formsets[name].forms:
            if not form.is_valid() or form.cleaned_data.get("DELETE"):
                continue
            for field, value in list(form.cleaned_data.items()):
                is_number = field in NUMBERS
                if isinstance(value, str) and tells_a_place(value, is_number=is_number):
                    form.add_error(field, said())
                    self.add_error(None, said())
                elif isinstance(value, Place) and value.kind != PlaceKind.VIRTUAL:
                    form.add_error(field, str(PlaceIsSecret()))
                    self.add_error("is_confidential", str(PlaceIsSecret()))


class ServiceFilterSet(WagtailFilterSet):
    """Narrow the list to what needs doing."""

    due = django_filters.BooleanFilter(
        label=_("To be checked now"), method="by_due", widget=forms.CheckboxInput
    )
    again = django_filters.BooleanFilter(
        label=_("Words in another language to look at again"),
        method="by_again",
        widget=forms.CheckboxInput,
    )

    class Meta:
        model = Service
        fields = ["headings", "is_live", "is_confidential", "status", "due", "again"]

    def by_due(self, rows: QuerySet[Service], name: str, value: bool) -> QuerySet[Service]:
        """Those whose next check is over."""
        return rows.filter(next_check__lte=timezone.localdate()) if value else rows

    def by_again(self, rows: QuerySet[Service], name: str, value: bool) -> QuerySet[Service]:
        """Those with words in another language that are not shown, for the original changed."""
        again = Service.objects.to_look_at_again() if value else []
        return rows.filter(pk__in=[one.pk for one in again]) if value else rows
