"""What editors build pages from. Each block is one part of the design, never free mark-up."""

from .activities import ActivitiesBlock, card_of, interest_choices, next_opportunities
from .bands import (
    ICONS,
    DoorBlock,
    DoorsBlock,
    PointBlock,
    PromisesBlock,
    QuoteBlock,
    StepBlock,
    StepsBlock,
)
from .directory import DirectoryBlock
from .furniture import CrisisLineBlock, ElsewhereBlock, FooterColumnBlock
from .links import LinkBlock, LinkValue
from .pages import (
    BodyBlock,
    NumbersBlock,
    StoryBlock,
    StoryTeaserBlock,
    TextBlock,
    WordsBlock,
)
from .words import RICH_TEXT, TONES, HeadingBlock, NoticeBlock, PictureBlock

__all__ = [
    "ICONS",
    "RICH_TEXT",
    "TONES",
    "ActivitiesBlock",
    "BodyBlock",
    "CrisisLineBlock",
    "DirectoryBlock",
    "DoorBlock",
    "DoorsBlock",
    "ElsewhereBlock",
    "FooterColumnBlock",
    "HeadingBlock",
    "LinkBlock",
    "LinkValue",
    "NoticeBlock",
    "NumbersBlock",
    "PictureBlock",
    "PointBlock",
    "PromisesBlock",
    "QuoteBlock",
    "StepBlock",
    "StepsBlock",
    "StoryBlock",
    "StoryTeaserBlock",
    "TextBlock",
    "WordsBlock",
    "card_of",
    "interest_choices",
    "next_opportunities",
]
