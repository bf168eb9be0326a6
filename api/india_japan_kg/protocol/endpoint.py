"""The address ``/sparql``."""

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from india_japan_kg.engine import GRAPH_TYPES, SOLUTION_TYPES, Engine, read_query
from india_japan_kg.http.conditional import respond
from india_japan_kg.http.negotiation import accept_header, choose_media_type
from india_japan_kg.protocol.description import describe_service
from india_japan_kg.protocol.operation import FORM, SPARQL_QUERY, read_operation

HTML: Final = "text/html"
ALIASES: Final = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
"""Media types that clients ask for when they mean a SPARQL result format."""

Editor = Callable[[Request], bytes]
"""Writes the query editor as HTML."""


def sparql_router(
    engine: Engine, editor: Editor, *, max_bytes: int, max_timeout: float
) -> APIRouter:
    """Return the routes of the SPARQL endpoint.

    Args:
        engine: what is asked.
        editor: the page for a browser that sends no query.
        max_bytes: largest request body.
        max_timeout: seconds that a query may take at most.

    """
    router = APIRouter(tags=["SPARQL"])

    async def answer(request: Request) -> Response:
        operation = await read_operation(request, max_bytes, max_timeout)
        accept = accept_header(request)
        if operation is None:
            media_type = choose_media_type(accept, [*GRAPH_TYPES, HTML])
            if media_type == HTML:
                return respond(request, editor(request), HTML)
            endpoint = str(request.url.replace(query=""))
            body = describe_service(endpoint, engine.version, media_type)
            return respond(request, body, media_type)
        read = read_query(operation.query.text)
        offers = GRAPH_TYPES if read.form.gives_graph else {**SOLUTION_TYPES, **ALIASES}
        media_type = choose_media_type(accept, list(offers))
        body = await run_in_threadpool(
            engine.evaluate,
            operation.query,
            ALIASES.get(media_type, media_type),
            operation.timeout,
        )
        return respond(request, body, media_type)

    @router.get(
        "/sparql",
        summary="SPARQL 1.1 query, or the service description",
        response_class=Response,
        openapi_extra=_GET,
    )
    async def query_by_get(request: Request) -> Response:
        """Answer a SPARQL 1.1 query. Without `query`: the service description or the editor."""
        return await answer(request)

    @router.post(
        "/sparql",
        summary="SPARQL 1.1 query in the body",
        response_class=Response,
        openapi_extra=_POST,
    )
    async def query_by_post(request: Request) -> Response:
        """Answer a SPARQL 1.1 query sent as a form or directly."""
        return await answer(request)

    @router.api_route("/sparql", methods=["QUERY"], include_in_schema=False)
    async def query_by_query(request: Request) -> Response:
        """Answer a SPARQL 1.1 query sent by the safe method QUERY, as by POST."""
        return await answer(request)

    return router


def _parameter(name: str, description: str, **schema: object) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "string", **schema},
    }


_ANSWERS: Final = {
    "200": {
        "description": "The solutions, boolean or graph",
        "content": {media_type: {} for media_type in (*SOLUTION_TYPES, *GRAPH_TYPES)},
    },
}
_DATASET: Final = [
    _parameter("default-graph-uri", "A graph of the default graph; may be repeated.", format="uri"),
    _parameter("named-graph-uri", "A named graph; may be repeated.", format="uri"),
    _parameter("timeout", "Seconds that the query may take.", type="number"),
]
_GET: Final[dict[str, Any]] = {
    "parameters": [
        _parameter("query", "A SPARQL 1.1 query."),
        *_DATASET,
    ],
    "responses": _ANSWERS,
}
_POST: Final[dict[str, Any]] = {
    "parameters": _DATASET,
    "requestBody": {
        "required": True,
        "content": {
            SPARQL_QUERY: {"schema": {"type": "string"}},
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["query"],
                    "properties": {"query": {"type": "string"}, "timeout": {"type": "number"}},
                }
            },
        },
    },
    "responses": _ANSWERS,
}
