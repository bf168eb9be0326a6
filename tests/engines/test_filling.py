"""``ijkg load`` makes a foreign store hold the dataset, whatever it held before."""

import socket
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import httpx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from india_japan_kg.dataset import Dataset
from india_japan_kg.engine import Query, ask
from india_japan_kg.engine.choosing import graph_sizes
from india_japan_kg.engine.endpoint import Endpoint
from india_japan_kg.engine.filling import GraphStore
from india_japan_kg.engine.remote import RemoteEngine
from india_japan_kg.problem import StoreFailed, StoreRefused, StoreUnreachable
from india_japan_kg.vocabulary import GRAPH

Start = Callable[..., Any]
Run = Callable[..., "CompletedProcess[str]"]
TRIPLE = Triple(NamedNode("http://x/a"), NamedNode("http://x/b"), Literal("c"))


@pytest.fixture(params=["graph store", "updates"])
def server(request: pytest.FixtureRequest, start_oxigraph: Start) -> Any:
    return start_oxigraph(update=request.param == "updates")


def sizes(dataset: Dataset) -> dict[str, int]:
    return {
        graph.value: sum(1 for _ in dataset.store.quads_for_pattern(None, None, None, graph))
        for graph in dataset.store.named_graphs()
    }


def test_after_filling_twice_every_graph_is_there_once(
    server: Any, dataset: Dataset, things: Path
) -> None:
    for _ in range(2):
        assert server.fill(dataset, things) == 0
    assert graph_sizes(RemoteEngine(Endpoint(server.store), ""), things, 30) == sizes(dataset)


def test_graphs_of_ours_that_are_gone_are_removed_and_others_are_left(
    server: Any, dataset: Dataset, things: Path
) -> None:
    server.sink.replace(GRAPH + "withdrawn", [TRIPLE])
    server.sink.replace("http://elsewhere/graph", [TRIPLE])
    assert server.fill(dataset, things) == 1
    engine = RemoteEngine(Endpoint(server.store), "")
    assert GRAPH + "withdrawn" not in graph_sizes(engine, things, 30)
    assert ask(engine, Query("ASK { GRAPH <http://elsewhere/graph> { ?s ?p ?o } }"), 30)


def test_blank_nodes_keep_together(server: Any) -> None:
    blank = BlankNode("a")
    name, part = NamedNode("http://x/name"), NamedNode("http://x/part")
    server.sink.replace(
        "http://x/g", [Triple(TRIPLE.subject, part, blank), Triple(blank, name, Literal("n"))]
    )
    text = "ASK { GRAPH <http://x/g> { <http://x/a> <http://x/part>/<http://x/name> 'n' } }"
    assert ask(RemoteEngine(Endpoint(server.store), ""), Query(text), 30)


def test_a_store_filled_in_part_is_not_served(
    start_oxigraph: Start, open_store: Start, dataset: Dataset, things: Path
) -> None:
    server = start_oxigraph()
    with pytest.raises(StoreFailed, match="does not hold the whole dataset"):
        open_store(server.store)
    server.fill(dataset, things)
    open_store(server.store)
    server.sink.remove(GRAPH + "version")
    with pytest.raises(StoreFailed, match="does not hold the whole dataset"):
        open_store(server.store)


def test_the_command_fills_a_store_and_the_server_serves_it(
    start_oxigraph: Start, start_server: Start, run_ijkg: Run
) -> None:
    server = start_oxigraph()
    ended = run_ijkg("load", server.store, "--update", server.store.replace("query", "update"))
    assert ended.returncode == 0, ended.stderr
    assert "triples" in ended.stdout
    address = start_server(store=server.store)
    client = httpx.Client(base_url=address, timeout=60)
    health = client.get("/health").json()
    assert health["dataset"] in ended.stdout
    rows = client.get("/queries/statistics?limit=5", headers={"Accept": "text/csv"})
    assert rows.status_code == 200
    client.close()


def test_virtuoso_is_written_to_with_digest_authentication(empty_virtuoso: Any) -> None:
    empty_virtuoso.sink.replace("http://x/digest", [TRIPLE])
    engine = RemoteEngine(Endpoint(empty_virtuoso.store), "")
    text = "ASK { GRAPH <http://x/digest> { <http://x/a> <http://x/b> 'c' } }"
    assert ask(engine, Query(text), 30)
    empty_virtuoso.sink.remove("http://x/digest")
    assert not ask(engine, Query(text), 30)


def test_a_wrong_password_is_told(empty_virtuoso: Any) -> None:
    address = empty_virtuoso.store.replace("sparql", "sparql-graph-crud-auth")
    with pytest.raises(StoreRefused, match="does not let you write"):
        GraphStore(Endpoint(address, "dba", "wrong")).remove("http://x/g")


def test_nothing_there_to_write_to_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/store"
        with pytest.raises(StoreUnreachable, match="does not answer"):
            GraphStore(Endpoint(address)).replace("http://x/g", [TRIPLE])


def test_other_counts_than_were_written_are_told(
    start_oxigraph: Start, dataset: Dataset, things: Path
) -> None:
    server = start_oxigraph()

    class Forgetful(GraphStore):
        def replace(self, graph: str, triples: Any) -> None:
            super().replace(graph, list(triples)[: None if "domains" not in graph else 5])

    address = server.store.replace("query", "store")
    forgetful = type(server)(server.store, Forgetful(Endpoint(address)))
    with pytest.raises(StoreFailed, match="1 graphs differ after loading"):
        forgetful.fill(dataset, things)


def test_the_graph_of_each_quad_is_kept(server: Any, dataset: Dataset) -> None:
    quad = next(iter(dataset.store))
    assert isinstance(quad, Quad)
    graph = quad.graph_name
    assert isinstance(graph, NamedNode)
    server.sink.replace(graph.value, [quad.triple])
    text = f"ASK {{ GRAPH <{graph.value}> {{ {quad.triple} }} }}"
    assert ask(RemoteEngine(Endpoint(server.store), ""), Query(text), 30)
