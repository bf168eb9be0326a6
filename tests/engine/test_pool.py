"""How many query processes there are: as few as do the work, more when all are stuck."""

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.waiting import until, wait_until

from india_japan_kg.engine import EmbeddedEngine, Query, pool
from india_japan_kg.engine.answering import answer_queries
from india_japan_kg.engine.evaluator import LOW_PRIORITY, Evaluator
from india_japan_kg.engine.lanes import Lanes
from india_japan_kg.engine.nursery import Nursery
from india_japan_kg.engine.pace import Pace
from india_japan_kg.engine.pool import MOST_FACTOR, Pool
from india_japan_kg.problem import MemoryExceeded, Overloaded
from india_japan_kg.stopping import Abandoned

from .conftest import Settled, children, state

JSON = "application/sparql-results+json"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


class Making:
    """A pool of two, and the processes it has."""

    def __init__(self, engine: EmbeddedEngine, runner: asyncio.Runner) -> None:
        self.nursery = Nursery(
            lambda connection: answer_queries(connection, engine, 512, asks_services=False)
        )
        self.pool = Pool(self.nursery, 2)
        self.runner = runner
        self.taken: set[Evaluator] = set()
        self._attach(runner.get_loop())

    def _attach(self, loop: asyncio.AbstractEventLoop) -> None:
        async def attach() -> None:
            self.pool.attach(loop)

        self.runner.run(attach())

    def count(self) -> int:
        return len([pid for pid in children(self.nursery._pid) if state(pid) != "Z"])

    def take(self, count: int, seconds: float = 60) -> list[Evaluator]:
        async def take() -> list[Evaluator]:
            deadline = time.monotonic() + seconds
            return await asyncio.gather(*(self.pool.take(deadline, itself) for _ in range(count)))

        taken = self.runner.run(take())
        self.taken.update(taken)
        return taken

    def wait(self, true: Callable[[], bool]) -> None:
        self.runner.run(until(true))

    def close(self) -> None:
        for evaluator in self.taken:
            evaluator.close()
        self.pool.close()
        self.nursery.close()


@pytest.fixture
def making(engine: EmbeddedEngine, runner: asyncio.Runner) -> Iterator[Making]:
    made = Making(engine, runner)
    yield made
    made.close()


