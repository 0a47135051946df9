"""What wagtail-localize keeps of pages, and how nothing of it is left (docs/decisions/0039).

It holds each page once more: whole as JSON, in sentences, and in the sentences of others. A
sentence stays after the page says something else, and after the page is gone.
"""

import uuid
from collections.abc import Collection
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
)
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.views.report import TranslationsReportView

# They protect what they stand in, and so go first.
SEGMENTS: Final = (OverridableSegment, RelatedObjectSegment, StringSegment, TemplateSegment)


@transaction.atomic
def forget_translations(keys: Collection[uuid.UUID]) -> None:
    """Delete all that is kept of pages with these keys, and each sentence that no page says."""
    of_theirs = Q(context__object_id__in=keys)
    for segment in SEGMENTS:
        segment.objects.filter(of_theirs | Q(source__object_id__in=keys)).delete()
    for said in (SegmentOverride, StringTranslation):
        said.objects.filter(of_theirs).delete()
    # With it go its sources, their logs, and what it was called in other pages.
    TranslatableObject.objects.filter(translation_key__in=keys).delete()
    String.objects.filter(segments=None).delete()
    Template.objects.filter(segments=None).delete()


def mend() -> None:
    """Two faults of wagtail-localize 1.14: a field of a block that was never filled in stops the
    translation of its page, and its report comes in no order."""
    extract, rows = StreamFieldSegmentExtractor.handle_block, TranslationsReportView.get_queryset

    def handle_block(self: Any, block_type: Any, block_value: Any, *more: Any, **how: Any) -> Any:
        return [] if block_value is None else extract(self, block_type, block_value, *more, **how)

    def get_queryset(self: Any) -> Any:
        return rows(self).order_by("-pk")

    StreamFieldSegmentExtractor.handle_block = handle_block
    TranslationsReportView.get_queryset = get_queryset
