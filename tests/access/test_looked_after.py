"""Two who walk together, with canaries: the mentor of another, the mentor after the end, and staff
who do not look after them, however freshly they proved who they are, read nothing of them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.actions import prepare_site
from community.mentorship.actions.looking_after import hand_to, take_over
from community.mentorship.models import Mentorship
from community.people.actions import give_role
from community.people.models import User
from community.safety.models import Task
from opportunities.models import SignUp
from tests.access.addresses import path_of, paths_of
from tests.access.asking import body_of
from tests.access.world import CANARIES, ROUTES, plant
from tests.factories.people import sign_in
from tests.factories.walking import MentorshipFactory, RequestFactory

pytestmark = pytest.mark.django_db
# What only the two, and who looks after them, may read; an alias stands elsewhere, too.
OF_TWO = {name: CANARIES[name] for name in ("wish", "changed", "check-in", "line", "meeting words")}
NOT_ASKED = {"safety:leave", "wagtailadmin_logout", "mfa_activate_totp"}
OPENED = ("desk_two", "desk_compare", "desk_reported")
WHY = "Ines is away"


@pytest.fixture
def sought(partner) -> SignUp:
    """Her lines are reported, and a task is about what she said of her match."""
    prepare_site()
    row = plant(partner)
    two = row.person.mentorships.get()
    now = timezone.now()
    Task.objects.create(
        key="of two", kind="match", about=two.public_id, person=row.person, created_at=now,
        due_at=now, note=CANARIES["meeting words"],
    )  # fmt: skip
    return row


def at_the_desk(person: User) -> Client:
    give_role(person=person, role="staff", now=timezone.now())
    return sign_in(Client(), person, proved=True)


def read_by(client: Client, sought: SignUp) -> set[str]:
    """Which canaries of the two a browser is shown, anywhere on this site."""
    places = list(paths_of(sorted(ROUTES.keys() - NOT_ASKED), sought).values())
    places += [reverse("desk_safe_task", args=[one.public_id]) for one in Task.objects.all()]
    said = "\n".join(body_of(client.get(place)) for place in places)
    return {name for name, words in OF_TWO.items() if words in said}


def test_staff_who_do_not_look_after_them_read_nothing(sought, staff):
    client = at_the_desk(staff)
    assert read_by(client, sought) == set()
    assert {client.get(where).status_code for where in paths_of(OPENED, sought).values()} == {404}


def test_taking_over_opens_it_and_shuts_it_to_who_looked_after_it(sought, staff, another_staff):
    two, now = sought.person.mentorships.get(), timezone.now()
    before = sign_in(Client(), two.coordinator, proved=True)
    where = path_of("desk_two", sought)
    client = at_the_desk(staff)
    take = {"what": "take", "reason": WHY}
    assert client.post(path_of("desk_look_after", sought), take).status_code == 302
    assert read_by(client, sought) == set(OF_TWO)
    assert before.get(where).status_code == 404
    hand_to(person=sought.person, to=another_staff, by=staff, reason=WHY, now=now)
    assert read_by(client, sought) == set()
    assert at_the_desk(another_staff).get(where).status_code == 200


def test_who_leads_safeguarding_reads_all_of_it(sought, staff, settings):
    settings.SAFEGUARDING_LEAD = "Lead@example.org"
    staff.email = "lead@example.org"
    staff.save()
    assert read_by(at_the_desk(staff), sought) == set(OF_TWO)


@pytest.mark.parametrize("whose", ["of another", "after the end"])
def test_mentor_of_somebody_else_and_mentor_after_the_end_read_nothing(sought, whose):
    two = sought.person.mentorships.get()
    person = two.mentor.person
    if whose == "of another":
        person = MentorshipFactory(person=RequestFactory().person, state="active").mentor.person
    else:
        assert read_by(sign_in(Client(), person, proved=True), sought) >= {"wish", "line"}
        Mentorship.objects.filter(pk=two.pk).update(state="closed", ended_at=timezone.now())
    client = sign_in(Client(), person, proved=True)
    assert read_by(client, sought) == set()
    pages = ("mentorship:two", "mentorship:words", "mentorship:meetings", "mentorship:event")
    assert {client.get(where).status_code for where in paths_of(pages, sought).values()} == {404}


def test_who_is_kept_apart_from_her_takes_nothing_over(sought, staff, another_staff):
    from community.safety.actions import NotForYou, separate

    now = timezone.now()
    separate(one=sought.person, other=staff, reason="other", by=another_staff, now=now)
    with pytest.raises(NotForYou):
        take_over(person=sought.person, by=staff, reason=WHY, now=now)
    assert not Mentorship.objects.filter(coordinator=staff).exists()
