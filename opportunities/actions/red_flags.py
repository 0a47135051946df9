"""What in the words of a posting may mean that it is bait (safety.md T3, #69).

Rules over words, in English and Spanish; pure functions. A flag accuses nobody: it says what a
person has to look at before the posting is public. Only staff read which rule it was, so that
whoever posts bait learns nothing of the rules.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# Every text that somebody reads who comes.
READ: Final = (
    "title", "summary", "description", "rhythm", "who_comes", "cost", "bring", "ask_for", "place",
    "getting_there", "arrival", "rules",
)  # fmt: skip
IN_OTHERS: Final = "in other languages"  # all that is told in any other, where there is one
AROUND: Final = 30  # signs on each side of what was found


@dataclass(frozen=True)
class Rule:
    """One thing to look for: its key, what staff read, and its words."""

    key: str
    words: Any
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Flag:
    """A rule that found something, and where."""

    key: str
    words: Any
    found: str


def rule(key: str, words: Any, *patterns: str) -> Rule:
    """A rule that finds any of these, in words as `plain_words` gives them."""
    return Rule(key, words, re.compile("|".join(f"(?:{one})" for one in patterns)))


NOT: Final = r"(?<!\bno )(?<!\bnot )(?<!\bnever )(?<!\bwithout )(?<!\bsin )(?<!\bnunca )"
PAPERS: Final = (
    r"(?:passports?|ids?\b|id cards?|identification|identity (?:card|documents?)"
    r"|documents|papers|birth certificates?|green cards?)"
)
PAPELES: Final = r"(?:pasaportes?|identificacion|documentos?|papeles|cedulas?)"
APPS: Final = r"(?:whats ?app|telegram|snapchat|wechat|viber|kik\b|signal app)"
SHOWN_OFF: Final = (
    r"(?:(?<!role )models?|model+ing|actress(?:es)?|hostess(?:es)?|dancers?|escorts?|masseuses?)"
)
MOSTRADAS: Final = r"(?:modelos?|modelaje|edecan(?:es)?|anfitrionas?|bailarinas?|masajistas?)"
A_ROOM: Final = (
    r"(?:housing|lodging|accommodation|room and board|a room|a bed|place to (?:live|stay))"
)
UN_CUARTO: Final = r"(?:alojamiento|hospedaje|vivienda|habitacion|cuarto)"
MONEY: Final = r"(?:\$|usd ?|us\$ ?)"

RULES: Final = (
    rule(
        "fee",
        _("Money is asked for"),
        NOT + r"\b(?:registration|application|training|processing|visa|uniform|starter|placement"
        r"|background check|administrat\w+|admin) fees?\b(?! (?:is |are )?(?:waived|paid by us))",
        NOT + r"\bdeposit (?:is |of )?(?:required|needed|\$)",
        NOT + r"\brefundable deposit",
        r"\bpay (?:us )?(?:up ?front|in advance|before you (?:start|come|begin))",
        NOT + r"\bcuota de (?:inscripcion|registro|ingreso)",
        r"\bpag(?:o|os|a|ar|ue) (?:por adelantado|anticipado|antes de (?:empezar|venir|comenzar))",
        NOT + r"\bdeposito (?:reembolsable|obligatorio|requerido|de \$)",
    ),
    rule(
        "pay",
        _("Pay that is too good, or vague"),
        MONEY + r"\d{3,}(?:\.\d\d)? ?(?:-|a|an|per|/|each|por|al) ?"
        r"(?:day|hour|hr|night|shift|dia|hora|noche)",
        MONEY + r"[4-9]\d(?:\.\d\d)? ?(?:an|per|/|por|la) ?(?:hour|hr|hora)",
        MONEY + r"\d+,?\d{3}(?:\.\d\d)? ?(?:a|per|/|por|a la|al) ?(?:week|month|semana|mes)\b",
        r"\b(?:earn|make|get paid) (?:up to |over |as much as )?" + MONEY + r"\d",
        r"\b(?:great|good|excellent|high|top|generous|amazing) (?:pay|money|wages?|earnings)\b",
        r"\b(?:unlimited|fast|quick|easy) (?:earnings|income|money|cash)\b",
        r"\bpay (?:is )?(?:to be )?(?:negotiable|discussed|agreed)",
        r"\b(?:paid|cash) (?:daily|every day|in hand)\b",
        r"\bgan(?:a|ar|e|as) (?:hasta )?" + MONEY + r"?\d",
        r"\b(?:buena?|excelente) (?:paga|pago|sueldo|salario)",
        r"\b(?:sueldo|pago|salario) a (?:convenir|tratar)",
        r"\bdinero (?:rapido|facil)|\bpago diario",
    ),
    rule(
        "lodging",
        _("A place to stay is offered"),
        NOT + r"\b(?:free|cheap|shared) (?:housing|lodging|accommodation|room and board)",
        A_ROOM + r" (?:is |will be |are )?(?:provided|included|offered|free|available)\b",
        r"\b(?:we|i) (?:offer|provide|give you|have) (?:you )?(?:free )?" + A_ROOM,
        r"\blive[ -]in (?:job|position|work|help|helper|carer|nanny|maid|cook|housekeeper)",
        r"\b(?:stay|sleep|live) (?:at my|with me|with us|in my|in our house|at our house)\b",
        UN_CUARTO + r" (?:gratis|gratuit[oa]|incluid[oa])",
        r"\b(?:con|ofrecemos|ofrezco|damos|hay) " + UN_CUARTO,
        r"\b(?:vivir|dormir|quedarte) (?:con nosotros|conmigo|en (?:mi|la|nuestra) casa)",
    ),
    rule(
        "travel",
        _("The host pays or arranges a journey, or fetches people"),
        r"\b(?:we|i|he|she|they|driver)(?:'ll| will| can)? (?:pick|collect|fetch) you(?: up)?\b",
        r"\b(?:flights?|airfare|plane tickets?|visas?) (?:is |are |will be )?"
        r"(?:paid|provided|included|covered|booked|arranged)",
        r"\b(?:we|i)(?:'ll| will)? (?:pay|book|cover|arrange|buy)(?: for)?(?: your| the)? "
        r"(?:flights?|airfare|plane tickets?|visas?|bus tickets?|travel abroad)",
        r"\b(?:travel|trip|work) (?:abroad|overseas|to another (?:city|state|country))",
        r"\b(?:te|la|lo|los|las) (?:recogemos|recojo|vamos a recoger|pasamos a (?:buscar|recoger))",
        r"\b(?:pasajes?|vuelos?|boletos?|visas?) (?:pagad[oa]s?|incluid[oa]s?|gratis)",
        r"\b(?:viajar|viaje|trabajar|trabajo) (?:al|en el) extranjero",
    ),
    rule(
        "papers",
        _("A passport, an ID or papers are kept"),
        NOT + PAPERS + r" (?:is |are |must be |will be )?"
        r"(?:held|kept|retained|collected|deposited|surrendered)\b",
        r"\b(?:we|i)(?:'ll| will| must| need to)? (?:hold|keep|retain|collect|take)(?: on to)? "
        r"(?:your|the|all) " + PAPERS,
        r"\b(?:leave|hand over|hand in|surrender|give us|give me) (?:your|the) " + PAPERS,
        r"\b(?:guardamos|guardo|retenemos|recogemos|nos quedamos con) (?:tus?|sus?|el|la|los|las) "
        + PAPELES,
        r"\b(?:deja|dejar|deje|entrega|entregar|entregue) (?:tus?|sus?|el|la|los|las) " + PAPELES,
    ),
    rule(
        "models",
        _("Models, hostesses, dancers"),
        r"\bno (?:previous )?experience\b[^\n]{0,60}\b" + SHOWN_OFF + r"\b",
        r"\b" + SHOWN_OFF + r"\b[^\n]{0,60}\bno (?:previous )?experience\b",
        r"\b" + SHOWN_OFF + r" (?:wanted|needed|sought)\b",
        r"\b(?:we need|seeking|looking for|wanted:?) (?:female |young |new )*" + SHOWN_OFF + r"\b",
        r"\b(?:model+ing|casting) (?:job|work|shoot|agency|call|career)",
        MOSTRADAS + r"\b[^\n]{0,60}\bsin experiencia",
        r"\bsin experiencia\b[^\n]{0,60}\b" + MOSTRADAS,
        r"\b(?:se buscan?|buscamos|se necesitan?) " + MOSTRADAS,
    ),
    rule(
        "home",
        _("In a private home"),
        r"\b(?:at|in|to) (?:my|his|her) (?:own )?(?:home|house|apartment|flat|place)\b",
        r"\b(?:at|in|to) our (?:house|apartment|flat)\b(?! of (?:worship|prayer))",
        r"\bprivate (?:homes?|house|residence|apartment)\b",
        r"\b(?:host|owner)'?s'? (?:home|house|apartment)\b",
        r"\ben (?:mi|su|nuestra) (?:casa|apartamento|departamento)\b",
        r"\b(?:casa|domicilio|apartamento) (?:particular|privad[oa])",
    ),
    rule(
        "messaging",
        _("Contact by a messaging app, past this site"),
        r"\b" + APPS,
        r"\b(?:text|message|dm) me\b",
        r"\b(?:text|texts|message|messages) only\b|\bonly (?:by|via|through) (?:text|message)",
        r"\bescribeme\b|\bmandame (?:un )?(?:mensaje|texto)",
        r"\b(?:solo|unicamente) (?:por )?(?:mensajes?|texto)\b",
    ),
    rule(
        "night",
        _("Work at night"),
        r"\b(?:night|overnight|graveyard)[ -]?shifts?\b",
        r"\bovernight (?:work|stay|job|volunteers?)",
        r"\b(?:work|working|help|helping) (?:at night|nights|through the night|all night)\b",
        r"\bturnos? (?:de (?:la )?noche|nocturnos?)|\btrabajo (?:nocturno|de noche)",
    ),
    rule(
        "single",
        _("Alone with one host"),
        r"\b(?:just|only) (?:you and (?:me|i)|me and you|the two of us)\b",
        r"\b(?:alone|one[ -](?:on|to)[ -]one) with (?:me|him|her|the (?:owner|host|man))\b",
        r"\bcome alone\b|\bi (?:live|work|am) (?:alone|by myself|on my own)\b",
        r"\b(?:don't|do not|please don't) (?:bring|tell) any(?:one|body)\b",
        r"\bven(?:ga|gan)? sol[oa]s?\b|\btu y yo\b|\ba solas\b|\bvivo sol[oa]\b",
        r"\bno (?:traigas?|le digas|digas) a nadie",
    ),
)


def plain_words(words: Mapping[str, str]) -> str:
    """All texts below each other: small letters, no accents, nothing that cannot be seen."""
    whole = "\n".join(words.get(name) or "" for name in READ)
    whole += f"\n{words[IN_OTHERS]}" if words.get(IN_OTHERS) else ""
    apart = unicodedata.normalize("NFKD", whole.replace("’", "'"))
    seen = (
        sign
        for sign in apart
        if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf"
    )
    return re.sub(r"[^\S\n]+", " ", "".join(seen)).casefold()


def red_flags(words: Mapping[str, str]) -> list[Flag]:
    """What of these words somebody has to look at, in the order of the rules."""
    text = plain_words(words)
    found = ((rule, rule.pattern.search(text)) for rule in RULES)
    return [Flag(rule.key, rule.words, _around(text, match)) for rule, match in found if match]


def fingerprint(words: Mapping[str, str]) -> str:
    """A short name for exactly these words: another word, and it is another."""
    return hashlib.sha256(plain_words(words).encode()).hexdigest()


def _around(text: str, match: re.Match[str]) -> str:
    """What was found with a little of what stands beside it, on one line."""
    start, end = max(match.start() - AROUND, 0), match.end() + AROUND
    return " ".join(text[start:end].split())
