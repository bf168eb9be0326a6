"""``/{kind}/{slug}``: one thing in many representations, and ``/id/...``, where its IRI leads."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path
from pyoxigraph import RdfFormat, serialize
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from india_japan_kg.catalogue import unknown_parameter
from india_japan_kg.http.conditional import respond
from india_japan_kg.http.negotiation import accept_header, choose_languages, choose_media_type
from india_japan_kg.problem import NotFound
from india_japan_kg.rest.addresses import Addresses
from india_japan_kg.rest.as_of import AS_OF, NAME, wanted_day
from india_japan_kg.rest.given_once import refuse_repeated
from india_japan_kg.rest.openapi import LANGUAGES, LONGEST_NAME, PAGING
from india_japan_kg.rest.paging import MAX_LIMIT, page_links, whole_number
from india_japan_kg.rest.representation import thing_document
from india_japan_kg.things import context as contexts
from india_japan_kg.things.description import Describer, Description
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.linked_data import linked_document
from india_japan_kg.things.moment import Moments
from india_japan_kg.things.properties import Properties
from india_japan_kg.turtle import write_turtle
from india_japan_kg.vocabulary import KINDS, PREFIXES, ThingName

HTML: Final = "text/html"
JSON: Final = "application/json"
LD_JSON: Final = "application/ld+json"
FORMATS: Final = {
    "json": JSON,
    "jsonld": LD_JSON,
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "html": HTML,
}
"""Suffix -> media type of a thing's representations; the first is what `*/*` gets."""

PARAMETERS: Final = ("lang", NAME, "limit", "offset")
"""The parameters of every representation."""

Kind = Annotated[str, Path(max_length=LONGEST_NAME, examples=["session"])]
Slug = Annotated[str, Path(max_length=LONGEST_NAME, examples=["strategic-dialogue-18"])]
REDIRECTED: Final[dict[int | str, dict[str, Any]]] = {
    308: {"description": "The thing has another name now; Location has it."}
}

ThingPage = Callable[[Request, Description, Sequence[str]], bytes]
"""Writes the page of a thing."""


