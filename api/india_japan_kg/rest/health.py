"""``/health``: whether the graph answers."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from india_japan_kg.engine import Engine, Query, select

HEALTH_TIMEOUT_SECONDS = 2.0


def health_router(engine: Engine, triples_query: str) -> APIRouter:
    """Return the route ``/health``.

    Args:
        engine: the engine that must answer.
        triples_query: a SELECT whose only solution binds ``?triples``.

    """
    router = APIRouter(tags=["Operation"])

    @router.get("/health", summary="Whether the graph answers")
    async def health() -> dict[str, Any]:
        """Ask the engine for the number of triples; a problem document if it does not answer."""
        (solution,) = await run_in_threadpool(
            lambda: list(select(engine, Query(triples_query), HEALTH_TIMEOUT_SECONDS))
        )
        return {
            "status": "ok",
            "dataset": engine.version,
            "triples": int(solution["triples"].value),
        }

    return router
