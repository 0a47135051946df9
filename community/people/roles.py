"""The four roles: who may have each, and what it may do.

The words are for the people who hand roles out. What a role may do is enforced where it is done:
in `permissions.py` of each app, and in Wagtail by its groups, whose permissions `manage.py
prepare_site` sets.
"""

from dataclasses import dataclass
from typing import Final

from community.people.models import Role

EDITORS: Final = "Editors"
PROGRAMME_STAFF: Final = "Programme staff"


@dataclass(frozen=True)
class RoleRule:
    """One role in plain English, and the Wagtail group that goes with it ("" for none)."""

    role: Role
    who_may_have_it: str
    what_it_may_do: str
    group: str = ""
    needs_second_factor: bool = False  # to work, not to sign in (safety.md #57)


RULES: Final = {
    rule.role: rule
    for rule in (
        RoleRule(
            Role.PARTICIPANT,
            who_may_have_it="Anyone. It is what a new account is.",
            what_it_may_do="Find something to do, sign up under any name, keep their own plan.",
        ),
        RoleRule(
            Role.PARTNER,
            who_may_have_it="A person of an organisation that programme staff have checked.",
            what_it_may_do=(
                "Write the postings of their own organisations and see, for their own sessions, "
                "the names that people chose to show. Nothing in Wagtail."
            ),
            needs_second_factor=True,
        ),
        RoleRule(
            Role.EDITOR,
            who_may_have_it="Someone the programme trusts with its words.",
            what_it_may_do="Write pages in Wagtail. No person's details, no sign-ups.",
            group=EDITORS,
            needs_second_factor=True,
        ),
        RoleRule(
            Role.STAFF,
            who_may_have_it="Someone employed by the programme, after its own checks.",
            what_it_may_do="Check organisations and postings in Wagtail: approve, send back, hold.",
            group=PROGRAMME_STAFF,
            needs_second_factor=True,
        ),
    )
}
