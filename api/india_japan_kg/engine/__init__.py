"""A query, bound terms, a deadline and a wanted media type -> bytes. Knows no HTTP."""

from india_japan_kg.engine.binding import Term
from india_japan_kg.engine.embedded import EmbeddedEngine
from india_japan_kg.engine.interface import (
    GRAPH_TYPES,
    SOLUTION_TYPES,
    Beginning,
    Engine,
    Query,
    StreamingEngine,
    ask,
    select,
)
from india_japan_kg.engine.processes import ProcessEngine
from india_japan_kg.engine.reading import QueryForm, ReadQuery, read_query

__all__ = [
    "GRAPH_TYPES",
    "SOLUTION_TYPES",
    "Beginning",
    "EmbeddedEngine",
    "Engine",
    "ProcessEngine",
    "Query",
    "QueryForm",
    "ReadQuery",
    "StreamingEngine",
    "Term",
    "ask",
    "read_query",
    "select",
]
