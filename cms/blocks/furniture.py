"""What stands on every page: columns of the footer, and numbers to ring."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import examples
from cms.blocks.links import LinkBlock


class FooterColumnBlock(blocks.StructBlock):
    """One column of links at the foot of every page."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=60)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("Column")
        preview_template = "cms/blocks/previews/column.html"
        preview_value = staticmethod(examples.column)
        description = _("A heading and links below it, at the foot of every page.")


class ElsewhereBlock(blocks.StructBlock):
    """Whom to ring in an emergency in another country than the site's own."""

    country = blocks.CharBlock(label=_("Country"), max_length=40)
    number = blocks.RegexBlock(
        label=_("Emergency number"),
        regex=r"^[0-9+()\- ]{2,24}$",
        error_messages={"invalid": _("Only digits, spaces, +, - and brackets.")},
    )
    note = blocks.CharBlock(
        label=_("Note"),
        required=False,
        max_length=120,
        help_text=_("For example what to do if you cannot speak."),
    )

    class Meta:
        icon = "globe"
        label = _("Country")
        preview_template = "cms/blocks/previews/elsewhere.html"
        preview_value = staticmethod(examples.elsewhere)
        description = _("Whom to ring in an emergency in one other country.")


def _said(label: Any, help_text: Any = "") -> blocks.CharBlock:
    """A few words on a number that may be left out."""
    return blocks.CharBlock(label=label, help_text=help_text, required=False, max_length=120)


class CrisisLineBlock(blocks.StructBlock):
    """A number to ring, in one country. It is shown only with the day on which it was checked."""

    name = blocks.CharBlock(label=_("Name"), max_length=80)
    number = blocks.RegexBlock(
        label=_("Number"),
        regex=r"^[0-9+()\- ]{2,24}$",
        error_messages={"invalid": _("Only digits, spaces, +, - and brackets.")},
    )
    country = blocks.CharBlock(
        label=_("Country"),
        max_length=40,
        help_text=_("From where it can be rung. It stands beside the number."),
    )
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=120)
    card_name = blocks.CharBlock(
        label=_("Name on a pocket card"),
        required=False,
        max_length=20,
        help_text=_("A short word that says nothing to who finds it. Empty: it is on no card."),
    )
    who_for = _said(_("Who it is for"))
    text = _said(_("By text message"), _("For example “Send HOME to 741741”."))
    chat = blocks.URLBlock(label=_("Chat"), required=False, help_text=_("The address of its page."))
    relay = _said(_("TTY or relay"), _("For who does not hear well."))
    hours = _said(_("When somebody answers"))
    languages = _said(_("Languages"))
    cost = _said(_("Cost"))
    confidential = _said(_("What stays between you and them"))
    police = _said(_("When they tell the police"), _("As they say it themselves. Ask them."))
    bill = _said(_("On the bill"), _("Whether a call or a text shows there."))
    verified_on = blocks.DateBlock(
        label=_("Checked on"),
        required=False,
        help_text=_(
            "The day you rang it. Without a day the line is not shown. After 180 days staff are "
            "asked to ring again; it stays where it is until they have."
        ),
    )
    verified_by = _said(_("Checked by"), _("For colleagues. It is shown to nobody else."))
    source = blocks.URLBlock(
        label=_("Where it stands"), required=False, help_text=_("Their own page, for colleagues.")
    )
    is_off = blocks.BooleanBlock(
        label=_("Off for now"), required=False, help_text=_("It is kept here and shown nowhere.")
    )

    class Meta:
        icon = "help"
        label = _("Line")
        preview_template = "cms/blocks/previews/line.html"
        preview_value = staticmethod(examples.line)
        description = _("One number to ring. Without the day of its check it is not shown.")
