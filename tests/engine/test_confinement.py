"""A query process reaches nobody, even if a SERVICE clause were overlooked in its query."""

import asyncio
import contextlib
import platform
import socket
import threading
from collections.abc import Iterator

import pytest

from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.engine.answering import answer_queries
from india_japan_kg.engine.confinement import MACHINES
from india_japan_kg.engine.messages import Frame, packed
from india_japan_kg.engine.nursery import Nursery
from india_japan_kg.engine.pool import Pool
from india_japan_kg.engine.preparing import PreparedQuery

JSON = "application/sparql-results+json"


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def frame_for(
    query: str, engine: EmbeddedEngine, runner: asyncio.Runner, *, asks_services: bool
) -> tuple[Frame, bytes]:
    """Return what a query process answers to a query that nobody looked at before."""
    nursery = Nursery(
        lambda connection: answer_queries(connection, engine, 512, asks_services=asks_services)
    )
    pool = Pool(nursery, 1)
    prepared = PreparedQuery(query, True, (), (), asks_services)

    async def ask() -> tuple[Frame, bytes]:
        pool.attach(asyncio.get_running_loop())
        (evaluator,) = [await pool.take(float("inf"), lambda evaluator: evaluator)]
        evaluator.ask(packed((tuple(prepared), JSON, 16)))
        try:
            return await evaluator.frame()
        finally:
            evaluator.close()

    try:
        return runner.run(ask())
    finally:
        pool.close()
        nursery.close()


@pytest.mark.skipif(
    platform.system() != "Linux" or platform.machine() not in MACHINES,
    reason="only Linux confines a process so, on x86-64 and 64-bit ARM",
)
@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_a_query_process_opens_no_connection(
    silent: str, listening: socket.socket, engine: EmbeddedEngine, runner: asyncio.Runner
) -> None:
    port = listening.getsockname()[1]
    query = f"SELECT * {{ SERVICE {silent} <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
    kind, content = frame_for(query, engine, runner, asks_services=False)
    assert kind is (Frame.LAST if silent else Frame.PROBLEM)
    assert silent or b"asks no other service" in content
    listening.settimeout(0.2)
    with pytest.raises(TimeoutError):
        listening.accept()


def test_a_query_process_asks_a_service_if_some_are_allowed(
    listening: socket.socket, engine: EmbeddedEngine, runner: asyncio.Runner
) -> None:
    port = listening.getsockname()[1]
    listening.settimeout(0.05)
    is_over = threading.Event()

    def hang_up() -> None:
        while not is_over.is_set():  # it may try again
            with contextlib.suppress(TimeoutError):
                listening.accept()[0].close()

    called = threading.Thread(target=hang_up)
    called.start()
    query = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
    kind, content = frame_for(query, engine, runner, asks_services=True)
    assert kind is Frame.PROBLEM
    assert b"While a service of the query was asked" in content
    is_over.set()
    called.join()
