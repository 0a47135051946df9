"""What is offered: the text, which editors and staff revise, and a few operational columns."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_m2m_relations
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from community.organisations.models import Organisation, public_organisation, site_day
from community.safety.cache import forget_kept_pages

from .joining import Course
from .previewing import SeenBefore
from .words import PostingWords

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
    SeenBefore,
    index.Indexed,
    PostingWords,
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
        "place_changed_at",
        "source",
        "external_id",
        "created_at",
    )

    SAYS = frozenset({*PostingWords.TOLD, "in_other_languages", "written_in"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="opportunities"
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
    place_changed_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When its words last led people to another place.",
    )
    source = models.CharField(max_length=40, blank=True, editable=False)
    external_id = models.CharField(max_length=80, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # Where its row led people when this object was last saved, for who is told of another place.
    led_to: tuple[str, ...] | None = None

    objects = OpportunityQuerySet.as_manager()

    # `save` does it: modelsearch would index before interests and needs are written.
    search_auto_update = False
    search_fields = [
        index.SearchField("title", boost=4),
        index.SearchField("summary", boost=2),
        index.SearchField("description"),
        index.SearchField("titles_in_others", boost=4),
        index.SearchField("words_in_others"),
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

    def save(self, **kwargs: Any) -> None:
        """Save, and keep the search index in step unless only named columns are saved.

        Operational columns of a row that is there are written by name alone: an object that was
        read before a hold and is published after it would lift the hold again.
        """
        named = kwargs.get("update_fields")
        is_whole = named is None
        if named is None or not self.SAYS.isdisjoint(named):
            self.card_words = self.words_for_cards()
            kwargs["update_fields"] = None if named is None else {*named, "card_words"}
        if is_whole and not self._state.adding:
            kwargs["update_fields"] = self._words()
        super().save(**kwargs)
        if is_whole:
            self.__dict__.pop("filter_words", None)
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
