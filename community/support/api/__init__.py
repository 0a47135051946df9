"""The directory for other programs: the Human Services Data Specification, version 3.0.

https://docs.openreferral.org (market.md, "Standards"). Read only, without an account. Its names are
HSDS's, and end here. A service whose place stays secret is published with a virtual location:
HSDS has no other word for it.
"""

from .reading import (
    about,
    nothing,
    openapi,
    organization,
    organizations,
    service,
    service_at_location,
    service_at_locations,
    services,
    taxonomies,
    taxonomy,
    taxonomy_term,
    taxonomy_terms,
)

__all__ = [
    "about",
    "nothing",
    "openapi",
    "organization",
    "organizations",
    "service",
    "service_at_location",
    "service_at_locations",
    "services",
    "taxonomies",
    "taxonomy",
    "taxonomy_term",
    "taxonomy_terms",
]
