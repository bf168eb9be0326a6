"""Puts the rooms together into one ASGI application, and nothing else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache, partial
from pathlib import Path
from typing import Final

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from pyoxigraph import Triple
from starlette.staticfiles import StaticFiles

from india_japan_kg.catalogue import executables, load
from india_japan_kg.dataset import Dataset
from india_japan_kg.dataset.releases import find_releases
from india_japan_kg.engine import Engine, Query, select
from india_japan_kg.engine.choosing import open_engine
from india_japan_kg.engine.watched import WatchedEngine
from india_japan_kg.export.exports import exports_of
from india_japan_kg.export.forked import ForkedExports
from india_japan_kg.export.offer import Offer
from india_japan_kg.http import problems
from india_japan_kg.http.answers import AnswerCache
from india_japan_kg.http.fair_use import FairUse
from india_japan_kg.http.front import Front
from india_japan_kg.http.later import Later
from india_japan_kg.http.metrics import Metrics
from india_japan_kg.http.shortcut import Shortcut
from india_japan_kg.memory import collect_rarely
from india_japan_kg.pages import STATIC, Pages
from india_japan_kg.pages.ontology_page import OntologyPage
from india_japan_kg.pages.shapes_page import ShapesPage
from india_japan_kg.pages.site import Site
from india_japan_kg.protocol import PATH as SPARQL
from india_japan_kg.protocol import Limits, SparqlEndpoint, sparql_router
from india_japan_kg.rest import openapi
from india_japan_kg.rest.addresses import Addresses
from india_japan_kg.rest.dataset import dataset_router
from india_japan_kg.rest.exports import exports_router
from india_japan_kg.rest.graph_document import graph_document_router
from india_japan_kg.rest.health import LIVE_PATHS, health_router
from india_japan_kg.rest.questions import CATALOGUE, questions_router
from india_japan_kg.rest.signposts import signposts_router
from india_japan_kg.rest.things import things_router
from india_japan_kg.settings import Settings
from india_japan_kg.things.classes import read_classes
from india_japan_kg.things.context import Context
from india_japan_kg.things.dataset_description import DatasetDescription
from india_japan_kg.things.description import Describer
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.moment import Moments
from india_japan_kg.things.ontology import read_ontology
from india_japan_kg.things.profiles import Profiles
from india_japan_kg.things.properties import Properties
from india_japan_kg.things.redirects import read_redirects
from india_japan_kg.validation import load_judged
from india_japan_kg.validation.shapes_graph import read_shapes_graph
from india_japan_kg.version import __version__

MIB: Final = 1024 * 1024
SPARE_THREADS: Final = 16
"""Threads beside those that wait for a query, so that these can never take them all."""

REFRESH_SECONDS: Final = 1.0
"""How old the values of other server processes may be in the metrics."""


def _number_of_triples(engine: Engine, queries: Path, timeout: float) -> int:
    text = (queries / "triples.rq").read_text(encoding="utf-8")
    (solution,) = select(engine, Query(text), timeout)
    return int(solution["triples"].value)


def _read_names(labels: Labels, engine: Engine, queries: Path, timeout: float) -> None:
    labels.read_names(engine, queries, timeout)
    collect_rarely()


async def _refresh(metrics: Metrics) -> None:
    while metrics.is_shared:
        metrics.refresh()
        await asyncio.sleep(REFRESH_SECONDS)


def judged_dataset(settings: Settings) -> Callable[[], Dataset]:
    """Return what reads and judges the dataset of the house, once, when it is needed first.

    It raises BadData if a file of the house cannot be read, InvalidData if the data violate their
    shapes and the settings do not allow it.
    """
    return cache(
        lambda: load_judged(
            settings.house, settings.cache, allow_violations=settings.allow_violations
        )
    )


def create_app(settings: Settings, judged: Callable[[], Dataset] | None = None) -> Front:
    """Return the application that serves the house of `settings`.

    It forks the query processes, so call it before any thread is started.

    Args:
        settings: of this instance.
        judged: returns the dataset of the house; None for `judged_dataset`.

    Raises:
        BadData: a file of the house cannot be read.
        InvalidData: the data violate their shapes, and the settings do not allow it.
        StoreUnreachable, StoreRefused, StoreFailed: the store of the settings cannot be used.

    """
    judged = judged or judged_dataset(settings)
    metrics = Metrics()
    engine = WatchedEngine(open_engine(settings, judged), metrics.query, settings.slow_query)
    exports = ForkedExports(lambda: exports_of(judged(), settings.house, settings.query_timeout))
    metrics.gauge("queries_in_work", "Queries that the engine works on.", lambda: engine.in_work)
    queries = settings.house / "queries"
    inner = queries / "things"
    labels = Labels.read_codes(engine, inner, settings.query_timeout)
    catalogue = load(queries, find_releases(settings.releases))
    pages = Pages(engine.version)
    profiles = Profiles(engine, queries / "profiles", settings.query_timeout)
    site = Site(pages, catalogue, labels, inner, engine, profiles, settings.query_timeout)
    context = Context.read(engine, inner, settings.query_timeout)
    addresses = Addresses(settings.base_url)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        engine.settle()
        refreshing = asyncio.create_task(_refresh(metrics))
        current_default_thread_limiter().total_tokens = settings.max_queries + SPARE_THREADS
        named.begin()
        yield
        refreshing.cancel()
        exports.close()
        engine.close()

    app = FastAPI(
        title="india-japan-kg",
        version=__version__,
        summary="The open knowledge graph of India-Japan relations.",
        license_info={"name": "MIT (software), CC BY 4.0 (data)"},
        lifespan=lifespan,
    )

    description = DatasetDescription.read(engine, queries / "description", settings.query_timeout)
    app.include_router(dataset_router(site.home, description, addresses))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")

    def described(site: str) -> list[Triple]:
        examples = executables(catalogue, f"{site}{CATALOGUE}", f"{site}{SPARQL}")
        return [*description.triples(site), *examples]

    endpoint = SparqlEndpoint(
        engine,
        site.editor,
        described,
        lambda request: addresses.of(request, ""),
        Limits(
            settings.query_timeout,
            settings.query_memory,
            settings.max_answer,
            settings.max_query_bytes,
            settings.max_queries,
        ),
    )
    app.include_router(sparql_router(endpoint, settings.max_url_bytes))
    app.include_router(
        health_router(
            engine,
            _number_of_triples(engine, inner, settings.query_timeout),
            (inner / "version.rq").read_text(encoding="utf-8"),
            metrics,
        )
    )
    offer = Offer(read_classes(engine, inner, settings.query_timeout), profiles.names, labels)
    app.include_router(
        exports_router(
            offer,
            lambda name, given: exports.file(offer, name, given, settings.query_timeout),
            labels,
        )
    )
    app.include_router(
        questions_router(
            catalogue,
            engine,
            labels,
            site,
            addresses,
            page_size=settings.page_size,
            timeout=settings.query_timeout,
        )
    )
    ontology = read_ontology(engine, inner, settings.query_timeout)
    shapes = read_shapes_graph(settings.house / "shapes", ontology)
    app.include_router(
        graph_document_router(
            "/ontology",
            "The vocabulary: classes, properties and code lists",
            ontology,
            OntologyPage(pages, labels, ontology),
        )
    )
    app.include_router(
        graph_document_router(
            "/shapes",
            "The shapes: what the data must satisfy",
            shapes,
            ShapesPage(pages, labels, shapes),
        )
    )
    app.include_router(signposts_router(context, labels, catalogue, addresses))
    describer = Describer(engine, inner, settings.query_timeout)
    app.include_router(
        things_router(
            describer,
            Moments(engine, describer, inner, settings.query_timeout),
            labels,
            Properties.read(engine, inner, settings.query_timeout),
            context,
            read_redirects(settings.house),
            site.thing,
            addresses,
            settings.page_size,
        )
    )
    openapi.complete(app)
    answer = problems.install(app, pages.problem, settings.max_url_bytes)
    named = Later(
        app, partial(_read_names, labels, engine, inner, settings.query_timeout), LIVE_PATHS
    )
    direct = problems.LastResort(
        problems.AddressLimit(endpoint, settings.max_url_bytes), answer=answer
    )
    kept = AnswerCache(settings.answer_cache * MIB, lambda: engine.version)
    metrics.gauge("cache_bytes", "Bytes of the answers that are kept.", lambda: kept.size)
    metrics.gauge("cache_answers", "Number of answers that are kept.", lambda: len(kept))
    return Front(
        Shortcut(
            problems.LastResort(named, answer=answer), SPARQL, ("GET", "POST", "QUERY"), direct
        ),
        kept,
        asked_by_post=[SPARQL],
        live=[*LIVE_PATHS, "/mcp"],
        max_body=settings.max_query_bytes,
        observe=metrics.request,
        fair_use=FairUse(settings.client_rate, answer) if settings.client_rate else None,
    )
