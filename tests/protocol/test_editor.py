"""SIB's editor (npm: @sib-swiss/sparql-editor, 0.2.5) finds examples, prefixes and properties.

It asks each of its queries of the endpoint, and of the document at the endpoint's address, the
service description, if the endpoint answers with nothing.
"""

from pathlib import Path

import httpx
import pytest
from rdflib import Dataset, URIRef
from rdflib.query import ResultRow
from tests.sib_editor import EXAMPLES, NAMESPACES, PROPERTIES

from india_japan_kg.vocabulary import ONTOLOGY, PREFIXES

ACCEPT = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,"
    "application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,text/html;q=0.2"
)
"""What it accepts as the description, the best first, as its query processor (Comunica) has it."""


def asked(client: httpx.Client, query: str) -> list[dict[str, dict[str, str]]]:
    """Ask the endpoint as the editor does."""
    headers = {"Accept": "application/sparql-results+json", "Origin": "https://editor.example"}
    answer = client.get("/sparql", params={"ac": "1", "query": query}, headers=headers)
    assert answer.headers["access-control-allow-origin"] == "*"
    rows: list[dict[str, dict[str, str]]] = answer.json()["results"]["bindings"]
    return rows


@pytest.fixture(scope="module")
def description(client: httpx.Client) -> Dataset:
    answer = client.get("/sparql", headers={"Accept": ACCEPT})
    assert answer.headers["content-type"].startswith("application/n-quads")
    return Dataset(default_union=True).parse(data=answer.text, format="nquads")  # type: ignore[return-value]


def rows_of(description: Dataset, query: str) -> list[ResultRow]:
    return [row for row in description.query(query) if isinstance(row, ResultRow)]


@pytest.mark.parametrize("query", [EXAMPLES, PROPERTIES])
def test_the_dataset_itself_is_free_of_what_is_for_editors(
    client: httpx.Client, query: str
) -> None:
    assert asked(client, query) == []


def test_every_question_is_an_example_that_the_endpoint_answers(
    client: httpx.Client, server: str, description: Dataset, house: Path
) -> None:
    examples = {
        str(row.sq).partition("#")[2]: str(row.query) for row in rows_of(description, EXAMPLES)
    }
    assert set(examples) == {path.stem for path in (house / "queries").glob("*.rq")}
    for name in ("ministers", "dialogue-graph"):
        answer = client.post("/sparql", data={"query": examples[name]}, headers={"Accept": "*/*"})
        assert answer.status_code == 200, name
    targets = set(description.objects(None, URIRef(PREFIXES["schema"] + "target")))
    assert targets == {URIRef(f"{server}/sparql")}


def test_the_prefixes_of_the_graph_are_completed(
    client: httpx.Client, description: Dataset
) -> None:
    answered = asked(client, NAMESPACES)  # the ontology declares them
    assert {row["prefix"]["value"]: row["namespace"]["value"] for row in answered} == PREFIXES
    found = {str(row.prefix): str(row.namespace) for row in rows_of(description, NAMESPACES)}
    assert found == PREFIXES


def test_the_properties_of_a_class_are_those_that_its_things_have(
    client: httpx.Client, description: Dataset
) -> None:
    session = URIRef(ONTOLOGY + "Session")
    told = {
        str(row.prop): int(row.triples)
        for row in rows_of(description, PROPERTIES)
        if row.subjectClass == session
    }
    counted = asked(
        client,
        "SELECT ?p (COUNT(*) AS ?n) { { SELECT DISTINCT ?s { ?s a ij:Session } } ?s ?p ?o } "
        "GROUP BY ?p",
    )
    assert told == {row["p"]["value"]: int(row["n"]["value"]) for row in counted}
    assert told
