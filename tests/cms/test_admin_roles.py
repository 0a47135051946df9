"""Every screen of the editors' admin, tried by every role: who gets in, and who does not."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.models import SiteSettings, StandardPage
from community.notifications.actions import deliver_due
from community.notifications.models import Message
from community.people.actions import give_role
from opportunities.models import Area, Interest
from tests.factories.opportunities import (
    AreaFactory,
    InterestFactory,
    OpportunityFactory,
    PracticalNeedFactory,
    SignUpFactory,
)
from tests.factories.support import ServiceFactory

pytestmark = pytest.mark.django_db
POSTINGS = "wagtailsnippets_opportunities_opportunity"
SERVICES = "wagtailsnippets_support_service"
ORGANISATIONS = "wagtailsnippets_organisations_organisation"
WORDS = ("interest", "practicalneed", "goal", "skill", "caution", "language", "area")
OUTSIDE = ("nobody", "participant", "partner")


@pytest.fixture
def client_of(request, home, as_person, now):
    """A function from a role's name to a client that is signed in so."""

    def sign_in(who: str):
        if who == "nobody":
            return request.getfixturevalue("stranger")
        person = request.getfixturevalue(who)
        return as_person(give_role(person=person, role=person.role, now=now))

    return sign_in


def rows() -> dict[str, object]:
    return {"posting": OpportunityFactory(), "interest": InterestFactory(), "area": AreaFactory()}


def screens() -> dict[str, str]:
    """The address of each screen by a name for people."""
    here = rows()
    posting, about = here["posting"], StandardPage.objects.get(slug="about")
    settings = SiteSettings.objects.get()
    return {
        "first": reverse("wagtailadmin_home"),
        "pages": reverse("wagtailadmin_explore", args=[about.get_parent().pk]),
        "page": reverse("wagtailadmin_pages:edit", args=[about.pk]),
        "pictures": reverse("wagtailimages:index"),
        "words": reverse("wagtailsnippets_opportunities_interest:list"),
        "word": reverse("wagtailsnippets_opportunities_interest:edit", args=[here["interest"].pk]),
        "areas": reverse("wagtailsnippets_opportunities_area:list"),
        "new word": reverse("wagtailsnippets_opportunities_practicalneed:add"),
        "services": reverse(f"{SERVICES}:list"),
        "service": reverse(f"{SERVICES}:edit", args=[ServiceFactory().pk]),
        "places": reverse("wagtailsnippets_support_place:list"),
        "postings": reverse(f"{POSTINGS}:list"),
        "posting": reverse(f"{POSTINGS}:edit", args=[posting.pk]),
        "history": reverse(f"{POSTINGS}:history", args=[posting.pk]),
        "organisations": reverse(f"{ORGANISATIONS}:list"),
        "organisation": reverse(f"{ORGANISATIONS}:edit", args=[posting.organisation_id]),
        "hold": reverse("desk_hold", args=[posting.pk]),
        "release": reverse("desk_release", args=[posting.pk]),
        "verify": reverse("desk_verify", args=[posting.organisation_id]),
        "suspend": reverse("desk_suspend", args=[posting.organisation_id]),
        "parked": reverse("desk_parked"),
        "settings": reverse("wagtailsettings:edit", args=["cms", "sitesettings", settings.pk]),
        "accounts": reverse("wagtailusers_users:index"),
        "groups": reverse("wagtailusers_groups:index"),
        "workflows": reverse("wagtailadmin_workflows:index"),
        "sites": reverse("wagtailsites:index"),
    }


EDITOR_MAY = {
    "first", "pages", "page", "pictures", "words", "word", "areas", "new word", "services",
    "service", "places",
}  # fmt: skip
STAFF_MAY = EDITOR_MAY | {
    "postings", "posting", "history", "organisations", "organisation", "hold", "release",
    "verify", "suspend", "parked", "settings",
}  # fmt: skip


@pytest.mark.parametrize(("who", "may"), [("editor", EDITOR_MAY), ("staff", STAFF_MAY)])
def test_role_reaches_exactly_its_screens(client_of, who, may):
    client = client_of(who)
    reached = {name for name, at in screens().items() if client.get(at).status_code == 200}
    assert reached == may


@pytest.mark.parametrize("who", OUTSIDE)
def test_outsider_reaches_no_screen_and_learns_nothing_of_it(client_of, who):
    client = client_of(who)
    for name, at in screens().items():
        answer = client.get(at)
        assert answer.status_code in {302, 404}, name
        assert b"wagtail" not in answer.content.lower(), name


@pytest.mark.parametrize("who", OUTSIDE)
def test_outsider_changes_nothing_by_sending_a_form(client_of, who):
    client = client_of(who)
    for at in screens().values():
        client.post(at, {"label": "Mine", "title": "Mine", "reason": "x", "site_name": "Mine"})
    assert not Interest.objects.filter(label="Mine").exists()
    assert not StandardPage.objects.filter(title="Mine").exists()
    assert SiteSettings.objects.get().site_name == "Onward"


@pytest.mark.parametrize("model", WORDS)
@pytest.mark.parametrize("who", ["editor", "staff"])
def test_editors_and_staff_add_and_change_words(client_of, who, model):
    client, prefix = client_of(who), f"wagtailsnippets_opportunities_{model}"
    values = {"label": "Bees", "slug": "xx", "order": 5, "latitude": "", "longitude": ""}
    added = client.post(reverse(f"{prefix}:add"), values | {"absent_label": ""})
    assert added.status_code == 302
    listed = client.get(reverse(f"{prefix}:list")).content.decode()
    assert "Bees" in listed


