"""Small rules of people and organisations that hold for everyone, and the ticks of the clock."""

import datetime as dt

import pytest
from django.apps import apps
from django.conf import settings as chosen
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from community.celery import app
from community.organisations.models import Membership, Organisation, Standing
from community.people.models import (
    User,
    known_time_zones,
    validate_time_zone,
    validate_username,
)
from community.people.roles import RULES
from community.safety.cache import AtHand
from community.safety.models import LeaveAddress, neutral_address
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import UserFactory


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Sallow Lane Garden", "SL"), ("threadworks", "T"), ("", ""), ("  the  oak ", "TO"),
     ("Ñuñoa útil", "ÑÚ")],
)  # fmt: skip
def test_initials_are_two_letters_at_most(name, initials):
    assert Organisation(name=name).initials == initials


@given(
    standing=st.sampled_from(Standing.values),
    until=st.one_of(st.none(), st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))),
    on=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
)
def test_organisation_is_public_only_verified_and_in_time(standing, until, on):
    one = Organisation(standing=standing, verified_until=until)
    in_time = until is not None and on <= until
    assert one.is_public(on) == (standing == Standing.VERIFIED and in_time)


@pytest.mark.django_db
@pytest.mark.parametrize("standing", Standing.values)
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_database_and_row_agree_on_what_is_public(standing, days, now):
    today = now.date()
    one = OrganisationFactory(standing=standing, verified_until=today + dt.timedelta(days=days))
    assert Organisation.objects.public(today).exists() == one.is_public(today)


@pytest.mark.django_db
def test_organisation_is_not_verified_for_ever():
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(standing=Standing.VERIFIED, verified_until=None)


@pytest.mark.django_db
def test_person_works_for_an_organisation_once_and_the_row_names_nobody():
    one = MembershipFactory(person__alias="Rosa", organisation__name="Sallow Lane")
    assert str(one) == f"membership {one.pk}"
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=one.person, organisation=one.organisation)


@pytest.mark.django_db
def test_two_rows_of_one_source_are_one_organisation():
    OrganisationFactory(source="town", external_id="7")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(source="town", external_id="7")
    OrganisationFactory(source="city", external_id="7")
    OrganisationFactory(source="town", external_id="")
    OrganisationFactory(source="town", external_id="")


@pytest.mark.parametrize("name", ["sam", "a.b-c_d+e", "ñandú", "李雷", "x" * 60])
def test_user_name_is_taken_in_any_script(name):
    validate_username(name)


@pytest.mark.parametrize(
    "name", ["", "s", "sam smith", "sam@example.org", "x" * 61, "sam\n", "<b>"]
)
def test_user_name_that_could_be_an_address_or_a_trick_is_refused(name):
    with pytest.raises(ValidationError):
        validate_username(name)


@given(st.text(max_size=30))
@example("\N{GREEK SMALL LETTER UPSILON WITH DIALYTIKA AND VARIA}")
def test_user_name_is_stored_in_one_spelling(name):
    once = User.normalize_username(name)
    assert User.normalize_username(once.upper()) == User.normalize_username(once.upper().lower())
    assert once == once.lower()


@pytest.mark.parametrize("name", ["America/New_York", "Europe/Madrid", "UTC"])
def test_time_zone_is_one_that_exists(name):
    validate_time_zone(name)
    assert User(time_zone=name).zone.key == name


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "america/new_york "])
def test_time_zone_that_is_none_is_refused_and_never_breaks_a_page(name):
    with pytest.raises(ValidationError):
        validate_time_zone(name)
    assert User(time_zone=name).zone.key == chosen.TIME_ZONE
    assert name not in known_time_zones()


@pytest.mark.parametrize(("alias", "seen"), [("Green Hat", "Green Hat"), ("", "sam")])
def test_others_see_the_alias_or_else_the_user_name(alias, seen):
    person = User(username="sam", alias=alias, email="sam@example.org")
    assert str(person) == person.get_full_name() == person.get_short_name() == seen


