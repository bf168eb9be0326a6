"""Strict parsing: bytes of a Turtle file -> quads of its named graph, or the line that is wrong."""

import re
from collections.abc import Iterable

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)
from pyoxigraph import Dataset as QuadSet

from india_japan_kg.dataset.files import GraphFile
from india_japan_kg.problem import BadData
from india_japan_kg.vocabulary import GRAPH


def parse_file(file: GraphFile) -> list[Quad]:
    """Parse `file` as Turtle (RDF 1.1) and return its triples as quads of its graph.

    Blank nodes get labels that depend on the file's graph and content alone (RDFC-1.0), so that
    those of two files never meet and two loads of the same files are equal.

    Raises:
        BadData: the file is no Turtle; names file, line and column.

    """
    try:
        triples = list(
            parse(
                file.content, RdfFormat.TURTLE, without_named_graphs=True, rename_blank_nodes=True
            )
        )
    except SyntaxError as error:
        message = re.sub(r"^Parser error at [^:]*: ", "", error.msg)
        raise BadData(file.path, error.lineno, error.offset, message) from None
    if any(isinstance(term, BlankNode) for t in triples for term in (t.subject, t.object)):
        scope = re.sub(r"\W", "-", file.graph.removeprefix(GRAPH))
        triples = _with_stable_labels(triples, scope)
    graph = NamedNode(file.graph)
    return [Quad(t.subject, t.predicate, t.object, graph) for t in triples]


def _with_stable_labels(triples: Iterable[Quad], scope: str) -> list[Quad]:
    quads = QuadSet(triples)
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    renamed = []
    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode):
            subject = BlankNode(f"{scope}-{subject.value}")
        if isinstance(value, BlankNode):
            value = BlankNode(f"{scope}-{value.value}")
        renamed.append(Quad(subject, quad.predicate, value))
    return renamed