def test_word_that_is_there_already_is_refused_in_words(client_of):
    InterestFactory(slug="bees", label="Bees")
    client = client_of("editor")
    at = reverse("wagtailsnippets_opportunities_interest:add")
    answer = client.post(at, {"label": "Bees", "slug": "bees", "order": 5})
    assert answer.status_code == 200
    assert Interest.objects.filter(slug="bees").count() == 1


@pytest.mark.parametrize(("latitude", "longitude"), [("95", "0"), ("0", "181"), ("40.12345", "0")])
def test_area_lies_on_this_earth_and_is_no_address(client_of, latitude, longitude):
    values = {"label": "A", "slug": "a-new-one", "order": 5}
    client_of("editor").post(
        reverse("wagtailsnippets_opportunities_area:add"),
        values | {"latitude": latitude, "longitude": longitude},
    )
    assert not Area.objects.filter(slug="a-new-one").exists()


@pytest.mark.parametrize("who", ["editor", "staff"])
def test_words_in_use_are_deleted_by_the_operator_only(client_of, who):
    need = PracticalNeedFactory()
    at = reverse("wagtailsnippets_opportunities_practicalneed:delete", args=[need.pk])
    assert client_of(who).post(at).status_code in {302, 403, 404}
    need.refresh_from_db()


@pytest.mark.parametrize(
    ("who", "seen", "unseen"),
    [
        ("editor", ["Words"], ["Opportunities", "Organisations", "Parked messages"]),
        ("staff", ["Words", "Opportunities", "Organisations", "Parked messages"], []),
    ],
)
def test_menu_shows_what_a_role_may_do_and_no_more(client_of, who, seen, unseen):
    page = client_of(who).get(reverse("wagtailadmin_home")).content.decode()
    for words in seen:
        assert f'"{words}"' in page or f">{words}<" in page
    for words in [*unseen, "Users", "Groups"]:
        assert f'"label": "{words}"' not in page
        assert f">{words}<" not in page


def test_menu_of_the_operator_has_no_list_of_people_either(client_of, staff):
    staff.is_superuser = True
    staff.save()
    page = client_of("staff").get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtailusers_users:index") not in page
    assert reverse("wagtailusers_groups:index") not in page


def test_operator_alone_reaches_the_accounts(home, staff, as_person, now):
    staff.is_superuser = True
    staff.save()
    operator = as_person(give_role(person=staff, role="staff", now=now), proved=True)
    assert operator.get(reverse("wagtailusers_users:index")).status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_desk_answers_to_nothing_but_get_and_post(client_of, method):
    client, posting = client_of("staff"), OpportunityFactory()
    for name, pk in (("desk_hold", posting.pk), ("desk_verify", posting.organisation_id)):
        assert getattr(client, method)(reverse(name, args=[pk])).status_code == 405


@pytest.mark.parametrize("name", ["desk_hold", "desk_release", "desk_verify", "desk_suspend"])
def test_desk_about_a_row_that_is_not_there_is_a_plain_404(client_of, name):
    assert client_of("staff").get(reverse(name, args=[999_999])).status_code == 404


def test_nothing_is_parked_says_so(client_of):
    assert "Nothing is parked." in client_of("staff").get(reverse("desk_parked")).content.decode()


def test_message_whose_time_is_over_leaves_nobody_even_when_staff_send_it_again(
    client_of, participant, now
):
    over = Message.objects.create(
        key="over", recipient=participant, subject="Tuesday", body="x", due_at=now, created_at=now,
        expires_at=now, ended_at=now, outcome="parked", reason="refused-550",
    )  # fmt: skip
    client_of("staff").post(reverse("desk_parked"), {"message": over.public_id})
    assert deliver_due(now=timezone.now()) == 0
    over.refresh_from_db()
    assert (over.outcome, over.reason, over.subject) == ("dropped", "expired", "")


@pytest.mark.parametrize("who", ["editor", "staff"])
def test_search_of_the_admin_finds_no_person(client_of, who):
    SignUpFactory(alias="Secret Sam", person__alias="Secret Sam", note="Needs a seat")
    client = client_of(who)
    for at in (reverse("wagtailadmin_pages:search"), reverse("wagtailimages:index")):
        page = client.get(at, {"q": "Secret"}).content.decode()
        assert "Secret Sam" not in page


def test_page_below_the_front_is_a_standard_page_and_nothing_else(client_of, home):
    add = reverse("wagtailadmin_pages:add", args=["cms", "homepage", home.pk])
    assert client_of("editor").get(add).status_code in {302, 403}
    offered = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", home.pk])
    assert client_of("editor").get(offered).status_code == 200


def test_editor_publishes_a_page_and_everybody_reads_it(client_of, home, stranger):
    values = {"title": "How we check", "slug": "checks", "lead": "", "body-count": "1",
              "body-0-deleted": "", "body-0-order": "0", "body-0-type": "heading", "body-0-id": "",
              "body-0-value-text": "Twice a year", "action-publish": "1",
              "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
    add = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", home.pk])
    assert client_of("editor").post(add, values).status_code == 302
    assert Page.objects.get(slug="checks").live
    page = stranger.get("/checks/").content.decode()
    assert "<h2>Twice a year</h2>" in page
    assert "How we check" in page
