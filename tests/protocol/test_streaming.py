"""A million rows over HTTP: they leave while they are found, and the server stays small."""

import os
import shutil
import signal
import socket
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from tests.waiting import wait_until

pytestmark = pytest.mark.wide

ROWS = 1_000_000
MILLION = f"SELECT ?a ?b {{ ?a a ?x . ?b a ?y }} LIMIT {ROWS}"
SLOW = (
    "SELECT ?a ?b { { SELECT ?a ?b { ?a a ?x . ?b a ?y } LIMIT 20000 } UNION "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(IF(?a = ?g && ?d = ?i, 0, RAND()) < 0.003) } }"
)
"""It finds enough to begin an answer at once, and then a little all the time."""

QUICK = "ASK { ?session ij:ordinal 18 }"
CSV = {"Accept": "text/csv"}
MIB = 1024 * 1024
TICKS_OF_WORK = 5
SOON = 20
"""Seconds; a reader that takes nothing is given up after thirty."""


class Serving:
    """A server of this module's own, and its processes."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = httpx.Client(base_url=address, timeout=120)
        self.pid = _listening_on(urlsplit(address).port or 0)

    def processes(self) -> list[int]:
        found = [self.pid]
        for pid in found:
            tasks = Path(f"/proc/{pid}/task").glob("*/children")
            found += [int(child) for task in tasks for child in task.read_text().split()]
        return found

    def cpu_seconds(self) -> float:
        """Return the CPU that the processes took that are there now."""
        return sum(map(_ticks, self.processes())) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Return the bytes that the server and its query processes have, each for itself."""
        lines = [
            line for pid in self.processes() for line in _read(pid, "smaps_rollup").split("\n")
        ]
        private = ("Private_Dirty", "Private_Clean")
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(private))

    def metric(self, name: str) -> float:
        for line in self.client.get("/metrics").text.splitlines():
            if line.startswith(name + " "):
                return float(line.rpartition(" ")[2])
        return 0.0

    def rests(self, in_work: int = 0) -> bool:
        """Return whether so many queries are in work, and no process takes CPU."""
        before = self.cpu_seconds()
        time.sleep(0.5)
        return self.metric("ijkg_queries_in_work") == in_work and self.cpu_seconds() - before < 0.1

    def seconds_of_quick_queries(self, name: str) -> float:
        """Return the median of twenty."""
        took = []
        for number in range(20):
            started = time.monotonic()
            asked = {"query": f"{QUICK} # {name} {number}"}
            assert self.client.get("/sparql", params=asked).json()["boolean"]
            took.append(time.monotonic() - started)
        return statistics.median(took)


@pytest.fixture(scope="module")
def serving(start_server: Callable[..., str]) -> Iterator[Serving]:
    made = Serving(
        start_server(query_timeout=300, max_answer=512, query_processes=2, max_queries=4)
    )
    made.client.get("/").raise_for_status()  # it waits until the server has read all names
    yield made
    made.client.close()


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json"])
def test_a_million_rows_leave_while_they_are_found_and_take_no_room(
    serving: Serving, accept: str
) -> None:
    serving.client.get("/sparql", params={"query": QUICK})
    at_rest = serving.memory()
    most, size, rows = 0, 0, 0
    row = b"\n" if accept == "text/csv" else b'{"a":'
    tail = b""
    started = time.monotonic()
    asked = {"query": MILLION}
    with serving.client.stream(
        "GET", "/sparql", params=asked, headers={"Accept": accept}
    ) as answer:
        assert answer.status_code == 200
        for number, part in enumerate(answer.iter_raw(1 << 20)):
            if number == 0:
                first = time.monotonic() - started
            if number % 10 == 0:
                most = max(most, serving.memory())
            size += len(part)
            rows += (tail + part).count(row) - tail.count(row)
            tail = part[-len(row) + 1 :] if len(row) > 1 else b""
    last = time.monotonic() - started
    print(f"first bytes after {first:.2f} s, {size / MIB:.0f} MiB after {last:.2f} s, ", end="")
    print(f"memory from {at_rest / MIB:.0f} to at most {most / MIB:.0f} MiB")
    assert rows == (ROWS + 1 if accept == "text/csv" else ROWS)
    assert size > 100 * MIB
    assert first < last / 3
    assert most - at_rest < 32 * MIB


