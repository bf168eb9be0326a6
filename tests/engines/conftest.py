"""Two real servers, filled with the dataset, and the engines that ask them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.ports import free_port
from tests.waiting import wait_until

from india_japan_kg.catalogue import Catalogue, load
from india_japan_kg.dataset import VERSION_GRAPH, Dataset
from india_japan_kg.engine import Engine, ProcessEngine
from india_japan_kg.engine.choosing import graph_sizes, open_engine
from india_japan_kg.engine.endpoint import Endpoint
from india_japan_kg.engine.filling import GraphSink, GraphStore, UpdateEndpoint, fill
from india_japan_kg.engine.remote import RemoteEngine
from india_japan_kg.settings import Settings, read_settings
from india_japan_kg.things.labels import Labels

KINDS = ["memory", "folder", "oxigraph", "virtuoso"]


@dataclass(frozen=True)
class Server:
    """A running triplestore: what `IJKG_STORE` is for it, and how it is written to."""

    store: str
    sink: GraphSink

    def fill(self, dataset: Dataset, queries: Path) -> int:
        asking = RemoteEngine(Endpoint(self.store), "")
        return fill(
            self.sink,
            dataset.store,
            VERSION_GRAPH,
            lambda: graph_sizes(asking, queries, 60),
            lambda: None,
        )


def _program(name: str, package: str) -> str:
    """Return the path of a server's program; without it, tests are skipped, but never in CI."""
    beside_python = Path(sys.executable).with_name(name)
    found = str(beside_python) if beside_python.exists() else shutil.which(name)
    if found is None:
        reason = f"{name} is not installed: {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def _await(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    def answers() -> bool:
        if server.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            httpx.get(address, params={"query": "ASK {}"}, timeout=20).raise_for_status()
        except httpx.HTTPError:
            return False
        return True

    wait_until(answers, 120)


@pytest.fixture(scope="session")
def start_oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start an empty Oxigraph server with options of the test's choice."""
    program = _program("oxigraph", "pip install oxigraph")
    running: list[subprocess.Popen[bytes]] = []

    def start(*options: str, update: bool = False) -> Server:
        port = free_port()
        log = tmp_path_factory.mktemp("oxigraph") / "log"
        with log.open("wb") as stream:
            server = subprocess.Popen(
                [program, "serve", "--bind", f"127.0.0.1:{port}", *options],
                stdout=stream,
                stderr=stream,
            )
        running.append(server)
        address = f"http://127.0.0.1:{port}"
        _await(f"{address}/query", server, log)
        sink: GraphSink = (
            UpdateEndpoint(Endpoint(f"{address}/update"))
            if update
            else GraphStore(Endpoint(f"{address}/store"))
        )
        return Server(f"{address}/query", sink)

    yield start
    for server in running:
        server.kill()
        server.wait()


@pytest.fixture(scope="session")
def oxigraph(start_oxigraph: Callable[..., Server], dataset: Dataset, things: Path) -> Server:
    server = start_oxigraph()
    server.fill(dataset, things)
    return server


@pytest.fixture(scope="session")
def empty_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = _program("virtuoso-t", "apt-get install virtuoso-opensource")
    folder = tmp_path_factory.mktemp("virtuoso")
    sql_port, http_port = free_port(), free_port()
    template = (Path(__file__).parent / "virtuoso.ini").read_text()
    (folder / "virtuoso.ini").write_text(template.format(sql_port=sql_port, http_port=http_port))
    log = folder / "output"
    with log.open("wb") as stream:
        server = subprocess.Popen(
            [program, "+foreground", "+configfile", "virtuoso.ini"],
            cwd=folder,
            stdout=stream,
            stderr=stream,
        )
    address = f"http://127.0.0.1:{http_port}"
    _await(f"{address}/sparql", server, log)
    sink = GraphStore(Endpoint(f"{address}/sparql-graph-crud-auth", "dba", "dba"))
    yield Server(f"{address}/sparql", sink)
    server.kill()
    server.wait()


@pytest.fixture(scope="session")
def virtuoso(empty_virtuoso: Server, dataset: Dataset, things: Path) -> Server:
    empty_virtuoso.fill(dataset, things)
    return empty_virtuoso


@pytest.fixture(scope="session")
def things(house: Path) -> Path:
    return house / "queries" / "things"


@pytest.fixture(scope="session")
def catalogue(house: Path) -> Catalogue:
    return load(house / "queries")


@pytest.fixture(scope="session")
def labels(engine: Engine, things: Path) -> Labels:
    return Labels.read(engine, things, 60)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stores")


@pytest.fixture(scope="session")
def open_store(dataset: Dataset) -> Callable[..., Engine]:
    def open_store(store: object, **settings: object) -> Engine:
        read: Settings = read_settings(store=str(store), query_timeout=300, **settings)
        return open_engine(read, lambda: dataset)

    return open_store


@pytest.fixture(scope="session")
def engine_of(
    request: pytest.FixtureRequest, open_store: Callable[..., Engine], folder: Path
) -> Iterator[Callable[[str], Engine]]:
    """Return the engine of a kind; opened once."""
    opened: dict[str, Engine] = {}

    def engine_of(kind: str) -> Engine:
        if kind not in opened:
            store = {"memory": "memory", "folder": str(folder)}.get(kind)
            opened[kind] = open_store(store or request.getfixturevalue(kind).store)
        return opened[kind]

    yield engine_of
    for engine in opened.values():
        engine.close()


@pytest.fixture(params=KINDS)
def any_engine(request: pytest.FixtureRequest, engine_of: Callable[[str], Engine]) -> Engine:
    return engine_of(request.param)


@pytest.fixture
def folder_engine(engine_of: Callable[[str], Engine]) -> ProcessEngine:
    engine = engine_of("folder")
    assert isinstance(engine, ProcessEngine)
    return engine
