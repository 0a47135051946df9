"""How long somebody has to have gone to school to read a text at ease (safety.md #66).

English by Flesch and Kincaid (1975), Spanish by Crawford (1989): both give years of school, from
the length of sentences and of words. Both are rough, and on a short text they are worth nothing.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

FEW_WORDS: Final = 60  # below this a number would be chance
MOST_IN_A_SENTENCE: Final = 25
AT_EASE: Final = 12  # years of age; DESIGN.md asks for about 11
BEGINS_SCHOOL: Final = {"en": 5, "es": 6}  # the age before the first year of school ends
WORD: Final = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
SENTENCE: Final = re.compile(r"[.!?…:;]+[”\"')»]*\s+|\n+")
ENGLISH: Final = re.compile(r"[aeiouy]+")
SILENT: Final = re.compile(r"(?:[^laeiouy]es|[^dt]ed|[^l]e)$")
SPANISH: Final = re.compile(r"[aeiouáéíóúü]+")
STRONG: Final = frozenset("aeoáéó")
PARTING: Final = frozenset("íú")  # a weak vowel with an accent parts from its neighbour


@dataclass(frozen=True)
class Reading:
    """`age`: who reads it at ease, or None where it is too short to say. `long`: long sentences."""

    words: int
    age: int | None
    long: tuple[str, ...]

    @property
    def is_hard(self) -> bool:
        """Whether many would give up."""
        return self.age is not None and self.age > AT_EASE


def reading_of(paragraphs: list[str], language: str) -> Reading:
    """How a text reads. Of other languages than the two, only the long sentences are known."""
    sentences = [
        words
        for one in SENTENCE.split("\n".join(paragraphs))
        if (words := WORD.findall(one.replace("'", "’")))
    ]
    long = [" ".join(words) for words in sentences if len(words) > MOST_IN_A_SENTENCE]
    words = [word for one in sentences for word in one]
    return Reading(len(words), _age(words, len(sentences), language), tuple(long))


def _age(words: list[str], sentences: int, language: str) -> int | None:
    code = language.split("-")[0]
    if len(words) < FEW_WORDS or code not in BEGINS_SCHOOL:
        return None
    sounds = sum(syllables(word, code) for word in words)
    if code == "es":
        years = -0.205 * 100 * sentences / len(words) + 0.049 * 100 * sounds / len(words) - 3.407
    else:
        years = 0.39 * len(words) / sentences + 11.8 * sounds / len(words) - 15.59
    return BEGINS_SCHOOL[code] + max(0, round(years))


def syllables(word: str, language: str) -> int:
    """About how many syllables a word has; never none."""
    lower = word.lower()
    if language == "es":
        sounds = re.sub(r"(?<=[gq])u(?=[eiéí])", "", re.sub(r"y$", "i", lower))
        return max(1, sum(map(_of_vowels, SPANISH.findall(sounds))))
    return max(1, len(ENGLISH.findall(lower)) - bool(SILENT.search(lower)))


def _of_vowels(run: str) -> int:
    """How many syllables a run of Spanish vowels makes: two strong ones never share one."""
    pairs = [{one, other} for one, other in pairwise(run)]
    parted = [pair for pair in pairs if pair <= STRONG or pair & PARTING]
    return 1 + len(parted)
