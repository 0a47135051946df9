"""Blocks that run from edge to edge: a quote, steps, promises, and cards that lead on."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import examples
from cms.blocks.links import LinkBlock
from opportunities.models import Kind, Motif

ICONS = [
    ("person", _("Person")),
    ("eye", _("Eye")),
    ("clock", _("Clock")),
    ("lock", _("Lock")),
    ("leaf", _("Leaf")),
    ("calendar", _("Calendar")),
    ("info", _("Information")),
]


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with a drawing beside them."""

    kicker = blocks.CharBlock(label=_("Small line above"), required=False, max_length=40)
    words = blocks.TextBlock(label=_("Their words"), max_length=600, rows=3)
    who = blocks.CharBlock(label=_("Who said it"), required=False, max_length=120)
    motif = blocks.ChoiceBlock(label=_("Drawing"), choices=Motif.choices, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "cms/blocks/quote.html"
        preview_value = staticmethod(examples.quote)
        description = _("A few words that somebody said, with a drawing beside them.")


class StepBlock(blocks.StructBlock):
    """One numbered step."""

    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.CharBlock(label=_("Text"), max_length=300)


class StepsBlock(blocks.StructBlock):
    """What happens next, one stone at a time."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2, max_num=5)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "cms/blocks/steps.html"
        preview_value = staticmethod(examples.steps)
        description = _("What happens next, in the order in which it happens: two to five.")


class PointBlock(blocks.StructBlock):
    """One promise with its icon."""

    icon = blocks.ChoiceBlock(label=_("Icon"), choices=ICONS, default="person")
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.CharBlock(label=_("Text"), max_length=300)


class PromisesBlock(blocks.StructBlock):
    """The band "You stay in charge"."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    lead = blocks.CharBlock(label=_("Lead"), required=False, max_length=200)
    points = blocks.ListBlock(PointBlock(), label=_("Points"), min_num=2, max_num=4)

    class Meta:
        icon = "tick-inverse"
        label = _("You stay in charge")
        template = "cms/blocks/promises.html"
        preview_value = staticmethod(examples.promises)
        description = _("Two to four promises with an icon each.")


class DoorBlock(blocks.StructBlock):
    """One card that leads on."""

    motif = blocks.ChoiceBlock(label=_("Drawing"), choices=Motif.choices)
    tint = blocks.ChoiceBlock(label=_("Colour of"), choices=Kind.choices, default=Kind.VOLUNTEER)
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.CharBlock(label=_("Text"), max_length=300)
    link = LinkBlock(label=_("Link"))


class DoorsBlock(blocks.StructBlock):
    """Cards that lead on."""

    heading = blocks.CharBlock(
        label=_("Heading"), max_length=120, help_text=_("Read aloud; not shown.")
    )
    doors = blocks.ListBlock(DoorBlock(), label=_("Cards"), min_num=1, max_num=6)

    class Meta:
        icon = "grip"
        label = _("Ways on")
        template = "cms/blocks/doors.html"
        preview_value = staticmethod(examples.doors)
        description = _("Cards that each lead to one page.")
