"""What is offered: the text, which editors and staff revise, and a few operational columns."""

import datetime as dt
import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel, get_all_child_m2m_relations
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from community.organisations.models import Organisation, public_organisation, site_day
from community.people.models import default_language, offered_languages
from community.safety.cache import forget_kept_pages

from .joining import Course, Joining, Notice
from .kind import Commitment, Kind, Motif
from .reading import Another, another_language
from .vocabulary import Area, Caution, Goal, Interest, Language, PracticalNeed, Skill
from .wording import validate_neutral_title

REPORTED = "reported"  # why it is held, when somebody said that something isn't right
FLAGGED = "flagged"  # why it is held, when its words have a red flag nobody has looked at


def public_opportunity(now: dt.datetime, prefix: str = "") -> Q:
    """The rule for "public", for use through a relation (safety.md #16, #55).

    Published, not held by staff, and of an organisation that is verified on that day.
    `prefix` is the path to the opportunity with its trailing underscores ("opportunity__").
    """
    return Q(**{f"{prefix}live": True, f"{prefix}held_at": None}) & public_organisation(
        site_day(now), f"{prefix}organisation__"
    )


def filter_word(name: str, value: int | str) -> str:
    """One word of `Opportunity.filter_words`. The digit at its end keeps stemming away from it."""
    return f"x{name}{value}0"


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    """Questions about opportunities."""

    def public(self, now: dt.datetime) -> "OpportunityQuerySet":
        """What a stranger may see."""
        return self.filter(public_opportunity(now))

    def upcoming(self, now: dt.datetime) -> "OpportunityQuerySet":
        """Opportunities with a session that has not begun, or that people may ask about.

        Of those without a session `next_session_at` is when asking ends, so that one index has
        both in order (docs/decisions/0017-times-that-are-agreed-on.md).
        """
        return self.filter(next_session_at__gt=now)


