"""The embedded engine: Oxigraph, in this process."""

from typing import Any

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    serialize,
)

from india_japan_kg.engine.binding import bind
from india_japan_kg.engine.interface import GRAPH_TYPES, SOLUTION_TYPES, Query
from india_japan_kg.engine.reading import ReadQuery, read_query
from india_japan_kg.engine.syntax_errors import bad_query
from india_japan_kg.problem import BadQuery
from india_japan_kg.vocabulary import PREFIXES


class EmbeddedEngine:
    """Evaluates queries over a store that nobody writes to.

    A query cannot be stopped here: nothing in Oxigraph ends a running evaluation. So `timeout` is
    not heeded, and whoever must keep it runs this engine in a process that can be killed
    (`ProcessEngine`). Commands that answer one question and end use it as it is.
    """

    def __init__(self, store: Store, version: str) -> None:
        self._store = store
        self._version = version

    @property
    def version(self) -> str:
        """The version of the dataset that is asked."""
        return self._version

    def evaluate(self, query: Query, media_type: str, timeout: float) -> bytes:
        """Return the answer to `query` written as `media_type`; see `Engine.evaluate`."""
        try:
            found = self._find(query, read_query(query.text))
            if isinstance(found, QueryTriples):
                body = serialize(found, format=GRAPH_TYPES[media_type], prefixes=PREFIXES)
            else:
                body = found.serialize(format=SOLUTION_TYPES[media_type])
        except (ValueError, RuntimeError) as error:
            raise BadQuery(str(error)) from None
        if body is None:
            raise TypeError("Oxigraph wrote to no buffer")
        return body

    def _find(self, query: Query, read: ReadQuery) -> QuerySolutions | QueryBoolean | QueryTriples:
        chosen = bool(query.default_graphs or query.named_graphs)
        try:
            return self._store.query(
                bind(query.text, query.bindings),
                prefixes=PREFIXES,
                use_default_graph_as_union=not (chosen or read.names_dataset),
                default_graph=_nodes(query.default_graphs) if chosen else None,
                named_graphs=_nodes(query.named_graphs) if chosen else None,
            )
        except SyntaxError as error:
            raise bad_query(query.text, error.msg) from None

    def close(self) -> None:
        """Do nothing: the store goes with the process."""


def _nodes(iris: tuple[str, ...]) -> list[Any]:
    return [NamedNode(iri) for iri in iris]
