"""The page of the vocabulary: each term under the fragment of its IRI, by kind of term."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple
from starlette.requests import Request

from india_japan_kg.pages.rendering import Pages
from india_japan_kg.pages.thing_view import LABEL, RDF_TYPE, Cell, Row
from india_japan_kg.things.labels import Labels
from india_japan_kg.turtle.order import predicate_order
from india_japan_kg.vocabulary import BASE, ONTOLOGY, PREFIXES, shorten

DEFINED_BY: Final = PREFIXES["rdfs"] + "isDefinedBy"
VERSION: Final = PREFIXES["owl"] + "versionIRI"
KINDS: Final = {
    PREFIXES["owl"] + "Class": "Class",
    PREFIXES["owl"] + "ObjectProperty": "ObjectProperty",
    PREFIXES["owl"] + "DatatypeProperty": "DatatypeProperty",
    PREFIXES["skos"] + "ConceptScheme": "ConceptScheme",
    PREFIXES["skos"] + "Concept": "Concept",
}
"""The type of a term -> the key of the heading under which it stands; other terms come last."""

OTHERS: Final = "other"


@dataclass(frozen=True, slots=True)
class Term:
    """A term: the fragment of its IRI, its name, and what is said of it."""

    anchor: str
    iri: str
    name: str
    language: str
    rows: tuple[Row, ...]


class OntologyPage:
    """Writes the page (a callable, as ``/ontology`` wants it)."""

    def __init__(self, pages: Pages, labels: Labels, triples: Sequence[Triple]) -> None:
        self._pages = pages
        self._labels = labels
        versions = (triple.object for triple in triples if triple.predicate.value == VERSION)
        self._version = next((iri.value for iri in versions if isinstance(iri, NamedNode)), "")
        self._terms: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(dict)
        for triple in sorted(triples, key=str):
            subject, value = triple.subject, triple.object
            if (
                isinstance(subject, NamedNode)
                and subject.value.startswith(ONTOLOGY)
                and isinstance(value, NamedNode | Literal)
            ):
                self._terms[subject.value].setdefault(triple.predicate.value, []).append(value)

    def __call__(self, request: Request, languages: Sequence[str]) -> bytes:
        """Return the page, with names in `languages`, best first."""
        groups: dict[str, list[Term]] = {heading: [] for heading in (*KINDS.values(), OTHERS)}
        for iri in self._terms:
            groups[self._heading(iri)].append(self._term(iri, languages))
        content = {"iri": f"{BASE}ontology", "version_iri": self._version, "groups": groups}
        return self._pages.write("ontology.html", request, content)

    def _heading(self, iri: str) -> str:
        types = {value.value for value in self._terms[iri].get(RDF_TYPE, ())}
        return next((heading for type_, heading in KINDS.items() if type_ in types), OTHERS)

    def _term(self, iri: str, languages: Sequence[str]) -> Term:
        name = self._labels.label(iri, languages)
        said = self._terms[iri]
        rows = tuple(
            Row(
                self._labels.label(predicate, languages).text,
                tuple(self._cell(value, languages) for value in said[predicate]),
            )
            for predicate in sorted(said, key=lambda iri: predicate_order(NamedNode(iri)))
            if predicate not in (LABEL, DEFINED_BY)
        )
        return Term(iri.removeprefix(ONTOLOGY), iri, name.text, name.language, rows)

    def _cell(self, value: NamedNode | Literal, languages: Sequence[str]) -> Cell:
        if isinstance(value, Literal):
            return Cell(value.value, language=value.language or "")
        iri = value.value
        if iri in self._terms:
            name = self._labels.label(iri, languages)
            return Cell(name.text, f"#{iri.removeprefix(ONTOLOGY)}", name.language)
        return Cell(shorten(iri), "" if iri.startswith(BASE) else iri)
