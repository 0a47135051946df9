"""Pictures that editors upload."""

from __future__ import annotations

import io
import uuid
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import ImageOps
from wagtail.images.models import AbstractImage, AbstractRendition

from cms.models.titles import PICTURE, refuse_watched

FORMATS = {"JPEG", "PNG", "WEBP", "AVIF"}


class UnreadablePicture(ValueError):
    """The file is no picture of a kind that we keep."""


def without_metadata(upload: Any) -> ContentFile[bytes]:
    """The same picture, turned upright, with nothing but its pixels and colour profile.

    Pasting the pixels into a fresh picture is the only way that loses comments, too (safety.md,
    decision 7). Raises UnreadablePicture.
    """
    upload.seek(0)
    with Pillow.open(upload) as opened:
        if opened.format not in FORMATS:
            raise UnreadablePicture(opened.format)
        kind, profile = opened.format, opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(opened)
        if upright.mode == "P":
            upright = upright.convert("RGBA")
        clean = Pillow.new(upright.mode, upright.size)
        clean.paste(upright)
    kept = io.BytesIO()
    clean.save(kept, kind, icc_profile=profile, quality=90)
    return ContentFile(kept.getvalue())


class Picture(AbstractImage):
    """An uploaded picture: where and with what it was taken never reaches the disk (safety.md #30).

    Its file has a name of our own: people's names and places stand in file names.
    """

    admin_form_fields = ("title", "file", "description", "collection", "tags")

    class Privacy:
        of = ""
        fields = {"*": "plain", "uploaded_by_user": "other"}

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_picture", "Can choose picture")]

    def clean(self) -> None:
        """Refuse a watched word in the title; a description says what is seen (safety.md #10)."""
        super().clean()
        refuse_watched({"title": (self.title, PICTURE)})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Clean a file that was just uploaded, then save."""
        if self.file and not self.file._committed:
            ending = PurePath(self.file.name).suffix.lower()
            clean = without_metadata(self.file.file)
            self.file.save(f"{uuid.uuid4().hex}{ending}", clean, save=False)
            self._set_file_hash()
            self.file_size = clean.size
            self.width, self.height = self.file.width, self.file.height
        super().save(*args, **kwargs)


class PictureRendition(AbstractRendition):
    """A smaller copy of a picture, made from the clean file."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Privacy:
        of = ""
        fields = {"*": "plain"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_of_a_kind_once"
            )
        ]
