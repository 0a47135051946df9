"""Documents that were stored before they were cleaned when added: now the same is done to them.

What is clean is left alone, so this may be stopped and started again, while the site runs.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document

from cms.documents import UnfitDocument, document_without_metadata, refuse_large
from cms.uploads import name_for

MADE_UP: Final = re.compile(r"[0-9a-f]{32}")
# What the storage writes behind a name that another file has already.
ADDED: Final = re.compile(r"_\w{7}$")


@dataclass(frozen=True)
class Looked:
    """What became of a document. `left`: why it cannot be cleaned; it is as it was."""

    pk: int
    is_changed: bool = False
    left: str | Promise = ""


def how_many_documents() -> int:
    """How many there are to look at."""
    return int(Document.objects.count())


def clean_stored_documents() -> Iterator[Looked]:
    """Look at every document, clean what is not clean, and give what became of each.

    Each is a transaction of its own; one is named by its primary key, which tells of nobody.
    """
    for pk in list(Document.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            document = Document.objects.select_for_update().filter(pk=pk).first()
            looked = _look_at(document) if document else None  # else it was deleted meanwhile
        if looked:
            yield looked


def _look_at(document: Document) -> Looked:
    try:
        return Looked(document.pk, is_changed=_clean(document))
    except UnfitDocument as unfit:
        return Looked(document.pk, left=unfit.words)
    except FileNotFoundError:
        return Looked(document.pk, left=_("Its file is not there. Add it again, or delete it."))


def _clean(document: Document) -> bool:
    """Whether there was anything to do. Raises UnfitDocument and FileNotFoundError."""
    refuse_large(document.file.size)
    with document.file.open("rb") as stored:
        content = stored.read()
    clean = document_without_metadata(content)
    row = {"file_size": len(clean), "file_hash": _digest(clean)}
    is_named_well = _is_named_after_its_title(document)
    is_noted = row == {name: getattr(document, name) for name in row}
    if clean == content and is_named_well and is_noted:
        return False
    old = document.file.name
    new = document.file.storage.save(_path_for(document), ContentFile(clean))
    if is_named_well:
        # In one step: whoever downloads it meanwhile gets the one or the other.
        os.replace(document.file.storage.path(new), document.file.path)
    else:
        row["file"] = new
        transaction.on_commit(lambda: document.file.storage.delete(old))
    Document.objects.filter(pk=document.pk).update(**row)
    return True


def _digest(content: bytes) -> str:
    """As Wagtail writes it, to tell files apart."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def _is_named_after_its_title(document: Document) -> bool:
    """Else the name is its author's, or that of a title that was changed."""
    stem = PurePath(document.file.name).stem
    return bool(MADE_UP.fullmatch(stem)) or ADDED.sub("", stem) == name_for(document.title)


def _path_for(document: Document) -> Any:
    return document.file.field.generate_filename(document, f"{name_for(document.title)}.pdf")
