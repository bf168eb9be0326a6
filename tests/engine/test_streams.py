"""Long answers come in parts, at the pace of whoever reads them."""

import asyncio
import csv
import io
import json
import os
import signal
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyoxigraph import RdfFormat, parse
from tests.waiting import until

from india_japan_kg.engine import Beginning, Query, run
from india_japan_kg.engine.evaluator import Evaluator
from india_japan_kg.engine.lanes import Lanes
from india_japan_kg.engine.run import ReaderTooSlow
from india_japan_kg.engine.watched import WatchedEngine
from india_japan_kg.problem import AnswerTooLarge, DeadlineExceeded, MemoryExceeded, Overloaded
from india_japan_kg.stopping import CURRENT_STOP, Abandoned, Stop

from .conftest import Settled, state

CSV = "text/csv"
JSON = "application/sparql-results+json"
ROWS = 20_000
WIDE = "x" * 1000
LONG = f'SELECT ?a ("{WIDE}" AS ?wide) {{ ?a a ?x . ?b a ?y }} LIMIT {ROWS}'
"""It takes little CPU, so that a machine with other work to do is no reason to fail."""

HEAVY = "SELECT ?a ?b { ?a a ?x . ?b a ?y } LIMIT 400000"
RUNS_AWAY = (
    f'SELECT ("{WIDE}" AS ?n) {{ {{ SELECT * {{ ?a ?b ?c }} LIMIT 1000 }} UNION '
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(IF(?a = ?g && ?d = ?i, 0, RAND()) < 0.003) } }"
)
"""It finds enough to begin an answer at once, then rows all the time, and would for a year."""

MANY_LINES = (
    'SELECT ?n ?text { { SELECT ?a ?b { ?a a ?x . ?b a ?y } LIMIT 40000 } BIND("é" AS ?n) '
    'BIND("<1\\n2,\\"\\",3\\n>" AS ?text) }'
)


async def begin(settled: Settled, text: str, media_type: str, timeout: float = 240) -> Beginning:
    return await settled.engine.begin(Query(text), media_type, timeout)


async def all_parts(beginning: Beginning) -> list[bytes]:
    assert beginning.rest is not None
    return [beginning.body, *[part async for part in beginning.rest]]


class Got:
    """What came of an answer, also if it ends in a problem."""

    body = b""

    async def read(self, asking: Awaitable[Beginning]) -> None:
        beginning = await asking
        self.body = beginning.body
        assert beginning.rest is not None
        async for part in beginning.rest:
            self.body += part


def is_idle(settled: Settled) -> bool:
    return settled.engine.lanes.inside == settled.engine.lanes.long == 0


def test_all_rows_come_in_many_parts(settled: Settled) -> None:
    async def read() -> list[bytes]:
        return await all_parts(await begin(settled, LONG, CSV))

    parts = settled.run(read())
    assert len(parts) > 10
    assert b"".join(parts).count(b"\n") == ROWS + 1
    assert is_idle(settled)


def test_a_short_answer_comes_whole(settled: Settled) -> None:
    beginning = settled.run(begin(settled, "SELECT * { ?s ?p ?o } LIMIT 10", JSON))
    assert beginning.rest is None
    assert len(json.loads(beginning.body)["results"]["bindings"]) == 10


def test_every_part_of_a_table_ends_with_a_row(settled: Settled) -> None:
    async def read() -> list[bytes]:
        return await all_parts(await begin(settled, MANY_LINES, CSV))

    parts = settled.run(read())
    assert len(parts) > 5
    for number, part in enumerate(parts):
        rows = list(csv.reader(io.StringIO(part.decode(), newline=""), strict=True))
        if number == 0:
            assert rows.pop(0) == ["n", "text"]
        assert all(row == ["é", '<1\n2,"",3\n>'] for row in rows)


def test_every_part_of_n_triples_ends_with_a_triple(settled: Settled) -> None:
    async def read() -> list[bytes]:
        text = "CONSTRUCT { ?a ij:with ?b } { ?a a ?x . ?b a ?y } LIMIT 50000"
        return await all_parts(await begin(settled, text, "application/n-triples"))

    parts = settled.run(read())
    assert len(parts) > 5
    assert sum(len(list(parse(part, RdfFormat.N_TRIPLES))) for part in parts) > 10_000


