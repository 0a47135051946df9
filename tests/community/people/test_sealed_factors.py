"""`rotate_keys` finds the secrets of second factors, too: without them the old key cannot go."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from community.people.actions.factors import PLACE
from community.safety.fields import Unreadable, seal, unseal

pytestmark = pytest.mark.django_db
OLD, NEW = "old " * 20, "new " * 20


def test_secrets_of_factors_are_sealed_anew(partner, settings):
    settings.FIELD_KEYS = [OLD]
    app = Authenticator.objects.create(
        user=partner, type="totp", data={"secret": seal("canary-secret", place=PLACE)}
    )
    codes = Authenticator.objects.create(
        user=partner,
        type="recovery_codes",
        data={"seed": seal("canary-seed", place=PLACE), "used_mask": 3},
    )
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    settings.FIELD_KEYS = [NEW]
    app.refresh_from_db()
    codes.refresh_from_db()
    assert unseal(app.data["secret"], place=PLACE) == "canary-secret"
    assert unseal(codes.data["seed"], place=PLACE) == "canary-seed"
    assert codes.data["used_mask"] == 3


def test_secret_that_cannot_be_opened_is_left_and_named(partner, settings, capsys):
    settings.FIELD_KEYS = ["lost " * 20]
    before = seal("canary-secret", place=PLACE)
    app = Authenticator.objects.create(user=partner, type="totp", data={"secret": before})
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CommandError) as refusal:
        call_command("rotate_keys")
    assert str(app.pk) in str(refusal.value) + capsys.readouterr().out
    assert "canary" not in str(refusal.value)
    app.refresh_from_db()
    assert app.data["secret"] == before
    with pytest.raises(Unreadable):
        unseal(before, place=PLACE)