def things_router(
    describer: Describer,
    moments: Moments,
    labels: Labels,
    properties: Properties,
    context: contexts.Context,
    renamed: Mapping[ThingName, ThingName],
    page: ThingPage,
    addresses: Addresses,
    page_size: int,
) -> APIRouter:
    """Return the routes of things.

    Args:
        describer: asks the engine about a thing.
        moments: asks it about a thing as it stood on a day.
        labels: the names of things.
        properties: which properties come alone in JSON.
        context: the words of JSON-LD documents.
        renamed: the new name of each thing that had another.
        page: writes the HTML page.
        addresses: writes absolute addresses.
        page_size: how many things that mention it a JSON answer has without ``limit``.

    """
    router = APIRouter(tags=["Things"])

    @router.get(
        "/id/{kind}/{slug}",
        status_code=303,
        summary="Where the IRI of a thing leads",
        response_class=Response,
        responses=REDIRECTED,
    )
    async def identify(request: Request, kind: Kind, slug: Slug) -> Response:
        """Redirect (303) from the IRI's path to the document about the thing."""
        if new := renamed.get(ThingName(kind, slug)):
            return _moved(request, f"/id{new.path}")
        name = _name(kind, slug, labels)
        query = f"?{request.url.query}" if request.url.query else ""
        links = {"Link": f'<{name.path}>; rel="describedby"'}
        return RedirectResponse(name.path + query, 303, {"Vary": "Accept", **links})

    @router.get(
        "/{kind}/{slug}",
        summary="One thing with its sources, and what mentions it",
        response_class=Response,
        responses={
            200: {"content": {media_type: {} for media_type in FORMATS.values()}},
            **REDIRECTED,
        },
        openapi_extra={"parameters": [LANGUAGES, AS_OF, *PAGING]},
    )
    async def thing(request: Request, kind: Kind, slug: Slug) -> Response:
        """Return a thing as HTML, JSON, JSON-LD, Turtle, N-Triples or RDF/XML.

        The representation is chosen by Accept or by a suffix (`.ttl`); the language of names by
        `lang` or Accept-Language. In JSON, what mentions the thing comes in parts, by `limit` and
        `offset`. With `as_of`, only what holds on that day is told, and how the thing stood then:
        the posts of a person, the holder of a post, the head of an organisation, whether a document
        is in force, the last and the next session of a dialogue, the state of an outcome.
        """
        slug, dot, suffix = slug.partition(".")
        if dot and suffix not in FORMATS:
            raise NotFound(
                f"There is no representation .{suffix}.", [f"{slug}.{known}" for known in FORMATS]
            )
        pages: dict[str, str] = {}
        media_type = (
            FORMATS[suffix]
            if dot
            else choose_media_type(accept_header(request), list(FORMATS.values()))
        )
        if new := renamed.get(ThingName(kind, slug)):
            return _moved(request, f"{new.path}{dot}{suffix}")
        name = _name(kind, slug, labels)
        refuse_repeated(request)
        for given in request.query_params:
            if given not in PARAMETERS:
                raise unknown_parameter(given, PARAMETERS)
        languages = choose_languages(request)
        day = wanted_day(request)
        if day is None:
            description = await run_in_threadpool(describer.describe, name.iri)
        else:
            description = await run_in_threadpool(moments.describe, name.iri, day)
        if description is None:
            raise NotFound(f"There is nothing called {kind}/{slug}.")
        if media_type == HTML:
            body = await run_in_threadpool(page, request, description, languages)
        elif media_type == JSON:
            limit = whole_number(request, "limit", 1, MAX_LIMIT) or page_size
            offset = whole_number(request, "offset", 0, None) or 0
            document = thing_document(description, labels, properties, languages, limit, offset)
            pages = page_links(request, len(description.incoming), limit, offset)
            document["links"] = dict(pages)
            body = json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
        elif media_type == LD_JSON:
            address = addresses.of(request, contexts.PATH)
            linked = linked_document(name.iri, description.triples, context, address)
            body = json.dumps(linked, ensure_ascii=False, indent=2).encode() + b"\n"
        else:
            body = _rdf(description, media_type)
        moment = f"?{NAME}={day}" if day else ""
        links = [
            f'<{name.path}.{known}{moment}>; rel="alternate"; type="{type_}"'
            for known, type_ in FORMATS.items()
        ]
        links += [f'<{address}>; rel="{name}"' for name, address in pages.items()]
        links.append(f'<{addresses.of(request, name.path)}>; rel="canonical"')
        links.append(f'<{contexts.PATH}>; rel="describedby"; type="{LD_JSON}"')
        return respond(
            request,
            body,
            media_type,
            vary="Accept, Accept-Language",
            headers={"Link": ", ".join([f'<{name.iri}>; rel="about"', *links])},
        )

    return router


def _moved(request: Request, path: str) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(path + query, 308)


def _name(kind: str, slug: str, labels: Labels) -> ThingName:
    if kind not in KINDS:
        raise NotFound(f"There are no things of the kind {kind}.", KINDS)
    if slug not in labels.things(kind):
        closest = [f"/{kind}/{other}" for other in labels.closest([kind], slug)]
        raise NotFound(f"There is no {kind} called {slug}.", closest)
    return ThingName(kind, slug)


def _rdf(description: Description, media_type: str) -> bytes:
    triples = description.triples
    if media_type == "text/turtle":
        return write_turtle(triples, PREFIXES).encode()
    if media_type == "application/n-triples":
        return "".join(sorted(f"{triple} .\n" for triple in triples)).encode()
    ordered = sorted(triples, key=str)
    body = serialize(ordered, format=RdfFormat.RDF_XML, prefixes=PREFIXES)
    if body is None:
        raise TypeError("the serializer wrote to no buffer")
    return body
