"""Who sees what is who the page says sees it, for every field and every role (decision 9).

Each answer of the person sought is changed, and every page of ours and of Wagtail's admin is asked
for before and after. A role whose page changes has read the answer. That finds a choice shown as
"yes" as well as a name, and what no page says stays unread. The audiences come from
`Privacy.seen_by`, which is what the pages show (tests/house/test_who_sees.py).
"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from community.mentorship.actions.looking_after import take_over
from community.mentorship.models import Mentor
from community.notifications.models import PhoneContact
from community.people.models import User
from community.safety.actions import ask_to_see
from community.safety.actions.declared import declaring_models
from community.safety.actions.records import OPERATOR
from community.safety.actions.seen import (
    COORDINATOR,
    ORGANISATION,
    STAFF,
    STAFF_IF_REPORTED,
    STAFF_WITH_REASON,
)
from community.safety.models import Task, Why
from community.support.actions.talks import open_talk, take_talk
from opportunities.actions.rosters import ask_for_roster
from opportunities.models import Kind, Opportunity, Session, SignUp
from tests.access.addresses import in_the_admin, paths_of
from tests.access.answers import all_answers, answer_everything
from tests.access.cast import client_of
from tests.access.reading import read_by
from tests.access.world import ROUTES, plant
from tests.factories.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
SAID_WHY = "staff who said why"
# They end the session; makes a new secret each time.
NOT_ASKED = {"safety:leave", "wagtailadmin_logout", "mfa_activate_totp"}
# One of each audience and of the others; who came to be something else is asked in test_matrix.py.
ASKED = ("another_participant", "partner", "editor", "staff", "coordinator", "superuser", SAID_WHY)
# Which audiences a role is. Everybody else is one of the other members, or nobody at all.
AUDIENCES = {
    "partner": {ORGANISATION},
    "staff": {STAFF},
    "coordinator": {STAFF, COORDINATOR, STAFF_IF_REPORTED},
    SAID_WHY: {STAFF, STAFF_WITH_REASON},
}


@pytest.fixture
def sought(partner) -> SignUp:
    """Somebody who has answered every question of the site."""
    row = plant(partner)
    answer_everything(row)
    return row


def signed_in(role: str, request, sought: SignUp) -> Client:
    if role == "staff":  # what they read of two who walk together needs a factor of just now
        client_of(role, sought, request)
        return sign_in(Client(), request.getfixturevalue("staff"), proved=True)
    if role == "coordinator":  # of the staff, who looks after her and supports her as a mentor
        client_of("staff", sought, request)
        by, now = request.getfixturevalue("staff"), timezone.now()
        take_over(person=sought.person, by=by, reason="Ines is away", now=now)
        Mentor.objects.filter(person=sought.person).update(supervisor=by)
        return sign_in(Client(), by, proved=True)
    if role != SAID_WHY:
        return client_of(role, sought, request)
    client_of("staff", sought, request)
    staff, words = request.getfixturevalue("staff"), "She asked us to call her."
    ask_to_see(person=sought.person, reason=Why.CONTACT, words=words, by=staff, now=timezone.now())
    talk = take_talk(talk=sought.person.first_talks.get(), by=staff, now=timezone.now())
    open_talk(talk=talk, reason=Why.CONTACT, words=words, by=staff, now=timezone.now())
    Opportunity.objects.filter(pk=sought.session.opportunity_id).update(kind=Kind.GROUP)
    session = Session.objects.select_related("opportunity").get(pk=sought.session_id)
    ask_for_roster(session=session, reason=Why.SAFETY, words=words, by=staff, now=timezone.now())
    return sign_in(Client(), staff, proved=True)


def own_addresses(sought: SignUp) -> list[str]:
    """Every page of ours, and each task that staff have of the person sought."""
    found = list(paths_of(sorted(ROUTES.keys() - NOT_ASKED), sought).values())
    return found + [reverse("desk_safe_task", args=[task.public_id]) for task in Task.objects.all()]


def declared_places() -> dict[str, frozenset[str]]:
    """Who sees each field that a person fills in, by "app.Model.field"."""
    return {
        f"{model._meta.label}.{name}": frozenset(audiences)
        for model, privacy in declaring_models()
        for name, audiences in getattr(privacy, "seen_by", {}).items()
    }


def said_to_be_read_by(role: str) -> set[str]:
    audiences = AUDIENCES.get(role, set())
    return {place for place, seen_by in declared_places().items() if seen_by & audiences}


@pytest.mark.parametrize("role", ASKED)
def test_role_reads_what_the_pages_say_and_nothing_more(role, request, sought):
    client = signed_in(role, request, sought)
    read = read_by(client, own_addresses(sought), all_answers(sought))
    assert read == said_to_be_read_by(role)


@pytest.mark.sqlite  # hundreds of pages: what they show does not hang on the database
@pytest.mark.parametrize("role", ["editor", "staff", "superuser"])
def test_admin_shows_what_the_pages_say_and_nothing_more(role, request, sought):
    """Wagtail's own pages: who opens accounts reads what is said of the operator, all of it; what
    anybody else reads there is theirs to read."""
    client = client_of(role, sought, request)
    if role == "superuser":
        client = sign_in(client, User.objects.get(username="root"), proved=True)
    addresses = [where for name, where in in_the_admin(sought) if name not in NOT_ASKED]
    read = read_by(client, addresses, all_answers(sought))
    said = {"superuser": {OPERATOR}, "staff": {STAFF}, "editor": set()}[role]
    allowed = {place for place, seen_by in declared_places().items() if seen_by & said}
    assert read <= allowed
    assert role != "superuser" or read == allowed


def test_name_that_others_see_is_the_one_that_stands_where_a_place_is_saved(sought):
    address = reverse("opportunities:detail", args=[sought.session.opportunity.public_id])
    page = sign_in(Client(), sought.person).get(address).content.decode()
    assert 'value="Canary Alias"' in page


# -- controls: what is broken on purpose is seen ---------------------------------------------


def at_the_workplace(partner, sought) -> set[str]:
    addresses = [
        reverse("opportunities:workplace_date", args=[sought.session.public_id]),
        reverse("opportunities:workplace_enquiries", args=[sought.session.opportunity.public_id]),
    ]
    return read_by(sign_in(Client(), partner), addresses, all_answers(sought))


def test_control_field_shown_to_an_organisation_that_no_page_names_is_seen(
    partner, sought, monkeypatch
):
    monkeypatch.setattr(
        "opportunities.views.dates.what_organisation_sees",
        lambda row: {
            "companions": 0,
            "part": row.part.name,
            "listens": row.listens,
            "alias": row.alias,
            "note": f"{row.note} {row.person.email}",
        },
    )
    surplus = at_the_workplace(partner, sought) - said_to_be_read_by("partner")
    assert surplus == {"people.User.email"}


def test_control_choice_shown_in_one_word_is_seen(partner, sought, monkeypatch):
    monkeypatch.setattr(
        "opportunities.views.dates.what_organisation_sees",
        lambda row: {
            "companions": 0,
            "part": row.part.name,
            "listens": row.listens,
            "alias": row.alias,
            "note": row.note + "!" * (row.person.phone_contact.calls == "yes"),
        },
    )
    surplus = at_the_workplace(partner, sought) - said_to_be_read_by("partner")
    assert surplus == {"notifications.PhoneContact.calls"}


def test_control_audience_that_the_page_names_and_that_reads_nothing_is_seen(
    partner, sought, monkeypatch
):
    monkeypatch.setattr(
        "opportunities.views.dates.what_organisation_sees",
        lambda row: {
            "companions": row.companions,
            "part": row.part.name,
            "listens": row.listens,
            "alias": row.alias,
            "note": "",
        },
    )
    missing = said_to_be_read_by("partner") - at_the_workplace(partner, sought)
    assert missing == {"opportunities.SignUp.note"}


def test_control_part_of_wagtails_own_page_that_shows_a_choice_is_seen(sought, request):
    client = client_of("staff", sought, request)

    class Planted(Component):
        order = 1

        def render_html(self, _context=None):
            said = PhoneContact.objects.get(person=sought.person)
            return f"<p>{'!' * (said.voicemail == 'yes')}</p>"

    def plant_it(_request, panels):
        panels.append(Planted())

    with hooks.register_temporarily("construct_homepage_panels", plant_it):
        read = read_by(client, [reverse("wagtailadmin_home")], all_answers(sought))
    assert read == {"notifications.PhoneContact.voicemail"}
