"""The graph in Python."""

import pytest
from rdflib import URIRef

import india_japan_kg
from india_japan_kg.graph import Graph
from india_japan_kg.problem import BadParameter, BadQuery, NotFound


@pytest.fixture(scope="module")
def graph() -> Graph:
    return india_japan_kg.load()


def test_a_question_is_answered_in_plain_rows(graph: Graph) -> None:
    rows = graph.ask("across-the-table", dialogue="strategic-dialogue", from_="2026-01-01")
    assert {row["session"]["id"] for row in rows} == {"strategic-dialogue-18"}  # type: ignore[index]


def test_a_wrong_value_is_told(graph: Graph) -> None:
    with pytest.raises(BadParameter, match="strategic-dialog"):
        graph.ask("sessions-of-dialogue", dialogue="strategic-dialog")


def test_an_unknown_question_is_told_the_closest(graph: Graph) -> None:
    with pytest.raises(NotFound) as caught:
        graph.ask("minsters")
    assert "ministers" in caught.value.remedy


def test_select_leaves_out_nothing(graph: Graph) -> None:
    rows = graph.select(
        "SELECT ?s ?label { VALUES ?s { session:strategic-dialogue-18 ij:nothing }"
        ' OPTIONAL { ?s rdfs:label ?label FILTER(LANG(?label) = "ja") } } ORDER BY ?s'
    )
    assert [row["label"] for row in rows] == ["第18回日印外相間戦略対話", None]


def test_other_forms_of_queries_are_refused_by_select(graph: Graph) -> None:
    with pytest.raises(BadQuery, match="SELECT"):
        graph.select("ASK {}")


def test_the_export_has_as_many_lines_as_the_graph_has_triples(graph: Graph) -> None:
    assert len(graph.export("nt").splitlines()) == len(graph)


@pytest.mark.wide
def test_rdflib_gets_every_triple(graph: Graph) -> None:
    assert len(graph.to_rdflib()) == len(graph)


def test_an_unknown_format_is_told_the_known_ones(graph: Graph) -> None:
    with pytest.raises(BadParameter, match="turtle"):
        graph.export("turtle")


def test_a_question_that_gives_a_graph_is_constructed(graph: Graph) -> None:
    found = graph.construct("genealogy-graph", dialogue="jwg-critical-minerals")
    derived = URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")
    assert derived in set(found.predicates())
    with pytest.raises(BadParameter, match="is a graph"):
        graph.ask("genealogy-graph")
    with pytest.raises(BadParameter, match="is a table"):
        graph.construct("dialogues")
