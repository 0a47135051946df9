import datetime as dt
import time

import factory
from factory.django import DjangoModelFactory

from community.people.models import User
from community.safety import pace


class UserFactory(DjangoModelFactory):
    """A participant with a name and an address that no other test person has.

    They were here before: `last_login=None` for somebody who never was.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    alias = factory.Sequence(lambda n: f"Alias {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    last_login = dt.datetime(2026, 1, 2, 15, 0, tzinfo=dt.UTC)
    password = factory.django.Password("a long enough password")


def sign_in(client, person, *, second_factor=True, proved=False):
    """Sign a person in as they do it: with a second factor; `proved` if asked again just now."""
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    proof = {"method": "mfa" if second_factor else "password", "at": time.time()}
    session["account_authentication_methods"] = [proof | {"reauthenticated": proved}]
    session["account_authentication_methods_user"] = str(person.pk)
    session["seen_at"] = time.time()
    session.save()
    return client


def form_opened(seconds=60):
    """The hidden field of a sign-up form that was given out that long ago."""
    return {pace.FIELD: pace._signer.sign(str(int((time.time() - seconds) * 1000)))}
