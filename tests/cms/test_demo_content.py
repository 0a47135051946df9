"""What stands in the demo world, read as data: it is believable, whole, and safe to show."""

import datetime as dt
import re
import zoneinfo
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.demo.activities import ACTIVITIES, State, in_spanish
from cms.demo.calendar import WEEKDAYS, WEEKS_AHEAD, When
from cms.demo.people import ACCOUNTS, NEIGHBOURS, NOTES, PASSWORD
from cms.demo.talks import RULES
from cms.demo.town import AREAS, ORGANISATIONS
from community.organisations.models import Organisation, Standing
from community.people.models import Role
from opportunities.actions.importing.cleaning import EMAIL, LINK, PHONE
from opportunities.actions.publishing import zip_centre
from opportunities.actions.red_flags import red_flags
from opportunities.actions.vocabulary import ensure_vocabulary
from opportunities.models import (
    Caution,
    Goal,
    Interest,
    Kind,
    Language,
    Motif,
    Opportunity,
    PracticalNeed,
    Skill,
)
from opportunities.models.wording import WATCHED_WORDS

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
# Of an organisation that staff stopped, one posting is dubious on purpose.
LIVE = [
    one
    for one in ACTIVITIES
    if one.state is State.LIVE and ORGANISATIONS[one.by].standing == Standing.VERIFIED
]
PLACES = list(ORGANISATIONS.values())
each_activity = pytest.mark.parametrize("one", ACTIVITIES, ids=lambda one: one.title)
each_live = pytest.mark.parametrize("one", LIVE, ids=lambda one: one.title)
each_place = pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)


def words_of(one) -> str:
    return " ".join(
        (one.title, one.summary, one.description, one.rhythm, one.who_comes, one.bring, one.ask_for)
    )


def words_at(place) -> str:
    return " ".join(
        (place.name, place.about, place.place, place.getting_there, place.arrival, place.checked)
    )


@pytest.fixture
def vocabulary(db) -> dict[str, set[str]]:
    """The slugs that a new site has."""
    ensure_vocabulary()
    models = {
        "needs": PracticalNeed,
        "interests": Interest,
        "languages": Language,
        "goals": Goal,
        "skills": Skill,
        "cautions": Caution,
    }
    return {
        name: set(model.objects.values_list("slug", flat=True)) for name, model in models.items()
    }


@pytest.mark.parametrize("name", ["needs", "interests", "languages", "goals", "skills", "cautions"])
def test_every_word_of_every_activity_is_a_word_of_the_site(vocabulary, name):
    """An unknown slug would be dropped without a sound."""
    used = {slug for one in ACTIVITIES for slug in getattr(one, name).split()}
    assert used <= vocabulary[name]


@pytest.mark.parametrize("name", ["needs", "interests"])
def test_every_filter_of_a_new_site_finds_something_in_the_demo(vocabulary, name):
    used = {slug for one in LIVE for slug in getattr(one, name).split()}
    assert vocabulary[name] <= used


@each_live
def test_activity_says_what_it_is_about_and_what_it_offers(one):
    assert one.interests.split()
    assert one.needs.split()
    assert one.languages.split()
    assert len(set(one.needs.split())) == len(one.needs.split())


@each_activity
def test_activity_fits_the_columns_it_is_written_to(one):
    for name in ("title", "summary", "rhythm", "who_comes", "bring", "cost", "ask_for"):
        column = Opportunity._meta.get_field(name)
        assert len(getattr(one, name)) <= column.max_length, name
    assert one.kind in Kind.values
    assert one.motif in Motif.values
    assert not one.area or one.area in AREAS


@each_live
def test_activity_tells_who_to_ask_for_and_how_to_know_them(one):
    assert len(one.ask_for) >= 15
    assert one.ask_for.endswith(".")


@each_activity
def test_activity_has_no_way_around_the_site_and_no_word_that_gives_away(one):
    for pattern in (EMAIL, LINK, PHONE, WATCHED_WORDS):
        assert not pattern.search(words_of(one))
    assert "!" not in words_of(one)


