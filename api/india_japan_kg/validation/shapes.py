"""The rules, as read: core constraints for pyshacl, SPARQL constraints for the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib.namespace import RDF, RDFS, SH

from india_japan_kg.dataset import Dataset, GraphFile, Location
from india_japan_kg.problem import BadData
from india_japan_kg.validation.paths import Path
from india_japan_kg.validation.report import Node, Severity
from india_japan_kg.validation.shape_files import locate_shape, shapes_version
from india_japan_kg.validation.shapes_graph import shapes_graph
from india_japan_kg.validation.targets import Targets
from india_japan_kg.validation.terms import from_rdflib, read_path, to_rdflib_graph
from india_japan_kg.vocabulary import PREFIXES


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A SPARQL-based constraint (SHACL, section 5) of a shape that has targets of its own."""

    node: Node
    shape: Node
    targets: Targets
    path: Path | None
    severity: Severity
    messages: tuple[Literal, ...]
    select: str
    prefixes: dict[str, str]
    location: Location | None


@dataclass(frozen=True, slots=True)
class Shapes:
    """All rules.

    Attributes:
        quads: the shapes graph as it was read, the prefix declarations it relies on included.
        constraints: its active SPARQL constraints.
        paths: the path of each property shape.
        version: a hash of the files.

    """

    quads: tuple[Quad, ...]
    constraints: tuple[SparqlConstraint, ...]
    paths: Mapping[Node, Path]
    version: str

    def core_graph(self) -> rdflib.Graph:
        """Return a new copy of the shapes graph without SPARQL constraints.

        New each time, because pyshacl writes into the shapes graph that it is given.
        """
        sparql = PREFIXES["sh"] + "sparql"
        constraints = {constraint.node for constraint in self.constraints}
        return to_rdflib_graph(
            quad
            for quad in self.quads
            if quad.predicate.value != sparql and quad.subject not in constraints
        )


def read_shapes(files: tuple[GraphFile, ...], dataset: Dataset) -> Shapes:
    """Read the shapes of `files`; prefixes that the ontology declares are taken from `dataset`.

    Raises:
        BadData: a file is no Turtle, or a SPARQL constraint stands where it cannot be asked for
            all focus nodes at once; names file and line.

    """
    quads = shapes_graph(files, dataset.store)
    graph = to_rdflib_graph(quads)
    paths = {}
    for shape, path in graph.subject_objects(SH.path):
        try:
            paths[_node(shape)] = read_path(graph, path)
        except ValueError as error:
            raise _bad(files, shape, f"sh:path: {error}.") from None
    constraints = tuple(
        _read_constraint(graph, files, shape, node, paths.get(_node(shape)))
        for shape, node in graph.subject_objects(SH.sparql)
        if not _deactivated(graph, shape) and not _deactivated(graph, node)
    )
    ordered = tuple(sorted(constraints, key=lambda one: (str(one.shape), one.select)))
    return Shapes(quads, ordered, paths, shapes_version(files))


def _read_constraint(
    graph: rdflib.Graph,
    files: tuple[GraphFile, ...],
    shape: rdflib.term.Node,
    node: rdflib.term.Node,
    path: Path | None,
) -> SparqlConstraint:
    targets = Targets(
        nodes=_terms(graph.objects(shape, SH.targetNode)),
        classes=_terms(graph.objects(shape, SH.targetClass)),
        subjects_of=_terms(graph.objects(shape, SH.targetSubjectsOf)),
        objects_of=_terms(graph.objects(shape, SH.targetObjectsOf)),
    )
    if not any((targets.nodes, targets.classes, targets.subjects_of, targets.objects_of)):
        raise _bad(files, shape, "a shape with a SPARQL constraint needs a target of its own.")
    if (shape, RDF.type, RDFS.Class) in graph:
        raise _bad(files, shape, "give the shape sh:targetClass instead of making it a class.")
    select = graph.value(node, SH.select)
    if select is None:
        raise _bad(files, shape, "a SPARQL constraint needs sh:select.")
    messages = [*graph.objects(node, SH.message), *graph.objects(shape, SH.message)]
    return SparqlConstraint(
        node=_node(node),
        shape=_node(shape),
        targets=targets,
        path=path,
        severity=Severity.of(str(graph.value(shape, SH.severity, default=SH.Violation))),
        messages=tuple(
            sorted({term for m in messages if isinstance(term := from_rdflib(m), Literal)}, key=str)
        ),
        select=str(select),
        prefixes=_prefixes(graph, node),
        location=locate_shape(files, str(shape)),
    )


def _prefixes(graph: rdflib.Graph, constraint: rdflib.term.Node) -> dict[str, str]:
    return {
        str(graph.value(declaration, SH.prefix)): str(graph.value(declaration, SH.namespace))
        for ontology in graph.objects(constraint, SH.prefixes)
        for declaration in graph.objects(ontology, SH.declare)
    }


def _deactivated(graph: rdflib.Graph, node: rdflib.term.Node) -> bool:
    return str(graph.value(node, SH.deactivated)) == "true"


def _terms(nodes: Iterable[rdflib.term.Node]) -> frozenset[NamedNode | BlankNode | Literal]:
    return frozenset(from_rdflib(node) for node in nodes)


def _node(node: rdflib.term.Node) -> Node:
    term = from_rdflib(node)
    if isinstance(term, Literal):
        raise TypeError(f"{term} is no node")
    return term


def _bad(files: tuple[GraphFile, ...], shape: rdflib.term.Node, message: str) -> BadData:
    location = locate_shape(files, str(shape))
    path, line = (location.path, location.line) if location else ("shapes", None)
    return BadData(path, line, None, f"{str(shape).rpartition('#')[2]}: {message}")
