"""What editors build pages from. Each block is one part of the design, never free mark-up."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from opportunities.models import Interest, Kind, Motif, Opportunity, Session
from opportunities.permissions import not_avoided_by

# DESIGN.md 12: nothing else may come out of the editor.
RICH_TEXT = ["h2", "h3", "bold", "link", "ol", "ul", "blockquote"]

ICONS = [
    ("person", _("Person")),
    ("eye", _("Eye")),
    ("clock", _("Clock")),
    ("lock", _("Lock")),
    ("leaf", _("Leaf")),
    ("calendar", _("Calendar")),
    ("info", _("Information")),
]
TONES = [("info", _("Information")), ("good", _("Good news")), ("warn", _("Please note"))]


class LinkValue(blocks.StructValue):
    """A link with its address worked out."""

    @property
    def url(self) -> str:
        """The page's path, or the address that was typed."""
        page = self.get("page")
        return (page.url or "") if page else self.get("address", "")


class LinkBlock(blocks.StructBlock):
    """A link to a page of this site, or to one of its other addresses ("/opportunities/")."""

    text = blocks.CharBlock(label=_("Words"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = blocks.RegexBlock(
        label=_("Or a path on this site"),
        regex=r"^/(?!/)[\w\-/?=&.#]*$",
        required=False,
        error_messages={"invalid": _("Begin with one slash, like /opportunities/.")},
    )

    class Meta:
        icon = "link"
        value_class = LinkValue

    def clean(self, value: Any) -> Any:
        """Refuse a link with two targets or with none."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            problem = ValidationError(_("Choose a page or type a path, one of the two."))
            raise StructBlockValidationError({"page": problem})
        return cleaned


class HeadingBlock(blocks.StructBlock):
    """A heading of the page."""

    text = blocks.CharBlock(label=_("Words"), max_length=120)

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    """An uploaded picture with words for those who cannot see it, or a drawing."""

    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(
        label=_("What the picture shows"),
        required=False,
        max_length=200,
        help_text=_("For people who cannot see it. Not needed for a drawing."),
    )
    motif = blocks.ChoiceBlock(label=_("Or a drawing"), choices=Motif.choices, required=False)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"

    def clean(self, value: Any) -> Any:
        """Refuse a picture without words, and a block with both or neither."""
        cleaned = super().clean(value)
        if bool(cleaned["image"]) == bool(cleaned["motif"]):
            problem = ValidationError(_("Choose a picture or a drawing, one of the two."))
            raise StructBlockValidationError({"image": problem})
        if cleaned["image"] and not cleaned["alt"].strip():
            problem = ValidationError(_("Say what the picture shows."))
            raise StructBlockValidationError({"alt": problem})
        return cleaned


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


class NoticeBlock(blocks.StructBlock):
    """A line that must be seen."""

    tone = blocks.ChoiceBlock(label=_("Kind"), choices=TONES, default="info")
    title = blocks.CharBlock(label=_("In bold"), max_length=120)
    text = blocks.CharBlock(label=_("Then"), required=False, max_length=300)

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "cms/blocks/notice.html"


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


def interest_choices() -> list[tuple[str, str]]:
    """The interests that editors may narrow a list to."""
    return list(Interest.objects.values_list("slug", "label"))


class ActivitiesBlock(blocks.StructBlock):
    """The next things to do, as cards. Only what is public at that moment."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    kind = blocks.ChoiceBlock(label=_("Only this kind"), choices=Kind.choices, required=False)
    interest = blocks.ChoiceBlock(
        label=_("Only this interest"), choices=interest_choices, required=False
    )
    limit = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=12, default=3)
    more = blocks.CharBlock(label=_("Words of the link to all"), required=False, max_length=60)

    class Meta:
        icon = "date"
        label = _("Activities")
        template = "cms/blocks/activities.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the opportunities (one query) and the address of the whole list."""
        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        person = getattr(request, "user", AnonymousUser())
        rows = next_opportunities(
            kind=value["kind"] or "",
            interest=value["interest"] or "",
            limit=value["limit"],
            user=person,
            now=timezone.now(),
        )
        context["cards"] = [card_of(row) for row in rows]
        narrowed = {k: value[k] for k in ("kind", "interest") if value[k]}
        context["all_url"] = reverse("opportunities:find") + (
            f"?{urlencode(narrowed)}" if narrowed else ""
        )
        return context


def next_opportunities(
    *, kind: str, interest: str, limit: int, user: Any, now: dt.datetime
) -> list[Opportunity]:
    """What is public, not avoided by `user` and begins soonest, in one query for whole cards."""
    rows = Opportunity.objects.public(now).upcoming(now).filter(not_avoided_by(user))
    if kind:
        rows = rows.filter(kind=kind)
    if interest:
        rows = rows.filter(interests__slug=interest)
    rows = rows.select_related("organisation", "area", "next_session")
    return list(rows.order_by("next_session_at", "id")[:limit])


def card_of(opportunity: Opportunity) -> dict[str, Any]:
    """What `components/opportunity_card_up.html` shows."""
    session = opportunity.next_session
    return {
        "url": reverse("opportunities:detail", args=[opportunity.public_id]),
        "title": opportunity.title,
        "kind": opportunity.kind,
        "kind_label": opportunity.get_kind_display(),
        "motif": opportunity.motif,
        "organisation": opportunity.organisation.name,
        "where": _where(opportunity),
        "date": session.day if session else "",
        "time": session.hours if session else "",
        "places": _places(session) if session else "",
    }


def _where(opportunity: Opportunity) -> str:
    """The part of town; of a support group nothing (safety.md T11)."""
    if opportunity.kind == Kind.GROUP:
        return gettext("Place shared after you join")
    return opportunity.area.label if opportunity.area else ""


def _places(session: Session) -> str:
    """How many places are left, never as a number (safety.md #13)."""
    if session.is_full:
        return "full"
    if session.capacity is None:
        return "unlimited"
    return "few" if session.has_few_places else "open"


class BodyBlock(blocks.StreamBlock):
    """What a standard page is made of."""

    heading = HeadingBlock()
    text = blocks.RichTextBlock(
        label=_("Text"), features=RICH_TEXT, icon="pilcrow", template="cms/blocks/text.html"
    )
    picture = PictureBlock()
    quote = QuoteBlock()
    notice = NoticeBlock()
    steps = StepsBlock()
    activities = ActivitiesBlock()
    promises = PromisesBlock()
    doors = DoorsBlock()


class FooterColumnBlock(blocks.StructBlock):
    """One column of links at the foot of every page."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=60)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("Column")


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
