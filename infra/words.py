"""The site's words in another language than English.

    python -m infra.words            what is missing or wrong; ends with 1 if anything is
    python -m infra.words missing    the texts without words yet, as JSON, to be filled in
    python -m infra.words take FILE  take words from such a JSON, and write the catalogue anew

The JSON is {"English": "Spanish"}; for a text with a plural {"English": ["one", "many"]}; a text
with a context is written "context|English". `take` also drops what is no longer said.
"""

import json
import sys
from pathlib import Path

from infra.catalogue import FORMS, Said, Words, as_mo, as_po, faults, load
from infra.said import ROOT, said_by_site

LANGUAGE = "es"
FOLDER = ROOT / "community" / "locale" / LANGUAGE / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"


def key_of(said: Said) -> str:
    """How a text is named in JSON."""
    return f"{said.context}|{said.english}" if said.context else said.english


def missing() -> dict[str, str | list[str]]:
    """The texts that have no words, each with empty ones."""
    words = load(PO)
    return {
        key_of(said): [""] * FORMS if said.plural else ""
        for said in sorted(said_by_site())
        if not all(words.get(said, ("",)))
    }


def take(given: dict[str, str | list[str]]) -> list[str]:
    """Write the catalogue with these words too; what was given and is not said is told."""
    words, by_key = load(PO), {key_of(said): said for said in said_by_site()}
    for key, forms in given.items():
        if key in by_key:
            words[by_key[key]] = (forms,) if isinstance(forms, str) else tuple(forms)
    write({said: words[said] for said in by_key.values() if any(words.get(said, ()))})
    return [f"not said by the site: {key!r}" for key in given if key not in by_key]


def write(words: Words) -> None:
    """Both files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_text(as_po(words, LANGUAGE), encoding="utf-8")
    MO.write_bytes(as_mo(words, LANGUAGE))


def wrong() -> list[str]:
    """All that keeps the catalogue from being whole, in a line each."""
    words = load(PO)
    found = faults(said_by_site(), words)
    if MO.exists() and MO.read_bytes() == as_mo(words, LANGUAGE):
        return found
    return [*found, "django.mo is not made from django.po: python -m infra.words take /dev/null"]


def main(arguments: list[str]) -> int:
    """Answer the command."""
    if arguments == ["missing"]:
        print(json.dumps(missing(), ensure_ascii=False, indent=1))
        return 0
    if len(arguments) == 2 and arguments[0] == "take":
        text = Path(arguments[1]).read_text(encoding="utf-8")
        told = take(json.loads(text) if text.strip() else {})
    elif not arguments:
        told = wrong()
    else:
        told = [(__doc__ or "").strip()]
    print("\n".join(told) or "Every word is there.")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
