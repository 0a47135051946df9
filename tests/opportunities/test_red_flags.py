"""Red flags in the words of a posting (safety.md T3, #69): what is found, and what is not."""

import csv
import os
from pathlib import Path

import pytest

from opportunities.actions.red_flags import READ, RULES, fingerprint, red_flags

BAIT = [
    ("fee", "There is a registration fee to hold your place."),
    ("fee", "A refundable deposit is taken on the first day."),
    ("fee", "Please pay us in advance."),
    ("fee", "Hay una cuota de inscripción."),
    ("fee", "Se paga por adelantado. Pago por adelantado solamente."),
    ("pay", "We pay $500 a day."),
    ("pay", "Earn up to $2,000 in your first week!"),
    ("pay", "Great pay for easy work."),
    ("pay", "$3,500 per month, start now"),
    ("pay", "Paid daily, no questions asked."),
    ("pay", "Gana hasta $300 por día"),
    ("pay", "Sueldo a convenir, buena paga."),
    ("lodging", "Free housing for the right person."),
    ("lodging", "A room is provided above the shop."),
    ("lodging", "It is a live-in position."),
    ("lodging", "You can stay with us as long as you like."),
    ("lodging", "Alojamiento gratis y comida."),
    ("lodging", "Ofrecemos habitación."),
    ("travel", "We will pick you up at the station."),
    ("travel", "Our driver can pick you up."),
    ("travel", "Flights are paid."),
    ("travel", "Work overseas with our friends."),
    ("travel", "Te recogemos en tu casa."),
    ("travel", "Vuelo pagado."),
    ("papers", "Your passport is kept in our safe."),
    ("papers", "We keep your ID while you are here."),
    ("papers", "Hand over your documents on arrival."),
    ("papers", "Guardamos tu pasaporte."),
    ("papers", "Hay que dejar los documentos en la oficina."),
    ("models", "No experience needed, models wanted."),
    ("models", "Hostesses needed for private parties."),
    ("models", "A modelling job for young women, no experience."),
    ("models", "Se buscan modelos."),
    ("models", "Edecanes sin experiencia"),
    ("home", "We cook at my apartment."),
    ("home", "It is in a private home."),
    ("home", "Nos vemos en mi casa."),
    ("messaging", "Write on WhatsApp to sign up."),
    ("messaging", "Text me when you are near."),
    ("messaging", "Escríbeme antes de venir."),
    ("messaging", "Solo por mensaje."),
    ("night", "It is a night shift."),
    ("night", "Overnight work, tea at dawn."),
    ("night", "Turno de noche"),
    ("single", "Please come alone."),
    ("single", "It is just you and me in the shop."),
    ("single", "Don’t tell anyone about it."),
    ("single", "Ven sola."),
    ("single", "No traigas a nadie."),
]
# What good postings say; nothing of it is held.
HONEST = [
    "No registration fee. It is free.",
    "We never ask for a fee, and no ID is needed.",
    "We never keep papers: no ID is kept.",
    "Be a role model for young readers. No experience needed.",
    "Bring your ID if you have one; nobody looks at it.",
    "Help with tax papers and housing questions.",
    "Travel paid in cash on the day.",
    "Sort food at the community kitchen on a Friday night.",
    "Tutoring, one-on-one, in the library.",
    "Visit residents of a nursing home with others of the group.",
    "We build model railways together.",
    "Learn to bake in our kitchen. Soup is $5.",
    "Clean up the park and pick up litter.",
    "Aprende a cocinar. Es gratis y no hace falta experiencia.",
    "Clase de baile para todas; ven con una amiga.",
    "Plant, water and pick with a small, friendly crew. Rosa. She wears a yellow hat.",
]


@pytest.mark.parametrize(("key", "words"), BAIT)
def test_bait_is_flagged_by_its_rule(key, words):
    flags = {flag.key: flag for flag in red_flags({"description": words})}
    assert key in flags
    assert flags[key].found


@pytest.mark.parametrize("words", HONEST)
def test_honest_words_are_not_flagged(words):
    assert red_flags({"title": "Garden morning", "description": words}) == []


def test_every_rule_of_the_requirement_is_there_and_is_tried_in_both_languages():
    assert {rule.key for rule in RULES} == {key for key, _words in BAIT}
    assert len(RULES) == 10


@pytest.mark.parametrize("name", READ)
def test_every_text_that_somebody_reads_is_looked_at(name):
    assert [flag.key for flag in red_flags({name: "Come alone"})] == ["single"]


@pytest.mark.parametrize(
    "words", ["COME ALONE", "come  alone", "co\u200bme alone", "Come\u00a0alone"]
)
def test_writing_it_otherwise_hides_nothing(words):
    assert red_flags({"summary": words})


def test_fingerprint_is_of_these_very_words():
    assert fingerprint({"title": "Soup"}) == fingerprint({"title": "soup", "bring": ""})
    assert fingerprint({"title": "Soup"}) != fingerprint({"title": "Soups"})


@pytest.mark.skipif("REAL_POSTINGS" not in os.environ, reason="the real postings are elsewhere")
def test_real_postings_are_not_flooded():
    """At most one in fifty of a real city's postings; it was 1 of 665 when this was written."""
    with Path(os.environ["REAL_POSTINGS"]).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    flagged = [row for row in rows if red_flags({"title": row["title"], "summary": row["summary"]})]
    assert len(rows) > 500
    assert len(flagged) * 50 <= len(rows)
