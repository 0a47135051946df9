"""Where sessions are kept, and who somebody signed in is: both are asked on each of their pages,
with questions that are written down (docs/decisions/0046-what-every-request-pays.md)."""

from functools import lru_cache
from typing import Any, Final

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as KeptInDatabase
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from community.people.models import User
from community.written_down import LONG_AGO, NOBODY, WrittenDown

NO_KEY: Final = "no session has this key"


class SessionStore(KeptInDatabase):
    """Django's sessions in the database, with the question for one of them written down."""

    def load(self) -> dict[str, Any]:
        """What is noted in the session; nothing, and no key any more, where it is over or gone."""
        rows = _session_question().answer({NO_KEY: self.session_key, LONG_AGO: timezone.now()})
        if not rows:
            self._session_key = None
            return {}
        content: dict[str, Any] = self.decode(rows[0][0])
        return content


class Accounts(AuthenticationBackend):
    """allauth's, with the question for the account of a session written down."""

    def get_user(self, user_id: Any) -> User | None:
        """The account as it is now; None where it is gone or may not be used."""
        for values in _account_question().answer({NOBODY: int(user_id)}):
            person: User = User.from_db(connection.alias, _columns(), values)
            return person if self.user_can_authenticate(person) else None
        return None


def _columns() -> list[str]:
    return [field.attname for field in User._meta.concrete_fields]


@lru_cache(maxsize=1)
def _session_question() -> WrittenDown:
    found = Session.objects.filter(session_key=NO_KEY, expire_date__gt=LONG_AGO)
    return WrittenDown.of(found.values_list("session_data"))


@lru_cache(maxsize=1)
def _account_question() -> WrittenDown:
    return WrittenDown.of(User.objects.filter(pk=NOBODY).values_list(*_columns()))
