"""A directory of help that comes as a file: read, looked through, brought in."""

import uuid
from typing import Any, Final

from django import forms
from django.core.validators import validate_slug
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.wagtail_hooks.views import DeskRequest
from community.safety.access import Who, open_to
from community.safety.actions.tables import csv_lines, workbook
from community.support.actions import bringing
from community.support.actions.importing import COLUMNS, UnreadableFile
from community.support.models import FileStage
from community.support.permissions import keeps_the_directory, visible_files

# What Django keeps in memory while it comes: a file may hold where a safe house stands, and is
# written to no disk. A larger one is brought in on the server, by `import_services`.
LARGEST: Final = 2 * 1024 * 1024
TOO_LARGE: Final = _("This file is larger than 2 MB. Split it.")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN: Final = 100
SECONDS: Final = 3
OUTCOMES: Final = {
    "created": _("new"),
    "updated": _("changed"),
    "unchanged": _("as before"),
    "left": _("left as they are"),
}


class FileForm(forms.Form):
    """A file, where it comes from, and what becomes of entries that are on the site."""

    file = forms.FileField(
        label=_("A JSON or CSV file"),
        help_text=_("2 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".json,.csv,application/json,text/csv"}),
    )
    source = forms.CharField(
        label=_("Where it comes from"),
        initial="hsds",
        max_length=40,
        validators=[validate_slug],
        help_text=_("One short word, the same each time: by it and the ids, entries are known."),
    )
    replace = forms.BooleanField(
        label=_("Also change entries that are on the site. They go off it until they are checked."),
        required=False,
    )

    def clean_file(self) -> Any:
        """One that fits into memory."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return file


@open_to(Who.EDITOR, Who.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def directory_files(request: DeskRequest) -> HttpResponse:
    """A form for a file, and the files of the last week."""
    form = FileForm()
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if getattr(request, "is_too_large", False):  # `cms.uploads.NotOnDisk` read none of it
            form.fields["file"].error_messages["required"] = TOO_LARGE
        if form.is_valid() and (made := _take(request, form)):
            return redirect("desk_directory_file", public_id=made)
    rows = visible_files(request.user).defer("entries", "remarks")
    context = {"form": form, "files": rows, "columns": COLUMNS}
    status = 400 if form.errors else 200
    return render(request, "cms/admin/directory_files.html", context, status=status)


def _take(request: DeskRequest, form: FileForm) -> uuid.UUID | None:
    """Read the file; a refusal goes into the form."""
    said = form.cleaned_data
    try:
        made = bringing.take_file(
            content=said["file"].read(),
            source=said["source"],
            replace=said["replace"],
            by=request.user,
            now=timezone.now(),
        )
    except (UnreadableFile, bringing.TooManyFiles) as refusal:
        form.add_error("file", str(refusal))
        return None
    return made.public_id


@open_to(Who.EDITOR, Who.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def directory_file(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is in a file and how far it is; a POST brings it in, or forgets it.

    While it goes on, the page comes anew by itself, by a header: no script is needed.
    """
    found = get_object_or_404(visible_files(request.user).defer("entries"), public_id=public_id)
    if request.method == "POST":
        if "drop" in request.POST:
            bringing.drop(file=found)
            return redirect("desk_directory_files")
        if "go" in request.POST:
            bringing.begin(file=found, now=timezone.now())
        return redirect("desk_directory_file", public_id=public_id)
    is_going_on = found.stage == FileStage.BRING
    context = {
        "file": found,
        "remarks": found.remarks[:MOST_SHOWN],
        "more": max(len(found.remarks) - MOST_SHOWN, 0),
        "counts": [(OUTCOMES[name], found.counts.get(name, 0)) for name in OUTCOMES],
        "is_going_on": is_going_on,
        "is_read": found.stage == FileStage.READ,
        "is_failed": found.stage == FileStage.FAILED,
    }
    response = render(request, "cms/admin/directory_file.html", context)
    if is_going_on:
        response["Refresh"] = str(SECONDS)
    return response


@open_to(Who.EDITOR, Who.STAFF)
@require_safe
def directory_remarks(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """Every remark as a table, without the words that it is about."""
    return _remarks(request, public_id, "csv", "text/csv; charset=utf-8")


@open_to(Who.EDITOR, Who.STAFF)
@require_safe
def directory_remarks_book(request: DeskRequest, public_id: uuid.UUID) -> HttpResponse:
    """The same as a workbook."""
    return _remarks(request, public_id, "xlsx", XLSX)


def _remarks(request: DeskRequest, public_id: uuid.UUID, form: str, kind: str) -> HttpResponse:
    found = get_object_or_404(visible_files(request.user).defer("entries"), public_id=public_id)
    rows = [["where", "part", "reason", "left out"]]
    rows += [[w, part, reason, "yes" if out else ""] for w, part, reason, out in found.remarks]
    content = "".join(csv_lines(rows)) if form == "csv" else workbook(rows)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="remarks.{form}"'
    return response


@hooks.register("register_admin_urls")
def directory_file_urls() -> list[URLPattern]:
    """Its screens."""
    start = "desk/directory/"
    return [
        path(start, directory_files, name="desk_directory_files"),
        path(f"{start}<uuid:public_id>/", directory_file, name="desk_directory_file"),
        path(f"{start}<uuid:public_id>/table/", directory_remarks, name="desk_directory_remarks"),
        path(f"{start}<uuid:public_id>/book/", directory_remarks_book, name="desk_directory_book"),
    ]


class DirectoryFilesMenuItem(MenuItem):
    """For those who look after the directory."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For editors and programme staff."""
        return keeps_the_directory(request.user)


@hooks.register("register_admin_menu_item")
def directory_files_menu_item() -> MenuItem:
    """The way to them, below the directory."""
    return DirectoryFilesMenuItem(
        _("Directory from a file"),
        reverse("desk_directory_files"),
        name="directory-files",
        icon_name="upload",
        order=206,
    )
