"""What the operator sets for the whole site."""

from collections import Counter
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.blocks import CrisisLineBlock, ElsewhereBlock, FooterColumnBlock, LinkBlock
from cms.fields import BodyField
from cms.furniture import forget_furniture
from cms.models.titles import TITLE, refuse_watched
from community.safety.models import LeaveAddress

MOST_LINES: Final = 4  # of one country: more hides the one that somebody needs


class SiteSettingsForm(WagtailAdminModelForm):
    """The settings and, beside them, where "Leave this site" leads."""

    leave_address = forms.URLField(
        label=_("Where “Leave this site” leads"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_(
            "A popular, harmless page that is the same for everyone: the weather, the news. "
            "It starts with https://. Empty: the one that was set with the server."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = LeaveAddress.objects.filter(pk=1).first()
        self.fields["leave_address"].initial = chosen.address if chosen else ""

    def clean_leave_address(self) -> str:
        """Refuse an address that could give somebody away (safety.md #8)."""
        address: str = self.cleaned_data["leave_address"]
        if address:
            try:
                LeaveAddress(pk=1, address=address).clean()
            except ValidationError as refusal:
                raise ValidationError(refusal.messages) from None
        return address

    def save(self, commit: bool = True) -> Any:
        """Save both; an empty address goes back to the server's own."""
        saved = super().save(commit)
        address = self.cleaned_data.get("leave_address", "")
        if address:
            LeaveAddress.objects.update_or_create(pk=1, defaults={"address": address})
        else:
            LeaveAddress.objects.filter(pk=1).delete()
        return saved


@register_setting(icon="site")
class SiteSettings(BaseGenericSetting):
    """Name, town, menus, where "Leave this site" leads, and the numbers to ring."""

    site_name = models.CharField(
        _("site name"),
        max_length=40,
        default="Onward",
        help_text=_("It stands in every page title: choose one that says nothing about anyone."),
    )
    town = models.CharField(_("town"), max_length=60, blank=True)
    navigation = BodyField(
        [("link", LinkBlock())], verbose_name=_("main menu"), blank=True, max_num=5
    )
    footer = BodyField(
        [("column", FooterColumnBlock())], verbose_name=_("footer"), blank=True, max_num=4
    )
    country = models.CharField(
        _("country"),
        max_length=40,
        blank=True,
        help_text=_(
            "Its numbers stand on every page until a visitor chooses another country. Empty: the "
            "country of the first number below."
        ),
    )
    emergency_number = models.CharField(
        _("emergency number"),
        max_length=24,
        blank=True,
        validators=[RegexValidator(r"^[0-9+()\- ]{2,24}$", _("Only digits and spaces."))],
    )
    emergency_note = models.CharField(
        _("note on the emergency number"),
        max_length=120,
        blank=True,
        help_text=_("For example what to do if you cannot speak."),
    )
    crisis_lines = BodyField(
        [("line", CrisisLineBlock())],
        verbose_name=_("numbers on every page"),
        blank=True,
        max_num=24,
        help_text=_(
            "They stand on every public page, so choose names that say nothing about anyone. At "
            "most four in each country."
        ),
    )
    elsewhere = BodyField(
        [("country", ElsewhereBlock())],
        verbose_name=_("emergency numbers of other countries"),
        blank=True,
        max_num=12,
        help_text=_("A visitor can choose one of these countries, and sees its numbers instead."),
    )

    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("site_name"), FieldPanel("town")], heading=_("The site")),
            MultiFieldPanel(
                [FieldPanel("navigation"), FieldPanel("footer")], heading=_("Menus on every page")
            ),
            MultiFieldPanel(
                [
                    FieldPanel("country"),
                    FieldPanel("emergency_number"),
                    FieldPanel("emergency_note"),
                    FieldPanel("elsewhere"),
                    FieldPanel("crisis_lines"),
                ],
                heading=_("Numbers to ring"),
            ),
            MultiFieldPanel([FieldPanel("leave_address")], heading=_("Safety")),
            HelpPanel(template="cms/settings_sender.html", heading=_("Sender of messages")),
        ],
        base_form_class=SiteSettingsForm,
    )

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("site settings")

    def clean(self) -> None:
        """Refuse a watched word in the name that ends every title (safety.md #10), and numbers
        that nobody would be shown as they should be (#62)."""
        super().clean()
        refuse_watched({"site_name": (self.site_name, TITLE)})
        self._check_countries()

    def _check_countries(self) -> None:
        """A country is written in one way, has an emergency number and at most four others."""
        lines = [line.value["country"] for line in self.crisis_lines if line.value["country"]]
        known = {block.value["country"].casefold() for block in self.elsewhere}
        known.add((self.country or next(iter(lines), "")).casefold())
        for country in lines:
            if country.casefold() not in known:
                problem = _(
                    "There is no emergency number for “%(country)s”. Add one under “Emergency "
                    "numbers of other countries”, and write the country in the same way."
                )
                raise ValidationError({"crisis_lines": problem % {"country": country}})
        counted = Counter(country.casefold() for country in lines)
        if any(number > MOST_LINES for number in counted.values()):
            raise ValidationError({"crisis_lines": _("At most four numbers in each country.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the furniture be built anew."""
        super().save(*args, **kwargs)
        forget_furniture()

    @property
    def sender(self) -> str:
        """The address that messages leave from; it is set where the server is set up."""
        return settings.DEFAULT_FROM_EMAIL