@pytest.fixture
def none_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the test is kept from going on by other work of the machine."""
    monkeypatch.setattr(Pace, "stuck_seconds", 600.0)


@pytest.mark.usefixtures("none_is_stuck")
def test_those_kept_ready_are_busy_at_once_and_a_third_waits_for_one_of_them(
    making: Making,
) -> None:
    async def third() -> tuple[bool, Evaluator]:
        waiting = asyncio.ensure_future(making.pool.take(time.monotonic() + 60, itself))
        await asyncio.sleep(0)
        was_waited_for = making.pool.is_waited_for
        making.pool.put(first)
        return was_waited_for, await waiting

    first, second = making.take(2)
    assert first is not second
    assert making.runner.run(third()) == (True, first)
    assert making.count() == 2


@pytest.mark.usefixtures("none_is_stuck")
def test_one_that_becomes_free_is_used_at_once(making: Making) -> None:
    async def waits_for_one() -> list[Evaluator]:
        used: list[Evaluator] = []
        waiting = asyncio.ensure_future(making.pool.take(time.monotonic() + 60, used.append))
        await asyncio.sleep(0)
        making.pool.put(first)
        at_once = used.copy()
        await waiting
        return at_once

    first, _ = making.take(2)
    assert making.runner.run(waits_for_one()) == [first]


@pytest.mark.usefixtures("none_is_stuck")
def test_one_that_cannot_be_used_is_not_taken(making: Making) -> None:
    def refuse(_: Evaluator) -> None:
        raise Abandoned

    async def wait_for_one() -> None:
        waiting = asyncio.ensure_future(making.pool.take(time.monotonic() + 60, refuse))
        await asyncio.sleep(0)
        making.pool.put(first)
        with pytest.raises(Abandoned):
            await waiting

    first, _ = making.take(2)
    making.runner.run(wait_for_one())
    assert making.take(1) == [first]


@pytest.mark.usefixtures("none_is_stuck")
def test_twice_as_many_are_busy_while_queries_are_short(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pace, "are_short", property(lambda _: True), raising=False)
    assert len(set(making.take(4))) == 4


def test_another_is_born_when_all_are_stuck(making: Making) -> None:
    assert len(set(making.take(3))) == 3
    assert making.count() == 3


def test_there_are_no_more_than_eight_times_as_many(making: Making) -> None:
    assert len(set(making.take(2 * MOST_FACTOR))) == 2 * MOST_FACTOR
    with pytest.raises(Overloaded, match="No query process became free"):
        making.take(1, seconds=0.2)
    assert making.count() == 2 * MOST_FACTOR
    assert not making.pool.is_waited_for


def test_those_that_are_spare_after_a_burst_end(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "SPARE_SECONDS", 0.05)
    for evaluator in making.take(6):
        making.pool.put(evaluator)
    assert making.count() == 6
    making.wait(lambda: making.count() == 2)


def test_one_that_died_while_it_was_idle_is_given_to_nobody(making: Making) -> None:
    idle = list(making.pool._idle)
    dead = children(making.nursery._pid)
    for pid in dead:
        os.kill(pid, signal.SIGKILL)
    making.wait(lambda: all(evaluator.is_gone for evaluator in idle))
    taken = making.take(2)
    assert not {evaluator.pid for evaluator in taken} & set(dead)
    making.wait(lambda: making.count() == 2)


@pytest.mark.usefixtures("none_is_stuck")
def test_who_no_longer_waits_takes_none(making: Making) -> None:
    async def cancelled() -> None:
        waiting = asyncio.ensure_future(making.pool.take(time.monotonic() + 60, itself))
        await asyncio.sleep(0)
        waiting.cancel()
        making.pool.put(first)
        await asyncio.wait([waiting])
        assert waiting.cancelled()

    first, _ = making.take(2)
    making.runner.run(cancelled())
    assert making.take(1) == [first]
    assert making.count() == 2


def test_long_queries_take_turns(making: Making) -> None:
    lanes = Lanes(turns=1, places=4)
    first, second, third = making.take(3)
    for evaluator in (first, second, third):
        lanes.lengthen(evaluator)
    assert [lanes.is_paused(e) for e in (first, second, third)] == [False, True, True]
    making.wait(lambda: [state(e.pid) for e in (second, third)] == ["T", "T"])
    with pytest.raises(Overloaded, match="3 long queries"):
        lanes.lengthen(*making.take(1))
    lanes.end(third)
    lanes.end(first)
    making.wait(lambda: state(second.pid) != "T")
    assert state(third.pid) == "T"
    assert lanes.long == 1


def test_one_that_rests_leaves_its_turn_and_goes_on_beside_the_next(making: Making) -> None:
    lanes = Lanes(turns=1, places=8)
    first, second, third = making.take(3)
    for evaluator in (first, second, third):
        lanes.lengthen(evaluator)
    lanes.rest(first)
    assert not lanes.is_paused(second)
    assert lanes.long == 3
    lanes.wake(first)
    lanes.end(second)
    assert lanes.is_paused(third)
    lanes.end(first)
    assert not lanes.is_paused(third)


def test_there_are_as_many_places_as_were_made() -> None:
    lanes = Lanes(turns=1, places=2)
    lanes.enter()
    lanes.enter()
    with pytest.raises(Overloaded, match="2 queries"):
        lanes.enter()
    lanes.leave()
    lanes.enter()


def itself(evaluator: Evaluator) -> Evaluator:
    return evaluator


async def ask(settled: Settled, text: str = "ASK {}", timeout: float = 60) -> bytes:
    beginning = await settled.engine.begin(Query(text), JSON, timeout)
    return beginning.body


def test_calm_use_bears_no_process(settled: Settled) -> None:
    async def calm() -> None:
        for number in range(200):
            assert b"true" in await ask(settled, f"ASK {{}} # {number}")

    before = settled.pids()
    settled.run(calm())
    assert settled.pids() == before
    assert len(before) == 2


def test_a_query_that_is_cancelled_as_its_turn_comes_leaves_the_process_to_others(
    make_settled: Callable[..., Settled],
) -> None:
    one = make_settled(processes=1)

    async def cancelled() -> None:
        async def first() -> None:
            await ask(one, "ASK {} # first")
            second.cancel()

        going = asyncio.ensure_future(first())
        second = asyncio.ensure_future(ask(one, ENDLESS))
        await asyncio.wait([going, second])
        assert second.cancelled()
        assert b"true" in await ask(one)

    one.run(cancelled())
    assert one.engine.lanes.inside == 0


async def killed(settled: Settled, text: str) -> Any:
    """Return how a query ends whose process is killed while it works."""
    asking = asyncio.ensure_future(ask(settled, text))
    await until(lambda: settled.engine.lanes.long == 1)
    os.kill(settled.busy(), signal.SIGKILL)
    await asyncio.wait([asking])
    return asking.exception()


def test_a_process_that_is_killed_at_work_ends_one_query_and_is_replaced(settled: Settled) -> None:
    for _ in range(3):
        assert isinstance(settled.run(killed(settled, ENDLESS)), MemoryExceeded)
        assert b"true" in settled.run(ask(settled))
    assert settled.engine.lanes.inside == 0
    assert settled.engine.lanes.long == 0


def test_idle_processes_that_are_killed_spoil_no_query(settled: Settled) -> None:
    async def killed_while_idle() -> None:
        idle = settled.idle()
        for evaluator in idle:
            with contextlib.suppress(ProcessLookupError):
                os.kill(evaluator.pid, signal.SIGKILL)
        await until(lambda: all(evaluator.is_gone for evaluator in idle))
        assert b"true" in await ask(settled)

    for _ in range(3):
        settled.run(killed_while_idle())


def priorities(pid: int) -> set[int]:
    """Return the priorities of all threads of a process."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return {os.getpriority(os.PRIO_PROCESS, int(task.name)) for task in tasks}


def test_a_query_that_turns_out_long_makes_way_with_all_its_threads(settled: Settled) -> None:
    async def lengthened() -> None:
        usual = os.getpriority(os.PRIO_PROCESS, 0)
        asking = asyncio.ensure_future(ask(settled, ENDLESS))
        while not settled.is_busy():
            await asyncio.sleep(0)
        busy = settled.busy()
        assert priorities(busy) == {usual}
        while not settled.engine.lanes.long:
            await asyncio.sleep(0.01)
        assert priorities(busy) == {usual + LOW_PRIORITY}
        asking.cancel()
        await asyncio.wait([asking])

    settled.run(lengthened())


def test_no_process_outlives_its_nursery_though_it_is_stopped_as_it_begins() -> None:
    nursery = Nursery(lambda connection: connection.close())
    borne = []
    for _ in range(10):
        pid, connection = nursery.bear()
        os.kill(pid, signal.SIGSTOP)
        connection.close()
        borne.append(pid)
    nursery.close()
    wait_until(lambda: {state(pid) for pid in borne} == {"Z"})


def test_a_nursery_ends_though_a_later_one_was_forked_beside_it() -> None:
    older, later = (Nursery(lambda _: None) for _ in range(2))
    closing = threading.Thread(target=older.close, daemon=True)
    closing.start()
    closing.join(60)
    assert not closing.is_alive()
    later.close()
