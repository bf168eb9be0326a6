"""What an export needs is held by the process that writes it, and by nobody afterwards."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.waiting import wait_until

from india_japan_kg.export.exports import ExportFile, Exports
from india_japan_kg.export.forked import ForkedExports
from india_japan_kg.problem import BadParameter, MemoryExceeded, NotFound, Overloaded
from india_japan_kg.stopping import CURRENT_STOP, Abandoned, Stop

pytestmark = pytest.mark.wide

Asked = Coroutine[Any, Any, ExportFile]


def processes_below(pid: int) -> set[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(child) for task in tasks for child in task.read_text().split()}


class Forked:
    """Exports in processes, and those processes."""

    def __init__(self, exports: Exports, opened: Callable[[], Exports]) -> None:
        before = processes_below(os.getpid())
        self._exports = ForkedExports(opened)
        (self._nursery,) = processes_below(os.getpid()) - before
        self._offer = exports.offer

    def file(self, name: str, patience: float = 60.0, **given: str) -> Asked:
        return self._exports.file(self._offer, name, given, patience)

    def writers(self) -> set[int]:
        return processes_below(self._nursery)

    def wait_for_writers(self, number: int) -> set[int]:
        wait_until(lambda: len(self.writers()) == number)
        return self.writers()

    def close(self) -> None:
        self._exports.close()


@pytest.fixture
def forked(exports: Exports) -> Iterator[Forked]:
    made = Forked(exports, lambda: exports)
    yield made
    made.close()


@pytest.fixture
def stuck(exports: Exports) -> Iterator[Forked]:
    """Exports that never come to an end."""
    made = Forked(exports, lambda: time.sleep(600))  # type: ignore[arg-type, return-value]
    yield made
    made.close()


def test_a_file_is_the_one_that_this_process_would_write(forked: Forked, exports: Exports) -> None:
    assert asyncio.run(forked.file("Session.csv")) == exports.file("Session.csv", {})
    part = asyncio.run(forked.file("india-japan.nt", **{"class": "Visit"}))
    assert part == exports.file("india-japan.nt", {"class": "Visit"})


def test_who_wrote_a_file_has_ended_when_it_is_there(forked: Forked) -> None:
    asyncio.run(forked.file("Session.csv"))
    assert not forked.writers()


def test_a_whole_file_is_written_once(exports: Exports, tmp_path: Path) -> None:
    log = tmp_path / "log"

    def opened() -> Exports:
        with log.open("a") as stream:
            stream.write("opened\n")
        return exports

    forked = Forked(exports, opened)
    first, second = (asyncio.run(forked.file("Session.csv")) for _ in range(2))
    forked.close()
    assert first == second
    assert log.read_text() == "opened\n"


def test_wrong_wishes_cost_no_process(stuck: Forked) -> None:
    with pytest.raises(NotFound, match="There is no export"):
        asyncio.run(stuck.file("Nothing.csv"))
    with pytest.raises(NotFound, match="no parts"):
        asyncio.run(stuck.file("Session.csv", depth="1"))
    with pytest.raises(BadParameter, match="depth"):
        asyncio.run(stuck.file("india-japan.nt", around="dialogue:ai-dialogue", depth="9"))


def test_a_problem_of_the_writer_is_told(exports: Exports) -> None:
    def opened() -> Exports:
        raise BadParameter("depth", "It is too deep.")

    forked = Forked(exports, opened)
    with pytest.raises(BadParameter, match="too deep"):
        asyncio.run(forked.file("Session.csv"))
    forked.close()


def test_who_gives_up_ends_the_writer(stuck: Forked) -> None:
    async def asked() -> None:
        stop = Stop()
        CURRENT_STOP.set(stop)
        writing = asyncio.ensure_future(stuck.file("Session.csv"))
        await asyncio.to_thread(stuck.wait_for_writers, 1)
        stop.set()
        with pytest.raises(Abandoned):
            await writing

    asyncio.run(asked())
    assert not stuck.writers()


def test_a_writer_that_the_system_ends_is_told_from_one_that_failed(stuck: Forked) -> None:
    async def asked() -> None:
        writing = asyncio.ensure_future(stuck.file("Session.csv"))
        (writer,) = await asyncio.to_thread(stuck.wait_for_writers, 1)
        os.kill(writer, signal.SIGKILL)
        with pytest.raises(MemoryExceeded):
            await writing

    asyncio.run(asked())


def test_only_some_are_written_at_one_time(stuck: Forked) -> None:
    async def crowd() -> None:
        writing = [asyncio.ensure_future(stuck.file(f"{name}.csv")) for name in ("Person", "Visit")]
        await asyncio.to_thread(stuck.wait_for_writers, 2)
        with pytest.raises(Overloaded):
            await stuck.file("Session.csv", patience=0.05)
        for task in writing:
            task.cancel()
        await asyncio.gather(*writing, return_exceptions=True)

    asyncio.run(crowd())
    assert not stuck.writers()
