"""No column points at a person without a decided end (safety.md #33).

An upgrade of a library that brings a new one fails here, until somebody has thought about it.
"""

import pytest
from django.apps import apps
from django.db import models

from community.people.models import User
from community.safety.actions.declared import declaring_models, emptied, links_to
from tests.house.test_privacy import OURS

GOES, STAYS_WITHOUT = "the row goes", "the row stays without them"
# Tables of libraries. `tests/community/safety/test_erasing.py` erases somebody who is in them.
LIBRARIES = {
    "account.EmailAddress.user": GOES,
    "mfa.Authenticator.user": GOES,
    "wagtailadmin.EditingSession.user": GOES,
    "wagtailadmin.FormState.user": GOES,
    "wagtailcore.APIToken.user": GOES,
    "wagtailcore.Comment.user": GOES,
    "wagtailcore.Comment.resolved_by": STAYS_WITHOUT,
    "wagtailcore.CommentReply.user": GOES,
    "wagtailcore.ModelLogEntry.user": STAYS_WITHOUT,  # emptied by `erase`: DO_NOTHING there
    "wagtailcore.Page.locked_by": STAYS_WITHOUT,
    "wagtailcore.Page.owner": STAYS_WITHOUT,
    "wagtailcore.PageLogEntry.user": STAYS_WITHOUT,  # the same
    "wagtailcore.PageSubscription.user": GOES,
    "wagtailcore.Revision.user": STAYS_WITHOUT,
    "wagtailcore.TaskState.finished_by": STAYS_WITHOUT,
    "wagtailcore.UploadedFile.uploaded_by_user": STAYS_WITHOUT,
    "wagtailcore.WorkflowState.requested_by": STAYS_WITHOUT,
    "wagtail_localize.SegmentOverride.last_translated_by": STAYS_WITHOUT,
    "wagtail_localize.StringTranslation.last_translated_by": STAYS_WITHOUT,
    "wagtaildocs.Document.uploaded_by_user": STAYS_WITHOUT,
    "wagtailimages.Image.uploaded_by_user": STAYS_WITHOUT,
    "wagtailusers.UserProfile.user": GOES,
}
BY_DATABASE = {
    models.CASCADE: GOES,
    models.SET_NULL: STAYS_WITHOUT,
    models.DO_NOTHING: STAYS_WITHOUT,
}


def links() -> dict[str, models.Field]:
    return {f"{model._meta.label}.{field.name}": field for model, field in links_to(User)}


def end_of(field: models.Field) -> str | None:
    """What becomes of the row; None where erasing somebody would fail or leave their number."""
    end = BY_DATABASE.get(field.remote_field.on_delete)
    return end if end == GOES or field.null else None


def test_libraries_hold_no_link_to_a_person_but_those_that_were_decided():
    found = {name for name in links() if name.partition(".")[0] not in OURS}
    assert found == set(LIBRARIES)


@pytest.mark.parametrize("name", LIBRARIES)
def test_link_of_a_library_ends_as_decided(name):
    assert end_of(links()[name]) == LIBRARIES[name]


def test_every_link_of_ours_has_an_end():
    ours = {name: field for name, field in links().items() if name.partition(".")[0] in OURS}
    assert len(ours) >= 8
    assert [name for name, field in ours.items() if end_of(field) is None] == []


def test_link_between_tables_of_their_own_goes_with_either():
    """Groups and permissions: tables that Django makes by itself."""
    through = [m for m in apps.get_models(include_auto_created=True) if m._meta.auto_created]
    own = [m for m in through if any(f.related_model is User for f in m._meta.local_fields)]
    assert {m._meta.label for m in own} == {"people.User_groups", "people.User_user_permissions"}


@pytest.mark.parametrize(
    ("model", "privacy"), list(declaring_models()), ids=lambda part: getattr(part, "__name__", "")
)
def test_end_that_a_model_declares_is_one_that_can_happen(model, privacy):
    """What stays must not fall with the account, and what is unlinked must be able to be empty."""
    end = getattr(privacy, "on_erase", None)
    if end == "unlink":
        personal = [name for name, word in privacy.fields.items() if word in {"own", "secret"}]
        assert "__" not in privacy.of
        emptied(model, personal)
    if end in {"unlink", "keep"}:
        link = model._meta.get_field(privacy.of.partition("__")[0])
        assert link.remote_field.on_delete is not models.CASCADE
        assert link.remote_field.on_delete is not models.PROTECT


def test_end_that_cannot_happen_is_noticed():
    with pytest.raises(ValueError, match=r"people\.User\.username cannot be emptied"):
        emptied(User, ["email", "username"])
    assert emptied(User, ["email", "role_given_at"]) == {"email": "", "role_given_at": None}
    with pytest.raises(ValueError, match="cannot be emptied"):
        emptied(User, ["date_joined"])
    for impossible in (models.PROTECT, models.RESTRICT):
        assert end_of(models.ForeignKey(User, on_delete=impossible)) is None
