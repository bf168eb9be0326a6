"""Server processes on one socket share the connections that come to it."""

import asyncio
import errno
import http.client
import os
import signal
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from tests.operation.conftest import Running, children
from tests.waiting import wait_until
from uvicorn import Config
from uvicorn.server import ServerState

from india_japan_kg.http.connection import Connection
from india_japan_kg.serving import sharing
from india_japan_kg.serving.sharing import Acceptor, Counts

TRIES = 7


class Clients:
    """Connections that are kept, each with what names the process that answers it."""

    def __init__(self, address: str) -> None:
        self.address = urlsplit(address).netloc
        self.connections: list[tuple[http.client.HTTPConnection, str]] = []

    def come(self, number: int) -> Counter[str]:
        """Have clients connect at one time; return how many each process got of them."""
        new = [http.client.HTTPConnection(self.address, timeout=60) for _ in range(number)]
        for connection in new:
            connection.connect()
        for connection in new:
            process = ask(connection, "/health/live").partition("-")[0]
            self.connections.append((connection, process))
        return Counter(process for _, process in self.connections[-number:])

    def leave(self, process: str | None = None) -> None:
        """Have all clients hang up, or all those of one process."""
        for connection, its in self.connections:
            if process in (None, its):
                connection.close()
        self.connections = [one for one in self.connections if process not in (None, one[1])]

    def wait_for(self, *known: str) -> str:
        """Return a process that is none of the `known`, when it has read all it needs."""
        wait_until(lambda: self.come(1).keys() - set(known))
        connection, process = self.connections[-1]
        ask(connection, "/")
        return process


def ask(connection: http.client.HTTPConnection, path: str) -> str:
    """Return the id that a request was answered with."""
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.getheader("x-request-id") or ""


def is_mostly_true(true: Callable[[], bool]) -> bool:
    """Return what mostly holds: one that the machine keeps from its work leaves all to another."""
    return sum(true() for _ in range(TRIES)) > TRIES / 2


@pytest.fixture
def server(run_server: Callable[..., Running]) -> Running:
    return run_server(workers=2)


@pytest.fixture
def clients(server: Running) -> Iterator[Clients]:
    made = Clients(server.address)
    made.wait_for(made.wait_for())
    made.leave()
    yield made
    made.leave()


def test_of_clients_that_come_together_each_process_gets_its_part(clients: Clients) -> None:
    def are_shared() -> bool:
        got = clients.come(16)
        clients.leave()
        return len(got) == 2 and min(got.values()) >= 6

    assert is_mostly_true(are_shared)


def test_a_process_whose_clients_left_gets_those_that_come_next(clients: Clients) -> None:
    wait_until(lambda: len(clients.come(8)) == 2)
    left = clients.connections[-1][1]

    def gets_the_next() -> bool:
        clients.leave(left)
        return clients.come(4)[left] >= 3

    assert is_mostly_true(gets_the_next)


def test_a_process_that_does_nothing_keeps_nobody_waiting(
    server: Running, clients: Clients
) -> None:
    stopped = children(server.process.pid)[0]
    os.kill(stopped, signal.SIGSTOP)
    try:
        assert len(clients.come(8)) == 1
    finally:
        os.kill(stopped, signal.SIGCONT)


def test_the_clients_of_a_process_that_died_count_no_more(
    server: Running, clients: Clients
) -> None:
    wait_until(lambda: len(clients.come(8)) == 2)
    before = {process for _, process in clients.connections}
    os.kill(children(server.process.pid)[0], signal.SIGKILL)
    new = clients.wait_for(*before)

    def gets_the_next() -> bool:
        clients.leave(new)
        return clients.come(4)[new] >= 3

    assert is_mostly_true(gets_the_next)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as made:
        yield made


class Full(socket.socket):
    """A socket at which the system has no room for a connection, once."""

    has_room = False

    def accept(self) -> tuple[socket.socket, object]:
        if not self.has_room:
            self.has_room = True
            raise OSError(errno.EMFILE, "Too many open files")
        return super().accept()


def test_a_connection_that_the_system_has_no_room_for_is_taken_later(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sharing, "FAILURE_SECONDS", 0.05)

    async def answer(scope: object, receive: object, send: Callable[..., object]) -> None:
        raise AssertionError

    async def come() -> int:
        listening = Full()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        state = ServerState()
        config = Config(SimpleNamespace(__call__=answer), lifespan="off", log_config=None)  # type: ignore[arg-type]

        def connect(ended: Callable[[], None]) -> Connection:
            return Connection(config, state, {})

        acceptor = Acceptor(listening, Counts(1), 0, state.connections, connect)
        with socket.create_connection(listening.getsockname()):
            for _ in range(1000):
                if state.connections:
                    break
                await asyncio.sleep(0.01)
            number = len(state.connections)
        acceptor.close()
        listening.close()
        return number

    assert runner.run(come()) == 1
    assert "Too many open files" in str([record.__dict__ for record in caplog.records])


def test_a_process_takes_no_more_than_others_and_a_part() -> None:
    counts = Counts(3)
    counts.tell(0, 16)
    assert counts.may_take(18)
    assert not counts.may_take(19)
    counts.tell(1, 2)
    assert not counts.may_take(3)
    counts.leave(1)
    assert counts.may_take(18)


def test_a_place_is_free_until_a_process_has_it() -> None:
    counts = Counts(3)
    assert counts.free_place(()) == 0
    assert counts.free_place({0, 1}) == 2
    assert counts.free_place({0, 1, 2}) == 2
