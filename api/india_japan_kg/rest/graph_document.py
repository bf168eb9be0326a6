"""A graph at an address of its own, as RDF and as a page: ``/ontology``, ``/shapes``."""

from collections.abc import Callable, Sequence
from typing import Final

from fastapi import APIRouter
from pyoxigraph import Quad, Triple
from starlette.requests import Request
from starlette.responses import Response

from india_japan_kg.http.conditional import respond
from india_japan_kg.http.negotiation import accept_header, choose_languages, choose_media_type
from india_japan_kg.problem import NotFound
from india_japan_kg.rest.openapi import LANGUAGES
from india_japan_kg.tables import GRAPH_FORMS, write_graph

HTML: Final = "text/html"
JSON: Final = "application/json"
SUFFIXES: Final = {**GRAPH_FORMS, "html": HTML}
OFFERS: Final = (*SUFFIXES.values(), JSON)
"""What is offered by Accept; who asks for plain JSON gets JSON-LD by that name."""

GraphPage = Callable[[Request, Sequence[str]], bytes]
"""Writes the page of the graph with names in the wanted languages."""


def graph_document_router(
    path: str, summary: str, graph: Sequence[Triple | Quad], page: GraphPage
) -> APIRouter:
    """Return the routes of a graph that stays as it is while it is served.

    Args:
        path: its address: where IRIs with a fragment lead.
        summary: what it is.
        graph: what it says; of quads the graph name is left out.
        page: writes it for a browser, each term under the fragment of its IRI.

    """
    router = APIRouter(tags=["Dataset"])

    def written(request: Request, media_type: str) -> Response:
        languages = choose_languages(request)
        if media_type == HTML:
            body = page(request, languages)
        else:
            body = write_graph(graph, "application/ld+json" if media_type == JSON else media_type)
        links = (
            f'<{path}.{suffix}>; rel="alternate"; type="{type_}"'
            for suffix, type_ in SUFFIXES.items()
        )
        return respond(
            request,
            body,
            media_type,
            vary="Accept, Accept-Language",
            headers={"Link": ", ".join(links)},
        )

    @router.get(
        path,
        summary=summary,
        response_class=Response,
        responses={200: {"content": {media_type: {} for media_type in OFFERS}}},
        openapi_extra={"parameters": [LANGUAGES]},
    )
    def document(request: Request) -> Response:
        """Return the graph as RDF, or as a page."""
        return written(request, choose_media_type(accept_header(request), OFFERS))

    @router.get(path + ".{suffix}", include_in_schema=False)
    def document_by_suffix(request: Request, suffix: str) -> Response:
        if suffix not in SUFFIXES:
            known = [f"{path}.{known}" for known in SUFFIXES]
            raise NotFound(f"There is no {path}.{suffix}.", known)
        return written(request, SUFFIXES[suffix])

    return router
