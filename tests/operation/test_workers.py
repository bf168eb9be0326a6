"""Several server processes behind one address, replaced without losing a request."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from tests.operation.conftest import Running, children, runs
from tests.waiting import wait_until

from india_japan_kg.serving.worker import bind

NAMED = (
    "<https://w3id.org/india-japan/id/person/a> a <https://w3id.org/india-japan/ns#Person> ; "
    '<http://www.w3.org/2000/01/rdf-schema#label> "{}"@en .'
)
LABEL = "SELECT ?l { <https://w3id.org/india-japan/id/person/a> rdfs:label ?l }"


def ask_label(client: httpx.Client, address: str) -> str:
    answer = client.get(
        f"{address}/sparql", params={"query": LABEL}, headers={"Accept": "text/csv"}
    )
    answer.raise_for_status()
    return answer.text.split()[1]


class Asking:
    """A thread that asks without pause over a connection that it keeps, and notes each answer."""

    def __init__(self, address: str) -> None:
        self.answers: list[str] = []
        self.failures: list[Exception] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, args=(address,))
        self._thread.start()

    def _ask(self, address: str) -> None:
        with httpx.Client(timeout=60) as client:
            while not self._over.is_set():
                try:
                    self.answers.append(ask_label(client, address))
                except httpx.HTTPError as failure:
                    self.failures.append(failure)
                time.sleep(0.005)

    def stop(self) -> None:
        self._over.set()
        self._thread.join()


def server_processes(server: Running, requests: int = 40) -> set[str]:
    """Return what tells apart the processes that answer: the beginning of a request's id."""
    ids = [server.get("/health/live").headers["x-request-id"] for _ in range(requests)]
    return {request_id.partition("-")[0] for request_id in ids}


def test_several_processes_answer_at_one_address(run_server: Callable[..., Running]) -> None:
    server = run_server(workers=2)
    assert len(children(server.process.pid)) == 2
    wait_until(lambda: len(server_processes(server)) == 2)


def test_a_process_that_dies_is_replaced(run_server: Callable[..., Running]) -> None:
    server = run_server(workers=2)
    first, second = children(server.process.pid)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: first not in children(server.process.pid))
    wait_until(lambda: len(children(server.process.pid)) == 2)
    assert second in children(server.process.pid)
    with httpx.Client(timeout=60) as client:
        assert ask_label(client, server.address) == "A"


@pytest.mark.parametrize("seconds", [0, 0.2, 0.5, 0.6])
def test_the_server_ends_when_told_while_it_replaces_processes(
    run_server: Callable[..., Running], seconds: float
) -> None:
    server = run_server(workers=2)
    for pid in children(server.process.pid):
        os.kill(pid, signal.SIGKILL)
    time.sleep(seconds)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(60) == 0


def test_a_process_that_is_killed_before_it_serves_is_replaced(
    run_server: Callable[..., Running],
) -> None:
    server = run_server(wait=False, workers=2)
    wait_until(lambda: len(children(server.process.pid)) == 2)
    first, _ = children(server.process.pid)
    os.kill(first, signal.SIGKILL)
    server.wait()
    with httpx.Client(timeout=60) as client:
        assert ask_label(client, server.address) == "A"
    wait_until(lambda: first not in children(server.process.pid))
    wait_until(lambda: len(children(server.process.pid)) == 2)
    wait_until(lambda: server.lines("india_japan_kg.serving.supervisor"))
    assert server.lines("india_japan_kg.serving.supervisor")[0]["pid"] == first


@pytest.mark.parametrize("how", ["reload", "hangup"])
def test_changed_files_are_served_without_losing_a_request(
    run_server: Callable[..., Running], how: str
) -> None:
    server = run_server(workers=2, reload=how == "reload")
    asking = [Asking(server.address) for _ in range(3)]
    wait_until(lambda: all(asked.answers for asked in asking))
    (server.house / "data" / "people.ttl").write_text(NAMED.format("B"))
    if how == "hangup":
        server.process.send_signal(signal.SIGHUP)
    wait_until(lambda: all(asked.answers[-1] == "B" for asked in asking))
    for asked in asking:
        asked.stop()
        assert not asked.failures
        assert set(asked.answers) == {"A", "B"}
    wait_until(lambda: len(children(server.process.pid)) == 2)


