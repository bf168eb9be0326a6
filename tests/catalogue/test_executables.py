"""The catalogue as RDF is what SPARQL editors read as the examples of an endpoint."""

from pathlib import Path

import pytest
from pyoxigraph import Store
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery
from tests.sib_editor import EXAMPLES, NAMESPACES

from india_japan_kg.catalogue import Catalogue, executables
from india_japan_kg.tables import GRAPH_FORMS, write_graph
from india_japan_kg.vocabulary import PREFIXES

PAGE = "https://kg.example.org/queries"
ENDPOINT = "https://kg.example.org/sparql"
SH = Namespace("http://www.w3.org/ns/shacl#")
SCHEMA = Namespace("https://schema.org/")


@pytest.fixture(scope="module", params=GRAPH_FORMS)
def graph(request: pytest.FixtureRequest, catalogue: Catalogue) -> Graph:
    media_type = GRAPH_FORMS[request.param]
    body = write_graph(executables(catalogue, PAGE, ENDPOINT), media_type)
    return Graph().parse(data=body, format=media_type)


def without_header(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#+")).strip()


def test_the_query_of_the_editor_finds_every_question_once(graph: Graph, house: Path) -> None:
    files = {path.stem: path for path in (house / "queries").glob("*.rq")}
    found = {str(row.sq).removeprefix(f"{PAGE}#"): row for row in graph.query(EXAMPLES)}
    assert set(found) == set(files)
    assert len(graph.query(EXAMPLES)) == len(files)
    for name, row in found.items():
        assert str(row.query).strip() == without_header(files[name])
        assert row.comment.language == "en"


def test_the_query_of_the_editor_finds_the_prefixes_of_the_graph(graph: Graph) -> None:
    found = {str(row.prefix): str(row.namespace) for row in graph.query(NAMESPACES)}
    assert found == PREFIXES


def test_every_query_is_read_by_two_processors_with_its_prefixes(graph: Graph) -> None:
    declared = "".join(
        f"PREFIX {row.prefix}: <{row.namespace}>\n" for row in graph.query(NAMESPACES)
    )
    queries = [*graph.objects(None, SH.select), *graph.objects(None, SH.construct)]
    assert queries
    for query in queries:
        for text in (str(query), declared + str(query)):
            Store().query(text)
            prepareQuery(text)


def test_the_class_and_the_property_are_those_of_the_form_of_the_query(
    graph: Graph, catalogue: Catalogue
) -> None:
    for name, question in catalogue.items():
        node = URIRef(f"{PAGE}#{name}")
        own, other = ("Construct", "Select") if question.gives_graph else ("Select", "Construct")
        types = set(graph.objects(node, URIRef(PREFIXES["rdf"] + "type")))
        assert types == {SH.SPARQLExecutable, SH[f"SPARQL{own}Executable"]}
        assert len(list(graph.objects(node, SH[own.lower()]))) == 1
        assert not list(graph.objects(node, SH[other.lower()]))


def test_a_question_names_its_endpoint_its_page_and_its_keywords(graph: Graph) -> None:
    node = URIRef(f"{PAGE}#across-the-table")
    assert graph.value(node, SCHEMA.target) == URIRef(ENDPOINT)
    assert graph.value(node, SCHEMA.url) == URIRef(f"{PAGE}/across-the-table")
    assert Literal("dialogues") in set(graph.objects(node, SCHEMA.keywords))
    assert (graph.value(node, SH.prefixes), SH.declare, None) in graph
