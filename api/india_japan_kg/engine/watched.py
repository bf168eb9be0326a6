"""An engine that tells how its queries went: to the metrics, and slow ones to the log."""

import hashlib
import logging
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import ExitStack, aclosing, contextmanager

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
        with self._watched(query):
            return self._engine.evaluate(query, media_type, timeout)

    async def begin(self, query: Query, media_type: str, timeout: float) -> Beginning:
        """Return the beginning of the answer; see `StreamingEngine.begin`."""
        watched = ExitStack()
        watched.enter_context(self._watched(query))
        with watched:
            beginning = await self._engine.begin(query, media_type, timeout)
            if beginning.rest is None:
                return beginning
            return Beginning(beginning.body, _within(watched.pop_all(), beginning.rest))

    def settle(self) -> None:
        """See `StreamingEngine.settle`."""
        self._engine.settle()

    @contextmanager
    def _watched(self, query: Query) -> Iterator[None]:
        started = time.perf_counter()
        self.in_work += 1
        ended = "internal"
        try:
            yield
            ended = "answered"
        except Problem as problem:
            ended = problem.slug
            raise
        except GeneratorExit:
            ended = Abandoned.slug
            raise
        finally:
            self.in_work -= 1
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
            log.info("query", extra=told)

    def close(self) -> None:
        """Release what the engine holds."""
        self._engine.close()


async def _within(
    watched: ExitStack, parts: AsyncGenerator[bytes, None]
) -> AsyncGenerator[bytes, None]:
    with watched:
        async with aclosing(parts):
            async for part in parts:
                yield part


def query_hash(query: Query) -> str:
    """Return what names the text of `query` in logs."""
    return hashlib.sha256(query.text.encode()).hexdigest()[:16]
