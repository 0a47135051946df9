"""What tests of the editors' half share."""

import gc
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from cms.models import Picture
from community.people.actions import give_role


@pytest.fixture
def editors_desk(home, editor, as_person, now):
    return as_person(give_role(person=editor, role="editor", now=now))


@pytest.fixture(scope="module")
def files_let_go():
    """Files that Wagtail leaves open end with the module, so that no other gets the warning."""
    yield
    gc.collect()


@pytest.fixture
def photo(tmp_path, settings):
    """A function that makes a photo of a colour."""
    settings.MEDIA_ROOT = str(tmp_path)

    def make(colour: str = "green") -> Picture:
        data = io.BytesIO()
        Pillow.new("RGB", (40, 30), colour).save(data, "PNG")
        upload = SimpleUploadedFile("a.png", data.getvalue(), "image/png")
        return Picture.objects.create(title="Two cups", file=upload)

    yield make
    gc.collect()  # here, so that no other module gets the warning about a rendition's file
