import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from community.notifications.models import ContactPreference, Message

from .people import UserFactory


class ContactPreferenceFactory(DjangoModelFactory):
    """What someone has who chose nothing but looked at the page."""

    class Meta:
        model = ContactPreference

    person = factory.SubFactory(UserFactory)


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
