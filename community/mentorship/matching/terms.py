"""The two sides that are compared: what somebody asks for, and one mentor."""

from dataclasses import dataclass

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a participant answered, as slugs of words. Empty is "not answered", which costs nothing.

    There is no field for a stage, a diagnosis, a record, a name or where somebody is from: what is
    not here cannot count. `goals`: the most important first. `lived`: "yes" or "no" where they said
    whether it matters that the mentor went through it, too; `lived_is_must` if so. `genders`: only
    these. `language`: it has to be in this one. `keeps_away`: ids of accounts, whoever asked.
    """

    opted_in: bool = True
    goals: tuple[str, ...] = ()
    interests: frozenset[str] = NOTHING
    slots: frozenset[str] = NOTHING
    style: str = ""
    lived: str = ""
    lived_is_must: bool = False
    genders: frozenset[str] = NOTHING
    language: str = ""
    languages: frozenset[str] = NOTHING
    remote_only: bool = False
    meets: str = ""  # "remote", "in_person" or nothing
    areas: frozenset[str] = NOTHING
    avoided_areas: frozenset[str] = NOTHING
    keeps_away: frozenset[int] = frozenset()
    ended_for_safety: frozenset[int] = frozenset()
    known: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Walker:
    """What is compared of one mentor. No free text: no reason can repeat any.

    `is_ready`: active, trained, the check not over, somebody of the staff to turn to. `walking`:
    how many matches are theirs already, of `cap`. `channels`: ways in which they can be met; the
    messages of the site are one that everybody has.
    """

    pk: int
    person_id: int
    is_ready: bool = True
    walking: int = 0
    cap: int = 2
    strengths: frozenset[str] = NOTHING
    interests: frozenset[str] = NOTHING
    slots: frozenset[str] = NOTHING
    style: str = ""
    lived: str = ""
    gender: str = ""
    languages: frozenset[str] = NOTHING
    remote: bool = True
    in_person: bool = True
    areas: frozenset[str] = NOTHING
