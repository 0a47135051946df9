"""Everything that the person sought has answered, each answer with another one in its place."""

import datetime as dt
from typing import Any, NamedTuple

from django.db import models

from cms.actions import prepare_site
from community.notifications.models import ContactPreference, PhoneContact, SafeHours
from community.organisations.models import AvoidedOrganisation
from community.people.models import Device, User
from community.safety.actions.declared import declaring_models, rows_of
from community.safety.models import Task
from opportunities.actions.calendar_address import make_calendar_address
from opportunities.models import (
    Alerts,
    AvoidedArea,
    Goal,
    Hours,
    Level,
    LookingFor,
    Part,
    Regular,
    SignUp,
)
from tests.factories.opportunities import AreaFactory, OpportunityFactory, SessionFactory
from tests.factories.organisations import OrganisationFactory

OF_A_LIST = {"kinds": "group", "slots": "2-evening", "commitments": "weekly", "channels": "print"}
A_DAY = dt.timedelta(days=1)
A_LITTLE = dt.timedelta(minutes=7)


class Answer(NamedTuple):
    """What stands in one field, and what could stand there as well."""

    place: str
    row: models.Model
    name: str
    now: Any
    other: Any

    def put(self, value: Any) -> None:
        """Store it, and where it goes from there."""
        if type(self.row)._meta.get_field(self.name).many_to_many:
            getattr(self.row, self.name).set(value)
            return
        rows = type(self.row)._base_manager
        rows.filter(pk=self.row.pk).update(**{self.name: value})
        if self.place == "people.User.alias":
            # It stands in the form of a place to save (test_seen.py shows that it does).
            SignUp.objects.filter(person=self.row).update(alias=value)
        if self.place == "safety.TypedName.name":
            # What `keep_name_away` tells staff.
            Task.objects.filter(key=f"name:{self.row.pk}").update(note=value)


def answer_everything(sought: SignUp) -> None:
    """What `plant` has not answered, so that each field that is asked for has a row."""
    person, now = sought.person, sought.joined_at
    posting = sought.session.opportunity
    SessionFactory(opportunity=posting)
    parts = [Part.objects.create(opportunity=posting, name=n, places=40) for n in ("Cook", "Drive")]
    SignUp.objects.filter(pk=sought.pk).update(part=parts[0])
    sought.part = parts[0]
    Regular.objects.filter(person=person).update(part=parts[0])
    AreaFactory()
    OpportunityFactory()
    own = {"person": person, "created_at": now}
    AvoidedOrganisation.objects.create(organisation=OrganisationFactory(), **own)
    AvoidedArea.objects.create(area=AreaFactory(), **own)
    wish = ContactPreference.objects.create(person=person, channel="email", wording="details")
    SafeHours.objects.create(
        preference=wish, weekday=1, safe_from=dt.time(9, 20), safe_until=dt.time(16, 40)
    )
    PhoneContact.objects.filter(person=person).update(say_who="yes", voicemail="yes")
    _look_for(person, now)
    make_calendar_address(by=person, level=Level.TITLE, now=now)
    Hours.objects.create(
        sign_up=sought, asked_minutes=75, state="asked", source="own", changed_at=now
    )
    Device.objects.create(
        person=person, session_key="canary", name="A phone", since=now, last_used_on=now.date()
    )
    Task.objects.filter(key="canary").update(path="/canary-path/")


def _look_for(person: User, now: dt.datetime) -> None:
    """One answer to each question of what they look for; there is another one to each."""
    prepare_site()
    goals = Goal.objects.all()
    looking = LookingFor.objects.create(
        person=person, changed_at=now, area=AreaFactory(), postcode="10001", miles=5,
        first_goal=goals[0], second_goal=goals[1], third_goal=goals[2],
        slots=["1-morning"], commitments=["once"], alerts=Alerts.DAILY, told_until=now,
    )  # fmt: skip
    for name in ("interests", "hard_noes", "must_haves", "supports", "learn", "use"):
        rows = getattr(looking, name)
        rows.set(rows.model._base_manager.all()[:1])


def all_answers(sought: SignUp) -> list[Answer]:
    """One for each field that says in `Privacy` who sees it. Fails where there is no row of it."""
    found = []
    for model, privacy in declaring_models():
        for name in getattr(privacy, "seen_by", {}):
            place = f"{model._meta.label}.{name}"
            own = privacy.of == "self"
            rows = [sought.person] if own else rows_of(sought.person, model, privacy).order_by("pk")
            assert len(rows), f"the person sought has answered nothing in {place}"
            row, field = rows[0], model._meta.get_field(name)
            value = getattr(row, field.attname)
            if field.many_to_many:
                value = list(value.all())
            found.append(Answer(place, row, field.attname, value, another(field, value)))
    return found


def another(field: Any, value: Any) -> Any:
    """A value for this field that is not `value`."""
    if field.many_to_many:
        return list(field.related_model._base_manager.exclude(pk__in=[row.pk for row in value])[:1])
    if field.is_relation:
        rows = field.related_model._base_manager
        if field.related_model is SignUp._meta.get_field("session").related_model:
            opportunity = rows.get(pk=value).opportunity
            rows = opportunity.sessions
        return rows.exclude(pk=value).order_by("pk").first().pk
    if field.choices:
        return next(word for word, _label in field.choices if word not in {value, ""})
    ways = {
        bool: lambda: not value,
        dt.date: lambda: value + A_DAY,
        int: lambda: (value + 1) % 7,
        str: lambda: f"{value}b",
        list: lambda: [*value, OF_A_LIST.get(field.name, "plan")],
        dt.datetime: lambda: value + dt.timedelta(days=1),
        dt.time: lambda: (dt.datetime.combine(dt.date.min, value) + A_LITTLE).time(),
    }
    return ways[type(value)]()
