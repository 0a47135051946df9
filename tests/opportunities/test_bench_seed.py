"""The town that `make bench` measures can still be made, column by column."""

import pytest
from django.urls import reverse

from cms.actions import prepare_site
from infra.bench.seed import SESSIONS_EACH, seed
from opportunities.models import Opportunity, Session

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_town_is_made_and_its_list_is_full(stranger):
    prepare_site()
    seed(3 * SESSIONS_EACH)
    assert Session.objects.count() == 3 * SESSIONS_EACH
    assert Opportunity.objects.filter(next_session__isnull=False).count() == 3
    page = stranger.get(reverse("opportunities:find")).content.decode()
    assert page.count('class="opp__title"') == 3
