"""``/`` and ``/.well-known/void``: the dataset, for people and for programs."""

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from india_japan_kg.engine import GRAPH_TYPES
from india_japan_kg.http.conditional import respond
from india_japan_kg.http.negotiation import accept_header, choose_media_type
from india_japan_kg.rest.addresses import Addresses
from india_japan_kg.things.dataset_description import DatasetDescription, write_description

HTML: Final = "text/html"
JSON: Final = "application/json"
LD_JSON: Final = "application/ld+json"
OFFERS: Final = (*GRAPH_TYPES, JSON)
"""What is offered by Accept; who asks for plain JSON gets JSON-LD by that name."""

HomePage = Callable[[Request], bytes]
"""Writes the home page."""


def dataset_router(
    home: HomePage, description: DatasetDescription, addresses: Addresses
) -> APIRouter:
    """Return the routes ``/`` and ``/.well-known/void``.

    Args:
        home: writes the home page.
        description: what the dataset says of itself.
        addresses: writes absolute addresses.

    """
    router = APIRouter(tags=["Dataset"])
    content: dict[int | str, dict[str, Any]] = {
        200: {"content": {media_type: {} for media_type in OFFERS}}
    }

    async def described(request: Request, media_type: str) -> Response:
        triples = await run_in_threadpool(description.triples, addresses.of(request, ""))
        body = write_description(triples, LD_JSON if media_type == JSON else media_type)
        return respond(request, body, media_type)

    @router.get("/", include_in_schema=False)
    async def front(request: Request) -> Response:
        media_type = choose_media_type(accept_header(request), [HTML, *OFFERS])
        if media_type != HTML:
            return await described(request, media_type)
        return respond(request, home(request), HTML, vary="Accept, Accept-Language")

    @router.get(
        "/.well-known/void",
        summary="The dataset in VoID and DCAT",
        response_class=Response,
        responses=content,
    )
    async def void(request: Request) -> Response:
        """Return how much there is of each class and property, links, dumps, and the licence."""
        return await described(request, choose_media_type(accept_header(request), OFFERS))

    return router
