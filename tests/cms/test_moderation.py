"""Staff's side in Wagtail's admin, by the same POST requests that the buttons send."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.notifications.models import Message
from community.organisations.models import Organisation, Standing
from community.people.actions import give_role
from opportunities.actions.publishing import save_draft, submit_for_review
from opportunities.actions.signups import sign_up
from opportunities.models import Opportunity
from tests.factories.opportunities import OpportunityFactory, SessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
POSTINGS = "wagtailsnippets_opportunities_opportunity"


@pytest.fixture
def desk(home, staff, as_person, now):
    """A client of programme staff on a site that is ready."""
    return as_person(give_role(person=staff, role="staff", now=now))


@pytest.fixture
def another_desk(home, another_staff, as_person, now):
    """A client of a second one of the staff."""
    return as_person(give_role(person=another_staff, role="staff", now=now))


@pytest.fixture
def editors_desk(home, editor, as_person, now):
    return as_person(give_role(person=editor, role="editor", now=now))


@pytest.fixture
def submitted(home, partner, now) -> Opportunity:
    new = Opportunity(
        organisation=partner.memberships.get().organisation,
        kind="class",
        title="Soup from scratch",
        summary="We cook and eat.",
        place="12 Sallow Lane",
    )
    saved = save_draft(opportunity=new, by=partner, now=now)
    return submit_for_review(opportunity=saved, by=partner, now=now)


def decide(client, opportunity, action: str, **values: str):
    task_state = opportunity.current_workflow_task_state
    address = reverse(f"{POSTINGS}:workflow_action", args=[opportunity.pk, action, task_state.pk])
    return client.post(address, values)


def written(opportunity) -> Opportunity:
    return Opportunity.objects.get(pk=opportunity.pk)


def test_staff_see_what_waits_for_them_on_the_first_screen(desk, submitted):
    assert "Soup from scratch" in desk.get(reverse("wagtailadmin_home")).content.decode()


def test_staff_approve_and_the_posting_is_public(desk, submitted, now):
    assert decide(desk, submitted, "approve").status_code == 302
    assert Opportunity.objects.public(now).get().title == "Soup from scratch"


def test_staff_send_back_with_a_comment_and_nothing_is_public(desk, submitted, now):
    decide(desk, submitted, "reject", comment="Say who to ask for.")
    review = written(submitted).current_workflow_state
    assert review.status == "needs_changes"
    assert review.current_task_state.comment == "Say who to ask for."
    assert not Opportunity.objects.public(now).exists()


def test_editor_cannot_approve(editors_desk, submitted, now):
    decide(editors_desk, submitted, "approve")
    assert not Opportunity.objects.public(now).exists()
    assert written(submitted).workflow_in_progress


def test_review_sends_no_mail_of_wagtails_own(desk, submitted):
    decide(desk, submitted, "approve")
    assert mail.outbox == []


def test_staff_edit_a_posting_and_its_coordinates_follow(desk, submitted):
    address = reverse(f"{POSTINGS}:edit", args=[submitted.pk])
    assert desk.get(address).status_code == 200
    values = {
        "kind": "class",
        "title": "Soup and bread",
        "summary": "We cook.",
        "motif": "pot",
        "cost": "Free",
        "postcode": "10001",
        "organisation": OpportunityFactory().organisation_id,
    }
    assert desk.post(address, values).status_code == 302
    draft = written(submitted).get_latest_revision_as_object()
    assert draft.title == "Soup and bread"
    assert str(draft.latitude) == "40.75"
    assert draft.organisation_id == submitted.organisation_id


def test_staff_see_a_draft_as_a_participant_would(desk, submitted):
    preview = desk.get(
        reverse(f"{POSTINGS}:revisions_view", args=[submitted.pk, submitted.latest_revision_id])
    )
    assert preview.status_code == 200
    assert "Soup from scratch" in preview.content.decode()


def test_list_of_postings_is_narrowed_to_what_needs_doing(desk, submitted, now):
    OpportunityFactory(title="Seed swap")
    OpportunityFactory(title="Night shift", held_at=now)
    found = {
        stands: desk.get(reverse(f"{POSTINGS}:list"), {"stands": stands}).content.decode()
        for stands in ("live", "draft", "review", "changes", "held")
    }
    assert "Soup" in found["review"]
    assert "Soup" in found["draft"]
    assert "Seed swap" in found["live"]
    assert "Night" in found["held"]
    assert "Seed swap" not in found["review"] + found["held"] + found["changes"]
    assert "Night" not in found["live"]


def test_list_of_postings_costs_the_same_with_more_rows(desk, home, django_assert_max_num_queries):
    OpportunityFactory()
    desk.get(reverse(f"{POSTINGS}:list"))
    with django_assert_max_num_queries(40) as one:
        desk.get(reverse(f"{POSTINGS}:list"))
    OpportunityFactory.create_batch(5)
    with django_assert_max_num_queries(len(one)):
        desk.get(reverse(f"{POSTINGS}:list"))


def test_staff_hold_a_posting_with_a_reason_and_release_it(desk, now):
    opportunity = OpportunityFactory()
    edit = reverse(f"{POSTINGS}:edit", args=[opportunity.pk])
    hold, release = (reverse(f"desk_{verb}", args=[opportunity.pk]) for verb in ("hold", "release"))
    assert hold in desk.get(edit).content.decode()
    assert "Hold" in desk.get(hold).content.decode()
    assert desk.post(hold, {"reason": ""}).status_code == 200
    assert Opportunity.objects.public(now).exists()
    assert desk.post(hold, {"reason": "Who drives?"}).url == edit
    assert not Opportunity.objects.public(now).exists()
    assert release in desk.get(edit).content.decode()
    desk.post(release)
    assert Opportunity.objects.public(now).exists()
    actions = set(ModelLogEntry.objects.values_list("action", flat=True))
    assert {"onward.hold", "onward.release"} <= actions


def test_two_of_the_staff_verify_an_organisation_for_a_year_at_most(desk, another_desk, now):
    organisation = OpportunityFactory(
        organisation__standing=Standing.UNVERIFIED, organisation__verified_until=None
    ).organisation
    verify = reverse("desk_verify", args=[organisation.pk])
    assert desk.get(verify).status_code == 200
    today = timezone.now().date()
    refused = desk.post(verify, {"until": today + dt.timedelta(days=400)})
    assert "twelve months" in refused.content.decode()
    said = {"until": today + dt.timedelta(days=300), "note": "We visited."}
    for _twice in range(2):
        page = desk.post(verify, said, follow=True).content.decode()
        assert "Noted. A second one of the staff has to say so, too." in page
        organisation.refresh_from_db()
        assert not organisation.is_public(today)
    assert "Amina has said so" in another_desk.get(verify).content.decode()
    last = another_desk.post(verify, {"until": today + dt.timedelta(days=310)}, follow=True)
    assert "Both of you have said so: it is verified." in last.content.decode()
    organisation.refresh_from_db()
    assert organisation.is_public(today)
    assert organisation.verified_until == said["until"]
    assert organisation.verified_note == "We visited."
    desk.post(reverse("desk_suspend", args=[organisation.pk]))
    organisation.refresh_from_db()
    assert not organisation.is_public(today)


def test_suspension_ends_the_reminders_of_what_it_offers_and_verification_plans_them(
    desk, another_desk, participant
):
    begins = (timezone.now() + dt.timedelta(days=3)).replace(hour=17)  # not in quiet hours
    session = SessionFactory(starts_at=begins)
    sign_up(session=session, by=participant, alias="Wren", now=timezone.now())
    organisation = session.opportunity.organisation
    assert Message.objects.count() == 2
    desk.post(reverse("desk_suspend", args=[organisation.pk]))
    assert [row.key.split(":")[0] for row in Message.objects.all()] == ["stopped"]
    until = timezone.now().date() + dt.timedelta(days=30)
    for client in (desk, another_desk):
        client.post(reverse("desk_verify", args=[organisation.pk]), {"until": until})
    assert Message.objects.count() == 2
    desk.post(reverse("desk_hold", args=[session.opportunity.pk]), {"reason": "Asked for a fee"})
    assert not Message.objects.exists()


def test_standing_is_not_changed_by_the_form_of_an_organisation(desk):
    organisation = OpportunityFactory(
        organisation__standing=Standing.UNVERIFIED, organisation__verified_until=None
    ).organisation
    edit = reverse("wagtailsnippets_organisations_organisation:edit", args=[organisation.pk])
    assert desk.get(edit).status_code == 200
    values = {"name": "New name", "standing": "verified", "verified_until": "2099-01-01"}
    assert desk.post(edit, values).status_code == 302
    organisation = Organisation.objects.get(pk=organisation.pk)
    assert organisation.name == "New name"
    assert organisation.standing == Standing.UNVERIFIED


@pytest.fixture
def parked_message(participant, now) -> Message:
    return Message.objects.create(
        key="parked",
        recipient=participant,
        subject="Tuesday",
        body="See you there.",
        due_at=now,
        created_at=now,
        ended_at=now,
        outcome="parked",
        reason="refused-550",
    )


def test_staff_see_why_a_message_is_parked_but_not_for_whom(desk, parked_message, participant):
    page = desk.get(reverse("desk_parked")).content.decode()
    assert str(parked_message.public_id) in page
    assert "refused-550" in page
    for private in (participant.email, participant.alias, participant.username, "See you there"):
        assert f">{private}" not in page
        assert f" {private} " not in page


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("refused-550", "ask them for a better way"),
        ("refused-21610", "ask them for a better way"),
        ("bad-address", "ask them for a better way"),
        ("refused-554", "Look at that first"),
        ("gave-up-451", "Look at that first"),
        ("unclear", "It may have arrived"),
        ("unreadable-KeyError", "Somebody technical"),
    ],
)
def test_staff_read_what_to_do_about_a_parked_message(
    desk, parked_message, participant, reason, words
):
    Message.objects.update(reason=reason)
    page = desk.get(reverse("desk_parked")).content.decode()
    assert words in page
    assert participant.email not in page


def test_staff_send_a_parked_message_again(desk, parked_message):
    desk.post(reverse("desk_parked"), {"message": parked_message.public_id})
    parked_message.refresh_from_db()
    assert parked_message.ended_at is None


@pytest.mark.parametrize("message", ["", "1", "x" * 36, "0" * 8 + "-0000-4000-8000-" + "0" * 12])
def test_sending_again_what_does_not_exist_is_a_plain_404(desk, parked_message, message):
    assert desk.post(reverse("desk_parked"), {"message": message}).status_code == 404


DESK = ["desk_hold", "desk_release", "desk_verify", "desk_suspend"]


@pytest.mark.parametrize("name", DESK)
@pytest.mark.parametrize("who", ["participant", "partner", "editor"])
def test_desk_is_closed_to_everyone_else(request, name, who, home, as_person, now):
    person = request.getfixturevalue(who)
    give_role(person=person, role=person.role, now=now)
    opportunity = OpportunityFactory()
    row = opportunity if name in DESK[:2] else opportunity.organisation
    response = as_person(person).post(
        reverse(name, args=[row.pk]), {"reason": "x", "until": "2026-12-31"}
    )
    assert response.status_code in {302, 403, 404}
    assert Opportunity.objects.public(now).exists()
    assert not ModelLogEntry.objects.filter(action__startswith="onward.").exists()


@pytest.mark.parametrize("who", ["participant", "partner"])
def test_admin_is_closed_to_participants_and_partners(who, request, home, as_person):
    response = as_person(request.getfixturevalue(who)).get(reverse("wagtailadmin_home"))
    assert response.status_code == 404


def test_editors_reach_pages_and_words_and_nothing_of_postings(editors_desk):
    assert editors_desk.get(reverse("wagtailadmin_explore_root")).status_code in {200, 302}
    words = reverse("wagtailsnippets_opportunities_interest:list")
    assert editors_desk.get(words).status_code == 200
    for name in (
        f"{POSTINGS}:list",
        "wagtailsnippets_organisations_organisation:list",
        "desk_parked",
        "wagtailsettings:edit",
    ):
        args = ["cms", "sitesettings"] if name == "wagtailsettings:edit" else []
        status = editors_desk.get(reverse(name, args=args)).status_code
        assert status == (404 if name == "desk_parked" else 302)


def test_no_chooser_lists_drafts_to_editors(editors_desk, submitted):
    chooser = "/cms/snippets/choose/opportunities/opportunity/"
    for path in (chooser, f"{chooser}results/", f"{chooser}chosen/{submitted.pk}/"):
        assert editors_desk.get(path).status_code == 404
    assert editors_desk.get("/cms/snippets/choose/opportunities/area/").status_code == 200


@pytest.mark.parametrize("desk_of", ["desk", "editors_desk"])
def test_nobody_at_the_desk_can_list_accounts(home, request, desk_of, participant, staff, editor):
    """Not even with the permission: the list would be a directory of people (decision 1)."""
    client = request.getfixturevalue(desk_of)
    may = Permission.objects.filter(content_type__app_label="people")
    for person in (staff, editor):
        person.user_permissions.add(*may)
    for name in ("wagtailusers_users:index", "wagtailusers_users:add"):
        assert client.get(reverse(name)).status_code == 302
    found = client.get(reverse("wagtailusers_users:edit", args=[participant.pk]))
    assert found.status_code == 302


def test_no_screen_of_staff_holds_a_participant(desk, participant):
    sign_up = SignUpFactory(person=participant, alias="Secret Sam", note="Needs a seat")
    opportunity = sign_up.session.opportunity
    for address in (
        reverse("wagtailadmin_home"),
        reverse(f"{POSTINGS}:list"),
        reverse(f"{POSTINGS}:edit", args=[opportunity.pk]),
        reverse(f"{POSTINGS}:history", args=[opportunity.pk]),
        reverse(f"{POSTINGS}:usage", args=[opportunity.pk]),
        reverse("wagtailadmin_reports:site_history"),
    ):
        page = desk.get(address).content.decode()
        assert "Secret Sam" not in page
        assert participant.email not in page
        assert "Needs a seat" not in page


def test_admin_asks_no_other_host_and_may_frame_only_itself(desk):
    response = desk.get(reverse("wagtailadmin_home"))
    page = response.content.decode()
    assert "gravatar" not in page
    assert "releases.wagtail" not in page
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "http" not in policy


def test_review_shows_every_language_and_a_look_in_each(desk, submitted, partner, now):
    row = Opportunity.objects.get(pk=submitted.pk)
    edit = reverse(f"{POSTINGS}:edit", args=[row.pk])
    draft = row.get_latest_revision_as_object()
    draft.write_in("es", dict.fromkeys(row.TOLD, "Algo") | {"title": "Sopa desde cero"})
    draft.save_revision()
    page = desk.get(edit).content.decode()
    assert "Sopa desde cero" in page
    assert "What is written in Spanish is not shown" not in page
    assert [mode for mode, _name in draft.preview_modes] == ["en", "es"]
    look = draft.make_preview_request(preview_mode="es").content.decode()
    assert "Sopa desde cero" in look
    assert '<html lang="es"' in look
    assert "Soup from scratch" in draft.make_preview_request(preview_mode="en").content.decode()
    draft.summary = "We only eat."
    draft.save_revision()
    page = desk.get(edit).content.decode()
    assert "Sopa desde cero" in page
    assert "What is written in Spanish is not shown" in page
