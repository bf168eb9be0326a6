"""What the graph says about one thing, and what points at it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from india_japan_kg.engine import Engine, Query, select
from india_japan_kg.vocabulary import ONTOLOGY, PREFIXES

N_TRIPLES: Final = "application/n-triples"
Value = NamedNode | Literal


@dataclass(frozen=True)
class Description:
    """The triples about a thing.

    Attributes:
        iri: the thing.
        triples: what is said about it, about the participations, targets and evidence below it,
            the particulars of its sources, and the labels of everything mentioned.
        incoming: subject and predicate IRIs of the statements whose object is the thing.
        day: the day as of which this holds; None for all times.
        state: how the thing stood on that day: aspects, each with its values.
        wholes: of those subjects that are parts, such as participations -> what they are parts of.

    """

    iri: str
    triples: tuple[Triple, ...]
    incoming: tuple[tuple[str, str], ...]
    day: date | None = None
    state: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    wholes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _statements(self) -> Mapping[str, Mapping[str, list[Value]]]:
        statements: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for triple in sorted(self.triples, key=str):
            subject, value = triple.subject, triple.object
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                statements[subject.value][triple.predicate.value].append(value)
        return statements

    def predicates(self, subject: str) -> list[str]:
        """Return the predicates by which something is said about `subject`.

        Those of a reused vocabulary that only repeat what a property of this graph's own says
        (``schema:location`` beside ``ij:venue``) are left out: they follow for others' programs.
        """
        statements = self._statements.get(subject, {})
        own = {
            value
            for predicate, values in statements.items()
            if predicate.startswith(ONTOLOGY)
            for value in values
            if isinstance(value, NamedNode) or value.language
        }
        return sorted(
            predicate
            for predicate, values in statements.items()
            if predicate.startswith(ONTOLOGY) or not own.issuperset(values)
        )

    def values(self, subject: str, predicate: str) -> Sequence[Value]:
        """Return what is said about `subject` by `predicate`."""
        return self._statements.get(subject, {}).get(predicate, [])

    def types(self) -> list[str]:
        """Return the IRIs of the thing's classes."""
        return [value.value for value in self.values(self.iri, PREFIXES["rdf"] + "type")]

    def statements_of_the_thing(self) -> list[Triple]:
        """Return the triples without the labels of other things."""
        label = PREFIXES["rdfs"] + "label"
        return [
            triple
            for triple in self.triples
            if isinstance(triple.subject, NamedNode | BlankNode)
            and (triple.predicate.value != label or triple.subject.value == self.iri)
        ]


class Describer:
    """Asks an engine about things, with the queries ``describe`` and ``incoming`` of the house."""

    def __init__(self, engine: Engine, queries: Path, timeout: float) -> None:
        """Read the queries in the folder `queries` (``queries/things`` of the house).

        Raises:
            OSError: a query file is missing.

        """
        self._engine = engine
        self._timeout = timeout
        self._describe = (queries / "describe.rq").read_text(encoding="utf-8")
        self._incoming = (queries / "incoming.rq").read_text(encoding="utf-8")

    def describe(self, iri: str) -> Description | None:
        """Return what the graph says about `iri`; None if it says nothing.

        Raises:
            DeadlineExceeded, MemoryExceeded, Overloaded: a limit of the engine was met.

        """
        bindings = {"thing": NamedNode(iri)}
        body = self._engine.evaluate(Query(self._describe, bindings), N_TRIPLES, self._timeout)
        triples = tuple(quad.triple for quad in parse(body, RdfFormat.N_TRIPLES))
        if not triples:
            return None
        pointing = select(self._engine, Query(self._incoming, bindings), self._timeout)
        incoming: dict[tuple[str, str], None] = {}
        wholes: dict[str, str] = {}
        for solution in pointing:
            subject = solution["subject"].value
            incoming[subject, solution["predicate"].value] = None
            if whole := solution["whole"]:
                wholes.setdefault(subject, whole.value)
        return Description(iri, triples, tuple(incoming), wholes=wholes)
