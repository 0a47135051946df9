import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from community.notifications.models import (
    ContactPreference,
    Message,
    Note,
    PhoneContact,
    SafeHours,
)

from .people import UserFactory


class ContactPreferenceFactory(DjangoModelFactory):
    """What someone has who chose nothing but looked at the page."""

    class Meta:
        model = ContactPreference

    person = factory.SubFactory(UserFactory)


class SafeHoursFactory(DjangoModelFactory):
    """Monday, nine to five."""

    class Meta:
        model = SafeHours

    preference = factory.SubFactory(ContactPreferenceFactory)
    weekday = 0
    safe_from = dt.time(9)
    safe_until = dt.time(17)


class PhoneContactFactory(DjangoModelFactory):
    """A number, and not one of the questions about calls answered."""

    class Meta:
        model = PhoneContact

    person = factory.SubFactory(UserFactory)
    number = "+12125550142"


class NoteFactory(DjangoModelFactory):
    """A note that nobody has read."""

    class Meta:
        model = Note

    person = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda n: f"note:{n}")
    words = "Tue 10 am. See you there."
    written_at = factory.LazyFunction(timezone.now)


class MessageFactory(DjangoModelFactory):
    """A reminder in private words that is due since it was written."""

    class Meta:
        model = Message

    key = factory.Sequence(lambda n: f"reminder:{n}")
    recipient = factory.SubFactory(UserFactory)
    subject = "Tuesday"
    body = "Tue 10 am. See you there.\n"
    created_at = factory.LazyFunction(timezone.now)
    due_at = factory.SelfAttribute("created_at")
