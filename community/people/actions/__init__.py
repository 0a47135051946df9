"""What happens to an account, and what a person lets others know."""

from .accounts import (
    MOST_LETTERS_A_DAY,
    AddressInUse,
    LinkOver,
    NameTaken,
    account_just_opened,
    address_tokens,
    ask_for_new_password,
    ask_to_confirm,
    confirm_address,
    forget_address,
    give_role,
    link_works,
    open_account,
)
from .releases import NothingReleased, ReleaseTooLong, TooManyReleases, revoke, sign_release

__all__ = [
    "MOST_LETTERS_A_DAY",
    "AddressInUse",
    "LinkOver",
    "NameTaken",
    "NothingReleased",
    "ReleaseTooLong",
    "TooManyReleases",
    "account_just_opened",
    "address_tokens",
    "ask_for_new_password",
    "ask_to_confirm",
    "confirm_address",
    "forget_address",
    "give_role",
    "link_works",
    "open_account",
    "revoke",
    "sign_release",
]
