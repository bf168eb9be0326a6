"""What is exported is the same graph in other stores, and keeps to itself beside another graph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx
import pytest
import rdflib
from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from india_japan_kg.engine import Query, select
from india_japan_kg.engine.endpoint import Endpoint
from india_japan_kg.engine.remote import RemoteEngine

GRAPH = "http://elsewhere.example/graph"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
TURTLE, N_TRIPLES = "text/turtle", "application/n-triples"
SUMMIT = "annual-summit-2014-01-25"
SESSION = "https://w3id.org/india-japan/id/session/" + SUMMIT
ARTICLE = "http://elsewhere.example/article/" + SUMMIT
SHACL = "http://www.w3.org/ns/shacl#"

Rows = list[tuple[str, ...]]


class Elsewhere(Protocol):
    """A store of somebody else, with one graph."""

    def add(self, document: bytes, media_type: str) -> None:
        """Load a document beside what is there."""

    def ask(self, text: str) -> Rows:
        """Return the solutions of a SELECT query, each term by its value."""

    def clear(self) -> None:
        """Remove the graph."""


class Rdflib:
    """A graph in rdflib's memory."""

    def __init__(self) -> None:
        self._graph = rdflib.Graph()

    def add(self, document: bytes, media_type: str) -> None:
        self._graph.parse(data=document, format={TURTLE: "turtle", N_TRIPLES: "nt11"}[media_type])

    def ask(self, text: str) -> Rows:
        return [tuple(str(term) for term in row) for row in self._graph.query(text)]  # type: ignore[union-attr]

    def clear(self) -> None:
        self._graph = rdflib.Graph()


class Server:
    """A server, written to by the Graph Store Protocol and asked for the one graph alone."""

    def __init__(self, query: str, write: str, auth: httpx.Auth | None = None) -> None:
        self._engine = RemoteEngine(Endpoint(query), "")
        self._client = httpx.Client(auth=auth, params={"graph": GRAPH}, timeout=300)
        self._write = write

    def add(self, document: bytes, media_type: str) -> None:
        headers = {"Content-Type": media_type}
        self._client.post(self._write, content=document, headers=headers).raise_for_status()

    def ask(self, text: str) -> Rows:
        found = select(self._engine, Query(text, default_graphs=(GRAPH,)), 60)
        return [tuple(term.value for term in row) for row in found]  # type: ignore[union-attr]

    def clear(self) -> None:
        assert self._client.delete(self._write).status_code in (200, 204, 404)

    def close(self) -> None:
        self._client.close()


@dataclass(frozen=True)
class Merged:
    """A store that was given both graphs, one after the other, and its size after each."""

    store: Elsewhere
    first: int
    both: int


def read(document: bytes, form: RdfFormat = RdfFormat.TURTLE) -> set[Triple]:
    return {quad.triple for quad in parse(document, form)}


def size(store: Elsewhere) -> int:
    ((number,),) = store.ask(COUNT)
    return int(number)


@pytest.fixture(scope="module", params=["rdflib", "oxigraph", "virtuoso"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[Elsewhere]:
    if request.param == "rdflib":
        yield Rdflib()
        return
    if request.param == "oxigraph":
        query = request.getfixturevalue("start_oxigraph")().store
        server = Server(query, query.replace("query", "store"))
    else:
        query = request.getfixturevalue("empty_virtuoso").store
        write = query.replace("sparql", "sparql-graph-crud-auth")
        server = Server(query, write, httpx.DigestAuth("dba", "dba"))
    # The challenge comes with this short request, so that the long ones are signed at once.
    server.clear()
    yield server
    # Other tests ask this server for the union of its graphs.
    server.clear()
    server.close()


@pytest.fixture(scope="module")
def turtle(client: httpx.Client) -> bytes:
    return client.get("/export/india-japan.ttl", timeout=300).raise_for_status().content


@pytest.fixture(scope="module")
def third_party() -> bytes:
    return Path(__file__).with_name("third-party.ttl").read_bytes()


@pytest.fixture(scope="module")
def merged(elsewhere: Elsewhere, turtle: bytes, third_party: bytes) -> Merged:
    elsewhere.clear()
    elsewhere.add(turtle, TURTLE)
    first = size(elsewhere)
    elsewhere.add(third_party, TURTLE)
    return Merged(elsewhere, first, size(elsewhere))


def test_every_store_counts_as_many_triples(merged: Merged, turtle: bytes) -> None:
    assert merged.first == len(read(turtle))


def test_two_graphs_together_have_the_triples_of_both(
    merged: Merged, turtle: bytes, third_party: bytes
) -> None:
    ours, theirs = read(turtle), read(third_party)
    shared = ours & theirs
    assert len(shared) == 2
    assert merged.both == len(ours) + len(theirs) - len(shared)


def test_a_query_joins_what_both_graphs_tell(merged: Merged) -> None:
    found = merged.store.ask(f"""
        PREFIX ij: <https://w3id.org/india-japan/ontology#>
        PREFIX owl: <http://www.w3.org/2002/07/owl#>
        PREFIX theirs: <http://schema.org/>
        SELECT DISTINCT ?thing ?born {{
          ?thing owl:sameAs ?ours ; theirs:birthDate ?born .
          <{SESSION}> ij:participation ?participation .
          ?participation ij:person ?ours .
        }}
    """)
    assert found == [("http://www.wikidata.org/entity/Q132345", "1954-09-21")]


def test_a_prefix_keeps_the_meaning_that_each_file_gives_it(merged: Merged) -> None:
    day = "SELECT ?day {{ <{}> <{}startDate> ?day }}"
    assert merged.store.ask(day.format(SESSION, "https://schema.org/")) == [("2014-01-25",)]
    assert merged.store.ask(day.format(ARTICLE, "http://schema.org/")) == [("January 2014",)]
    session = "SELECT ?thing {{ ?thing a <{}Session> FILTER(CONTAINS(STR(?thing), '{}')) }}"
    ours = session.format("https://w3id.org/india-japan/ontology#", SUMMIT)
    theirs = session.format("http://elsewhere.example/vocabulary#", SUMMIT)
    assert (merged.store.ask(ours), merged.store.ask(theirs)) == ([(SESSION,)], [(ARTICLE,)])


def test_blank_nodes_of_one_label_stay_two_nodes(
    elsewhere: Elsewhere, client: httpx.Client, third_party: bytes
) -> None:
    export = client.get("/export/india-japan.nt", timeout=300).raise_for_status().content
    found = re.search(rb"^_:\w+", export, re.MULTILINE)
    assert found is not None
    label = found[0]
    ours = b"".join(line for line in export.splitlines(keepends=True) if label + b" " in line)
    theirs = third_party.replace(b"_:again", label)
    assert label in theirs
    elsewhere.clear()
    elsewhere.add(ours, N_TRIPLES)
    elsewhere.add(theirs, TURTLE)
    assert size(elsewhere) == len(read(ours, RdfFormat.N_TRIPLES)) + len(read(theirs))
    began = "<http://www.wikidata.org/prop/qualifier/P580> ?day"
    (fewest, *_) = sorted(
        int(number)
        for (_, number) in elsewhere.ask(
            f"SELECT ?node (COUNT(*) AS ?n) {{ ?node {began} ; ?p ?o }} GROUP BY ?node"
        )
    )
    assert fewest == 2


def test_only_the_declarations_of_prefixes_are_blank_nodes(turtle: bytes) -> None:
    told = {
        triple.predicate.value for triple in read(turtle) if isinstance(triple.subject, BlankNode)
    }
    assert told == {f"{SHACL}prefix", f"{SHACL}namespace", str(rdflib.RDF.type)}
