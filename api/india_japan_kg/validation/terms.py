"""The edge to rdflib, whose terms pyshacl speaks; everywhere else terms are pyoxigraph's."""

from collections.abc import Iterable

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib.namespace import RDF, SH

from india_japan_kg.validation.paths import OPERATORS, SEQUENCE, Path

Term = NamedNode | BlankNode | Literal


def to_rdflib(term: Term) -> rdflib.term.Identifier:
    """Return `term` as rdflib writes it; the lexical form of a literal is kept as it is."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == str(rdflib.XSD.string):
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def from_rdflib(term: rdflib.term.Node) -> Term:
    """Return `term` as pyoxigraph writes it.

    Raises:
        TypeError: `term` is no IRI, blank node or literal.

    """
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype or rdflib.XSD.string)))
    raise TypeError(f"{term!r} is no RDF term")


def to_rdflib_graph(statements: Iterable[Triple | Quad]) -> rdflib.Graph:
    """Return a new rdflib graph of `statements`; the graph names of quads are dropped."""
    graph = rdflib.Graph(bind_namespaces="none")
    known: dict[Term, rdflib.term.Identifier] = {}

    def converted(term: object) -> rdflib.term.Identifier:
        if not isinstance(term, NamedNode | BlankNode | Literal):
            raise TypeError(f"{term!r} is no term of RDF 1.1")
        if term not in known:
            known[term] = to_rdflib(term)
        return known[term]

    for statement in statements:
        graph.store.add(
            (
                converted(statement.subject),
                converted(statement.predicate),
                converted(statement.object),
            ),
            graph,
        )
    return graph


def read_path(graph: rdflib.Graph, node: rdflib.term.Node) -> Path:
    """Read the path that `node` stands for in a shapes graph.

    Raises:
        ValueError: the node is no well-formed path.

    """
    if isinstance(node, rdflib.URIRef):
        return Path(predicate=str(node))
    if isinstance(node, rdflib.Literal):
        raise ValueError(f"{node} is no path")
    if (node, RDF.first, None) in graph:
        return Path(SEQUENCE, tuple(read_path(graph, item) for item in graph.items(node)))
    for operator in OPERATORS:
        operand = graph.value(node, SH[operator])
        if operand is not None:
            items = list(graph.items(operand)) if operator == "alternativePath" else [operand]
            return Path(operator, tuple(read_path(graph, item) for item in items))
    raise ValueError(f"{node} is no path")
