"""A partner's dates that come again: typed, shown together, changed and called off together."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from opportunities.actions.signups import sign_up
from opportunities.models import Opportunity, Schedule, Session
from opportunities.views.dates import SHOWN
from tests.factories.opportunities import OpportunityFactory, SessionFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def client(partner, as_person, time_machine, now):
    time_machine.move_to(now, tick=False)
    return as_person(partner)


@pytest.fixture
def activity(partner) -> Opportunity:
    return OpportunityFactory(organisation=partner.memberships.get().organisation)


def address(name: str, row: Opportunity | Session | Schedule) -> str:
    return reverse(f"opportunities:{name}", args=[row.public_id])


def typed(**values: str) -> dict[str, str]:
    usual = {"date": "2026-05-12", "starts": "14:00", "ends": "3.30 pm", "places": "8"}
    return usual | {"again": "weekly", "last_on": ""} | values


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def add(client, activity, **values: str) -> str:
    page = client.post(address("workplace_dates", activity), typed(**values), follow=True)
    assert page.redirect_chain
    return text_of(page)


def dates_of(activity) -> list[Session]:
    return list(activity.sessions.select_related("schedule").order_by("starts_at"))


def change(client, session, **values: str):
    shown = {
        "date": f"{session.local_start:%Y-%m-%d}",
        "starts": f"{session.local_start:%H:%M}",
        "ends": f"{session.ends_at.astimezone(session.zone):%H:%M}",
        "places": str(session.given_capacity),
    }
    return client.post(address("workplace_date", session), shown | values)


def test_dates_that_meet_others_are_said_and_not_refused(client, activity):
    assert "Is that right?" not in add(client, activity)
    page = add(client, activity, starts="15:00", ends="16:00", last_on="2026-05-30")
    assert "3 of them meet other dates of this, at least in part. Is that right?" in page
    page = add(client, activity, starts="15:45", ends="16:30", again="once")
    assert "1 of them meets another date of this" in page
    assert "Is that right?" not in add(client, activity, starts="16:30", ends="17:00", again="once")


def test_new_number_of_places_is_no_new_time(client, activity):
    add(client, activity)
    for values, says in (({"places": "9"}, "Saved.<"), ({"starts": "13:30"}, "of the new time")):
        date = dates_of(activity)[0]
        change(client, date, reach="one", **values)
        assert says in text_of(client.get(address("workplace_date", date)))


# -- adding ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("again", "how_often", "number", "next_days"),
    [
        ("weekly", "Every Tuesday", 52, ["Tue 12 May", "Tue 19 May", "Tue 26 May"]),
        ("fortnightly", "Every two weeks on Tuesday", 26, ["Tue 12 May", "Tue 26 May"]),
        ("monthly", "Every month on the second Tuesday", 12, ["Tue 12 May", "Tue 9 Jun"]),
    ],
)
def test_partner_has_dates_come_again_and_reads_the_next_ones(
    client, activity, again, how_often, number, next_days
):
    page = add(client, activity, again=again)
    assert f"{number} dates are added." in page
    assert f"{how_often}, 2 pm to 3.30 pm" in page
    assert "Without an end" in page
    for day in next_days:
        assert f"{day}, 2 pm to 3.30 pm" in page
    assert page.count("0 of 8 places taken") == SHOWN
    assert activity.sessions.count() == number


def test_dates_end_with_the_last_day_that_was_typed(client, activity):
    page = add(client, activity, last_on="2026-05-26")
    assert "3 dates are added." in page
    assert "Until 26 May 2026" in page
    assert "All of these dates" not in page
    assert [one.local_start.day for one in dates_of(activity)] == [12, 19, 26]


def test_schedule_with_one_date_says_so(client, activity):
    assert "1 date is added." in add(client, activity, last_on="2026-05-12")


@pytest.mark.parametrize("again", [{"again": "once"}, {}])
def test_date_that_does_not_come_again_is_one(client, activity, again):
    values = {name: typed()[name] for name in ("date", "starts", "ends", "places")} | again
    page = text_of(client.post(address("workplace_dates", activity), values, follow=True))
    assert "The date is added." in page
    assert activity.sessions.get().schedule is None
    assert "Every" not in page.split("<h2>Add dates")[0].split("<main")[1]


WRONG = [
    ({"last_on": "2026-05-11"}, "The last day can’t be before the first"),
    ({"last_on": "soon"}, "We can’t read that day"),
    ({"last_on": "2026-06-01", "again": "once"}, "Choose how often, or leave the last day empty"),
    ({"again": "daily"}, "Choose how often"),
    ({"date": "2026-01-01"}, "The date has passed"),
    ({"ends": ""}, "Say when it ends"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=[str(w[0]) for w in WRONG])
def test_wrong_answers_are_refused_in_words_and_kept(client, activity, wrong, said):
    page = text_of(client.post(address("workplace_dates", activity), typed(**wrong)), 400)
    assert said in page
    assert "error-summary" in page
    assert 'value="14:00"' in page
    if "last_on" in wrong:
        assert f'value="{wrong["last_on"]}"' in page
    if wrong.get("again") != "daily":
        assert re.search(rf'value="{typed(**wrong)["again"]}"[^>]* checked', page)
    assert not Session.objects.exists()
    assert not Schedule.objects.exists()


def test_refusal_of_the_rule_is_read_in_the_form(client, activity, monkeypatch):
    monkeypatch.setattr("opportunities.actions.schedules.MOST_GOING_ON", 1)
    add(client, activity)
    page = text_of(client.post(address("workplace_dates", activity), typed()), 400)
    assert "This has many dates that come again already" in page
    assert Schedule.objects.count() == 1


# -- shown together --------------------------------------------------------------------------


def test_list_puts_dates_that_come_again_together(client, activity):
    add(client, activity)
    add(client, activity, date="2026-05-07", again="fortnightly", starts="09:00")
    SessionFactory(opportunity=activity, starts_at=timezone.now() + 2 * DAY)
    page = text_of(client.get(address("workplace_dates", activity)))
    # What comes first stands first.
    order = ["Every two weeks on Thursday", "Every Tuesday", "Single dates", "Wed 6 May"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count("All of these dates") == 2


def test_all_dates_of_one_are_a_page(client, activity):
    add(client, activity)
    schedule = Schedule.objects.get()
    page = text_of(client.get(address("workplace_schedule", schedule)))
    assert page.count("0 of 8 places taken") == 52
    assert "Every Tuesday, 2 pm to 3.30 pm" in page


def test_schedule_without_a_date_to_come_says_so(client, activity, time_machine, now):
    add(client, activity, last_on="2026-05-12")
    schedule = Schedule.objects.get()
    Session.objects.update(starts_at=now - DAY, ends_at=now - DAY / 2)
    assert "No date is to come" in text_of(client.get(address("workplace_schedule", schedule)))
    assert "Every Tuesday" not in text_of(client.get(address("workplace_dates", activity)))


@pytest.mark.parametrize("who", ["another_partner", "participant", "editor", "staff"])
def test_schedule_does_not_exist_for_others(client, activity, who, request, as_person):
    add(client, activity)
    other = as_person(request.getfixturevalue(who))
    page = address("workplace_schedule", Schedule.objects.get())
    assert other.get(page).status_code == 404
    assert client.get(page).status_code == 200


def test_page_of_dates_costs_the_same_with_more(client, activity, django_assert_max_num_queries):
    page = address("workplace_dates", activity)
    add(client, activity)
    client.get(page)
    with django_assert_max_num_queries(14) as one:
        client.get(page)
    number = len(one)
    for hour in ("08:00", "09:00"):
        add(client, activity, starts=hour)
    client.get(page)
    with django_assert_max_num_queries(number):
        client.get(page)


# -- changed together ------------------------------------------------------------------------


def test_page_of_a_date_asks_for_which_dates_and_means_only_this_one(client, activity):
    add(client, activity)
    page = text_of(client.get(address("workplace_date", dates_of(activity)[1])))
    assert "Every Tuesday, 2 pm to 3.30 pm" in page
    assert page.count("For which dates?") == 2
    assert len(re.findall(r'value="one"[^>]* checked', page)) == 2


def test_page_of_a_single_date_asks_nothing_more(client, activity):
    page = text_of(client.get(address("workplace_date", SessionFactory(opportunity=activity))))
    assert "For which dates?" not in page


def test_partner_moves_this_date_and_those_after_it(client, activity, participant, now):
    add(client, activity)
    third = dates_of(activity)[2]
    row = sign_up(session=third, by=participant, alias="Sunny", now=now)
    response = change(client, third, starts="15:00", ends="16:30", places="9", reach="following")
    assert response.status_code == 302
    dates = dates_of(activity)
    assert {one.hours for one in dates[:2]} == {"2 pm to 3.30 pm"}
    assert {(one.hours, one.capacity) for one in dates[2:]} == {("3 pm to 4.30 pm", 9)}
    page = text_of(client.get(address("workplace_date", row.session)))
    assert "Sunny" in page
    listed = text_of(client.get(address("workplace_dates", activity)))
    assert "Every Tuesday, 2 pm to 3.30 pm" in listed
    assert "Until 19 May 2026" in listed
    assert "Every Tuesday, 3 pm to 4.30 pm" in listed


def test_without_an_answer_nothing_is_changed(client, activity):
    add(client, activity)
    before = list(Session.objects.values())
    for wrong in ({}, {"reach": "everything"}):
        response = change(client, dates_of(activity)[2], starts="15:00", ends="16:00", **wrong)
        assert 'value="15:00"' in text_of(response, 400)
    assert list(Session.objects.values()) == before


def test_refused_change_says_why_and_keeps_what_was_typed(client, activity):
    add(client, activity)
    third = dates_of(activity)[2]
    response = change(client, third, date="2026-05-08", reach="all")
    page = text_of(response, 400)
    assert "The first of these dates would be in the past" in page
    assert 'value="2026-05-08"' in page
    assert re.search(r'value="all"[^>]* checked', page)


@pytest.mark.parametrize(("reach", "left"), [("one", 51), ("following", 2), ("all", 0), ("", 51)])
def test_partner_calls_off_as_many_as_they_say(client, activity, reach, left):
    add(client, activity)
    third = dates_of(activity)[2]
    response = client.post(address("workplace_date", third), {"cancel": "1", "reach": reach})
    assert response.url == address("workplace_dates", activity)
    assert activity.sessions.filter(cancelled_at=None).count() == left


def test_nothing_is_called_off_on_a_guess(client, activity):
    add(client, activity)
    third = dates_of(activity)[2]
    response = client.post(address("workplace_date", third), {"cancel": "1", "reach": "x"})
    assert response.status_code == 404
    assert activity.sessions.filter(cancelled_at=None).count() == 52


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_last_day_at_the_end_of_the_calendar_is_a_slip(client, activity, day):
    page = client.post(address("workplace_dates", activity), typed(last_on=day))
    assert "Check the year" in text_of(page, 400)
    assert f'value="{day}"' in text_of(page, 400)
    assert not activity.sessions.exists()


def test_last_day_as_far_as_it_goes_moves_along(client, activity):
    add(client, activity, last_on="2999-12-31")
    one = dates_of(activity)[3]
    later = one.local_start + 2 * DAY
    assert change(client, one, date=f"{later:%Y-%m-%d}", reach="following").status_code == 302
    assert activity.schedules.latest("pk").last_on == dt.date(3000, 1, 2)
