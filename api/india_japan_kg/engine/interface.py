"""What every engine offers, whichever store it asks."""

from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    parse_query_results,
)

from india_japan_kg.engine.binding import Term

JSON_SOLUTIONS: Final = "application/sparql-results+json"

SOLUTION_TYPES: Final = {
    JSON_SOLUTIONS: QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
"""Media types of the answers to SELECT and ASK (an ASK has no CSV and TSV form)."""

GRAPH_TYPES: Final = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}
"""Media types of the answers to CONSTRUCT and DESCRIBE."""


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL 1.1 query with what is bound in it and the dataset that it is asked of.

    Attributes:
        text: the query.
        bindings: variable name (without ``?``) -> the term that it has, None for any; see
            `india_japan_kg.engine.binding`.
        default_graphs, named_graphs: IRIs of the RDF dataset of the SPARQL 1.1 Protocol, section
            2.1.4; both empty: the query's own FROM clauses, else the union of all graphs.

    """

    text: str
    bindings: Mapping[str, Term | None] = field(default_factory=dict)
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class Engine(Protocol):
    """Answers queries about one dataset."""

    @property
    def version(self) -> str:
        """The version of the dataset that is asked."""

    def evaluate(self, query: Query, media_type: str, timeout: float) -> bytes:
        """Return the answer to `query`, written as `media_type`.

        Args:
            query: what is asked.
            media_type: a key of SOLUTION_TYPES or GRAPH_TYPES that fits the query's form.
            timeout: seconds after which the work is stopped.

        Raises:
            BadQuery: the text is no SPARQL 1.1 query.
            Refused: the text is an update, or asks another service.
            DeadlineExceeded, MemoryExceeded, Overloaded: a limit was met.

        """

    def close(self) -> None:
        """Release what the engine holds."""


class Beginning(NamedTuple):
    """The beginning of an answer.

    Attributes:
        body: all of the answer, or its first part.
        rest: the further parts, None if there are none; raises a Problem if a limit is met, and
            closing it ends the work.

    """

    body: bytes
    rest: AsyncGenerator[bytes, None] | None = None


class StreamingEngine(Engine, Protocol):
    """An engine that gives long answers in parts, on an event loop."""

    def settle(self) -> None:
        """Have the running event loop be the one that queries are looked after on.

        Call it once, when a server starts and before it asks.
        """

    async def begin(self, query: Query, media_type: str, timeout: float) -> Beginning:
        """Return the beginning of the answer to `query`; see `Engine.evaluate`.

        What goes wrong before an answer is long (docs/decisions) is raised here. The time in which
        the reader of the rest lets it wait does not count for `timeout`.
        """


def select(engine: Engine, query: Query, timeout: float) -> Iterator[QuerySolution]:
    """Return the solutions of a SELECT `query` as terms.

    Raises:
        TypeError: the query is no SELECT; and whatever `Engine.evaluate` raises.

    """
    solutions = parse_query_results(
        engine.evaluate(query, JSON_SOLUTIONS, timeout), QueryResultsFormat.JSON
    )
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("a SELECT query was expected")
    return iter(solutions)


def ask(engine: Engine, query: Query, timeout: float) -> bool:
    """Return the answer to an ASK `query`.

    Raises:
        TypeError: the query is no ASK; and whatever `Engine.evaluate` raises.

    """
    answer = parse_query_results(
        engine.evaluate(query, JSON_SOLUTIONS, timeout), QueryResultsFormat.JSON
    )
    if not isinstance(answer, QueryBoolean):
        raise TypeError("an ASK query was expected")
    return bool(answer)
