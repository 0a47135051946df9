"""What editors upload gets a title and a file name of our own; theirs is kept nowhere (#30).
A document is cleaned before anything of it is stored.

Names of people and places stand in file names. Wagtail takes the file's name as the title, and a
document is offered to everybody under it.
"""

import re
import uuid
from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.documents import UnfitDocument, document_without_metadata, refuse_large
from cms.models.titles import DOCUMENT, watched

LONGEST: Final = 200


class NotOnDisk(FileUploadHandler):
    """Lets a directory that is brought in come into memory or not at all: it may say where a safe
    house stands, and Django writes what is larger to a disk before any form looks at it."""

    request: Any
    is_refused = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 (so Django calls it)
        content_length: int,
        *more: Any,
        **named: Any,
    ) -> None:
        """Look at how large it is before any of it comes."""
        is_too_large = content_length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        self.is_refused = is_too_large and self.request.path == reverse("desk_directory_files")
        self.request.is_too_large = self.is_refused

    def new_file(self, *which: Any, **named: Any) -> None:
        """Raise SkipFile for one that is not read."""
        if self.is_refused:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave it to the next one."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the next one."""


def is_name_of(title: str, file_name: str) -> bool:
    """Whether a title is what the file was called, whatever stands between its words.

    Long names are cut before they come here, so the first 200 letters decide.
    """
    return _plain(title) in {_plain(file_name), _plain(PurePath(file_name).stem)}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()[:LONGEST]


def name_for(title: str) -> str:
    """What the file of a document is called, without its ending: its title, if that may be."""
    name = slugify(title)[:60].strip("-")
    return name if name and not watched({"title": (title, DOCUMENT)}) else uuid.uuid4().hex


class _Upload:
    """A form that forgets what a new file was called. Goes before Wagtail's."""

    data: Any
    cleaned_data: dict[str, Any]
    errors: Any

    def clean(self) -> dict[str, Any]:
        """Give a new file our own title and name.

        Wagtail's way for several files stores the file by itself where its title does not do, so
        the name goes before anything is stored, and a title that is the file's name is no mistake.
        """
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        upload = cleaned.get("file")
        if upload is None or "file" not in self.changed_data:  # type: ignore[attr-defined]
            return cleaned
        typed = self.data.get(self.add_prefix("title"), "")  # type: ignore[attr-defined]
        if is_name_of(typed, upload.name):
            self.errors.pop("title", None)
            cleaned["title"] = self.new_title()
        ending = PurePath(upload.name).suffix.lower()
        upload.name = f"{self.new_name(cleaned.get('title', ''))}{ending}"
        return cleaned

    def new_title(self) -> str:
        """What it is, and the day: nothing else is known of it."""
        raise NotImplementedError

    def new_name(self, title: str) -> str:
        """What the file is called from now on."""
        return uuid.uuid4().hex


def _write_anew(upload: Any) -> None:
    """Clean an uploaded document in its place: wherever it is stored from there, it is clean."""
    refuse_large(upload.size)
    upload.seek(0)
    clean = document_without_metadata(upload.read())
    upload.seek(0)
    upload.truncate()
    upload.write(clean)
    upload.flush()
    upload.seek(0)
    upload.size = len(clean)


def _today() -> str:
    return date_format(timezone.localdate(), "j F Y")


class PictureForm(_Upload, BaseImageForm):
    """A picture; `Picture` itself reads its title for watched words."""

    def new_title(self) -> str:
        """As in "Picture, 3 May 2026"."""
        return _("Picture, %(day)s") % {"day": _today()}


class DocumentForm(_Upload, BaseDocumentForm):
    """A document. It is downloaded under its title: that says what it is, and tells nothing."""

    def clean(self) -> dict[str, Any]:
        """Refuse a title with a watched word, and clean a new file or refuse it."""
        cleaned = super().clean()
        upload = cleaned.get("file")
        if upload is not None and "file" in self.changed_data:
            try:
                _write_anew(upload)
            except UnfitDocument as unfit:
                self.add_error("file", unfit.words)
        for name, refusal in watched({"title": (cleaned.get("title", ""), DOCUMENT)}).items():
            self.add_error(name, refusal)
        return cleaned

    def new_title(self) -> str:
        """As in "Document, 3 May 2026"."""
        return _("Document, %(day)s") % {"day": _today()}

    def new_name(self, title: str) -> str:
        """The title in plain letters, if it may stand there."""
        return name_for(title)
