"""Stories: their page, and the lowest gate that every way to publish passes."""

import datetime as dt
import re
import secrets
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.blocks import StoryBlock, card_of, next_opportunities
from cms.fields import BodyField
from cms.models.consents import Audience, State, StoryConsent
from cms.models.exact_text import hash_of
from cms.models.gate import NoConsent, may_stay, missing
from cms.models.languages import InLanguages, below_in_all_languages, one_language_each
from cms.models.titles import NeutralTitles
from cms.panels import AdvicePanel
from opportunities.models import Interest, Motif

ADDRESS: Final = re.compile(r"[0-9a-f]{10}")
WORDS_A_MINUTE: Final = 200
# Saving only these changes nothing that a reader sees.
OF_THE_EDITOR: Final = {
    "latest_revision", "latest_revision_created_at", "has_unpublished_changes", "draft_title",
    "wagtail_admin_comments", "locked", "locked_at", "locked_by",
}  # fmt: skip


class StoryForm(WagtailAdminPageForm):
    """A new story begins as a draft, whatever was pressed: nothing typed is lost."""

    def save(self, commit: bool = True) -> Any:
        """Store what was typed."""
        if self.instance._state.adding:
            self.instance.live = False
        return super().save(commit)


class StoryQuerySet(PageQuerySet):
    """Questions about stories."""

    def told_to(self, user: Any, now: dt.datetime) -> "StoryQuerySet":
        """What this person may read at this moment: its consent runs, also when no clock does."""
        rows = self.live().filter(
            consent__revoked_at=None, consent__signed_at__lte=now, consent__expires_at__gt=now
        )
        rows = rows.exclude(consent__live_hash="")
        return rows if user.is_authenticated else rows.filter(consent__audience=Audience.ANYONE)


