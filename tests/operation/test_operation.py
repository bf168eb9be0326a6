"""What whoever runs the server sees: health, metrics, logs, an orderly end."""

import re
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from tests.operation.conftest import Running, runs
from tests.waiting import wait_until

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_live_and_ready_are_told_apart(client: httpx.Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}
    ready = client.get("/health/ready").json()
    assert ready["triples"] > 0
    assert ready["dataset"]


def test_ready_is_asked_of_the_graph_each_time(client: httpx.Client) -> None:
    def counted() -> float:
        return value(client, 'ijkg_query_seconds_count{ended="answered"}')

    before = counted()
    client.get("/health/ready")
    client.get("/health/ready")
    assert counted() >= before + 2


def value(client: httpx.Client, name: str) -> float:
    for line in client.get("/metrics").text.splitlines():
        if line.startswith(name + " "):
            return float(line.rpartition(" ")[2])
    return 0.0


def test_metrics_count_requests_by_route_and_cache(client: httpx.Client) -> None:
    counted = 'ijkg_request_seconds_count{cache="%s",method="GET",route="%s",status="200"}'
    query = {"query": "ASK {} # counted by the metrics"}
    hits, misses = (value(client, counted % (kept, "/sparql")) for kept in ("hit", "miss"))
    client.get("/sparql", params=query)
    client.get("/sparql", params=query)
    assert value(client, counted % ("miss", "/sparql")) == misses + 1
    assert value(client, counted % ("hit", "/sparql")) == hits + 1
    client.get("/session/strategic-dialogue-18.ttl")
    things = sum(value(client, counted % (kept, "/{kind}/{slug}")) for kept in ("hit", "miss"))
    assert things >= 1


def test_metrics_tell_how_queries_ended(client: httpx.Client) -> None:
    name = 'ijkg_query_seconds_count{ended="deadline-exceeded"}'
    before = value(client, name)
    client.get("/sparql", params={"query": SLOW + " # metrics", "timeout": "1"})
    assert value(client, name) == before + 1


def test_the_cache_is_measured(client: httpx.Client) -> None:
    client.get("/dialogues")
    assert value(client, "ijkg_cache_answers") >= 1
    assert value(client, "ijkg_cache_bytes") > 100


def test_every_metric_is_documented(client: httpx.Client, house: Path) -> None:
    told = set(re.findall(r"^\| `(ijkg_\w+)`", (house / "docs/operation.md").read_text(), re.M))
    assert told == set(re.findall(r"^# TYPE (ijkg_\w+) ", client.get("/metrics").text, re.M)) - {
        f"{name}_created" for name in told
    }


def test_logs_name_the_request_and_the_query(run_server: Callable[..., Running]) -> None:
    server = run_server()
    asked = {"X-Request-Id": "mine-7"}
    for _ in range(2):
        server.get("/sparql", params={"query": "ASK {}"}, headers=asked)
    server.end()
    requests = [
        line for line in server.lines("india_japan_kg.access") if line["request"] == "mine-7"
    ]
    assert [(line["status"], line["cache"]) for line in requests] == [(200, "miss"), (200, "hit")]
    (query,) = [
        line for line in server.lines("india_japan_kg.queries") if line.get("request") == "mine-7"
    ]
    assert re.fullmatch("[0-9a-f]{16}", query["query_hash"])
    assert query["ended"] == "answered"
    assert "query_text" not in query


def test_a_slow_query_is_logged_with_its_text(run_server: Callable[..., Running]) -> None:
    server = run_server(slow_query=2, log_level="warning")
    server.get("/sparql", params={"query": SLOW, "timeout": "2.5"})
    server.end()
    (slow,) = server.lines("india_japan_kg.queries")
    assert slow["message"] == "slow query"
    assert slow["query_text"] == SLOW
    assert slow["milliseconds"] >= 2000


def test_a_server_that_is_told_to_end_finishes_its_answers(
    run_server: Callable[..., Running],
) -> None:
    server = run_server(query_timeout=8)
    server.get("/sparql", params={"query": "ASK {}"})  # all names are read then
    answers: list[httpx.Response] = []

    def ask() -> None:
        answers.append(server.get("/sparql", params={"query": SLOW, "timeout": "6"}))

    asking = threading.Thread(target=ask)
    asking.start()
    wait_until(lambda: server.metric("ijkg_queries_in_work") == 1)
    server.process.send_signal(signal.SIGTERM)
    asking.join()
    assert answers[0].status_code == 504
    assert server.process.wait(60) in (0, -signal.SIGTERM)


def test_a_server_that_is_told_to_end_does_not_wait_for_the_rest_of_a_request(
    run_server: Callable[..., Running],
) -> None:
    server = run_server(query_timeout=100)
    address = urlsplit(server.address)
    with socket.create_connection((address.hostname or "", address.port or 0)) as client:
        client.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nGET /health/live HTT")
        assert client.recv(1000).startswith(b"HTTP/1.1 200")
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(60) in (0, -signal.SIGTERM)


def test_query_processes_do_not_outlive_a_killed_server(
    run_server: Callable[..., Running],
) -> None:
    server = run_server()
    server.get("/sparql", params={"query": "ASK {}"})  # all names are read then

    def ask() -> None:
        with pytest.raises(httpx.TransportError):
            server.get("/sparql", params={"query": SLOW})

    asking = threading.Thread(target=ask)
    asking.start()
    wait_until(lambda: server.metric("ijkg_queries_in_work") == 1)
    below = server.descendants()
    assert len(below) > 1
    server.process.kill()
    asking.join()
    wait_until(lambda: not any(runs(pid) for pid in below), 20)
