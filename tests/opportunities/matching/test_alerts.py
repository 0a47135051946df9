"""Being told that something opened which fits: to whom, how often, of what, and at what cost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.notifications.actions import deliver_due
from community.notifications.models import Message, Note, Outcome
from community.organisations.actions import avoid
from community.organisations.models import Organisation, Standing
from community.safety.actions import erase, own_data
from opportunities.actions.alerts import note_what_opened, tell_of_what_opened
from opportunities.actions.apart import avoid_area
from opportunities.actions.looking import forget_looking_for, keep_looking_for, suggest
from opportunities.models import Kind, LookingFor, Opportunity, Session
from tests.community.notifications.conftest import mail_server  # noqa: F401 - a fixture
from tests.factories.notifications import ContactPreferenceFactory
from tests.factories.opportunities import OpportunityFactory, SignUpFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def ask(words, now):
    """A function that lets somebody ask to be told, with answers enough for a score."""

    def asks(person, alerts="daily", **answers):
        said = {"first_goal": words.goal, "interests": [words.interest], "alerts": alerts}
        keep_looking_for(by=person, now=now, **(said | answers))

    return asks


@pytest.fixture
def opens(words, offer, now):
    """A function that makes something that agrees, with a date that is ahead for two weeks."""

    def make(**changes):
        date = {"starts_at": now + 14 * DAY, "ends_at": now + 14 * DAY + HOUR}
        fields = {"goals": [words.goal], "interests": [words.interest]}
        session = date | changes.pop("session", {})
        return offer(session=session, **(fields | changes))

    return make


def told(now):
    """Who is told at a tick at `now`."""
    before = set(Message.objects.values_list("pk", flat=True))
    number = tell_of_what_opened(now=now)
    rows = Message.objects.exclude(pk__in=before).select_related("recipient")
    people = [row.recipient for row in rows]
    assert len(people) == number
    return people


# -- who, and how often ----------------------------------------------------------------------


def test_nobody_is_told_who_did_not_ask(participant, ask, opens, now):
    ask(participant, alerts="never")
    opens()
    assert told(now + 8 * DAY) == []
    assert LookingFor.objects.get().told_until is None


@pytest.mark.parametrize(("alerts", "pause"), [("daily", DAY), ("weekly", 7 * DAY)])
def test_told_once_in_the_time_they_chose_and_of_what_is_new(
    participant, ask, opens, now, alerts, pause
):
    ask(participant, alerts=alerts)
    opens()
    assert told(now + pause - HOUR) == []
    assert told(now + pause) == [participant]
    opens()
    assert told(now + pause + HOUR) == []
    assert told(now + 2 * pause - HOUR) == []
    if alerts == "daily":
        assert told(now + 2 * pause) == [participant]
        assert told(now + 3 * pause) == []  # nothing opened since


def test_what_was_open_before_they_asked_is_nothing_new(participant, ask, opens, now):
    opens()
    note_what_opened(now=now - HOUR)
    ask(participant)
    assert told(now + DAY) == []


def test_saving_other_answers_does_not_begin_the_time_anew(participant, ask, opens, words, now):
    ask(participant)
    ask(participant, second_goal=words.goal_two)
    assert LookingFor.objects.get().told_until == now
    opens()
    assert told(now + DAY) == [participant]


def test_closed_account_is_told_nothing(participant, ask, opens, now):
    ask(participant)
    participant.is_active = False
    participant.save()
    opens()
    assert told(now + DAY) == []


# -- of what ---------------------------------------------------------------------------------


def test_of_what_fits_well_and_of_nothing_less(participant, ask, opens, words, now):
    """With what they like alone it is worth a look, and no more."""
    ask(participant)
    opens(goals=[])
    assert [one.band for one in suggest(to=participant, now=now).shown] == ["look"]
    assert told(now + DAY) == []
    opens()
    assert "strong" in [one.band for one in suggest(to=participant, now=now + DAY).shown]
    assert told(now + 2 * DAY) == [participant]


def test_with_too_few_answers_nothing_is_said(participant, opens, words, now):
    keep_looking_for(by=participant, now=now, interests=[words.interest], alerts="daily")
    opens()
    assert told(now + DAY) == []


@pytest.mark.parametrize("is_kept_away", [False, True])
def test_what_they_keep_away_is_never_told(participant, ask, opens, words, now, is_kept_away):
    ask(participant)
    one = opens(area=words.area)
    other = opens()
    if is_kept_away:
        avoid_area(by=participant, area=words.area, now=now)
        avoid(by=participant, organisation=other.organisation, now=now)
        assert one.organisation != other.organisation
    assert told(now + DAY) == ([] if is_kept_away else [participant])


def test_what_one_keeps_away_another_is_told(participant, another_participant, ask, opens, now):
    ask(participant)
    ask(another_participant)
    row = opens()
    avoid(by=participant, organisation=row.organisation, now=now)
    assert told(now + DAY) == [another_participant]


def test_support_group_where_they_never_go_is_told_as_it_is_shown(
    participant, ask, opens, words, now
):
    """Else its silence would tell in which part of town it meets (safety.md T11)."""
    ask(participant)
    avoid_area(by=participant, area=words.area, now=now)
    opens(area=words.area, kind=Kind.GROUP)
    assert told(now + DAY) == [participant]


@pytest.mark.parametrize(
    "answers",
    [{}, {"hard_noes": "caution"}, {"must_haves": "need"}],
    ids=["nothing", "never", "has to be there"],
)
def test_gates_hold(participant, ask, opens, words, now, answers):
    ask(participant, **{name: [getattr(words, word)] for name, word in answers.items()})
    opens(cautions=[words.caution])
    assert told(now + DAY) == ([] if answers else [participant])


def test_what_is_in_their_plan_is_no_news(participant, another_participant, ask, opens, now):
    ask(participant)
    ask(another_participant)
    SignUpFactory(person=participant, session=opens().sessions.get())
    assert told(now + DAY) == [another_participant]


@pytest.mark.parametrize("how", ["full", "over", "held", "draft", "unverified", "called off"])
def test_only_what_is_public_with_a_place_ahead(participant, ask, opens, now, how):
    ask(participant)
    row = opens()
    dates = Session.objects.filter(opportunity=row)
    match how:
        case "full":
            dates.update(capacity=2, places_taken=2)
        case "over":
            Opportunity.objects.update(next_session_at=now)
        case "held":
            Opportunity.objects.update(held_at=now)
        case "draft":
            Opportunity.objects.update(live=False)
        case "unverified":
            Organisation.objects.filter(pk=row.organisation_id).update(standing=Standing.UNVERIFIED)
        case "called off":
            dates.update(cancelled_at=now)
    assert told(now + DAY) == []


def test_what_is_asked_about_has_no_date_and_is_told(participant, ask, words, now):
    ask(participant)
    row = OpportunityFactory(asked_until=now + 14 * DAY, next_session_at=now + 14 * DAY)
    row.goals, row.interests = [words.goal], [words.interest]
    row.save()
    assert told(now + DAY) == [participant]


def test_what_becomes_public_later_is_told_then(participant, ask, opens, now):
    """However it becomes so: here staff let it go two days after it was written."""
    ask(participant)
    row = opens()
    Opportunity.objects.filter(pk=row.pk).update(held_at=now)
    assert told(now + DAY) == []
    Opportunity.objects.filter(pk=row.pk).update(held_at=None)
    assert told(now + 2 * DAY) == [participant]
    assert told(now + 3 * DAY) == []


# -- what is sent ----------------------------------------------------------------------------


def test_on_their_way_in_their_hours_and_without_a_name(
    participant,
    ask,
    opens,
    now,
    mail_server,  # noqa: F811
):
    ContactPreferenceFactory(person=participant, channel="in_app", wording="details")
    ask(participant)
    row = opens()
    assert told(now + DAY) == [participant]
    deliver_due(now=now + DAY)
    (note,) = Note.objects.filter(person=participant)
    assert note.words == "There is something new to look at. It waits where you sign in."
    assert row.title not in note.words


@pytest.mark.parametrize("wish", [{"channel": "none"}, {"wording": "none"}])
def test_who_wants_nothing_gets_nothing(
    participant,
    ask,
    opens,
    now,
    wish,
    mail_server,  # noqa: F811
):
    ask(participant)
    ContactPreferenceFactory(person=participant, **wish)
    opens()
    tell_of_what_opened(now=now + DAY)
    deliver_due(now=now + DAY)
    assert not Note.objects.exists()
    assert [row.outcome for row in Message.objects.all()] == [Outcome.DROPPED]


@pytest.mark.parametrize("how", ["never", "forget", "nothing answered"])
def test_switching_off_takes_back_what_is_on_its_way(participant, ask, opens, now, how):
    ask(participant)
    opens()
    assert told(now + DAY) == [participant]
    match how:
        case "never":
            ask(participant, alerts="never")
        case "forget":
            forget_looking_for(by=participant)
        case _:
            keep_looking_for(by=participant, now=now, alerts="daily")
    assert not Message.objects.exists()
    opens()
    assert told(now + 2 * DAY) == []


def test_one_that_was_not_sent_is_worth_nothing_at_the_next_turn(participant, ask, opens, now):
    ask(participant)
    opens()
    tell_of_what_opened(now=now + DAY)
    assert Message.objects.get().expires_at == now + 2 * DAY


# -- the page --------------------------------------------------------------------------------


def test_choice_is_made_on_the_page_and_shown_again(as_person, participant, words):
    client, url = as_person(participant), reverse("opportunities:looking")
    page = client.get(url).content.decode()
    assert 'value="never"' in page
    assert page.count(" checked") == 1  # never
    client.post(url, {"interests": [words.interest.pk], "alerts": "weekly"})
    row = LookingFor.objects.get()
    assert row.alerts == "weekly"
    assert row.told_until is not None
    client.post(url, {"interests": [words.interest.pk], "alerts": "never"})
    assert LookingFor.objects.get().told_until is None


def test_choice_without_an_answer_is_asked_again(as_person, participant):
    answer = as_person(participant).post(reverse("opportunities:looking"), {"alerts": "daily"})
    assert answer.status_code == 400
    assert "Answer something above first" in answer.content.decode()


def test_choice_that_is_not_there_is_asked_again(as_person, participant):
    answer = as_person(participant).post(reverse("opportunities:looking"), {"alerts": "hourly"})
    assert answer.status_code == 400


def test_notes_lead_to_what_fits(as_person, participant):
    page = as_person(participant).get(reverse("notifications:notes")).content.decode()
    assert reverse("opportunities:fits") in page


def test_choice_is_exported_and_erased(participant, ask, opens, now):
    ask(participant)
    (part,) = [part for part in own_data(person=participant) if "looking" in part.name]
    words = {answer.name: answer.words for answer in part.rows[0]}
    assert words["alerts"] == "Once a day at most"
    opens()
    tell_of_what_opened(now=now + DAY)
    erase(person=participant, now=now + DAY)
    assert not LookingFor.objects.exists()
    assert not Message.objects.exists()


# -- what it costs ---------------------------------------------------------------------------


def test_hundred_people_and_twenty_postings_cost_what_two_do(ask, opens, words, now):
    """Twenty queries for up to two hundred people, and one that writes the messages: SQLite takes
    several for that."""

    def costs(at):
        with CaptureQueriesContext(connection) as queries:
            number = tell_of_what_opened(now=at)
        return number, sum("INSERT" not in query["sql"] for query in queries)

    for _number in range(2):
        ask(UserFactory(), slots=["0-afternoon"], postcode="10001", miles=25)
    opens()
    few = costs(now + DAY)
    for _number in range(98):
        ask(UserFactory(), slots=["0-afternoon"], postcode="10001", miles=25)
    for _number in range(20):
        opens()
    many = costs(now + 2 * DAY)
    assert (few[0], many[0]) == (2, 100)
    assert few[1] == many[1] == 20


def test_key_that_is_lost_stops_nobody_else(participant, another_participant, ask, opens, now):
    ask(participant, postcode="10001", miles=10)
    ask(another_participant, postcode="10001", miles=10)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE opportunities_lookingfor SET postcode = 'gone:AAAA' WHERE person_id = %s",
            [participant.pk],
        )
    opens(latitude="40.75", longitude="-73.99")
    assert another_participant in told(now + DAY)
