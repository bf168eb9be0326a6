"""Property paths (SHACL, section 2.3.1), written as SPARQL or as RDF."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Triple

from india_japan_kg.vocabulary import PREFIXES, shorten

SEQUENCE: Final = "sequence"
REPEATS: Final = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
OPERATORS: Final = ("inversePath", "alternativePath", *REPEATS)


@dataclass(frozen=True, slots=True)
class Path:
    """A property path.

    Attributes:
        operator: the local name of SHACL's property for this kind of path, ``sequence`` for a
            list of paths, empty for a predicate.
        operands: the paths it is made of; empty for a predicate.
        predicate: the IRI of the predicate; empty for the others.

    """

    operator: str = ""
    operands: tuple["Path", ...] = ()
    predicate: str = ""

    def sparql(self) -> str:
        """Return the path as SPARQL 1.1 writes it (section 9.1), with prefixed names."""
        if self.predicate:
            return shorten(self.predicate)
        parts = [f"({part.sparql()})" if part.operands else part.sparql() for part in self.operands]
        if self.operator == "inversePath":
            return f"^{parts[0]}"
        if self.operator in REPEATS:
            return parts[0] + REPEATS[self.operator]
        return ("/" if self.operator == SEQUENCE else "|").join(parts)

    def triples(self) -> tuple[NamedNode | BlankNode, list[Triple]]:
        """Return the node that stands for the path in RDF, and the triples that describe it."""
        if self.predicate:
            return NamedNode(self.predicate), []
        described = [part.triples() for part in self.operands]
        triples = [triple for _, inner in described for triple in inner]
        nodes = [node for node, _ in described]
        if self.operator == SEQUENCE:
            return _list(nodes, triples), triples
        operand = _list(nodes, triples) if self.operator == "alternativePath" else nodes[0]
        path = BlankNode()
        triples.append(Triple(path, NamedNode(PREFIXES["sh"] + self.operator), operand))
        return path, triples


def _list(nodes: list[NamedNode | BlankNode], triples: list[Triple]) -> NamedNode | BlankNode:
    rdf = PREFIXES["rdf"]
    rest: NamedNode | BlankNode = NamedNode(rdf + "nil")
    for node in reversed(nodes):
        cell = BlankNode()
        triples.append(Triple(cell, NamedNode(rdf + "first"), node))
        triples.append(Triple(cell, NamedNode(rdf + "rest"), rest))
        rest = cell
    return rest
