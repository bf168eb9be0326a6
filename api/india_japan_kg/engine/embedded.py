"""The embedded engine: Oxigraph, in this process."""

import contextlib
import io
from typing import IO, Any, Final

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from india_japan_kg.engine.interface import GRAPH_TYPES, SOLUTION_TYPES, Query
from india_japan_kg.engine.preparing import PreparedQuery, prepare
from india_japan_kg.engine.syntax_errors import bad_query
from india_japan_kg.problem import BadQuery, Refused, ServiceFailed
from india_japan_kg.vocabulary import PREFIXES

MAX_TOLD: Final = 300
WITHOUT_PREFIXES: Final = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


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
        body = io.BytesIO()
        self.write(prepare(query), media_type, body)
        return body.getvalue()

    def write(self, query: PreparedQuery, media_type: str, target: IO[bytes]) -> None:
        """Write the answer to `query` to `target`, in blocks of some kilobytes as it is found.

        Raises:
            BadQuery: the text is no SPARQL 1.1 query.
            Refused: it asks a service from a process that reaches nobody.
            ServiceFailed: a service that it asks does not answer as it should.
            Problem: what `target` raises when written to.

        """
        try:
            found = self._find(query)
            if isinstance(found, QueryTriples) is not (media_type in GRAPH_TYPES):
                raise BadQuery("its form cannot be told: put a space after the word that says it.")
            if isinstance(found, QueryTriples):
                format_ = GRAPH_TYPES[media_type]
                prefixes = None if format_ in WITHOUT_PREFIXES else PREFIXES
                serialize(found, target, format=format_, prefixes=prefixes)
            else:
                found.serialize(target, format=SOLUTION_TYPES[media_type])
        except (ValueError, RuntimeError, OSError) as error:
            if query.asks_services:
                raise _service_failed(error) from None
            if isinstance(error, PermissionError):
                raise Refused("This endpoint asks no other service.") from None
            if isinstance(error, OSError):
                raise
            raise BadQuery(str(error)) from None

    def _find(self, query: PreparedQuery) -> QuerySolutions | QueryBoolean | QueryTriples:
        # A query may use the graph's prefixes without declaring them. To declare them all for it
        # costs as much as a lookup, so it is done only for a query that is wrong without.
        with contextlib.suppress(SyntaxError):
            return self._ask(query, None)
        try:
            return self._ask(query, PREFIXES)
        except SyntaxError as error:
            raise bad_query(query.text, error.msg) from None

    def _ask(
        self, query: PreparedQuery, prefixes: dict[str, str] | None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        return self._store.query(
            query.text,
            prefixes=prefixes,
            use_default_graph_as_union=query.is_union,
            default_graph=_nodes(query.default_graphs) if query.has_dataset else None,
            named_graphs=_nodes(query.named_graphs) if query.has_dataset else None,
        )

    def close(self) -> None:
        """Do nothing: the store goes with the process."""


def _service_failed(error: Exception) -> ServiceFailed:
    told = " ".join(str(error).split())[:MAX_TOLD]
    return ServiceFailed(
        f"While a service of the query was asked: {told}.", "Ask it yourself to see what it says."
    )


def _nodes(iris: tuple[str, ...]) -> list[Any]:
    return [NamedNode(iri) for iri in iris]
