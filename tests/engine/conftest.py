"""An engine on an event loop of the test's own, as a server has it, and what its processes do."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
import uvloop

from india_japan_kg.engine import EmbeddedEngine, ProcessEngine
from india_japan_kg.engine.evaluator import Evaluator

Result = TypeVar("Result")


class Settled:
    """An engine that is settled on a loop, which runs while a test runs something on it."""

    def __init__(self, runner: asyncio.Runner, engine: ProcessEngine) -> None:
        self._runner = runner
        self.engine = engine
        self.run(self._settle())

    async def _settle(self) -> None:
        self.engine.settle()

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        return self._runner.run(asyncio.wait_for(coroutine, 300))

    def pids(self) -> set[int]:
        """Return the processes that the nursery has borne and that have not ended."""
        return {pid for pid in children(self.engine._nursery._pid) if state(pid) != "Z"}

    def is_busy(self) -> bool:
        return bool(self.engine._watch._runs)

    def idle(self) -> list[Evaluator]:
        """Return the processes that wait for a query."""
        return list(self.engine._pool._idle)

    def busy(self) -> int:
        """Return the process of the one query that is in work."""
        (run,) = self.engine._watch._runs
        return run.evaluator.pid


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        yield runner


@pytest.fixture(scope="module")
def make_settled(
    runner: asyncio.Runner, engine: EmbeddedEngine
) -> Iterator[Callable[..., Settled]]:
    made: list[Settled] = []

    def make(processes: int = 2, **more: Any) -> Settled:
        made.append(Settled(runner, ProcessEngine(engine, processes, 512, **more)))
        return made[-1]

    yield make
    for settled in made:
        settled.engine.close()


@pytest.fixture(scope="module")
def settled(make_settled: Callable[..., Settled]) -> Settled:
    return make_settled()


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def state(pid: int) -> str:
    """Return the state of a process as ps(1) has it; Z also if it is not there."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"
