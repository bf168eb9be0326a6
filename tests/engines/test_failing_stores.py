"""What goes wrong in a foreign store is told apart, within the time limit of the query."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from india_japan_kg.engine import Query, patience
from india_japan_kg.engine.endpoint import Endpoint, read_endpoint
from india_japan_kg.engine.remote import RemoteEngine
from india_japan_kg.problem import (
    BadSetting,
    DeadlineExceeded,
    MemoryExceeded,
    Overloaded,
    Problem,
    StoreFailed,
    StoreRefused,
    StoreUnreachable,
)

JSON = "application/sparql-results+json"
TRUE = b"""<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>
<boolean>true</boolean></sparql>"""
ONE_OF_MANY = b"""<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="n"/>
</head><results><result><binding name="n"><literal>1</literal></binding></result>"""
FOR_EVER = 30
"""Seconds, for whoever waits until a deadline of less than one."""

Answer = Callable[[BaseHTTPRequestHandler], None]


def reply(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def broken_off(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(len(TRUE) + 1))
    request.end_headers()
    request.wfile.write(TRUE)


def hang(request: BaseHTTPRequestHandler) -> None:
    request.connection.settimeout(FOR_EVER)
    assert request.rfile.read(1) == b""  # whoever asked has gone


def trickle(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    until = time.monotonic() + FOR_EVER
    while time.monotonic() < until:
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.05)


@pytest.fixture
def store() -> Iterator[Callable[..., RemoteEngine]]:
    """Start a store that gives one answer after the other, the last one for ever."""
    servers: list[ThreadingHTTPServer] = []

    def start(*answers: Answer, **options: int) -> RemoteEngine:
        left = list(answers)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                try:
                    (left.pop(0) if len(left) > 1 else left[0])(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        address = f"http://127.0.0.1:{server.server_port}/sparql"
        return RemoteEngine(Endpoint(address), "1", **options)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def ask(engine: RemoteEngine, timeout: float = 30) -> bytes:
    return engine.evaluate(Query("ASK {}"), JSON, timeout)


def test_a_store_that_is_not_there_is_told_after_several_tries() -> None:
    started = time.monotonic()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/sparql"
        with pytest.raises(StoreUnreachable, match="refused"):
            ask(RemoteEngine(Endpoint(address), "1"))
    assert 0.5 < time.monotonic() - started < 20


def test_a_store_that_is_busy_for_a_moment_is_asked_again(
    store: Callable[..., RemoteEngine],
) -> None:
    assert b"true" in ask(store(reply(503), reply(503), reply(200, TRUE)))


def test_the_tries_end_with_the_time_of_the_query(
    store: Callable[..., RemoteEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.1, 60.0))
    started = time.monotonic()
    with pytest.raises(Overloaded):
        ask(store(reply(503)), 30)
    assert 0.05 < time.monotonic() - started < 20


@pytest.mark.parametrize("slow", [hang, trickle])
def test_a_store_that_does_not_end_is_left_at_the_deadline(
    store: Callable[..., RemoteEngine], slow: Answer
) -> None:
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded, match=r"0\.4 s"):
        ask(store(slow), 0.4)
    assert time.monotonic() - started < FOR_EVER / 2


@pytest.mark.parametrize(
    ("answer", "problem", "says"),
    [
        (reply(503), Overloaded, "busy"),
        (reply(504), DeadlineExceeded, "time limit"),
        (reply(401), StoreRefused, "does not let this server ask"),
        (reply(403), StoreRefused, "does not let this server ask"),
        (reply(400, b"no such function"), StoreFailed, "rejected the query: no such function"),
        (reply(500, b"out of luck"), StoreFailed, "rejected the query: out of luck"),
        (reply(418), StoreFailed, "answered 418"),
        (reply(200, b"<html>"), StoreFailed, "not well-formed"),
        (reply(200, TRUE[:-30]), StoreFailed, "not well-formed"),
        (reply(200, ONE_OF_MANY), StoreFailed, "ends too early"),
        (broken_off, StoreUnreachable, "its answer broke off"),
        (reply(200, TRUE, X_SPARQL_MaxRows="10000"), StoreFailed, "cut its answer after 10000"),
    ],
)
def test_every_failure_has_its_problem(
    store: Callable[..., RemoteEngine], answer: Answer, problem: type[Problem], says: str
) -> None:
    with pytest.raises(problem, match=says):
        ask(store(answer))


def test_an_answer_that_would_fill_the_memory_is_broken_off(
    store: Callable[..., RemoteEngine],
) -> None:
    with pytest.raises(MemoryExceeded, match="larger than 1 MiB"):
        ask(store(reply(200, b" " * 2_000_000), max_answer=1))


def test_credentials_are_sent_with_a_query(store: Callable[..., RemoteEngine]) -> None:
    def let_me_in(request: BaseHTTPRequestHandler) -> None:
        signed = request.headers["Authorization"] == "Basic bWU6cEBzcw=="  # me:p@ss
        reply(200 if signed else 401, TRUE)(request)

    address = store(let_me_in).address
    assert b"true" in ask(RemoteEngine(Endpoint(address, "me", "p@ss"), "1"))


def test_credentials_stand_in_the_address_and_are_never_told() -> None:
    endpoint = read_endpoint("https://me:p%40ss@store.example:8443/sparql?x=1")
    assert endpoint == Endpoint("https://store.example:8443/sparql?x=1", "me", "p@ss")


@pytest.mark.parametrize("store", ["http://", "ftp://store.example/sparql", "nonsense"])
def test_an_address_that_cannot_be_is_told(store: str) -> None:
    with pytest.raises(BadSetting, match="IJKG_STORE"):
        read_endpoint(store)