def test_account_has_no_place_for_what_nobody_asks():
    names = {field.name for field in User._meta.get_fields()}
    private = {"first_name", "last_name", "phone", "address", "birth_date", "gender", "last_ip"}
    assert names.isdisjoint(private)


@pytest.mark.django_db
def test_two_accounts_never_differ_by_letter_case_only():
    UserFactory(username="sam", email="sam@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(username="SAM")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="Sam@Example.org")
    UserFactory(email="")
    UserFactory(email="")


def test_every_role_is_explained_and_only_two_have_a_group():
    for role, rule in RULES.items():
        assert rule.role == role
        assert rule.who_may_have_it.endswith(".")
        assert rule.what_it_may_do.endswith(".")
    assert sorted(rule.group for rule in RULES.values() if rule.group) == [
        "Editors",
        "Programme staff",
    ]


@pytest.mark.parametrize(
    "address",
    ["https://www.weather.gov/", "https://news.example.org", "https://a.example.org/x/y_z~1.html"],
)
def test_way_out_may_lead_to_a_plain_page(address):
    assert neutral_address(address)
    row = LeaveAddress(address=address)
    row.clean()
    assert str(row) == address


@pytest.mark.parametrize(
    "address",
    [
        "", "http://www.weather.gov/", "https://localhost/", "https://user@weather.gov/",
        "https://weather.gov/?who=sam", "https://weather.gov/#sam", "https://mail.example.org/",
        "https://weather.gov:8443/", "https://testserver/", "https://[::1/", "https://10.0.0.1/",
        "javascript:alert(1)", "//weather.gov/", "https://weather.gov:port/", "https://login.x.org/",
    ],
)  # fmt: skip
def test_way_out_leads_nowhere_that_gives_somebody_away(address):
    assert not neutral_address(address)
    with pytest.raises(ValidationError):
        LeaveAddress(address=address).clean()


@override_settings(ALLOWED_HOSTS=[".onward.example"], SITE_URL="https://onward.example")
@pytest.mark.parametrize("host", ["onward.example", "www.onward.example", "onward.example."])
def test_way_out_does_not_lead_back_in(host):
    assert not neutral_address(f"https://{host}/")
    assert neutral_address("https://notonward.example/")


def test_value_at_hand_is_asked_for_once_until_its_time_is_over():
    asked = []
    hand = AtHand(seconds=60, at_most=2)
    for _ in range(3):
        assert hand.get("a", lambda: asked.append(1) or len(asked)) == 1
    hand.forget("a")
    hand.forget("never there")
    assert hand.get("a", lambda: asked.append(1) or len(asked)) == 2
    over = AtHand(seconds=0, at_most=2)
    assert [over.get("a", lambda: asked.append(1) or len(asked)) for _ in range(2)] == [3, 4]


@given(st.lists(st.text(max_size=3), max_size=40))
def test_values_at_hand_never_grow_past_their_limit(keys):
    hand = AtHand(seconds=60, at_most=5)
    for key in keys:
        assert hand.get(key, lambda key=key: key) == key
        assert len(hand.kept) <= 5


def test_every_tick_has_its_task_and_ends_before_the_next():
    for entry in chosen.CELERY_BEAT_SCHEDULE.values():
        app.loader.import_default_modules()
        assert entry["task"] in app.tasks
        assert entry["options"]["expires"] <= entry["schedule"]
        assert "args" not in entry
        assert "kwargs" not in entry


@pytest.mark.django_db
@pytest.mark.parametrize(
    "task", sorted({entry["task"] for entry in chosen.CELERY_BEAT_SCHEDULE.values()})
)
def test_every_tick_does_nothing_when_there_is_nothing_to_do(task, django_assert_max_num_queries):
    app.loader.import_default_modules()
    with django_assert_max_num_queries(28):
        assert app.tasks[task].apply(throw=True).get() is None


def test_server_and_clock_start_with_the_settings_of_the_project():
    from community.wsgi import application

    assert callable(application)
    assert app.main == "community"
    assert apps.is_installed("community.people")
