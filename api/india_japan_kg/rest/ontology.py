"""``/ontology``: where the IRIs of classes, properties and codes lead."""

from collections.abc import Callable, Sequence
from typing import Final

from fastapi import APIRouter
from pyoxigraph import Triple
from starlette.requests import Request
from starlette.responses import Response

from india_japan_kg.http.conditional import respond
from india_japan_kg.http.negotiation import accept_header, choose_languages, choose_media_type
from india_japan_kg.problem import NotFound
from india_japan_kg.rest.openapi import LANGUAGES
from india_japan_kg.tables import GRAPH_FORMS, write_graph

PATH: Final = "/ontology"
HTML: Final = "text/html"
JSON: Final = "application/json"
SUFFIXES: Final = {**GRAPH_FORMS, "html": HTML}
OFFERS: Final = (*SUFFIXES.values(), JSON)
"""What is offered by Accept; who asks for plain JSON gets JSON-LD by that name."""

OntologyPage = Callable[[Request, Sequence[str]], bytes]
"""Writes the page of the vocabulary with names in the wanted languages."""


def ontology_router(triples: Sequence[Triple], page: OntologyPage) -> APIRouter:
    """Return the routes of the vocabulary.

    Args:
        triples: what it says.
        page: writes it for a browser, each term under the fragment of its IRI.

    """
    router = APIRouter(tags=["Dataset"])

    def written(request: Request, media_type: str) -> Response:
        languages = choose_languages(request)
        if media_type == HTML:
            body = page(request, languages)
        else:
            body = write_graph(triples, "application/ld+json" if media_type == JSON else media_type)
        links = (
            f'<{PATH}.{suffix}>; rel="alternate"; type="{type_}"'
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
        PATH,
        summary="The vocabulary: classes, properties and code lists",
        response_class=Response,
        responses={200: {"content": {media_type: {} for media_type in OFFERS}}},
        openapi_extra={"parameters": [LANGUAGES]},
    )
    def ontology(request: Request) -> Response:
        """Return the vocabulary in OWL and SKOS, or as a page."""
        return written(request, choose_media_type(accept_header(request), OFFERS))

    @router.get(PATH + ".{suffix}", include_in_schema=False)
    def ontology_by_suffix(request: Request, suffix: str) -> Response:
        if suffix not in SUFFIXES:
            known = [f"{PATH}.{known}" for known in SUFFIXES]
            raise NotFound(f"There is no {PATH}.{suffix}.", known)
        return written(request, SUFFIXES[suffix])

    return router
