"""Clients that people use work against the running server."""

import subprocess
import warnings
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)

from india_japan_kg.vocabulary import PREFIXES

SELECT = (
    "SELECT ?n WHERE { ?session ij:ofDialogue dialogue:strategic-dialogue ; ij:ordinal ?n } "
    "ORDER BY ?n"
)
CONSTRUCT = "CONSTRUCT WHERE { session:strategic-dialogue-18 ij:ordinal ?n }"


def wrapper(server: str, query: str, form: str, method: str = GET, how: str = URLENCODED) -> Any:
    made = SPARQLWrapper(f"{server}/sparql")
    made.setQuery(
        "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("ij", "session", "dialogue")) + query
    )
    made.setMethod(method)
    made.setRequestMethod(how)
    made.setReturnFormat(form)
    return made.query().convert()


@pytest.mark.parametrize(
    ("method", "how"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]
)
def test_sparqlwrapper_reads_json(server: str, method: str, how: str) -> None:
    answer = wrapper(server, SELECT, JSON, method, how)
    assert [int(row["n"]["value"]) for row in answer["results"]["bindings"]] == list(range(1, 19))


def test_sparqlwrapper_reads_xml(server: str) -> None:
    document = wrapper(server, SELECT, XML)
    assert len(document.getElementsByTagName("result")) == 18


@pytest.mark.parametrize("form", [CSV, TSV])
def test_sparqlwrapper_reads_csv_and_tsv(server: str, form: str) -> None:
    lines = wrapper(server, SELECT, form).decode().split()
    assert lines[1:] == [str(n) for n in range(1, 19)]


@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD])
def test_sparqlwrapper_reads_graphs(server: str, form: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        answer = wrapper(server, CONSTRUCT, form)
    graph = rdflib.Graph().parse(data=answer) if isinstance(answer, bytes) else answer
    session = rdflib.URIRef(PREFIXES["session"] + "strategic-dialogue-18")
    assert list(graph.objects(session)) == [rdflib.Literal(18)]


def test_rdflib_s_store_asks_the_endpoint(server: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server}/sparql"))
    session = rdflib.URIRef(PREFIXES["session"] + "strategic-dialogue-18")
    ordinal = rdflib.URIRef(PREFIXES["ij"] + "ordinal")
    assert list(graph.objects(session, ordinal)) == [rdflib.Literal(18)]


def test_curl_asks_the_endpoint(server: str) -> None:
    query = "SELECT ?n { session:strategic-dialogue-18 ij:ordinal ?n }"
    answer = subprocess.run(
        [
            "curl",
            "-sS",
            "-H",
            "Accept: text/csv",
            f"{server}/sparql",
            "--data-urlencode",
            f"query={query}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == ["n", "18"]
