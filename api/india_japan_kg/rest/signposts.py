"""What leads programs through the site: the JSON-LD context, sitemaps and ``robots.txt``."""

import json
from collections.abc import Iterable
from xml.sax.saxutils import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from india_japan_kg.catalogue import Catalogue
from india_japan_kg.http.conditional import respond
from india_japan_kg.problem import NotFound
from india_japan_kg.rest.addresses import Addresses
from india_japan_kg.things.context import PATH, Context
from india_japan_kg.things.labels import Labels
from india_japan_kg.vocabulary import KINDS, ThingName

LD_JSON = "application/ld+json"
XML = "application/xml"
QUESTIONS = "questions"
PARTS = frozenset(("participation", "target", "evidence"))
"""Kinds whose things are told on the pages of others; search engines need not list them."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def signposts_router(
    context: Context, labels: Labels, catalogue: Catalogue, addresses: Addresses
) -> APIRouter:
    """Return the routes of the signposts.

    Args:
        context: the JSON-LD context.
        labels: the things that there are.
        catalogue: the questions that have pages.
        addresses: writes absolute addresses.

    """
    router = APIRouter(tags=["Signposts"])
    document = json.dumps(context.document(), ensure_ascii=False, indent=2).encode() + b"\n"

    @router.get(
        PATH,
        summary="The JSON-LD context of the graph",
        response_class=Response,
        responses={200: {"content": {LD_JSON: {}}}},
    )
    async def json_ld_context(request: Request) -> Response:
        """Return what the plain keys of every JSON-LD document of the graph mean."""
        return respond(request, document, LD_JSON, vary="Accept-Encoding")

    @router.get("/robots.txt", include_in_schema=False)
    async def robots(request: Request) -> Response:
        site_map = addresses.of(request, "/sitemap.xml")
        text = f"User-agent: *\nDisallow: /sparql\nAllow: /\n\nSitemap: {site_map}\n"
        return respond(request, text.encode(), "text/plain", vary="Host")

    @router.get("/sitemap.xml", include_in_schema=False)
    async def site_map(request: Request) -> Response:
        parts = [QUESTIONS, *(kind for kind in KINDS if kind not in PARTS and labels.things(kind))]
        found = (addresses.of(request, f"/sitemap/{part}.xml") for part in parts)
        return respond(request, _written("sitemapindex", "sitemap", found), XML, vary="Host")

    @router.get("/sitemap/{part}.xml", include_in_schema=False)
    async def site_map_of(request: Request, part: str) -> Response:
        if part == QUESTIONS:
            paths = [
                "/",
                "/queries",
                "/ontology",
                "/shapes",
                *(f"/{name}" for name in catalogue.collections),
            ]
            paths += [f"/queries/{name}" for name in catalogue]
        elif part in KINDS and labels.things(part):
            paths = [ThingName(part, slug).path for slug in sorted(labels.things(part))]
        else:
            raise NotFound(f"There is no sitemap of {part}.")
        found = (addresses.of(request, path) for path in paths)
        return respond(request, _written("urlset", "url", found), XML, vary="Host")

    return router


def _written(root: str, item: str, addresses: Iterable[str]) -> bytes:
    """Write a sitemap (protocol 0.9 of sitemaps.org)."""
    lines = [f"<{item}><loc>{escape(address)}</loc></{item}>" for address in addresses]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">'
    return "\n".join([head, *lines, f"</{root}>", ""]).encode()
