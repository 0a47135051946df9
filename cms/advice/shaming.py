"""Words that make somebody small, and pictures that do (safety.md, "Crisis safety"; #64, T16).

The one list of them. From the paper: "prostitute", "rescued", "sex slave", "victim" as a label,
"failed" and "dropped out" of whoever pauses. The others name people by an illness, a sentence or
what was done to them, and not as people: the words that the US National Institute on Drug Abuse
("Words Matter", 2021) and the Associated Press advise against, in English and in Spanish.
"""

import re

_PEOPLE = (
    r"prostitut|whores?\b|hookers?\b|sex[ -]slaves?|slave girl|puta\b|prostitu|fallen wom|"
    r"(?:was|were|been|be|being|got|are|is|girls?|wom[ae]n) rescued|"
    r"rescued (?:girls?|wom[ae]n|victims?)|"
    r"\bvictims?\b|v[ií]ctimas?\b|"
    r"addicts?\b|addicted (?:person|people|wom[ae]n)|junk(?:ie|y)|druggie|crackhead|drunks?\b|"
    r"alcoholics?\b|(?:drug|substance|alcohol) abuse|abusers?\b|drogadict|adict[oa]s?\b|borrach|"
    r"clean and sober|(?:stay|got|get|been|being) clean\b|dirty (?:test|urine)|"
    r"ex-?con\b|ex-?convict|convicts?\b|felons?\b|offenders?\b|inmates?\b|delincuente|"
    r"illegal (?:alien|immigrant)|illegals\b|"
    r"the homeless\b|vagrants?\b|bums?\b|"
    r"mentally ill\b|the disabled\b|crazy|insane|lunatic|psycho\b|retard|crippled?|handicapped|"
    r"wheelchair[- ]bound|suffer(?:s|ing)? from|normal (?:people|wom[ae]n|life)|"
    r"damaged (?:wom[ae]n|people|person|girl)|broken (?:wom[ae]n|people|person|girl)"
)
_BLAME = (
    r"no[ -]?shows?\b|did(?:n[’']t| not) (?:show|turn) up|you missed\b|missed your|"
    r"drop(?:ped)?[ -]?outs?\b|you(?:[’']ve| have)? failed|relaps|non-?complian|hard to reach|"
    r"\bstrikes?\b (?:against|one|two|three)|your streak|streaks?\b|second chance|"
    r"your (?:fault|past mistakes)|bad choices"
)
_SHAMING = re.compile(rf"(?<![^\W_])(?:{_PEOPLE}|{_BLAME})", re.IGNORECASE)
# What is in no drawing and stands beside none.
_CRUEL = re.compile(
    r"\b(?:chains?\b|chained|ropes?\b|handcuff|shackle|bruis|barcode|silhouette|red light|taped?\b|"
    r"gagged|tied up|cage|bars of a cell|crying|cower)",
    re.IGNORECASE,
)


def shaming_word(words: object) -> str:
    """The first word that makes somebody small, as it stands there, or nothing."""
    found = _SHAMING.search(str(words))
    return found[0] if found else ""


def harm_shown(words: object) -> str:
    """The first word for a picture that shows what was done to people, or nothing."""
    found = _CRUEL.search(str(words))
    return found[0] if found else ""