def test_a_client_that_goes_away_ends_the_work(serving: Serving) -> None:
    ended = 'ijkg_query_seconds_count{ended="abandoned"}'
    before = serving.metric(ended)
    asked = {"query": MILLION + " # left"}
    with serving.client.stream("GET", "/sparql", params=asked, headers=CSV) as answer:
        next(answer.iter_raw())
    wait_until(serving.rests, SOON)
    assert serving.metric(ended) == before + 1


def test_clients_that_go_away_leave_their_places_to_others(serving: Serving) -> None:
    for number in range(12):  # there are four places
        asked = {"query": f"{MILLION} # place {number}"}
        with serving.client.stream("GET", "/sparql", params=asked, headers=CSV) as answer:
            assert answer.status_code == 200
            next(answer.iter_raw())
        wait_until(lambda: serving.metric("ijkg_queries_in_work") == 0, SOON)
    assert serving.client.get("/sparql", params={"query": QUICK + "# place"}).json()["boolean"]
    wait_until(serving.rests, SOON)


def test_a_slow_reader_gets_all_rows_though_it_takes_longer_than_the_query_may(
    serving: Serving,
) -> None:
    limit = 15
    query = MILLION.replace(str(ROWS), "200000") + " # slowly"
    asked = {"query": query, "timeout": str(limit)}
    size = 0
    started = time.monotonic()
    with serving.client.stream("GET", "/sparql", params=asked, headers=CSV) as answer:
        for part in answer.iter_raw(1 << 20):
            size += len(part)
            time.sleep(0.8)
    assert time.monotonic() - started > limit
    whole = serving.client.get("/sparql", params={"query": query + "!"}, headers=CSV)
    assert size == len(whole.content)


def test_readers_that_take_nothing_keep_nobody_waiting(serving: Serving) -> None:
    address = urlsplit(serving.address)
    alone = serving.seconds_of_quick_queries("alone")
    stuck = []
    for number in range(3):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((address.hostname, address.port))
        query = quote(f"{MILLION} # stuck {number}")
        connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        stuck.append(connection)
    wait_until(lambda: serving.rests(in_work=3), SOON)
    assert serving.seconds_of_quick_queries("beside") < 0.5 + 5 * alone
    assert serving.metric("ijkg_queries_in_work") == 3
    for connection in stuck:
        connection.close()
    wait_until(serving.rests, SOON)


def test_a_query_process_killed_in_its_answer_breaks_it_off(serving: Serving) -> None:
    asked = {"query": MILLION + " # killed"}
    got: list[bytes] = []
    with serving.client.stream("GET", "/sparql", params=asked, headers=CSV) as answer:
        parts = answer.iter_raw()
        got.append(next(parts))
        before = {pid: _ticks(pid) for pid in serving.processes()[2:]}
        busiest = took = 0
        while took < TICKS_OF_WORK:
            got.append(next(parts))
            took, busiest = max((_ticks(pid) - before[pid], pid) for pid in before)
        os.kill(busiest, signal.SIGKILL)
        with pytest.raises(httpx.RemoteProtocolError):
            got.extend(parts)
    assert b"\r\n# failed: " in b"".join(got)
    assert serving.client.get("/sparql", params={"query": QUICK + "# after"}).json()["boolean"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_tells_a_cut_answer_by_its_exit_code(serving: Serving) -> None:
    asked = f"{serving.address}/sparql?timeout=5&query={quote(SLOW)}"
    ended = subprocess.run(
        ["curl", "-s", "-H", "Accept: text/csv", asked], capture_output=True, check=False
    )
    assert ended.returncode == 18
    assert ended.stdout.splitlines()[-1].startswith(b"# failed: ")


def _listening_on(port: int) -> int:
    """Return the server that this test run started on `port`."""
    for path in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        for pid in path.read_text().split():
            if str(port) in _read(int(pid), "cmdline").split("\0"):
                return int(pid)
    raise LookupError(port)


def _ticks(pid: int) -> int:
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:13]))  # in user mode and in the kernel, see proc(5)


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""
