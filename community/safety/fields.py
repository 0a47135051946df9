"""Text that is stored encrypted: AES-256-GCM, under keys of its own (safety.md T14).

A stored text is `key id:base64(nonce + ciphertext + tag)`. The name of model and field goes into
the seal, so that what was copied to another column cannot be read there. Whatever cannot be
opened raises: no caller ever gets ciphertext or nothing in its place.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

NONCE = 12  # bytes, as NIST SP 800-38D has it for GCM
LOOK_UPS = {"isnull"}


class Unreadable(Exception):
    """A stored text cannot be opened: its key is gone, or it was changed or moved."""


@lru_cache(maxsize=8)
def _secrets(texts: tuple[str, ...]) -> dict[str, bytes]:
    """Key id to key, the first one first. An id is made from its key and says nothing of it."""
    secrets = {}
    for text in texts:
        secret = hashlib.sha256(b"onward field key" + text.encode()).digest()
        secrets[hashlib.sha256(b"id" + secret).hexdigest()[:8]] = secret
    if not secrets:
        raise ImproperlyConfigured("FIELD_KEYS is empty: nothing personal can be stored.")
    return secrets


@lru_cache(maxsize=8)
def _keys(texts: tuple[str, ...]) -> dict[str, AESGCM]:
    return {key_id: AESGCM(secret) for key_id, secret in _secrets(texts).items()}


def newest_key_id() -> str:
    """The id of the key that new texts are sealed with: the first in `settings.FIELD_KEYS`."""
    return next(iter(_keys(tuple(settings.FIELD_KEYS))))


def seal(text: str, *, place: str) -> str:
    """`text` as it is stored. `place` is where it belongs ("people.user.code_word")."""
    key_id = newest_key_id()
    nonce = os.urandom(NONCE)
    sealed = _keys(tuple(settings.FIELD_KEYS))[key_id].encrypt(nonce, text.encode(), place.encode())
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(stored: str, *, place: str) -> str:
    """What `seal` was given. Raises Unreadable."""
    key_id, _colon, body = stored.partition(":")
    key = _keys(tuple(settings.FIELD_KEYS)).get(key_id)
    if key is None:
        raise Unreadable(f"{place}: no key with this id")
    try:
        raw = base64.b64decode(body, validate=True)
        return key.decrypt(raw[:NONCE], raw[NONCE:], place.encode()).decode()
    except (ValueError, InvalidTag):
        raise Unreadable(f"{place}: not sealed with its key, or not for this place") from None


def is_sealed_anew(stored: str) -> bool:
    """Whether a stored text is sealed with the newest key already, so that no other is needed."""
    return stored.partition(":")[0] == newest_key_id()


def known_key_ids() -> list[str]:
    """The ids of all keys in `settings.FIELD_KEYS`, the newest first."""
    return list(_secrets(tuple(settings.FIELD_KEYS)))


def digest(text: str, *, place: str, key_id: str = "") -> str:
    """`key id:hex`, the same each time: it can be recognised and not be read back.

    For knowing a person again of whom nothing was kept. `key_id` asks for an older key of
    `FIELD_KEYS`; raises Unreadable if that one is gone.
    """
    key_id = key_id or newest_key_id()
    secret = _secrets(tuple(settings.FIELD_KEYS)).get(key_id)
    if secret is None:
        raise Unreadable(f"{place}: no key with this id")
    made = hmac.new(secret, f"{place}|{text}".encode(), hashlib.sha256)
    return f"{key_id}:{made.hexdigest()}"


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """A text that the database holds encrypted. It cannot be searched, ordered or compared.

    Nothing ("") stays nothing, so that a blank answer is still a blank answer.
    """

    description = "Encrypted text"

    @property
    def place(self) -> str:
        """Where a text of this field belongs; part of its seal. Renaming a field needs
        `rotate_keys` in the same release."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if value is None or value == "":
            return value
        if not isinstance(value, str):
            raise FieldError(f"{self.place} takes a text, not an expression.")
        return seal(value, place=self.place)

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return unseal(value, place=self.place) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in LOOK_UPS:
            self._refuse(lookup_name)
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        self._refuse(lookup_name)

    def _refuse(self, name: str) -> NoReturn:
        raise FieldError(f"{self.place} is encrypted: it cannot be asked for by “{name}”.")
