"""What happens to the choices of people who were here before."""

import importlib

import pytest
from django.apps import apps
from django.utils import timezone

from community.notifications.actions import channel_of
from community.notifications.models import Channel, ContactPreference
from tests.factories.notifications import ContactPreferenceFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_who_gave_an_address_keeps_getting_reminders_there(monkeypatch):
    step = importlib.import_module(
        "community.notifications.migrations.0005_an_address_given_is_a_way_chosen"
    )
    monkeypatch.setattr(step, "BATCH", 2)
    long_ago = timezone.now().replace(year=2020)
    never_chose = UserFactory.create_batch(5, date_joined=long_ago)
    chose_words = ContactPreferenceFactory(wording="none", person__date_joined=long_ago).person
    here_only = ContactPreferenceFactory(channel="in_app").person
    without = ContactPreferenceFactory(person__email="").person
    step.say_e_mail(apps, None)
    now = timezone.now()
    for person in (*never_chose, chose_words):
        wish = ContactPreference.objects.get(person=person)
        assert channel_of(wish.person, at=now) == Channel.EMAIL
    assert ContactPreference.objects.get(person=chose_words).wording == "none"
    for person in (here_only, without):
        wish = ContactPreference.objects.get(person=person)
        assert channel_of(wish.person, at=now) == Channel.IN_APP
    assert ContactPreference.objects.count() == 8
