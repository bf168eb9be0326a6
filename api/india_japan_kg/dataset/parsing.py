"""Strict parsing: bytes of a Turtle file -> quads of its named graph, or the line that is wrong."""

import re

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from india_japan_kg.dataset.files import GraphFile
from india_japan_kg.problem import BadData


def parse_file(file: GraphFile) -> list[Quad]:
    """Parse `file` as Turtle (RDF 1.1) and return its triples as quads of its graph.

    Blank node labels are renamed, so that those of two files never meet.

    Raises:
        BadData: the file is no Turtle; names file, line and column.
    """
    graph = NamedNode(file.graph)
    try:
        triples = parse(
            file.content, RdfFormat.TURTLE, without_named_graphs=True, rename_blank_nodes=True
        )
        return [Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    except SyntaxError as error:
        message = re.sub(r"^Parser error at [^:]*: ", "", error.msg)
        raise BadData(file.path, error.lineno, error.offset, message) from None
