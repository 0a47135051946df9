"""Staff's list of what to look at, and looking one person up, in Wagtail's admin."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.people.actions import give_role
from community.safety.actions import keep_name_away, new_task, open_tasks, tell_of_somebody
from community.safety.models import AccessRecord, Grant, Separation, Task, TaskKind
from opportunities.actions.concerns import tell_concern
from tests.factories.opportunities import OpportunityFactory, SignUpFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
TASKS, FIND = "/cms/desk/safe/", "/cms/desk/person/"
DAY = dt.timedelta(days=1)
OUTSIDE = ("participant", "partner", "editor", "operator")


@pytest.fixture
def desk(home, staff, as_person, now):
    return as_person(give_role(person=staff, role="staff", now=now), proved=True)


@pytest.fixture
def sought(db):
    return UserFactory(username="canary-name", email="canary@example.org", alias="Wren")


@pytest.fixture
def outsider(request, home, as_person, now):
    """A function to a client of somebody who is no programme staff."""

    def sign_in(who):
        if who == "operator":
            return as_person(UserFactory(is_superuser=True, role="editor"), proved=True)
        person = request.getfixturevalue(who)
        return as_person(give_role(person=person, role=person.role, now=now), proved=True)

    return sign_in


def told(person, words="canary words", now=None):
    return tell_of_somebody(words=words, by=person, now=now or timezone.now())


def of_task(task):
    return f"{TASKS}{task.public_id}/"


def of_person(person, more=""):
    return f"{FIND}{person.public_id}/{more}"


# -- tasks -----------------------------------------------------------------------------------


def test_staff_see_what_is_open_and_overdue_and_not_what_it_tells(desk, sought):
    told(sought)
    late = told(UserFactory(alias="Robin"), now=timezone.now() - 2 * DAY)
    done = told(UserFactory(alias="Finch"))
    Task.objects.filter(pk=done.pk).update(done_at=timezone.now())
    page = desk.get(TASKS).content.decode()
    assert page.index("Robin") < page.index("Wren")
    assert page.count("Overdue") == 1
    for private in ("Finch", "canary"):
        assert private not in page
    assert of_task(late) in page
    assert TASKS in desk.get(reverse("wagtailadmin_home")).content.decode()
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_else_has_the_list_a_task_or_a_person(outsider, sought, who):
    task = told(sought)
    client = outsider(who)
    Grant.objects.create(
        by_id=int(client.session["_auth_user_id"]),
        person=sought,
        reason="help",
        words="x",
        created_at=timezone.now(),
        ends_at=timezone.now() + DAY,
    )
    ours = (TASKS, of_task(task), of_task(task) + "apart/")
    for path in (*ours, FIND, of_person(sought), of_person(sought, "seen/")):
        for answer in (client.get(path), client.post(path, {"who": "canary-name"})):
            assert answer.status_code in {404, 405}
            assert "canary" not in answer.content.decode()
    if who in {"editor", "operator"}:
        assert TASKS not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_with_more(desk, number, django_assert_max_num_queries):
    told(UserFactory())
    desk.get(TASKS)
    with django_assert_max_num_queries(100) as one:
        desk.get(TASKS)
    for _number in range(number):
        told(UserFactory())
    with django_assert_max_num_queries(len(one)):
        desk.get(TASKS)


def test_reading_what_somebody_wrote_is_told_to_them(desk, sought, as_person):
    task = told(sought)
    page = desk.get(of_task(task)).content.decode()
    assert "canary words" in page
    assert "Wren" in page
    assert "canary-name" not in page
    record = AccessRecord.objects.get()
    assert (record.about, record.what, record.role) == (sought.public_id, "note", "staff")
    assert (
        "Read what you wrote to staff" in as_person(sought).get("/account/looked/").content.decode()
    )


def test_staff_write_down_what_they_did_and_finish(desk, sought, staff):
    task = told(sought)
    desk.post(of_task(task), {"what": "answer", "answer": "Rang her"})
    task.refresh_from_db()
    assert (task.answer, task.done_at) == ("Rang her", None)
    desk.post(of_task(task), {"what": "answer", "answer": "Rang her", "done": "on"})
    task.refresh_from_db()
    assert task.done_by == staff
    assert "Nothing is waiting." in desk.get(TASKS).content.decode()


def test_staff_make_of_words_two_people_who_never_meet(desk, sought, staff):
    other = SignUpFactory(person__username="vince").person
    task = told(sought)
    for given in ("nobody", "canary-name", "vin", staff.username):
        answer = desk.post(f"{of_task(task)}apart/", {"other": given, "reason": "asked"})
        assert answer.status_code == 200
        assert f'value="{given}"' in answer.content.decode()
        assert not Separation.objects.exists()
    answer = desk.post(f"{of_task(task)}apart/", {"other": "VINCE", "reason": "order"})
    assert answer["Location"] == of_task(task)
    row = Separation.objects.get()
    assert {row.a, row.b} == {sought, other}
    assert (row.reason, row.by) == ("order", staff)


def test_staff_confirm_a_typed_name_or_a_number_of_a_sign_up(desk, sought):
    other = SignUpFactory(person__username="vince")
    keep_name_away(name="vince", by=sought, now=timezone.now())
    task = Task.objects.get()
    assert f"{of_task(task)}apart/" in desk.get(of_task(task)).content.decode()
    assert 'value="vince"' in desk.get(f"{of_task(task)}apart/").content.decode()
    values = {"other": str(other.public_id), "reason": "asked"}
    assert desk.post(f"{of_task(task)}apart/", values).status_code == 302
    assert Separation.objects.count() == 1


def test_staff_release_the_posting_that_was_reported(desk, sought):
    posting = OpportunityFactory(title="Evening walk")
    concern = {"words": "Odd", "reach": "", "path": "/", "opportunity": posting, "by": sought}
    task = tell_concern(now=timezone.now(), **concern)
    page = desk.get(of_task(task)).content.decode()
    release = reverse("desk_release", args=[posting.pk])
    assert release in page
    assert "They must not meet" not in page
    assert desk.get(f"{of_task(task)}apart/").status_code == 404
    desk.post(release)
    posting.refresh_from_db()
    assert posting.held_at is None


def test_task_about_nobody_is_read_without_a_record(desk, now):
    open_tasks([new_task(kind=TaskKind.APART, key="apart:1", note="two sign-ups", now=now)])
    assert "two sign-ups" in desk.get(of_task(Task.objects.get())).content.decode()
    assert not AccessRecord.objects.exists()


# -- one person ------------------------------------------------------------------------------


def test_staff_look_one_person_up_by_exact_name_or_number_only(desk, sought, partner):
    number = SignUpFactory(person=sought).public_id
    for given in ("canary-name", " CANARY-name ", str(number)):
        assert desk.post(FIND, {"who": given})["Location"] == of_person(sought)
    for given in ("canary", "Wren", "canary@example.org", str(sought.public_id), partner.username):
        answer = desk.post(FIND, {"who": given})
        assert answer.status_code == 200
        assert "Nobody here has that name or number." in answer.content.decode()
    assert "canary" not in desk.get(FIND, {"who": "canary-name"}).content.decode()


def test_staff_see_the_alias_until_they_say_why_and_then_for_an_hour(desk, sought, as_person):
    page = desk.get(of_person(sought)).content.decode()
    assert "Wren" in page
    assert "canary" not in page
    refused = desk.get(of_person(sought, "seen/"))
    assert refused.status_code == 404
    assert "canary" not in refused.content.decode()
    assert AccessRecord.objects.get().what == "refused"

    assert desk.post(of_person(sought), {"reason": "contact", "words": "no"}).status_code == 200
    assert desk.get(of_person(sought, "seen/")).status_code == 404
    asked = desk.post(of_person(sought), {"reason": "contact", "words": "She missed her ride"})
    assert asked["Location"] == of_person(sought)
    assert "canary" not in desk.get(of_person(sought)).content.decode()
    for _look in range(2):
        page = desk.get(of_person(sought, "seen/")).content.decode()
        assert "canary-name" in page
        assert "canary@example.org" in page
    assert AccessRecord.objects.filter(what="identity", reason="contact").count() == 2

    hers = as_person(sought).get("/account/looked/").content.decode()
    assert hers.count("Saw your user name and e-mail") == 2
    assert "To get in touch with you" in hers
    Grant.objects.update(ends_at=timezone.now() - DAY, created_at=timezone.now() - 2 * DAY)
    assert desk.get(of_person(sought, "seen/")).status_code == 404


def test_grant_of_one_of_the_staff_is_no_other_ones(desk, sought, as_person, home, now):
    desk.post(of_person(sought), {"reason": "help", "words": "She asked for help"})
    colleague = give_role(person=UserFactory(), role="staff", now=now)
    other = as_person(colleague, proved=True)
    page = other.get(of_person(sought)).content.decode()
    assert "Ask for an hour" in page
    assert other.get(of_person(sought, "seen/")).status_code == 404


@pytest.mark.parametrize("role", ["partner", "editor", "staff"])
def test_nobody_but_a_participant_is_looked_up(desk, role):
    person = UserFactory(role=role, username="canary-name")
    assert desk.post(FIND, {"who": "canary-name"}).status_code == 200
    for more in ("", "seen/"):
        assert desk.get(of_person(person, more)).status_code == 404


# -- operators -------------------------------------------------------------------------------


def test_operator_who_opens_an_account_is_written_down_and_told(outsider, sought, desk, as_person):
    operator = outsider("operator")
    operator.get(reverse("wagtailadmin_home"))
    assert not AccessRecord.objects.exists()
    assert operator.get("/cms/users/").status_code == 200
    edit = reverse("wagtailusers_users:edit", args=[sought.pk])
    assert operator.get(edit).status_code == 200
    records = list(AccessRecord.objects.order_by("pk").values_list("what", "role", "about"))
    assert records == [("account", "operator", None), ("account", "operator", sought.public_id)]
    assert "Unusual looking at details" in desk.get(TASKS).content.decode()
    assert "The operator of the site" in as_person(sought).get("/account/looked/").content.decode()


@pytest.mark.parametrize("who", ["participant", "partner", "editor"])
def test_accounts_in_the_admin_are_shut_to_everybody_else(outsider, sought, desk, who):
    edit = reverse("wagtailusers_users:edit", args=[sought.pk])
    for client in (outsider(who), desk):
        for path in ("/cms/users/", edit):
            answer = client.get(path)
            assert answer.status_code in {302, 403, 404}
            assert "canary" not in answer.content.decode()
    assert not AccessRecord.objects.exists()


# -- ten thousand of them ----------------------------------------------------------------------


def test_list_of_ten_thousand_is_paged_and_takes_few_queries(
    desk, sought, now, django_assert_max_num_queries
):
    Task.objects.bulk_create(
        (
            Task(key=f"many:{n}", kind=TaskKind.CONCERN, person=sought, created_at=now, due_at=now)
            for n in range(10_000)
        ),
        batch_size=1000,
    )
    desk.get(TASKS)
    with django_assert_max_num_queries(20):  # performance W8
        page = desk.get(TASKS).content.decode()
    assert page.count("Overdue") == 200
    assert "1 / 50" in page
    assert desk.get(f"{TASKS}?page=50").content.decode().count("Overdue") == 200
