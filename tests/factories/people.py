import factory
from factory.django import DjangoModelFactory

from community.people.models import User


class UserFactory(DjangoModelFactory):
    """A participant with a name and an address that no other test person has."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    alias = factory.Sequence(lambda n: f"Alias {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password("a long enough password")
