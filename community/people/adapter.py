"""Where log-in meets our rules.

allauth keeps its own table of addresses beside ours. We leave it empty: an address that stayed
behind there would go on opening the account after its owner had replaced it (safety.md T7).
"""

import ipaddress
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.cache import caches
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from community.people.devices import FIRST, end_devices, note_device
from community.people.models import Role, User
from community.safety.fields import seal, unseal

logger = logging.getLogger(__name__)

LONGEST_NEXT = 500
NO_MATCH = _("That name and password don't go together. Check both and try again.")


def limits_can_be_counted() -> bool:
    """Whether tries can be counted now. Where they can't, nobody's password may be tried.

    The page cache answers "not there" when Redis is gone, which would let every try through, so
    another cache that speaks up is asked first.
    """
    try:
        caches["limits"].set("counting", True, timeout=10)
    except Exception as error:
        logger.warning("limits cannot be counted: %s", type(error).__name__)
        return False
    return True


class AccountAdapter(DefaultAccountAdapter):
    """allauth with our words, our mail and our idea of a safe redirect."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # The same words for a name and for an address: which it was is nobody's business.
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "username_taken": _("That name is taken here. Try adding a number or a word."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "enter_current_password": _("That is not your password now. Try again."),
        "incorrect_password": _("That is not your password now. Try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anyone may open an account, at any stage of their life (safety.md, decision 3)."""
        return True

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return who this is, or None.

        A closed account is told from a wrong password by nothing, not even by what is counted.
        """
        self.pre_authenticate(request, **credentials)
        person = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        if person is None:
            return None
        self._rollback_login_failed_rl_usage()
        return person

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, put this device on the person's list, and note whether it is the first time."""
        is_first = user.last_login is None
        super().login(request, user)
        note_device(request.session, user, request.headers.get("User-Agent", ""))
        if is_first:
            request.session[FIRST] = True

    def set_password(self, user: User, password: str) -> None:
        """Store a new password and forget the failed tries with the old one."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(self.request, username=user.username)
        if user.email:
            self._delete_login_attempts_cached_email(self.request, email=user.email)
        # Their hash is of the old password, so they open nothing; now they are gone as well.
        end_devices(user, but=self.request.session.session_key)

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this site; never a host, not even our own by another name."""
        local = url.startswith("/") and url.isprintable() and len(url) <= LONGEST_NEXT
        return local and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where someone goes who was on the way to nowhere else: to what they do here."""
        desks = {
            Role.PARTNER: "opportunities:workplace",
            Role.EDITOR: "wagtailadmin_home",
            Role.STAFF: "wagtailadmin_home",
        }
        role = getattr(request.user, "role", Role.PARTICIPANT)
        return reverse(desks.get(role, "opportunities:plan"))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:settings")

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed digest of where a request comes from: enough to count, too little to find.

        Redis holds the keys of the limits for minutes; nothing stores an address of a network
        (safety.md T15). Without one (a socket between two servers) everybody shares one limit.
        """
        try:
            origin = super().get_client_ip(request)
        except Exception:
            origin = ""
        try:
            address = ipaddress.ip_address(origin)
        except ValueError:
            pass
        else:
            if address.version == 6:
                origin = str(ipaddress.ip_network(f"{address}/64", strict=False))
        return salted_hmac("community.people.origin", origin).hexdigest()[:20]

    def is_ajax(self, request: HttpRequest) -> bool:
        """There is one way in: pages. The JSON answers of allauth stay shut."""
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Only say that a password is new. "Signed in as ..." tells who looks on a name."""
        template = args[0] if args else kwargs.get("message_template")
        if template == "account/messages/password_changed.txt":
            messages.success(request, _("Your new password works from now on."))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: account mail is written by `actions` and leaves through the outbox."""
        logger.error("allauth wanted to send %s; nothing was sent", template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's second factors with sealed secrets and no e-mail address in anybody's phone."""

    place = "mfa.authenticator.data"
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code did not work. Wait for the next one and try again."),
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is stored (safety.md T14)."""
        return seal(text, place=self.place)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises community.safety.fields.Unreadable."""
        return unseal(encrypted_text, place=self.place)

    def _get_user_identifier(self, user: Any) -> str:
        """What an app or a phone calls this account: the user name, never an address."""
        return user.get_username()

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """No name that others see: a passkey's label shows on a shared phone."""
        entity = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.get_username()}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return str(_("My passkey"))
