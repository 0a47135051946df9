"""The taxonomies of the interface: kinds of help, Open Eligibility, and what is good to know."""

import uuid
from typing import Any, Final

from django.utils import translation

from community.support.models import FEATURES, PLACE_IS_SECRET, TOLD, Heading, Service, Term

SPACE: Final = uuid.UUID("6f1f2f0e-0c53-5a0e-9c4b-6f2f1f4b7a31")
# name, description. What HSDS has no field for is told by terms of the last one.
TAXONOMIES: Final = {
    "kinds": ("Kinds of help", "What somebody may look for, in plain words."),
    "open-eligibility": ("Open Eligibility", "Terms of the Open Eligibility taxonomy."),
    "good-to-know": ("Good to know", "What helps to decide whether to call."),
}


def id_of(*parts: object) -> str:
    """An id that is the same for ever, for what has no row."""
    return str(uuid.uuid5(SPACE, ":".join(map(str, parts))))


def taxonomies() -> list[dict[str, Any]]:
    """All three."""
    return [
        {"id": id_of("taxonomy", code), "name": name, "description": said}
        for code, (name, said) in TAXONOMIES.items()
    ]


def _term(id_: str, code: str, name: str, taxonomy: str, **more: Any) -> dict[str, Any]:
    label, said = TAXONOMIES[taxonomy]
    return {
        "id": id_,
        "code": code,
        "name": name,
        "description": name,
        "taxonomy": label,
        "taxonomy_id": id_of("taxonomy", taxonomy),
        "taxonomy_detail": {
            "id": id_of("taxonomy", taxonomy),
            "name": label,
            "description": said,
        },
        "language": "en",
        **more,
    }


def of_heading(heading: Heading) -> dict[str, Any]:
    """A kind of help."""
    said = heading.explained or heading.label
    return _term(str(heading.public_id), heading.slug, heading.label, "kinds", description=said)


def of_term(term: Term, parents: dict[str, str]) -> dict[str, Any]:
    """A term of Open Eligibility, under the nearest one above it that is here."""
    above = term.code
    parent = ""
    while "-" in above and not parent:
        above = above.rpartition("-")[0]
        parent = parents.get(above, "")
    more = {"parent_id": parent} if parent else {}
    return _term(str(term.public_id), term.code, term.name, "open-eligibility", **more)


def of_code(code: str) -> dict[str, Any]:
    """Something that is good to know."""
    words = {code: words for words, code in FEATURES.values()}
    with translation.override("en"):
        name = str(words.get(code, code.replace("-", " ").capitalize()))
    return _term(id_of("good", code), code, name, "good-to-know")


def parents() -> dict[str, str]:
    """Ids of Open Eligibility terms by code."""
    return {code: str(id_) for code, id_ in Term.objects.values_list("code", "public_id")}


def all_terms() -> list[dict[str, Any]]:
    """Every term."""
    above = parents()
    codes = [code for _words, code in FEATURES.values()] + [*TOLD.values(), PLACE_IS_SECRET]
    return [
        *map(of_heading, Heading.objects.all()),
        *(of_term(one, above) for one in Term.objects.all()),
        *map(of_code, codes),
    ]


def attributes(service: Service, above: dict[str, str]) -> list[dict[str, Any]]:
    """What is said about a service by terms."""
    terms = [(of_heading(one), "") for one in service.headings.all()]
    terms += [(of_term(one, above), "") for one in service.terms.all()]
    terms += [
        (of_code(code), "") for field, (_w, code) in FEATURES.items() if getattr(service, field)
    ]
    terms += [(of_code(code), getattr(service, field)) for field, code in TOLD.items()
              if getattr(service, field)]  # fmt: skip
    if service.is_confidential:
        terms.append((of_code(PLACE_IS_SECRET), ""))
    return [
        {
            "id": id_of("attribute", service.public_id, term["id"]),
            "link_id": str(service.public_id),
            "link_entity": "service",
            "taxonomy_term_id": term["id"],
            **({"value": value} if value else {}),
            "taxonomy_term": term,
        }
        for term, value in terms
    ]
