"""Puts the rooms together into one ASGI application, and nothing else."""

from contextlib import asynccontextmanager
from collections.abc import AsyncIterator

from fastapi import FastAPI

from india_japan_kg import __version__
from india_japan_kg.dataset import load_dataset
from india_japan_kg.engine import EmbeddedEngine, ProcessEngine
from india_japan_kg.http import middleware, problems
from india_japan_kg.protocol import sparql_router
from india_japan_kg.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """Return the application that serves the house of `settings`.

    It forks the query processes, so call it before any thread is started.

    Raises:
        BadData: a file of the house cannot be read.
        InvalidData: the data violate their shapes, and the settings do not allow it.
    """
    dataset = load_dataset(settings.house)
    engine = ProcessEngine(
        EmbeddedEngine(dataset.store, dataset.version),
        settings.query_processes,
        settings.query_memory,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        engine.close()

    app = FastAPI(
        title="india-japan-kg",
        version=__version__,
        description="The open knowledge graph of India-Japan relations.",
        lifespan=lifespan,
    )
    app.include_router(
        sparql_router(
            engine,
            lambda request: b"",
            max_bytes=settings.max_query_bytes,
            max_timeout=settings.query_timeout,
        )
    )
    problems.install(app, lambda request, document: b"")
    middleware.install(app)
    return app