@each_activity
def test_activity_tells_a_rhythm_that_its_dates_keep(one):
    """ "Every Tuesday" is on Tuesdays, "every second" skips a week."""
    names = dict(zip(WEEKDAYS, ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"),
                     strict=True))  # fmt: skip
    said = {short for short, long in names.items() if f"{long}day" in one.rhythm}
    assert said <= set(one.when.days.split())
    if re.search(r"every (second|other) ", one.rhythm, re.IGNORECASE):
        assert one.when.every == 2
    elif re.match(r"Every \w+day", one.rhythm):
        assert one.when.every == 1
        assert one.when.goes_on


@each_activity
def test_activity_has_sensible_hours(one):
    starts, ends = (dt.time.fromisoformat(clock) for clock in (one.when.starts, one.when.ends))
    assert dt.time(6) <= starts < ends <= dt.time(22, 30)


@each_activity
def test_activity_holds_fewer_people_than_there_are_neighbours(one):
    """Where it is full, two more stand in line."""
    if one.filled >= 1:
        assert one.places is not None
        assert one.places + 2 <= len(NEIGHBOURS)
    assert one.places is None or 1 <= one.places <= 100
    assert 0 <= one.filled <= 1


@each_activity
def test_activity_online_needs_no_bus_and_no_seat(one):
    assert not {"travel-paid", "step-free"} <= set(one.needs.split()) or "online" not in one.needs


def test_titles_and_summaries_are_all_different():
    for name in ("title", "summary", "description"):
        found = Counter(getattr(one, name) for one in ACTIVITIES)
        assert [text for text, times in found.items() if times > 1] == []


def test_all_kinds_times_and_sizes_are_there():
    assert {one.kind for one in LIVE} == set(Kind.values)
    assert {one.motif for one in LIVE} >= set(Motif.values) - {"desk"}
    assert any(one.filled >= 1 for one in LIVE)
    assert any(one.filled < 0.4 for one in LIVE)
    days = {day for one in LIVE for day in one.when.days.split()}
    assert days == set(WEEKDAYS)
    starts = {int(one.when.starts[:2]) for one in LIVE}
    assert min(starts) < 12 <= max(starts)
    assert max(starts) >= 17


def test_most_things_are_free_and_the_others_say_their_price():
    free = [one for one in LIVE if one.cost == "Free"]
    assert len(free) / len(LIVE) > 0.8
    for one in LIVE:
        assert one.cost.startswith("Free") or re.search(r"[$£]|\d|pay", one.cost), one.title


@each_place
def test_organisation_fits_its_columns_and_stands_in_an_area_of_the_town(place):
    assert len(place.name) <= Organisation._meta.get_field("name").max_length
    assert len(place.checked) <= Organisation._meta.get_field("verified_note").max_length
    for name in ("place", "getting_there", "arrival"):
        assert len(getattr(place, name)) <= Opportunity._meta.get_field(name).max_length
    assert place.area in AREAS
    assert place.standing in Standing.values


@each_place
def test_organisation_has_no_way_around_the_site_and_no_word_that_gives_away(place):
    for pattern in (EMAIL, LINK, PHONE, WATCHED_WORDS):
        assert not pattern.search(words_at(place))


def test_every_area_has_a_zip_code_that_exists_with_a_centre_of_its_own():
    centres = {slug: zip_centre(code) for slug, (_label, code) in AREAS.items()}
    assert None not in centres.values()
    assert len(set(centres.values())) == len(AREAS)
    latitudes = [float(latitude) for latitude, _longitude in centres.values()]
    assert max(latitudes) - min(latitudes) < 0.5  # one town


def test_every_area_has_something_in_it():
    used = {one.area or ORGANISATIONS[one.by].area for one in LIVE}
    assert used == set(AREAS)