@pytest.mark.parametrize("how", ["reload", "hangup"])
def test_a_release_that_is_added_is_served(
    run_server: Callable[..., Running], tmp_path: Path, how: str
) -> None:
    releases = tmp_path / "releases"
    releases.mkdir()
    server = run_server(workers=2, reload=how == "reload", releases=releases)
    changes = "/queries/changes.csv?release=0.1.0"
    assert server.get(changes).status_code == 400
    (releases / "0.1.0.ttl").write_text(NAMED.format("Z"))
    if how == "hangup":
        server.process.send_signal(signal.SIGHUP)
    wait_until(lambda: server.get(changes).status_code == 200)
    wait_until(lambda: len(children(server.process.pid)) == 2)
    assert '"""Z""@en"' in server.get(changes).text


def test_files_that_cannot_be_served_change_nothing(run_server: Callable[..., Running]) -> None:
    server = run_server(reload=True)
    (server.house / "data" / "people.ttl").write_text("this is no Turtle")
    wait_until(lambda: "the changed files are not served" in server.log.read_text())
    (line,) = server.lines("india_japan_kg.serving.supervisor")
    assert "data/people.ttl:1" in line["problem"]
    with httpx.Client(timeout=60) as client:
        assert ask_label(client, server.address) == "A"
        (server.house / "data" / "people.ttl").write_text(NAMED.format("C"))
        wait_until(lambda: ask_label(client, server.address) == "C")


def test_all_processes_count_together(run_server: Callable[..., Running]) -> None:
    server = run_server(workers=2)
    asked = 30
    for _ in range(asked):
        server.get("/health/live")
    counted = 'ijkg_request_seconds_count{cache="none",method="GET",route="/health/live"'

    def count() -> float:
        text = server.get("/metrics").text
        return sum(
            float(line.split()[-1]) for line in text.splitlines() if line.startswith(counted)
        )

    wait_until(lambda: count() >= asked)
    wait_until(lambda: "ijkg_queries_in_work 0.0" in server.get("/metrics").text)


def test_all_processes_end_with_the_one_that_keeps_them(
    run_server: Callable[..., Running],
) -> None:
    server = run_server(workers=2)
    below = server.descendants()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(60) == 0
    wait_until(lambda: not any(runs(pid) for pid in below), 20)


def test_all_processes_end_if_the_one_that_keeps_them_is_killed(
    run_server: Callable[..., Running],
) -> None:
    server = run_server(workers=2)
    below = server.descendants()
    server.process.kill()
    wait_until(lambda: not any(runs(pid) for pid in below), 30)


def test_data_that_cannot_be_read_end_the_start_with_one_line(
    run_ijkg: Callable[..., subprocess.CompletedProcess[str]], small_house: Callable[..., object]
) -> None:
    house = small_house(people="this is no Turtle")
    ended = run_ijkg("serve", "--workers", 2, "--port", 0, house=house)
    assert ended.returncode == 2
    assert "data/people.ttl:2:1" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("workers", [1, 2])
def test_an_address_that_is_taken_is_told_in_one_line(
    run_ijkg: Callable[..., subprocess.CompletedProcess[str]], server: str, workers: int
) -> None:
    port = server.rpartition(":")[2]
    ended = run_ijkg("serve", "--port", port, "--workers", workers)
    assert ended.returncode == 2
    assert f"127.0.0.1:{port}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_restart_on_the_same_address_needs_no_pause(run_server: Callable[..., Running]) -> None:
    server = run_server()
    server.get("/health/live")
    server.end()
    bind("127.0.0.1", int(server.address.rpartition(":")[2])).close()
