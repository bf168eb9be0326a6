"""A wait for a store ends at once when nobody waits for the answer, whatever it waits for."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from tests.waiting import PATIENCE, wait_until

from india_japan_kg.engine import Query, patience
from india_japan_kg.engine.endpoint import Endpoint
from india_japan_kg.engine.remote import RemoteEngine
from india_japan_kg.problem import DeadlineExceeded
from india_japan_kg.stopping import CURRENT_STOP, Abandoned, Stop

JSON = "application/sparql-results+json"
TRUE = b"""<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>
<boolean>true</boolean></sparql>"""
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(TRUE), TRUE)
LIMIT = 60
SOON = 20
"""Seconds; what nobody ends before is ended by the time limit of the query."""

BUSY = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"


class Store:
    """Takes connections, says what it is told to say on each, and sees when they are closed."""

    def __init__(self, says: bytes) -> None:
        self.says = says
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.asked = threading.Semaphore(0)
        self.closed = threading.Semaphore(0)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            connection.recv(65536)
            connection.sendall(self.says)
            self.asked.release()
            while connection.recv(65536):
                pass
            self.closed.release()

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class Asking:
    """A query that a thread asks of a store, with the stop of its request."""

    def __init__(
        self, pool: ThreadPoolExecutor, port: int, scheme: str, stop: Stop, limit: float
    ) -> None:
        self.stop = stop
        engine = RemoteEngine(Endpoint(f"{scheme}://127.0.0.1:{port}/sparql"), "1")

        def ask() -> bytes:
            CURRENT_STOP.set(stop)
            return engine.evaluate(Query("ASK {}"), JSON, limit)

        self.working: Future[bytes] = pool.submit(ask)

    def ends_when_stopped(self) -> bool:
        assert not self.working.done()
        self.stop.set()
        return isinstance(self.working.exception(timeout=SOON), Abandoned)


@pytest.fixture
def resources() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def store(resources: ExitStack) -> Callable[..., Store]:
    def start(says: bytes = b"") -> Store:
        made = Store(says)
        resources.callback(made.close)
        return made

    return start


@pytest.fixture
def ask(resources: ExitStack) -> Callable[..., Asking]:
    def start(
        port: int, scheme: str = "http", stop: Stop | None = None, limit: float = LIMIT
    ) -> Asking:
        pool = resources.enter_context(ThreadPoolExecutor(1))
        return Asking(pool, port, scheme, stop or Stop(), limit)

    return start


@pytest.fixture
def unreachable(resources: ExitStack) -> int:
    """Return a port that answers to no attempt to connect: its queue is full."""
    listening = resources.enter_context(socket.socket())
    listening.bind(("127.0.0.1", 0))
    listening.listen(0)
    for _ in range(3):
        waiting = resources.enter_context(socket.socket())
        waiting.setblocking(False)
        waiting.connect_ex(listening.getsockname())
    port: int = listening.getsockname()[1]
    return port


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", id="half a head"),
        pytest.param(WHOLE[:-20], id="a part of its answer"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n" + TRUE, id="an answer of no told length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n<", id="a chunk"),
        pytest.param(b"HTTP/1.1 400 No\r\nContent-Length: 9\r\n\r\nwrong", id="a part of an error"),
    ],
)
def test_the_wait_for_a_store_that_said_only_a_part_ends_and_the_store_sees_it(
    store: Callable[..., Store], ask: Callable[..., Asking], said: bytes
) -> None:
    slow = store(said)
    asking = ask(slow.port)
    assert slow.asked.acquire(timeout=PATIENCE)
    assert asking.ends_when_stopped()
    assert slow.closed.acquire(timeout=SOON)


def test_the_wait_for_a_handshake_of_tls_ends(
    store: Callable[..., Store], ask: Callable[..., Asking]
) -> None:
    mute = store()
    asking = ask(mute.port, "https")
    assert mute.asked.acquire(timeout=PATIENCE)
    assert asking.ends_when_stopped()
    assert mute.closed.acquire(timeout=SOON)


def test_the_wait_for_a_connection_ends(ask: Callable[..., Asking], unreachable: int) -> None:
    asking = ask(unreachable)
    time.sleep(0.2)
    assert asking.ends_when_stopped()


def test_a_connection_that_is_stopped_before_it_is_begun_is_not_waited_for(
    ask: Callable[..., Asking], unreachable: int
) -> None:
    class StopAsSoonAsAdded(Stop):
        def add(self, *work: object) -> None:
            super().add(*work)  # type: ignore[arg-type]
            self.set()

    asking = ask(unreachable, stop=StopAsSoonAsAdded())
    assert isinstance(asking.working.exception(timeout=SOON), Abandoned)


def test_the_pause_before_another_try_ends(
    store: Callable[..., Store], ask: Callable[..., Asking], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.01, 0.01, 50.0))
    busy = store(BUSY)
    asking = ask(busy.port)
    for _ in range(3):
        assert busy.asked.acquire(timeout=PATIENCE)
        assert busy.closed.acquire(timeout=PATIENCE)
    assert asking.ends_when_stopped()
    assert not busy.asked.acquire(timeout=1)


def test_a_store_is_not_asked_for_somebody_who_has_gone(
    store: Callable[..., Store], ask: Callable[..., Asking]
) -> None:
    there, gone = store(WHOLE), Stop()
    gone.set()
    assert isinstance(ask(there.port, stop=gone).working.exception(timeout=SOON), Abandoned)
    assert not there.asked.acquire(timeout=0.2)


def test_another_query_that_waits_at_the_same_time_goes_on(
    store: Callable[..., Store], ask: Callable[..., Asking]
) -> None:
    slow = store()
    left, staying = ask(slow.port), ask(slow.port, limit=5)
    for _ in range(2):
        assert slow.asked.acquire(timeout=PATIENCE)
    assert left.ends_when_stopped()
    assert isinstance(staying.working.exception(timeout=PATIENCE), DeadlineExceeded)


def test_answers_leave_no_connection_open(
    store: Callable[..., Store], ask: Callable[..., Asking]
) -> None:
    quick = store(WHOLE)

    def is_open() -> int:
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208

    before = is_open()
    for _ in range(20):
        assert b"true" in ask(quick.port).working.result(timeout=PATIENCE)
        assert quick.closed.acquire(timeout=SOON)
    wait_until(lambda: is_open() <= before, SOON)