class StoryPage(InLanguages, NeutralTitles, Page):
    """Somebody's story, in their words. It is public only with their consent to exactly this.

    Its address is a number: the words of a title would stay in it, and in what links to it, when
    the story is taken back.
    """

    lead = models.CharField(_("lead"), max_length=200, blank=True)
    told_by = models.CharField(
        _("told by"),
        max_length=60,
        blank=True,
        help_text=_("The name that the teller chose, or nothing. Never another one."),
    )
    themes = models.CharField(
        _("difficult themes"),
        max_length=160,
        blank=True,
        help_text=_("For example “loss and illness”. It stands before the story, which is folded."),
    )
    motif = models.CharField(_("drawing"), max_length=20, choices=Motif.choices, default="table")
    picture = models.ForeignKey(
        "cms.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
        help_text=_("Instead of the drawing, and only if the teller said yes to such a photo."),
    )
    picture_alt = models.CharField(_("what the photo shows"), max_length=200, blank=True)
    picture_caption = models.CharField(_("caption"), max_length=200, blank=True)
    body = BodyField(StoryBlock(), verbose_name=_("story"), blank=True)
    interest = models.ForeignKey(
        Interest,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("something like it to try"),
    )

    objects = PageManager.from_queryset(StoryQuerySet)()

    base_form_class = StoryForm
    # Its translation is written as a whole and goes the way of any story: teller, second reader.
    localize_default_translation_mode = "simple"
    template = "cms/story_page.html"
    parent_page_types: ClassVar[list[str]] = ["cms.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        HelpPanel(template="cms/admin/story_panel.html", heading=_("What the teller said")),
        AdvicePanel(heading=_("Before you publish"), of_the_teller=True),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("told_by"),
        FieldPanel("themes"),
        MultiFieldPanel(
            [
                FieldPanel("motif"),
                FieldPanel("picture"),
                FieldPanel("picture_alt"),
                FieldPanel("picture_caption"),
            ],
            heading=_("Picture: a drawing first"),
        ),
        FieldPanel("body"),
        FieldPanel("interest"),
    ]
    promote_panels = [FieldPanel("search_description")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Give it its number before anything makes an address of its title."""
        self._number_it()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """The same where a draft is saved."""
        self._number_it()
        super().minimal_clean()

    def _number_it(self) -> None:
        if not ADDRESS.fullmatch(self.slug or ""):
            self.slug = secrets.token_hex(5)

    def clean(self) -> None:
        """A photo has words; nothing is planned for a day on which the consent is over."""
        super().clean()
        if self.picture_id and not self.picture_alt.strip():
            raise ValidationError({"picture_alt": _("Say what the photo shows.")})
        consent = self.consent_or_none
        ends = consent.expires_at if consent else None
        if self.go_live_at and ends and self.go_live_at >= ends:
            raise ValidationError({"go_live_at": _("The teller’s consent is over by then.")})

    @property
    def consent_or_none(self) -> StoryConsent | None:
        """What its teller said, asked of the database: it may be taken back at any moment."""
        return StoryConsent.objects.filter(page_id=self.pk).first() if self.pk else None

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish or plan it. Raises NoConsent before anything is changed."""
        page = revision.as_object()
        planned = page.go_live_at
        now = timezone.now()
        self._refuse(missing(page, max(now, planned) if planned else now))
        return super().publish(revision, *args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Keep a version. Words that the teller has not approved go back to them to be read."""
        revision = super().save_revision(*args, **kwargs)
        signed = StoryConsent.objects.filter(page_id=self.pk, revoked_at=None)
        signed = signed.exclude(approved_hash__in=["", hash_of(self)])
        signed.update(state=State.TELLER_REVIEW)
        return revision

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it. Every way to publish ends here, and here a live story needs a living consent
        to exactly these words: button, workflow, clock, command, copy, or a program.

        Raises NoConsent; for a translation that was to show its original's words, too.
        """
        if self.alias_of_id and self.alias_of.locale_id != self.locale_id:
            self._refuse([str(_("A story has no page of its own where it is not translated."))])
        only = kwargs.get("update_fields")
        if only is not None and set(only) <= OF_THE_EDITOR:
            super().save(*args, **kwargs)
            return
        consent = self.consent_or_none
        is_shown = bool(consent and consent.live_hash and consent.live_hash == hash_of(self))
        if self.live:
            now = timezone.now()
            self._refuse([] if is_shown and may_stay(self, consent, now) else missing(self, now))
        super().save(*args, **kwargs)
        shown = hash_of(self) if self.live else ""
        if consent is not None and consent.live_hash != shown:
            state = State.PUBLISHED if self.live else consent.state
            StoryConsent.objects.filter(pk=consent.pk).update(live_hash=shown, state=state)

    @staticmethod
    def _refuse(reasons: list[str]) -> None:
        if reasons:
            raise NoConsent(reasons)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Raise Http404 where it is not told; there may be another language that is."""
        self._refuse_reader(request)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Raise Http404 where it is not told, however a reader got here."""
        self._refuse_reader(request)
        return super().serve(request, *args, **kwargs)

    def _refuse_reader(self, request: HttpRequest) -> None:
        """Raise Http404 where no consent runs for these words at this second, whatever became of
        the page meanwhile, and where it is told only to people who have an account."""
        consent = self.consent_or_none
        if consent is None or not may_stay(self, consent, timezone.now()):
            raise Http404
        if consent.audience != Audience.ANYONE and not request.user.is_authenticated:
            raise Http404

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one thing to try, and three more stories."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        rows = next_opportunities(
            kind="",
            interest=self.interest.slug if self.interest else "",
            limit=1,
            user=request.user,
            now=now,
        )
        others = below_in_all_languages(self.get_parent(), StoryPage).told_to(request.user, now)
        others = others.exclude(translation_key=self.translation_key)
        context["cards"] = [card_of(row) for row in rows]
        newest = others.order_by("-first_published_at", "-pk")[:6]
        context["others"] = one_language_each(newest)[:3]
        return context

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        words = " ".join(str(part) for part in self.get_indexed_body())
        return max(1, round(len(words.split()) / WORDS_A_MINUTE))

    def get_indexed_body(self) -> list[str]:
        """The words of the story."""
        found: list[str] = self.body.stream_block.get_searchable_content(self.body)
        return found
