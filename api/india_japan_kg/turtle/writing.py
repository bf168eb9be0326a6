"""Canonical Turtle (RDF 1.1): the same graph always gives the same bytes, made to be reviewed.

One predicate and object a line; subjects of one series stand together (a session, then who took
part in it, then what it decided). Blank nodes are labelled by RDFC-1.0, and nested where possible.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from india_japan_kg.turtle.order import predicate_order, subject_order
from india_japan_kg.turtle.terms import TermWriter

Subject = NamedNode | BlankNode
Object = NamedNode | BlankNode | Literal | Triple

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FIRST, REST, NIL = NamedNode(RDF + "first"), NamedNode(RDF + "rest"), NamedNode(RDF + "nil")
INDENT: Final = "    "


def write_turtle(triples: Iterable[Triple | Quad], prefixes: Mapping[str, str]) -> str:
    """Return the canonical Turtle text of a graph.

    Args:
        triples: the graph; of quads the graph name is left out.
        prefixes: prefix -> namespace; only those that the graph uses are declared.

    """
    terms = TermWriter(prefixes)
    return _document(terms, prefixes, _blocks(triples, terms))


def write_trig(graphs: Mapping[str, Iterable[Triple]], prefixes: Mapping[str, str]) -> str:
    """Return the canonical TriG text of named graphs.

    Args:
        graphs: graph IRI -> its triples.
        prefixes: prefix -> namespace; only those that the graphs use are declared.

    """
    terms = TermWriter(prefixes)
    blocks = []
    for name in sorted(graphs):
        inside = "\n\n".join(_blocks(graphs[name], terms))
        blocks.append(f"{terms.write(NamedNode(name))} {{\n\n{inside}\n\n}}")
    return _document(terms, prefixes, blocks)


def _document(terms: TermWriter, prefixes: Mapping[str, str], blocks: list[str]) -> str:
    declared = [
        f"@prefix {prefix}: <{prefixes[prefix]}> ." for prefix in sorted(terms.used_prefixes)
    ]
    return "\n\n".join(["\n".join(declared), *blocks] if declared else blocks) + "\n"


def _blocks(triples: Iterable[Triple | Quad], terms: TermWriter) -> list[str]:
    graph = _Graph.of(triples)
    return [
        _block(graph, terms, subject)
        for subject in sorted(graph.statements, key=subject_order)
        if subject not in graph.nested
    ]


@dataclass(frozen=True, slots=True)
class _Graph:
    """Statements by subject and predicate, and the blank nodes that are written in place."""

    statements: dict[Subject, dict[NamedNode, list[Object]]]
    nested: frozenset[BlankNode]

    @staticmethod
    def of(triples: Iterable[Triple | Quad]) -> "_Graph":
        dataset = Dataset(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        statements: dict[Subject, dict[NamedNode, list[Object]]] = defaultdict(
            lambda: defaultdict(list)
        )
        parents: dict[BlankNode, list[Subject]] = defaultdict(list)
        for quad in dataset:
            subject, value = quad.subject, quad.object
            if isinstance(subject, Triple):
                raise TypeError("a triple term cannot be a subject in Turtle 1.1")
            statements[subject][quad.predicate].append(value)
            if isinstance(value, BlankNode):
                parents[value].append(subject)
        return _Graph(statements, _nested(parents))


def _nested(parents: Mapping[BlankNode, list[Subject]]) -> frozenset[BlankNode]:
    """Return the blank nodes that exactly one statement mentions and that end in a named node."""

    def ends(node: BlankNode) -> bool:
        seen: set[Subject] = set()
        current: Subject = node
        while isinstance(current, BlankNode) and len(parents.get(current, [])) == 1:
            if current in seen:
                return False
            seen.add(current)
            current = parents[current][0]
        return True

    return frozenset(node for node, by in parents.items() if len(by) == 1 and ends(node))


def _block(graph: _Graph, terms: TermWriter, subject: Subject) -> str:
    return terms.write(subject) + "\n" + _predicates(graph, terms, subject, 1) + " ."


def _predicates(graph: _Graph, terms: TermWriter, subject: Subject, depth: int) -> str:
    pad = INDENT * depth
    lines = []
    for predicate in sorted(graph.statements.get(subject, {}), key=predicate_order):
        objects = sorted(graph.statements[subject][predicate], key=_object_order)
        deeper = depth if len(objects) == 1 else depth + 1
        written = [_object(graph, terms, value, deeper) for value in objects]
        name = terms.write_predicate(predicate)
        if len(written) == 1:
            lines.append(f"{pad}{name} {written[0]}")
        else:
            joined = f" ,\n{pad}{INDENT}".join(written)
            lines.append(f"{pad}{name}\n{pad}{INDENT}{joined}")
    return " ;\n".join(lines)


def _object(graph: _Graph, terms: TermWriter, value: Object, depth: int) -> str:
    if value == NIL:
        return "()"
    if not isinstance(value, BlankNode) or value not in graph.nested:
        return terms.write(value)
    items = _collection(graph, value)
    if items is not None:
        return "( " + " ".join(_object(graph, terms, item, depth + 1) for item in items) + " )"
    if value not in graph.statements:
        return "[]"
    inner = _predicates(graph, terms, value, depth + 1)
    return f"[\n{inner}\n{INDENT * depth}]"


def _collection(graph: _Graph, head: BlankNode) -> list[Object] | None:
    """Return the items of a well-formed RDF collection that can be written as ``( ... )``."""
    items: list[Object] = []
    node: Object = head
    while node != NIL:
        if not isinstance(node, BlankNode) or node not in graph.nested:
            return None
        parts = graph.statements.get(node, {})
        if set(parts) != {FIRST, REST} or any(len(values) != 1 for values in parts.values()):
            return None
        items.append(parts[FIRST][0])
        node = parts[REST][0]
    return items


def _object_order(value: Object) -> tuple[int, object, str]:
    if isinstance(value, Literal):
        return 1, value.language or "", str(value)
    if isinstance(value, BlankNode):
        return 2, "", value.value
    if isinstance(value, NamedNode):
        return 0, "", value.value
    return 3, "", str(value)
