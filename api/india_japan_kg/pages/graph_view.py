"""A graph as a page shows it: a block for each subject, with what is said of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from india_japan_kg.catalogue import Graph
from india_japan_kg.pages.thing_view import LABEL, Cell, Row
from india_japan_kg.things.labels import Labels
from india_japan_kg.turtle.order import Key, predicate_order, subject_order
from india_japan_kg.vocabulary import thing_name


@dataclass(frozen=True, slots=True)
class Block:
    """A subject and what is said of it."""

    subject: Cell
    rows: tuple[Row, ...]


def blocks(graph: Graph, labels: Labels, languages: Sequence[str]) -> list[Block]:
    """Return the blocks of `graph`, in the order of Turtle files but with the sources at the end.

    What has nothing but names is shown by its name where it is mentioned, and has no block.
    """
    statements: dict[NamedNode | BlankNode, dict[NamedNode, list[object]]] = defaultdict(dict)
    for triple in graph.triples:
        if isinstance(triple.subject, NamedNode | BlankNode) and triple.predicate.value != LABEL:
            statements[triple.subject].setdefault(triple.predicate, []).append(triple.object)
    return [
        Block(
            _cell(subject, graph),
            tuple(
                Row(
                    labels.label(predicate.value, languages).text,
                    tuple(_cell(value, graph) for value in statements[subject][predicate]),
                )
                for predicate in sorted(statements[subject], key=predicate_order)
            ),
        )
        for subject in sorted(statements, key=_order)
    ]


def _order(subject: NamedNode | BlankNode) -> tuple[bool, Key]:
    name = thing_name(subject.value)
    return name is not None and name.kind == "source", subject_order(subject)


def _cell(term: object, graph: Graph) -> Cell:
    if isinstance(term, NamedNode):
        name, label = thing_name(term.value), graph.names[term.value]
        return Cell(label.text, name.path if name else "", label.language)
    if isinstance(term, Literal):
        is_address = term.value.startswith(("http://", "https://"))
        return Cell(term.value, term.value if is_address else "", term.language or "")
    return Cell(str(term))
