"""The SPARQL 1.1 Protocol, query operation: read the request, ask the engine, write the answer."""

from india_japan_kg.protocol.description import Limits
from india_japan_kg.protocol.endpoint import PATH, SparqlEndpoint, sparql_router

__all__ = ["PATH", "Limits", "SparqlEndpoint", "sparql_router"]
