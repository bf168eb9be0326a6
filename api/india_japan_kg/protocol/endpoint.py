"""The address ``/sparql``."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from fastapi import APIRouter
from pyoxigraph import Triple
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from india_japan_kg.engine import GRAPH_TYPES, SOLUTION_TYPES, StreamingEngine, read_query
from india_japan_kg.http.conditional import respond
from india_japan_kg.http.negotiation import accept_header, choose_media_type
from india_japan_kg.http.streaming import StreamedAnswer
from india_japan_kg.protocol.description import Limits, describe_service
from india_japan_kg.protocol.endings import last_words
from india_japan_kg.protocol.operation import (
    FORM,
    LONGEST_IRI,
    LONGEST_TIMEOUT,
    MOST_GRAPHS,
    SPARQL_QUERY,
    read_operation,
)
from india_japan_kg.things.dataset_description import write_description

HTML: Final = "text/html"
ALIASES: Final = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
"""Media types that clients ask for when they mean a SPARQL result format."""

PATH: Final = "/sparql"
SOLUTION_OFFERS: Final = (*SOLUTION_TYPES, *ALIASES)
GRAPH_OFFERS: Final = tuple(GRAPH_TYPES)

Editor = Callable[[Request], bytes]
"""Writes the query editor as HTML."""

DescribeDataset = Callable[[str], Sequence[Triple]]
"""Tells what the dataset says of itself at a site."""


class SparqlEndpoint:
    """Answers the requests to one address; also a plain ASGI callable."""

    def __init__(
        self,
        engine: StreamingEngine,
        editor: Editor,
        dataset: DescribeDataset,
        site: Callable[[Request], str],
        limits: Limits,
    ) -> None:
        """Make an endpoint.

        Args:
            engine: what is asked.
            editor: the page for a browser that sends no query.
            dataset: tells what the dataset says of itself, which belongs to the description.
            site: tells the address of the site that a request asks.
            limits: the limits in force.

        """
        self._engine = engine
        self._editor = editor
        self._dataset = dataset
        self._site = site
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request (ASGI 3.0); raises the problems of `answer`."""
        response = await self.answer(Request(scope, receive))
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """Return the answer to the query of `request`, or what the service says of itself.

        Raises:
            Problem: the request is wrong, or a limit was met.

        """
        operation = await read_operation(request, self.limits.request_bytes, self.limits.seconds)
        accept = accept_header(request)
        if operation is None:
            return await self._description(request, accept)
        read = read_query(operation.query.text)
        offers = GRAPH_OFFERS if read.form.gives_graph else SOLUTION_OFFERS
        media_type = choose_media_type(accept, offers)
        written_as = ALIASES.get(media_type, media_type)
        beginning = await self._engine.begin(operation.query, written_as, operation.timeout)
        if beginning.rest is None:
            return respond(request, beginning.body, media_type)
        return StreamedAnswer(
            beginning.body,
            beginning.rest,
            media_type,
            lambda problem: last_words(problem, written_as),
            {"vary": "Accept"},
        )

    async def _description(self, request: Request, accept: str) -> Response:
        media_type = choose_media_type(accept, (*GRAPH_OFFERS, HTML))
        if media_type == HTML:
            return respond(request, self._editor(request), HTML, vary="Accept, Accept-Language")
        site = self._site(request)
        dataset = await run_in_threadpool(self._dataset, site)
        triples = [*describe_service(site + PATH, self.limits), *dataset]
        return respond(request, write_description(triples, media_type), media_type)


def sparql_router(endpoint: SparqlEndpoint, max_url_bytes: int) -> APIRouter:
    """Return the routes of the SPARQL `endpoint`, which also document it.

    Args:
        endpoint: what answers.
        max_url_bytes: longest address that reaches it; so no query in one is longer.

    """
    router = APIRouter(tags=["SPARQL"])
    query = {"type": "string", "minLength": 1}

    @router.get(
        PATH,
        summary="SPARQL 1.1 query, or the service description",
        response_class=Response,
        openapi_extra=_by_get(query | {"maxLength": max_url_bytes}),
    )
    async def query_by_get(request: Request) -> Response:
        """Answer a SPARQL 1.1 query. Without `query`: the service description or the editor."""
        return await endpoint.answer(request)

    @router.post(
        PATH,
        summary="SPARQL 1.1 query in the body",
        response_class=Response,
        openapi_extra=_by_post(query | {"maxLength": endpoint.limits.request_bytes}),
    )
    async def query_by_post(request: Request) -> Response:
        """Answer a SPARQL 1.1 query sent as a form or directly."""
        return await endpoint.answer(request)

    @router.api_route(PATH, methods=["QUERY"], include_in_schema=False)
    async def query_by_query(request: Request) -> Response:
        """Answer a SPARQL 1.1 query sent by the safe method QUERY, as by POST."""
        return await endpoint.answer(request)

    return router


def _parameter(name: str, description: str, **schema: object) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }


_FORMS: Final[dict[str, Any]] = {
    media_type: {} for media_type in (*SOLUTION_TYPES, *ALIASES, *GRAPH_TYPES)
}
_GRAPHS: Final[dict[str, Any]] = {
    "type": "array",
    "items": {"type": "string", "format": "uri", "maxLength": LONGEST_IRI},
    "maxItems": MOST_GRAPHS,
}
_TIMEOUT: Final[dict[str, Any]] = {
    "type": "number",
    "exclusiveMinimum": 0,
    "maximum": LONGEST_TIMEOUT,
}
_DATASET: Final = [
    {**_parameter(name, description, **_GRAPHS), "allowEmptyValue": True}
    for name, description in (
        ("default-graph-uri", "A graph of the default graph; may be repeated."),
        ("named-graph-uri", "A named graph; may be repeated."),
    )
]
_SECONDS: Final = _parameter("timeout", "Seconds that the query may take.", **_TIMEOUT)


def _by_get(query: Mapping[str, Any]) -> dict[str, Any]:
    description = "The solutions, boolean or graph; without `query` what the service says of itself"
    return {
        "parameters": [_parameter("query", "A SPARQL 1.1 query.", **query), *_DATASET, _SECONDS],
        "responses": {"200": {"description": description, "content": {**_FORMS, HTML: {}}}},
    }


def _by_post(query: Mapping[str, Any]) -> dict[str, Any]:
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {
            "query": query,
            "default-graph-uri": _GRAPHS,
            "named-graph-uri": _GRAPHS,
            "timeout": _TIMEOUT,
        },
    }
    return {
        "parameters": [*_DATASET, _SECONDS],
        "requestBody": {
            "required": True,
            "content": {SPARQL_QUERY: {"schema": query}, FORM: {"schema": form}},
        },
        "responses": {"200": {"description": "The solutions, boolean or graph", "content": _FORMS}},
    }
