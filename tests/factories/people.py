import datetime as dt
import time

import factory
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import update_last_login
from django.utils import timezone
from factory.django import DjangoModelFactory

from community.people.models import User
from community.people.sessions import SessionStore
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
    last_login = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1))
    password = factory.django.Password("a long enough password")


def sign_in(client, person, *, second_factor=True, proved=False):
    """Sign a person in as they do it: with a second factor; `proved` if asked again just now.

    The session is written as `login` leaves it, at once: most tests begin here, and `force_login`
    writes it four times.
    """
    proof = {"method": "mfa" if second_factor else "password", "at": time.time()}
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "community.people.sessions.Accounts"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["account_authentication_methods"] = [proof | {"reauthenticated": proved}]
    session["account_authentication_methods_user"] = str(person.pk)
    session["seen_at"] = time.time()
    session.save()
    update_last_login(None, person)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def form_opened(seconds=60):
    """The hidden field of a sign-up form that was given out that long ago."""
    return {pace.FIELD: pace._signer.sign(str(int((time.time() - seconds) * 1000)))}
