"""An engine that tells how its queries went: to the metrics, and slow ones to the log."""

import hashlib
import logging
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from india_japan_kg.engine.interface import Beginning, Query, StreamingEngine
from india_japan_kg.problem import Problem
from india_japan_kg.stopping import Abandoned

log = logging.getLogger("india_japan_kg.queries")

Observe = Callable[[str, float], None]
"""Takes how a query ended (``answered`` or the slug of a problem) and the seconds it took."""


class WatchedEngine:
    """Asks another engine, and tells `observe` of each query."""

    def __init__(self, engine: StreamingEngine, observe: Observe, slow_seconds: float) -> None:
        """Watch `engine`; queries from `slow_seconds` on are logged with their text."""
        self._engine = engine
        self._observe = observe
        self._slow_seconds = slow_seconds
        self.in_work = 0

    @property
    def version(self) -> str:
        """The version of the dataset that is asked."""
        return self._engine.version

    def evaluate(self, query: Query, media_type: str, timeout: float) -> bytes:
        """Return the answer to `query` written as `media_type`; see `Engine.evaluate`."""
        started = self._begun()
        try:
            body = self._engine.evaluate(query, media_type, timeout)
        except BaseException as error:
            self._ended(query, started, error)
            raise
        self._ended(query, started)
        return body

    async def begin(self, query: Query, media_type: str, timeout: float) -> Beginning:
        """Return the beginning of the answer; see `StreamingEngine.begin`."""
        started = self._begun()
        try:
            beginning = await self._engine.begin(query, media_type, timeout)
        except BaseException as error:
            self._ended(query, started, error)
            raise
        if beginning.rest is not None:
            parts = self._watched(beginning.body, beginning.rest, query, started)
            return Beginning(await anext(parts), parts)
        self._ended(query, started)
        return beginning

    async def _watched(
        self, first: bytes, parts: AsyncGenerator[bytes, None], query: Query, started: float
    ) -> AsyncGenerator[bytes, None]:
        part: bytes | None = first
        try:
            async with aclosing(parts):
                while part is not None:
                    given = time.perf_counter()
                    try:
                        yield part
                    finally:  # the time of a reader is not the query's
                        started += time.perf_counter() - given
                    part = await anext(parts, None)
        except BaseException as error:
            self._ended(query, started, error)
            raise
        self._ended(query, started)

    def settle(self) -> None:
        """See `StreamingEngine.settle`."""
        self._engine.settle()

    def _begun(self) -> float:
        self.in_work += 1
        return time.perf_counter()

    def _ended(self, query: Query, started: float, error: BaseException | None = None) -> None:
        self.in_work -= 1
        ended = "answered"
        if isinstance(error, GeneratorExit):  # whoever read the rest has gone
            error = Abandoned()
        if error is not None:
            ended = error.slug if isinstance(error, Problem) else Problem.slug
        seconds = time.perf_counter() - started
        self._observe(ended, seconds)
        self._tell(query, ended, seconds)

    def _tell(self, query: Query, ended: str, seconds: float) -> None:
        is_slow = seconds >= self._slow_seconds
        if not is_slow and not log.isEnabledFor(logging.INFO):
            return
        told: dict[str, object] = {
            "query_hash": query_hash(query),
            "ended": ended,
            "milliseconds": round(seconds * 1000, 2),
        }
        if is_slow:
            bound = {name: str(term) for name, term in query.bindings.items()}
            log.warning("slow query", extra={**told, "query_text": query.text, "bindings": bound})
        else:
            log.info("query %(query_hash)s %(ended)s", told, extra=told)

    def close(self) -> None:
        """Release what the engine holds."""
        self._engine.close()


def query_hash(query: Query) -> str:
    """Return what names the text of `query` in logs."""
    return hashlib.sha256(query.text.encode()).hexdigest()[:16]
