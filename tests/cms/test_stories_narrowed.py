"""A teller who wants less than before is not shown as before, and a found link opens little."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.actions import make_link, say_yes
from cms.actions.ending import end_consents
from cms.models import Naming
from cms.models.exact_text import hash_of
from community.safety.limits import LIMITS, Per
from tests.factories.people import UserFactory
from tests.factories.stories import asked, draft, fresh, published

pytestmark = pytest.mark.django_db


def test_name_that_its_teller_wants_no_more_is_not_shown_until_it_is_out(home, stranger):
    page = published(draft(told_by="Robin"), naming=Naming.ALIAS, alias="Robin")
    assert stranger.get(page.url).status_code == 200
    now, seen = timezone.now(), hash_of(page)
    say_yes(consent=page.consent_or_none, seen=seen, now=now, audience="anyone")
    assert stranger.get(page.url).status_code == 404
    assert end_consents(now=now) == 1
    assert not fresh(page).live


def test_found_link_is_tried_with_few_words_from_wherever(home, client):
    consent = asked(draft())
    staff = UserFactory(role="staff")
    token = make_link(consent=consent, by=staff, code_word="sunflower")
    where = reverse("yours_link", args=[token])
    most = next(one.item.amount for one in LIMITS if (one.name, one.per) == ("link", Per.TYPED))
    said = [
        client.post(where, {"code_word": f"word {at}"}, REMOTE_ADDR=f"10.0.0.{at}").status_code
        for at in range(most + 1)
    ]
    assert said == [400] * most + [429]
    other = make_link(consent=consent, by=staff, code_word="sunflower")
    sent = {"code_word": "sunflower"}
    assert client.post(reverse("yours_link", args=[other]), sent).status_code == 302