class Opportunity(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """Something to do, offered by one organisation.

    Its text is revisioned and moderated: a partner edits a draft while the live text stays up.
    Its operations (`OPERATIONAL`, sessions, sign-ups) are no part of a revision: publishing an
    older one changes none of them.
    """

    OPERATIONAL = (
        "public_id",
        "organisation",
        "held_at",
        "held_reason",
        "next_session",
        "next_session_at",
        "asked_until",
        "opened_at",
        "course",
        "source",
        "external_id",
        "created_at",
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="opportunities"
    )

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=120, validators=[validate_neutral_title])
    summary = models.CharField(_("in one or two sentences"), max_length=300)
    description = models.TextField(_("what you do together"), blank=True, max_length=6000)
    rhythm = models.CharField(
        _("how often"), max_length=60, blank=True, help_text=_("“Every Tuesday”, “One day”.")
    )
    who_comes = models.CharField(_("who comes"), max_length=200, blank=True)
    bring = models.CharField(_("what to bring or wear"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=80, default=_("Free"))
    ask_for = models.CharField(
        _("who to ask for"),
        max_length=160,
        blank=True,
        help_text=_("A first name and how to know them: “Rosa. She wears a yellow hat.”"),
    )
    motif = models.CharField(_("drawing"), max_length=10, choices=Motif, default=Motif.TABLE)
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="opportunities"
    )
    postcode = models.CharField(
        _("ZIP code"),
        max_length=10,
        blank=True,
        help_text=_("Used for distances only; its centre stands for the place."),
    )
    latitude = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    place = models.CharField(
        _("exact place"),
        max_length=200,
        blank=True,
        help_text=_("Shown only to people who have a place."),
    )
    getting_there = models.CharField(
        _("getting there"),
        max_length=300,
        blank=True,
        help_text=_("Shown only to people who have a place."),
    )
    arrival = models.TextField(
        _("when you arrive, one step a line"),
        max_length=1000,
        blank=True,
        help_text=_("Shown only to people who have a place."),
    )
    rules = models.TextField(
        _("rules of the room, one a line"),
        max_length=1000,
        blank=True,
        help_text=_("Everybody reads them before they ask for a place, and says that they have."),
    )
    interests = ParentalManyToManyField(Interest, blank=True, related_name="opportunities")
    needs = ParentalManyToManyField(PracticalNeed, blank=True, related_name="opportunities")
    written_in = models.CharField(
        _("language of these words"),
        max_length=10,
        choices=offered_languages,
        default=default_language,
        help_text=_("Whoever reads another language is told so before they open it."),
    )
    languages = ParentalManyToManyField(Language, blank=True, related_name="opportunities")
    goals = ParentalManyToManyField(
        Goal, blank=True, related_name="opportunities", verbose_name=_("helps with")
    )
    teaches = ParentalManyToManyField(
        Skill, blank=True, related_name="taught_at", verbose_name=_("what can be learnt")
    )
    uses = ParentalManyToManyField(
        Skill, blank=True, related_name="of_use_at", verbose_name=_("skills that are of use")
    )
    cautions = ParentalManyToManyField(
        Caution, blank=True, related_name="opportunities", verbose_name=_("to know before")
    )
    commitment = models.CharField(
        _("how much of it"), max_length=8, choices=Commitment, blank=True, default=""
    )
    joining = models.CharField(
        _("how people get a place"), max_length=8, choices=Joining, default=Joining.INSTANT
    )
    notice_hours = models.PositiveSmallIntegerField(
        _("when you would like to know who can’t come"),
        choices=Notice,
        default=Notice.NONE,
        help_text=_("A wish and never a wall: people can give a place back at any time."),
    )

    held_at = models.DateTimeField(null=True, blank=True)
    held_reason = models.CharField(max_length=200, blank=True)
    next_session = models.ForeignKey(
        "opportunities.Session",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    next_session_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked_until = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="Until when people may ask to take part at a time that is agreed on.",
    )
    opened_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When it was first found to be public, by the tick that tells of what opens.",
    )
    course = models.CharField(
        _("how its dates belong together"),
        max_length=8,
        choices=Course,
        blank=True,
        default=Course.NONE,
        editable=False,
        help_text="No words: set where its dates are set, see `actions.courses`.",
    )
    source = models.CharField(max_length=40, blank=True, editable=False)
    external_id = models.CharField(max_length=80, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OpportunityQuerySet.as_manager()

    # `save` does it: modelsearch would index before interests and needs are written.
    search_auto_update = False
    search_fields = [
        index.SearchField("title", boost=4),
        index.SearchField("summary", boost=2),
        index.SearchField("description"),
        index.SearchField("filter_words"),
        index.RelatedFields("organisation", [index.SearchField("name")]),
        index.FilterField("live"),
        index.FilterField("next_session_at"),
    ]

    class Privacy:
        of = ""
        fields = {"*": "plain", "locked_by": "other"}

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        indexes = [
            models.Index(
                fields=["next_session_at", "id"],
                name="opportunity_soonest_first",
                condition=Q(live=True, held_at=None),
            ),
            models.Index(
                fields=["opened_at", "id"],
                name="opportunity_newly_open",
                condition=Q(live=True, held_at=None),
            ),
            # The search index stores ids as text; without this a search joins row by row.
            models.Index(Cast("id", CharField(max_length=50)), name="opportunity_id_as_text"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                name="opportunity_of_a_source_once",
                condition=~Q(external_id=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def held_words(self) -> Any:
        """Why it is held, as its organisation reads it: not who said something, nor which rule."""
        if self.held_reason in {REPORTED, FLAGGED}:
            return _("Staff are looking at it again. They will write to you.")
        return self.held_reason

    @property
    def another_language(self) -> Another | None:
        """The language of its words, if whoever reads now reads another."""
        return another_language(self.written_in)

    @property
    def arrival_steps(self) -> list[str]:
        """What to do at the door, a line each."""
        return [line.strip() for line in self.arrival.splitlines() if line.strip()]

    @property
    def room_rules(self) -> list[str]:
        """What everybody keeps to there, a line each."""
        return [line.strip() for line in self.rules.splitlines() if line.strip()]

    @property
    def is_group(self) -> bool:
        """Whether it is a support group (docs/decisions/0032-first-contact.md)."""
        return self.kind == Kind.GROUP

    @property
    def asks_first(self) -> bool:
        """Whether each person is answered first. Nobody is in a support group before a talk with
        who leads it, however the posting says that people get a place."""
        return self.is_group or self.joining != Joining.INSTANT

    def save(self, **kwargs: Any) -> None:
        """Save, and keep the search index in step unless only named columns are saved.

        Operational columns of a row that is there are written by name alone: an object that was
        read before a hold and is published after it would lift the hold again.
        """
        is_whole = kwargs.get("update_fields") is None
        if is_whole and not self._state.adding:
            kwargs["update_fields"] = self._words()
        super().save(**kwargs)
        if is_whole:
            index.insert_or_update_object(self)
            forget_kept_pages()  # it may have been unpublished

    def _words(self) -> set[str]:
        """Names of everything that is text, and so may come from a revision."""
        columns = {field.name for field in self._meta.concrete_fields if not field.primary_key}
        deferred = {self._meta.get_field(name).name for name in self.get_deferred_fields()}
        chosen = {field.name for field in get_all_child_m2m_relations(type(self))}
        return (columns | chosen) - deferred - set(self.OPERATIONAL)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, also from pages that are kept for strangers."""
        forget_kept_pages()
        return super().delete(*args, **kwargs)

    def filter_words(self) -> str:
        """What it is filtered by, as words of the search index.

        A text search asks for them beside the text, so that one index finds "food, in Northgate,
        no ID needed" in a million (docs/decisions/0006-the-list.md).
        """
        words = [filter_word("kind", self.kind)]
        if self.area_id and self.kind != Kind.GROUP:
            words.append(filter_word("area", self.area_id))
        words += [filter_word("interest", word.pk) for word in self.interests.all()]
        words += [filter_word("need", word.pk) for word in self.needs.all()]
        return " ".join(words)

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """What staff see of a draft before it is public."""
        return "opportunities/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """The words of the draft, as somebody with a place would read them."""
        return {
            "opportunity": self,
            "organisation": self.organisation,
            "part_of_town": self.area,
            "languages": list(self.languages.all()),
            "needs": list(self.needs.all()),
            "sees_place": True,
        }

    def with_content_json(self, content: Any) -> Any:
        """Rebuild from a revision, but keep what is operational as it is now.

        Without this, publishing an older revision would move an opportunity to its old
        organisation or lift a hold (measured; docs/decisions/0004-moderation.md).
        """
        rebuilt = super().with_content_json(content)
        for name in self.OPERATIONAL:
            attname = self._meta.get_field(name).attname
            setattr(rebuilt, attname, getattr(self, attname))
        return rebuilt

    @property
    def is_course(self) -> bool:
        """Whether people take part in all its dates or in none (docs/decisions/0023-courses.md)."""
        return self.course != Course.NONE

    def is_public(self, now: dt.datetime) -> bool:
        """Whether a stranger may see it; the same rule as `public(now)`."""
        return self.live and self.held_at is None and self.organisation.is_public(site_day(now))

    def is_asked(self, now: dt.datetime) -> bool:
        """Whether people may ask to take part at a time that is agreed on."""
        return self.asked_until is not None and self.asked_until > now and self.is_public(now)