def test_the_time_in_which_a_reader_lets_it_wait_is_not_the_query_s(settled: Settled) -> None:
    limit = 10.0

    async def read() -> int:
        beginning = await begin(settled, LONG, JSON, limit)
        await asyncio.sleep(limit + 2)
        return sum(len(part) for part in await all_parts(beginning))

    assert settled.run(read()) > 20_000_000


def test_a_reader_that_takes_nothing_is_given_up(
    settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "READER_SECONDS", 0.3)

    async def read() -> None:
        beginning = await begin(settled, LONG, JSON)
        busy = settled.busy()
        others = [evaluator.pid for evaluator in settled.idle()]
        await until(lambda: is_idle(settled) and state(busy) == "Z")
        assert not [pid for pid in others if state(pid) == "Z"]
        with pytest.raises(ReaderTooSlow):
            await all_parts(beginning)

    settled.run(read())
    assert is_idle(settled)


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_closing_the_rest_ends_the_work(settled: Settled, taken: int) -> None:
    async def leave() -> None:
        ended: list[str] = []
        watched = WatchedEngine(settled.engine, lambda how, _: ended.append(how), 60)
        beginning = await watched.begin(Query(LONG), JSON, 60)
        assert beginning.rest is not None
        for _ in range(taken):
            await anext(beginning.rest)
        await beginning.rest.aclose()
        assert (watched.in_work, ended) == (0, ["abandoned"])

    killed = settled.engine.killed
    settled.run(leave())
    assert is_idle(settled)
    assert settled.engine.killed == killed + 1


def test_the_time_of_a_reader_is_not_told_as_the_query_s(settled: Settled) -> None:
    async def read_slowly() -> tuple[list[float], float]:
        told: list[float] = []
        watched = WatchedEngine(settled.engine, lambda _, seconds: told.append(seconds), 60)
        began = time.perf_counter()
        beginning = await watched.begin(Query(LONG), JSON, 60)
        assert beginning.rest is not None
        for _ in range(3):
            await asyncio.sleep(1)
            await anext(beginning.rest)
        await asyncio.sleep(1)
        await beginning.rest.aclose()
        return told, time.perf_counter() - began

    (seconds,), in_all = settled.run(read_slowly())
    assert 0 < seconds < in_all - 3.9


def test_a_rest_that_nobody_asks_for_ends_too(settled: Settled) -> None:
    async def forget() -> None:
        await begin(settled, LONG, JSON)
        await until(lambda: is_idle(settled))

    settled.run(forget())
    assert is_idle(settled)


@pytest.mark.parametrize("pause", [0.0, 0.5])
def test_work_that_is_told_to_stop_ends_with_its_reader(settled: Settled, pause: float) -> None:
    async def stopped() -> None:
        stop = Stop()
        CURRENT_STOP.set(stop)
        beginning = await begin(settled, LONG, JSON)
        await asyncio.sleep(pause)
        await asyncio.to_thread(stop.set)
        with pytest.raises(Abandoned):
            await all_parts(beginning)

    settled.run(stopped())
    assert is_idle(settled)


def test_a_limit_that_is_met_later_is_told_by_the_rest(settled: Settled) -> None:
    got = Got()
    with pytest.raises(DeadlineExceeded):
        settled.run(got.read(begin(settled, RUNS_AWAY, CSV, 2)))
    rows = got.body.split()
    assert len(rows) > 200
    assert set(rows[1:]) == {WIDE.encode()}
    assert is_idle(settled)


