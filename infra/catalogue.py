"""The words of a language: read from a .po, written as .po and .mo, and what is wrong with them.

In pure Python, so that a machine without gettext's programs can check and compile them.
"""

import ast
import re
import struct
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEADER: Final = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: {language}\n"
    "MIME-Version: 1.0\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
FORMS: Final = 2  # one, and any other number: English and Spanish are alike in that
_FILLED = re.compile(r"%\(\w+\)[sd]|%[sd%]|{\w*}")
_TAGS = re.compile(r"</?[a-z][^>]*>")
_FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])? (".*")')


@dataclass(frozen=True, order=True)
class Said:
    """A text of the source: its words, those for many, and what tells it from its namesakes."""

    english: str
    context: str = ""
    plural: str = ""


Words = dict[Said, tuple[str, ...]]


def read(text: str) -> Words:
    """The entries of a .po; one that is marked as fuzzy counts as empty."""
    words: Words = {}
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        fields = dict(_fields(lines))
        if not fields.get("msgid"):
            continue
        forms = tuple(fields[name] for name in sorted(fields) if name.startswith("msgstr"))
        if re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE):
            forms = tuple("" for _form in forms)
        said = Said(fields["msgid"], fields.get("msgctxt", ""), fields.get("msgid_plural", ""))
        words[said] = forms
    return words


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    name, value = "", ""
    for line in lines:
        begun = _FIELD.fullmatch(line)
        if begun:
            if name:
                yield name, value
            name, value = begun[1] + (begun[2] or ""), ""
        value += ast.literal_eval(begun[3] if begun else line)
    if name:
        yield name, value


def as_po(words: Words, language: str) -> str:
    """The text of a .po: in the order of the English, a line for each text, and no places."""
    blocks = [f'msgid ""\nmsgstr {_quoted(HEADER.format(language=language))}\n']
    for said in sorted(words):
        lines = [f"msgctxt {_quoted(said.context)}"] if said.context else []
        lines.append(f"msgid {_quoted(said.english)}")
        forms = words[said]
        if said.plural:
            lines.append(f"msgid_plural {_quoted(said.plural)}")
            lines += [f"msgstr[{n}] {_quoted(form)}" for n, form in enumerate(forms)]
        else:
            lines.append(f"msgstr {_quoted(forms[0])}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _quoted(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def as_mo(words: Words, language: str) -> bytes:
    """The same words as Django reads them (GNU gettext's MO format); empty ones are left out."""
    pairs = {b"": HEADER.format(language=language).encode()}
    for said, forms in words.items():
        if all(forms):
            key = f"{said.context}\x04{said.english}" if said.context else said.english
            key += f"\0{said.plural}" if said.plural else ""
            pairs[key.encode()] = "\0".join(forms).encode()
    keys = sorted(pairs)
    begin = 28 + 16 * len(keys)
    texts = b"\0".join([*keys, *(pairs[key] for key in keys)]) + b"\0"
    places = []
    for text in [*keys, *(pairs[key] for key in keys)]:
        places += [len(text), begin]
        begin += len(text) + 1
    head = (0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28 + 16 * len(keys))
    return struct.pack("<7I", *head) + struct.pack(f"<{len(places)}I", *places) + texts


def faults(found: Mapping[Said, object], words: Words) -> list[str]:
    """What is wrong with the words for what was found in the source, in a line each."""
    wrong = [f"missing: {said.english!r}" for said in sorted(found) if not any(words.get(said, ()))]
    wrong += [f"no longer said: {said.english!r}" for said in sorted(words) if said not in found]
    for said, forms in sorted(words.items()):
        if said in found and any(forms):
            wrong += [f"{fault}: {said.english!r}" for fault in _faults_of(said, forms)]
    return wrong


def _faults_of(said: Said, forms: tuple[str, ...]) -> Iterator[str]:
    if len(forms) != (FORMS if said.plural else 1) or not all(forms):
        yield "a form is missing"
        return
    originals = (said.english, said.plural) if said.plural else (said.english,)
    for original, form in zip(originals, forms, strict=True):
        if not _fills_alike(original, form, may_leave_out=said.plural and original == said.english):
            yield "what is filled in differs"
        if Counter(_TAGS.findall(original)) != Counter(_TAGS.findall(form)):
            yield "tags differ"
        if _edges(original) != _edges(form):
            yield "white space at the edges differs"


def _fills_alike(original: str, form: str, *, may_leave_out: object) -> bool:
    """Whether the same is filled in; "one" may stand for the number in the form for one."""
    ours, theirs = Counter(_FILLED.findall(original)), Counter(_FILLED.findall(form))
    return ours == theirs or bool(may_leave_out and set(theirs) <= set(ours))


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def load(path: Path) -> Words:
    """The words of a file; none where there is no file."""
    return read(path.read_text(encoding="utf-8")) if path.exists() else {}
