"""What happens to an account, and what a person lets others know."""

from .accounts import (
    CODE_LIFETIME,
    MOST_LETTERS_A_DAY,
    AddressInUse,
    LinkOver,
    NameTaken,
    account_just_opened,
    address_tokens,
    ask_for_code,
    ask_for_new_password,
    ask_to_confirm,
    confirm_address,
    forget_address,
    give_role,
    let_only_a_person_reset,
    link_works,
    open_account,
)
from .factors import SECRETS_OF_FACTORS
from .own import after_speaking_changes, keep_settings
from .releases import NothingReleased, ReleaseTooLong, TooManyReleases, revoke, sign_release

__all__ = [
    "CODE_LIFETIME",
    "MOST_LETTERS_A_DAY",
    "SECRETS_OF_FACTORS",
    "AddressInUse",
    "LinkOver",
    "NameTaken",
    "NothingReleased",
    "ReleaseTooLong",
    "TooManyReleases",
    "account_just_opened",
    "address_tokens",
    "after_speaking_changes",
    "ask_for_code",
    "ask_for_new_password",
    "ask_to_confirm",
    "confirm_address",
    "forget_address",
    "give_role",
    "keep_settings",
    "let_only_a_person_reset",
    "link_works",
    "open_account",
    "revoke",
    "sign_release",
]
