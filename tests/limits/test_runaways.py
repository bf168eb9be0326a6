"""Queries that would never end: each ends at its limit, and nobody else notices."""

import itertools
import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

RUNAWAYS = {
    "cartesian count": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "sort over a product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?c ?i",
    "unbounded path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|^(!<x:a>))* ?b . ?c (!<x:b>)* ?d }",
    "regular expression over a product": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "
        '"(a+)+z.*q.*x$")) }'
    ),
    "join that never matches": (
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) = CONCAT(STR(?f), STR(?i))) }"
    ),
    "huge concatenation": (
        "SELECT (MAX(CONCAT(STR(?c), STR(?f), STR(?i))) AS ?m) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    ),
    "huge group concatenation": (
        "SELECT (STRLEN(GROUP_CONCAT(STR(?c))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    ),
}
LIMIT = 3.0
QUICK = "SELECT ?n { session:strategic-dialogue-18 ij:ordinal ?n } #"
MEANT = {503, 504, 507}


@pytest.fixture(scope="module")
def limited(start_server: Callable[..., str]) -> str:
    return start_server(query_timeout=LIMIT, query_memory=256)


def run_away(server: str, query: str) -> tuple[int, float, httpx.Response]:
    started = time.monotonic()
    answer = httpx.get(f"{server}/sparql", params={"query": query}, timeout=60)
    return answer.status_code, time.monotonic() - started, answer


@pytest.fixture(scope="module")
def stormed(limited: str) -> Iterator[tuple[list[tuple[int, float, httpx.Response]], list[float]]]:
    """Twenty runaways at once, and the seconds that each ordinary query took meanwhile."""
    queries = [
        f"{query} #{number}"
        for number, query in zip(range(20), itertools.cycle(RUNAWAYS.values()), strict=False)
    ]
    over = threading.Event()

    def ordinary(worker: int) -> list[float]:
        took = []
        with httpx.Client(base_url=limited, timeout=30) as client:
            for number in itertools.count():
                if over.is_set():
                    return took
                started = time.monotonic()
                answer = client.get("/sparql", params={"query": f"{QUICK}{worker}-{number}"})
                took.append(time.monotonic() - started)
                assert answer.status_code == 200, answer.text
                time.sleep(0.01)
        raise AssertionError

    with ThreadPoolExecutor(24) as pool:
        workers = [pool.submit(ordinary, worker) for worker in range(4)]
        ended = list(pool.map(lambda query: run_away(limited, query), queries))
        over.set()
        yield ended, [seconds for worker in workers for seconds in worker.result()]


def test_each_of_twenty_runaways_gets_a_problem_within_a_second_of_its_limit(
    stormed: tuple[list[tuple[int, float, httpx.Response]], list[float]],
) -> None:
    for status, seconds, answer in stormed[0]:
        assert status in MEANT, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert seconds < LIMIT + 1
        if status == 503:
            assert int(answer.headers["retry-after"]) > 0


def test_ordinary_queries_are_answered_soon_meanwhile(
    stormed: tuple[list[tuple[int, float, httpx.Response]], list[float]],
) -> None:
    took = stormed[1]
    assert len(took) > 100
    p99 = statistics.quantiles(took, n=100)[98]
    print(f"{len(took)} ordinary queries: p99 {p99 * 1000:.0f} ms, most {max(took) * 1000:.0f} ms")
    assert p99 < 1.0, "the aim is 0.25 s on a machine that does nothing else"


@pytest.mark.usefixtures("stormed")
def test_processor_and_memory_are_free_again_afterwards(limited: str) -> None:
    time.sleep(0.5)
    children = _descendants(_pid_listening_on(limited))
    before = {pid: _cpu_ticks(pid) for pid in children}
    time.sleep(0.5)
    assert sum(_cpu_ticks(pid) - ticks for pid, ticks in before.items()) <= 10
    assert sum(_private_mib(pid) for pid in children) < 256


@pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS)
def test_a_runaway_alone_ends_at_its_limit_too(limited: str, query: str) -> None:
    started = time.monotonic()
    answer = httpx.get(f"{limited}/sparql", params={"query": query, "timeout": "0.4"}, timeout=30)
    assert answer.status_code in MEANT, answer.text
    assert time.monotonic() - started < 1.4


def test_a_client_that_hangs_up_ends_its_query(limited: str) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{limited}/sparql", params={"query": RUNAWAYS["cartesian count"]}, timeout=0.3)
    time.sleep(0.3)
    children = _descendants(_pid_listening_on(limited))
    before = {pid: _cpu_ticks(pid) for pid in children}
    time.sleep(0.5)
    assert sum(_cpu_ticks(pid) - ticks for pid, ticks in before.items()) <= 10


def test_equal_runaways_at_one_time_are_one_query(limited: str) -> None:
    query = RUNAWAYS["cartesian count"] + " # the same"
    with ThreadPoolExecutor(10) as pool:
        ended = list(pool.map(lambda _: run_away(limited, query), range(10)))
    assert {status for status, _, _ in ended} == {504}
    assert len({answer.json()["request"] for _, _, answer in ended}) == 1


def _pid_listening_on(server: str) -> int:
    port = server.rpartition(":")[2]
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"serve" in words and port.encode() in words:
            pid = int(path.parent.name)
            if _parent(pid) == os.getpid():
                return pid
    raise LookupError(server)


def _descendants(pid: int) -> list[int]:
    parents = {int(path.name): _parent(int(path.name)) for path in Path("/proc").glob("[0-9]*")}
    found, new = [pid], [pid]
    while new:
        new = [child for child, parent in parents.items() if parent in new]
        found += new
    return found


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _parent(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[1]) if fields else 0


def _cpu_ticks(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[11]) + int(fields[12]) if fields else 0


def _private_mib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty")) // 1024