def test_a_limit_is_kept_though_a_look_at_the_queries_failed(
    settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter(range(3))
    wake = Lanes.wake

    def failing(lanes: Lanes, evaluator: Evaluator) -> None:
        if next(failures, None) is not None:
            raise RuntimeError("a look that fails")
        wake(lanes, evaluator)

    monkeypatch.setattr(Lanes, "wake", failing)
    with pytest.raises(DeadlineExceeded):
        settled.run(Got().read(begin(settled, RUNS_AWAY, CSV, 1)))
    assert next(failures, None) is None
    assert is_idle(settled)


def test_an_answer_over_its_limit_is_given_up_to_the_last_whole_row(
    make_settled: Callable[..., Settled],
) -> None:
    small = make_settled(max_answer=1)
    got = Got()
    with pytest.raises(AnswerTooLarge, match="1048576 bytes"):
        small.run(got.read(begin(small, LONG, CSV)))
    assert 900_000 < len(got.body) <= 1024 * 1024
    assert got.body.endswith(b"\r\n")
    assert is_idle(small)


def test_a_process_that_dies_in_its_answer_is_told_of(settled: Settled) -> None:
    async def read() -> None:
        beginning = await begin(settled, LONG, JSON)
        await asyncio.sleep(0.05)
        pid = settled.busy()
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(MemoryExceeded):
            await all_parts(beginning)
        assert state(pid) == "Z"

    settled.run(read())
    assert is_idle(settled)


def test_slow_readers_leave_the_turn_to_others(make_settled: Callable[..., Settled]) -> None:
    one = make_settled(processes=1)

    async def beside() -> None:
        slow = [await begin(one, HEAVY, JSON) for _ in range(3)]
        for number, reader in enumerate(slow, 1):
            assert reader.rest is not None
            while one.engine.lanes.long < number:
                await anext(reader.rest)
                await asyncio.sleep(0)
        counted = "SELECT (COUNT(*) AS ?n) { SELECT * { ?a a ?x . ?b a ?y } LIMIT 1000000 }"
        beginning = await begin(one, counted, JSON, 120)
        assert b"binding" in beginning.body
        for reader in slow:
            assert sum(len(part) for part in await all_parts(reader)) > 10_000_000

    one.run(beside())
    assert is_idle(one)


def test_threads_and_the_loop_ask_at_one_time(settled: Settled) -> None:
    def from_thread(number: int) -> int:
        body = settled.engine.evaluate(Query(f"SELECT ({number} AS ?n) {{}}"), CSV, 120)
        return int(body.split()[1])

    async def from_loop(number: int) -> int:
        return int((await begin(settled, f"SELECT ({number} AS ?n) {{}}", CSV)).body.split()[1])

    async def both() -> tuple[list[int], list[int]]:
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(8) as pool:
            threads = [loop.run_in_executor(pool, from_thread, n) for n in range(100)]
            here = await asyncio.gather(*(from_loop(n) for n in range(1000, 1040)))
            return await asyncio.gather(*threads), here

    assert settled.run(both()) == (list(range(100)), list(range(1000, 1040)))


def test_on_a_foreign_loop_the_beginning_is_the_whole_answer(settled: Settled) -> None:
    def elsewhere() -> Beginning:
        return asyncio.run(begin(settled, LONG, CSV))

    async def asked() -> Beginning:
        return await asyncio.to_thread(elsewhere)

    beginning = settled.run(asked())
    assert beginning.rest is None
    assert beginning.body.count(b"\n") == ROWS + 1


def test_a_query_larger_than_a_socket_holds_arrives(settled: Settled) -> None:
    large = "ASK {} #" + "x" * 950_000
    assert b"true" in settled.run(begin(settled, large, JSON)).body


def test_the_first_part_comes_long_before_the_last(settled: Settled) -> None:
    async def read() -> tuple[float, float]:
        started = time.monotonic()
        beginning = await begin(settled, LONG.replace(str(ROWS), str(5 * ROWS)), CSV)
        first = time.monotonic() - started
        await all_parts(beginning)
        return first, time.monotonic() - started

    first, last = settled.run(read())
    assert first < last / 3


def test_the_time_in_which_a_query_waits_for_a_process_counts(
    make_settled: Callable[..., Settled],
) -> None:
    one = make_settled(processes=1)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    limit = 8.0

    async def last_of_many() -> float:
        started = time.monotonic()
        asking = [begin(one, f"{endless} # {number}", JSON, limit) for number in range(40)]
        ended = await asyncio.gather(*asking, return_exceptions=True)
        assert all(isinstance(end, DeadlineExceeded | Overloaded) for end in ended)
        return time.monotonic() - started

    assert one.run(last_of_many()) < 2 * limit - 1
    assert is_idle(one)
