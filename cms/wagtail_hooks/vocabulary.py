"""The words that partners choose from."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from opportunities.models import (
    Area,
    Caution,
    Goal,
    Interest,
    Language,
    PracticalNeed,
    Skill,
)


class WordViewSet(SnippetViewSet):
    """What every vocabulary shows."""

    list_display = ["label", "slug", "order"]
    search_fields = ["label", "slug"]
    ordering = ["order", "label"]
    add_to_reference_index = False
    panels: list[Any] = [FieldPanel("label"), FieldPanel("slug"), FieldPanel("order")]


class InterestViewSet(WordViewSet):
    """What a thing is about."""

    model = Interest
    icon = "tag"


class PracticalNeedViewSet(WordViewSet):
    """What makes it possible to come."""

    model = PracticalNeed
    icon = "tick"
    panels = [*WordViewSet.panels, FieldPanel("absent_label")]


class GoalViewSet(WordViewSet):
    """What people want to get out of it."""

    model = Goal
    icon = "pick"


class SkillViewSet(WordViewSet):
    """What can be learnt or is of use."""

    model = Skill
    icon = "clipboard-list"


class CautionViewSet(WordViewSet):
    """What not everybody wants, so that it is said before."""

    model = Caution
    icon = "warning"


class LanguageViewSet(WordViewSet):
    """Languages that are spoken."""

    model = Language
    icon = "globe"


class AreaViewSet(WordViewSet):
    """Parts of town, with their centres."""

    model = Area
    icon = "site"
    panels = [*WordViewSet.panels, FieldPanel("latitude"), FieldPanel("longitude")]


class VocabularyGroup(SnippetViewSetGroup):
    """All vocabularies under one entry of the menu."""

    items = (
        InterestViewSet,
        PracticalNeedViewSet,
        GoalViewSet,
        SkillViewSet,
        CautionViewSet,
        LanguageViewSet,
        AreaViewSet,
    )
    menu_label = _("Words")
    menu_icon = "tag"
    menu_name = "words"
    menu_order = 310
    add_to_admin_menu = True
