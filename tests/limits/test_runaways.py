"""Queries that would never end: each ends at its limit, and nobody else notices."""

import http.client
import itertools
import os
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from tests.waiting import wait_until

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


@dataclass
class Storm:
    """Twenty runaways at once: how each ended; seconds of ordinary queries before and meanwhile."""

    ended: list[tuple[int, float, httpx.Response]]
    before: list[float]
    meanwhile: list[float]

    @property
    def slack(self) -> float:
        return slack(self.before)


def slack(calm: list[float]) -> float:
    """Return what a machine that has other work to do may add to every time.

    Args:
        calm: seconds that ordinary queries take when nothing runs away.

    """
    return 5 * statistics.quantiles(calm, n=100)[98]


def ordinary(server: str, name: object, numbers: Iterable[int]) -> list[float]:
    took = []
    with httpx.Client(base_url=server, timeout=60) as client:
        for number in numbers:
            started = time.monotonic()
            answer = client.get("/sparql", params={"query": f"{QUICK}{name}-{number}"})
            took.append(time.monotonic() - started)
            assert answer.status_code == 200, answer.text
            time.sleep(0.01)
    return took


def in_the_calm(server: str, name: str) -> list[float]:
    with ThreadPoolExecutor(24) as pool:
        workers = [
            pool.submit(ordinary, server, f"{name}-{worker}", range(20)) for worker in range(24)
        ]
        return [seconds for worker in workers for seconds in worker.result()]


def numbers_until(over: threading.Event) -> Iterator[int]:
    return itertools.takewhile(lambda _: not over.is_set(), itertools.count())


@pytest.fixture(scope="module")
def storm(limited: str) -> Storm:
    queries = [
        f"{query} #{number}"
        for number, query in zip(range(20), itertools.cycle(RUNAWAYS.values()), strict=False)
    ]
    over = threading.Event()
    before = in_the_calm(limited, "calm")
    with ThreadPoolExecutor(24) as pool:
        workers = [
            pool.submit(ordinary, limited, worker, numbers_until(over)) for worker in range(4)
        ]
        ended = list(pool.map(lambda query: run_away(limited, query), queries))
        over.set()
        meanwhile = [seconds for worker in workers for seconds in worker.result()]
    return Storm(ended, before, meanwhile)


def test_each_of_twenty_runaways_gets_a_problem_within_a_second_of_its_limit(storm: Storm) -> None:
    for status, seconds, answer in storm.ended:
        assert status in MEANT, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert seconds < LIMIT + 1 + storm.slack
        if status == 503:
            assert int(answer.headers["retry-after"]) > 0


def test_ordinary_queries_are_answered_soon_meanwhile(storm: Storm) -> None:
    assert len(storm.meanwhile) > 50
    p99 = statistics.quantiles(storm.meanwhile, n=100)[98]
    print(f"p99 of {len(storm.meanwhile)} ordinary queries: {p99 * 1000:.0f} ms")
    assert p99 < 0.25 + storm.slack


@pytest.mark.usefixtures("storm")
def test_processor_and_memory_are_free_again_afterwards(limited: str) -> None:
    wait_until(lambda: _is_idle(limited), 20)
    children = _descendants(_pid_listening_on(limited))
    assert sum(_private_mib(pid) for pid in children) < 256


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_runaway_alone_ends_at_its_limit_too(limited: str, name: str) -> None:
    calm = in_the_calm(limited, name)
    query = RUNAWAYS[name]
    started = time.monotonic()
    answer = httpx.get(f"{limited}/sparql", params={"query": query, "timeout": "0.4"}, timeout=60)
    seconds = time.monotonic() - started
    assert answer.status_code in MEANT, answer.text
    assert seconds < 0.4 + 1 + slack(calm)


def test_a_client_that_hangs_up_ends_its_query(limited: str) -> None:
    abandoned = 'ijkg_query_seconds_count{ended="abandoned"}'
    before = _metric(limited, abandoned)
    client = http.client.HTTPConnection(urlsplit(limited).netloc)
    client.request("GET", f"/sparql?query={quote(RUNAWAYS['cartesian count'] + ' # left')}")
    wait_until(lambda: _metric(limited, "ijkg_queries_in_work") == 1)
    client.close()
    wait_until(lambda: _is_idle(limited), 20)
    assert _metric(limited, abandoned) == before + 1


def test_equal_runaways_at_one_time_are_one_query(limited: str) -> None:
    query = RUNAWAYS["cartesian count"] + " # the same"
    with ThreadPoolExecutor(10) as pool:
        ended = list(pool.map(lambda _: run_away(limited, query), range(10)))
    assert {status for status, _, _ in ended} == {504}
    assert len({answer.json()["request"] for _, _, answer in ended}) == 1


def _metric(server: str, name: str) -> float:
    for line in httpx.get(f"{server}/metrics", timeout=60).text.splitlines():
        if line.startswith(name + " "):
            return float(line.rpartition(" ")[2])
    return 0.0


def _is_idle(server: str) -> bool:
    """Return whether no query is in work, and no process of the server takes CPU."""
    processes = _descendants(_pid_listening_on(server))
    before = {pid: _cpu_ticks(pid) for pid in processes}
    time.sleep(0.5)
    took = sum(_cpu_ticks(pid) - ticks for pid, ticks in before.items())
    return took <= 10 and _metric(server, "ijkg_queries_in_work") == 0


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
