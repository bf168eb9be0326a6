"""``/health`` and ``/metrics``: what whoever runs the server looks at."""

from typing import Any, Final

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from india_japan_kg.engine import Engine, Query, select
from india_japan_kg.http.metrics import CONTENT_TYPE, Metrics
from india_japan_kg.problem import StoreFailed

HEALTH_TIMEOUT_SECONDS: Final = 2.0
LIVE_PATHS: Final = ("/health", "/health/live", "/health/ready", "/metrics")
"""Addresses whose answers are true for a moment only."""


def health_router(engine: Engine, triples: int, version_query: str, metrics: Metrics) -> APIRouter:
    """Return the routes ``/health``, ``/health/live``, ``/health/ready`` and ``/metrics``.

    Args:
        engine: the engine that must answer.
        triples: number of triples of the dataset, which never changes while it is served.
        version_query: a SELECT whose only solution binds ``?version``: a tiny query.
        metrics: what is counted.

    """
    router = APIRouter(tags=["Operation"])

    @router.get("/health/ready", summary="Whether the graph answers: send requests here")
    @router.get("/health", summary="Whether the graph answers")
    async def health() -> dict[str, Any]:
        """Ask the engine for the dataset's version; a problem document if it is not as it was."""
        versions = await run_in_threadpool(
            lambda: list(select(engine, Query(version_query), HEALTH_TIMEOUT_SECONDS))
        )
        if [found["version"].value for found in versions] != [engine.version]:
            raise StoreFailed(
                "The store holds another dataset than when this server started.",
                "Start the server anew.",
            )
        return {"status": "ok", "dataset": engine.version, "triples": triples}

    @router.get("/health/live", summary="Whether the server runs: else start it anew")
    async def live() -> dict[str, str]:
        """Answer without asking the engine."""
        return {"status": "ok"}

    @router.get(
        "/metrics",
        summary="Counts for Prometheus",
        response_class=Response,
        responses={200: {"content": {CONTENT_TYPE: {}}}},
    )
    async def counts() -> Response:
        """Return requests, latencies, cache, queries in work, in Prometheus' text format."""
        return Response(metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return router
