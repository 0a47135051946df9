import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import GroupApprovalTask, Page, Site, Workflow

from cms.actions import prepare_site
from cms.models import HomePage, SiteSettings, StandardPage
from opportunities.models import Interest, Opportunity

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    return (
        Page.objects.count(),
        Site.objects.count(),
        Group.objects.count(),
        Workflow.objects.count(),
        GroupApprovalTask.objects.count(),
        SiteSettings.objects.count(),
        Interest.objects.count(),
    )


def test_prepare_site_makes_what_a_new_site_needs(home):
    assert Site.objects.get().root_page.specific == home
    assert StandardPage.objects.get(slug="about").live
    assert Opportunity().get_workflow().name == "Staff review"
    assert SiteSettings.objects.get().navigation[0].value.url == "/opportunities/"


def test_prepare_site_twice_adds_nothing(home):
    before = counts()
    assert prepare_site() == home
    assert counts() == before


def test_prepare_site_leaves_alone_what_editors_changed(home):
    home.hero_heading = "Our own words"
    home.save()
    StandardPage.objects.get(slug="about").delete()
    settings = SiteSettings.objects.get()
    settings.site_name, settings.navigation = "Stones", []
    settings.save()
    Interest.objects.filter(slug="growing").update(label="Gardens")
    Site.objects.update(hostname="example.org")
    call_command("prepare_site")
    home.refresh_from_db()
    settings.refresh_from_db()
    assert home.hero_heading == "Our own words"
    assert not StandardPage.objects.exists()
    assert settings.site_name == "Stones"
    assert not settings.navigation
    assert Interest.objects.get(slug="growing").label == "Gardens"
    assert Site.objects.get().hostname == "example.org"


def test_prepare_site_works_on_a_database_without_wagtails_first_rows(db):
    Site.objects.all().delete()
    Page.objects.all().delete()
    home = prepare_site()
    assert HomePage.objects.get() == home
    assert Site.objects.get().root_page_id == home.pk


@pytest.mark.parametrize("group", ["Editors", "Programme staff"])
def test_groups_of_the_admin_may_not_touch_people_or_sign_ups(home, group):
    permissions = Permission.objects.filter(group__name=group)
    models = set(permissions.values_list("content_type__app_label", "content_type__model"))
    assert not {app for app, _model in models} & {"people", "safety", "account", "auth"}
    assert ("opportunities", "signup") not in models
    assert ("opportunities", "session") not in models


def test_editors_may_not_publish_opportunities(home):
    names = Permission.objects.filter(group__name="Editors").values_list("codename", flat=True)
    assert "change_interest" in names
    assert "publish_opportunity" not in names
    assert "change_organisation" not in names
