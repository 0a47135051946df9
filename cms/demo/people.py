"""Who lives in the demo world. All of them are invented; example.org delivers no mail."""

from dataclasses import dataclass
from typing import Final

from community.people.models import Role

PASSWORD: Final = "a quiet garden morning"  # noqa: S105 - the demo's, printed for everyone


@dataclass(frozen=True)
class Account:
    """Someone you can sign in as. `works_for` is the key of an organisation."""

    username: str
    alias: str
    role: Role
    shows: str
    works_for: str = ""
    is_superuser: bool = False


ACCOUNTS: Final = (
    Account("sam", "Sam", Role.PARTICIPANT, "a plan, a path, and someone to walk with"),
    Account("kim", "Kim", Role.PARTICIPANT, "a new plan, and asked about someone to walk with"),
    Account("noor", "Noor", Role.PARTICIPANT, "an empty plan"),
    Account("denise", "Denise", Role.PARTICIPANT, "is a mentor, and walks with Sam"),
    Account("rosa", "Rosa", Role.PARTNER, "writes for Sallow Lane Community Garden", "garden"),
    Account("marie", "Marie", Role.PARTNER, "writes for Northgate Food Bank", "foodbank"),
    Account("edda", "Edda", Role.EDITOR, "writes pages"),
    Account("amina", "Amina", Role.STAFF, "checks postings and organisations"),
    Account("admin", "Admin", Role.STAFF, "may do everything", is_superuser=True),
)

# They fill places so that some things are full. Nobody can sign in as them.
NEIGHBOURS: Final = (
    "Ana", "Bo", "Cat", "Dee", "Eli", "Fern", "Gil", "Hana", "Iris", "Jo", "Kit", "Lou",
    "Mel", "Nia", "Ola", "Pat", "Quinn", "Ren", "Sol", "Tess", "Uma", "Val", "Wren", "Yas",
)  # fmt: skip

NOTES: Final = (
    "A seat now and then, please.",
    "I would like to meet someone at the bus stop.",
    "A slow start is good.",
    "I may leave a little early.",
)