def test_accounts_are_of_every_role_and_work_for_organisations_that_exist():
    assert {account.role for account in ACCOUNTS} == set(Role)
    for account in ACCOUNTS:
        assert bool(account.works_for) == (account.role == Role.PARTNER)
        assert not account.works_for or account.works_for in ORGANISATIONS
        assert account.shows
    assert len({account.username for account in ACCOUNTS}) == len(ACCOUNTS)
    assert [account.username for account in ACCOUNTS if account.is_superuser] == ["admin"]


def test_password_of_the_demo_is_one_that_the_site_would_take():
    assert len(PASSWORD) >= 10
    assert not {account.username for account in ACCOUNTS} & set(PASSWORD.split())


def test_neighbours_have_names_of_their_own_and_say_nothing_private():
    assert len(set(NEIGHBOURS)) == len(NEIGHBOURS)
    assert not set(NEIGHBOURS) & {account.alias for account in ACCOUNTS}
    assert not any(WATCHED_WORDS.search(note) for note in NOTES)


moments = st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2035, 1, 1), timezones=st.just(dt.UTC))
rhythms = st.builds(
    When,
    days=st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True).map(" ".join),
    starts=st.just("10:00"),
    ends=st.just("12:30"),
    weeks=st.one_of(st.none(), st.integers(1, 10)),
    every=st.sampled_from([1, 2]),
    first=st.integers(0, 3),
)


@given(when=rhythms, now=moments)
def test_dates_are_ahead_in_order_on_their_weekdays_and_by_the_clock(when, now):
    found = when.sessions(now, NEW_YORK)
    tomorrow = now.astimezone(NEW_YORK).date() + dt.timedelta(days=1)
    assert found
    assert found == sorted(set(found))
    for starts, ends in found:
        local = starts.astimezone(NEW_YORK)
        assert local.date() >= tomorrow
        assert WEEKDAYS[local.weekday()] in when.days.split()
        assert (local.hour, local.minute) == (10, 0)
        assert ends - starts == dt.timedelta(hours=2, minutes=30)


@given(when=rhythms, now=moments)
def test_number_of_dates_is_what_was_asked_for(when, now):
    days = len(when.days.split())
    weeks = -(-WEEKS_AHEAD // when.every) if when.goes_on else when.weeks
    assert len(when.sessions(now, NEW_YORK)) == days * weeks


@given(when=rhythms.filter(lambda when: when.goes_on), now=moments, weeks=st.integers(1, 4))
def test_dates_seen_later_are_the_same_dates_as_far_as_both_reach(when, now, weeks):
    """Else `seed_demo --again` would double them."""
    early = {starts for starts, _ends in when.sessions(now, NEW_YORK)}
    late = {starts for starts, _ends in when.sessions(now + dt.timedelta(weeks=weeks), NEW_YORK)}
    assert {one for one in late if min(late) <= one <= max(early)} == {
        one for one in early if min(late) <= one <= max(early)
    }


def original_of(one) -> dict[str, str]:
    """What a posting of the demo says, by the names of `Opportunity.TOLD`."""
    place = ORGANISATIONS[one.by]
    rules = RULES if one.kind == Kind.GROUP else ""
    said = {name: getattr(one, name, "") for name in Opportunity.TOLD}
    said |= {"getting_there": place.getting_there, "arrival": place.arrival, "rules": rules}
    return said


def test_a_third_is_told_whole_in_spanish_and_as_safely():
    told = {one.title: in_spanish(original_of(one), one.by) for one in ACTIVITIES}
    assert sum(bool(words) for words in told.values()) * 3 >= len(ACTIVITIES)
    for one in ACTIVITIES:
        words = told[one.title]
        if not words:
            continue
        row = Opportunity(**original_of(one), written_in="en")
        row.write_in("es", words)
        assert all(words[name] for name, said in row.original.items() if said), one.title
        assert not row.refused_in(words), one.title
        assert not red_flags(words), one.title
        assert not re.search(f"{EMAIL.pattern}|{LINK.pattern}", " ".join(words.values())), one.title
