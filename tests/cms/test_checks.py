import pytest
from django.core.checks import run_checks
from wagtail.models import WorkflowContentType

from cms.checks import opportunities_are_reviewed
from cms.tasks import publish_scheduled
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory

pytestmark = pytest.mark.django_db


def test_check_warns_when_nobody_reviews_opportunities(home):
    assert opportunities_are_reviewed(None, databases=["default"]) == []
    WorkflowContentType.objects.all().delete()
    (warning,) = opportunities_are_reviewed(None, databases=["default"])
    assert warning.id == "cms.W001"


def test_check_asks_the_database_only_when_told_to(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert opportunities_are_reviewed(None, databases=None) == []
    assert "cms.W001" not in {message.id for message in run_checks()}


def test_tick_publishes_what_has_a_date_that_is_over(now):
    opportunity = OpportunityFactory(live=False)
    revision = opportunity.save_revision()
    revision.approved_go_live_at = now
    revision.save()
    publish_scheduled()
    assert Opportunity.objects.get().live


def test_tick_has_the_name_that_the_schedule_calls(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["publish scheduled pages"]
    assert entry["task"] == publish_scheduled.name
