"""What the graph says about a thing as it stood on a day."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolution, Triple

from india_japan_kg.engine import Engine, Query, Term, select
from india_japan_kg.things.description import Describer, Description, Value
from india_japan_kg.vocabulary import PREFIXES

_DATE = NamedNode(PREFIXES["xsd"] + "date")


class Moments:
    """Asks an engine by the queries ``state`` and ``not-on`` of the house."""

    def __init__(self, engine: Engine, describer: Describer, queries: Path, timeout: float) -> None:
        """Read the queries in the folder `queries` (``queries/things`` of the house).

        Raises:
            OSError: a query file is missing.

        """
        self._engine = engine
        self._describer = describer
        self._timeout = timeout
        self._state = (queries / "state.rq").read_text(encoding="utf-8")
        self._not_on = (queries / "not-on.rq").read_text(encoding="utf-8")

    def describe(self, iri: str, day: date) -> Description | None:
        """Return what holds of `iri` on `day`, with its state then; None if nothing is said of it.

        The triples hold those of the tenures and sessions that the state rests on.

        Raises:
            DeadlineExceeded, MemoryExceeded, Overloaded: a limit of the engine was met.

        """
        whole = self._describer.describe(iri)
        if whole is None:
            return None
        description = self._as_of(whole, day)
        state: dict[str, list[Value]] = {}
        triples = set(description.triples)
        for row in self._ask(self._state, iri, day):
            values = state.setdefault(row["aspect"].value, [])
            if row["value"] not in values:
                values.append(row["value"])
            if row["fact"] is not None and row["fact"].value != iri:
                triples.update(self._of(row["fact"].value, day))
        return replace(
            description,
            triples=tuple(triples),
            day=day,
            state=tuple((aspect, tuple(values)) for aspect, values in state.items()),
        )

    def _of(self, iri: str, day: date) -> Iterator[Triple]:
        whole = self._describer.describe(iri)
        if whole is not None:
            yield from self._as_of(whole, day).triples

    def _as_of(self, whole: Description, day: date) -> Description:
        off = {
            (row["subject"].value, row["predicate"].value, row["object"])
            for row in self._ask(self._not_on, whole.iri, day)
        }
        triples = [
            triple
            for triple in whole.triples
            if (_name(triple.subject), triple.predicate.value, triple.object) not in off
        ]
        thing = NamedNode(whole.iri)
        return Description(
            whole.iri,
            tuple(_without_strangers(whole.iri, triples)),
            tuple(
                (subject, predicate)
                for subject, predicate in whole.incoming
                if (subject, predicate, thing) not in off
            ),
            wholes=whole.wholes,
        )

    def _ask(self, text: str, iri: str, day: date) -> Iterator[QuerySolution]:
        bindings: dict[str, Term | None] = {
            "thing": NamedNode(iri),
            "on": Literal(day.isoformat(), datatype=_DATE),
        }
        return select(self._engine, Query(text, bindings), self._timeout)


def _without_strangers(iri: str, triples: Sequence[Triple]) -> Iterator[Triple]:
    """Yield `triples` without what is said of things that nothing mentions any more."""
    known = {iri}
    for _ in range(2):  # the thing, the nodes below it, and what those mention
        known |= {_name(triple.object) for triple in triples if _name(triple.subject) in known}
    return (triple for triple in triples if _name(triple.subject) in known)


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
