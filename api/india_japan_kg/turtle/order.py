"""In which order statements stand, so that a reviewer reads one story from top to bottom."""

import re
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from india_japan_kg.vocabulary import ID, KINDS, PREFIXES

_FIRST_PREDICATES: Final = (
    PREFIXES["rdf"] + "type",
    PREFIXES["rdfs"] + "label",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["skos"] + "altLabel",
)
_LAST_PREDICATES: Final = (
    PREFIXES["ij"] + "evidence",
    PREFIXES["skos"] + "editorialNote",
    PREFIXES["dcterms"] + "source",
)
_KIND_RANK: Final = {kind: rank for rank, kind in enumerate(KINDS)}

Key = tuple[int, list[tuple[int, int, str]], int, str]


def subject_order(subject: NamedNode | BlankNode) -> Key:
    """Return the sort key of a subject: things by slug (numbers as numbers), then by kind."""
    if isinstance(subject, BlankNode):
        return 2, [], 0, subject.value
    iri = subject.value
    if iri.startswith(ID):
        kind, _, slug = iri[len(ID) :].partition("/")
        return 0, _natural(slug), _KIND_RANK.get(kind, len(KINDS)), iri
    return 1, [], 0, iri


def predicate_order(predicate: NamedNode) -> tuple[int, str]:
    """Return the sort key of a predicate: type and names first, sources last."""
    iri = predicate.value
    if iri in _FIRST_PREDICATES:
        return _FIRST_PREDICATES.index(iri), iri
    if iri in _LAST_PREDICATES:
        return 100 + _LAST_PREDICATES.index(iri), iri
    return 50, iri


def _natural(slug: str) -> list[tuple[int, int, str]]:
    return [
        (0, int(part), "") if re.fullmatch(r"[0-9]+", part) else (1, 0, part)
        for part in slug.split("-")
    ]
