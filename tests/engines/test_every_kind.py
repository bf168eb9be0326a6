"""What an engine promises holds on every kind: memory, folder, and two foreign servers."""

import pytest
from pyoxigraph import Literal, NamedNode, parse

from india_japan_kg.dataset import Dataset
from india_japan_kg.engine import GRAPH_TYPES, SOLUTION_TYPES, Engine, Query, ask, select
from india_japan_kg.problem import BadQuery, Refused
from india_japan_kg.vocabulary import GRAPH, PREFIXES

JSON = "application/sparql-results+json"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def count(engine: Engine, query: Query) -> int:
    (solution,) = select(engine, query, 60)
    return int(solution["n"].value)


def test_the_version_is_that_of_the_dataset(any_engine: Engine, dataset: Dataset) -> None:
    assert any_engine.version == dataset.version


def test_the_default_graph_is_the_union_of_all_graphs(any_engine: Engine, dataset: Dataset) -> None:
    kinds = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ij:Session }"
    assert count(any_engine, Query(kinds)) == len(
        {
            quad.subject
            for quad in dataset.store.quads_for_pattern(
                None, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["ij"] + "Session")
            )
        }
    )


def test_a_bound_variable_has_its_term(any_engine: Engine) -> None:
    session = NamedNode(PREFIXES["session"] + "strategic-dialogue-18")
    text = "SELECT ?n { VALUES ?session { UNDEF } ?session ij:ordinal ?n }"
    (solution,) = select(any_engine, Query(text, {"session": session}), 60)
    assert solution["n"] == Literal(18)


def test_a_text_that_looks_like_sparql_stays_a_text(any_engine: Engine) -> None:
    hostile = Literal('x" } ; DROP ALL # \\')
    query = Query("SELECT ?name { VALUES ?name { 1 } }", {"name": hostile})
    (solution,) = select(any_engine, query, 60)
    assert solution["name"] == hostile


def test_named_default_graphs_replace_the_union(any_engine: Engine, dataset: Dataset) -> None:
    graph = GRAPH + "domains"
    inside = sum(1 for _ in dataset.store.quads_for_pattern(None, None, None, NamedNode(graph)))
    assert count(any_engine, Query(COUNT, default_graphs=(graph,))) == inside


def test_a_from_clause_is_heeded(any_engine: Engine) -> None:
    assert count(any_engine, Query(COUNT.replace("{", f"FROM <{GRAPH}nothing> {{", 1))) == 0


def test_graphs_can_be_asked_by_name(any_engine: Engine) -> None:
    text = f"ASK {{ GRAPH <{GRAPH}domains> {{ ?s a skos:Concept }} }}"
    assert ask(any_engine, Query(text), 60)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("SELECT * {\n  ?s nope:x ?o }", 2, "the prefix nope: is not declared"),
        ("SELECT * { ?s ?p ?o", 1, "ends too early"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?o", 1, "a variable that is unbound"),
        ("SELECT (<bif:now>() AS ?x) {}", None, "bif:now"),
    ],
)
def test_a_bad_query_is_told_with_its_place(
    any_engine: Engine, text: str, line: int | None, says: str
) -> None:
    with pytest.raises(BadQuery, match=says) as caught:
        any_engine.evaluate(Query(text), JSON, 60)
    assert caught.value.members["line"] == line


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA { <x:a> <x:b> <x:c> }", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"],
)
def test_updates_and_other_services_are_refused(any_engine: Engine, text: str) -> None:
    with pytest.raises(Refused):
        any_engine.evaluate(Query(text), JSON, 60)


def test_names_in_all_scripts_come_back_as_they_are(any_engine: Engine, dataset: Dataset) -> None:
    thing = NamedNode(PREFIXES["person"] + "motegi-toshimitsu")
    label = NamedNode(PREFIXES["rdfs"] + "label")
    text = "SELECT ?name { VALUES ?thing { UNDEF } ?thing rdfs:label ?name }"
    told = {solution["name"] for solution in select(any_engine, Query(text, {"thing": thing}), 60)}
    assert told == {quad.object for quad in dataset.store.quads_for_pattern(thing, label, None)}


def test_line_ends_and_quotes_in_a_text_are_kept(any_engine: Engine) -> None:
    text = Literal('"a" <b> & \\ \t\n c', language="ja")
    query = Query("SELECT ?x { VALUES ?x { 1 } }", {"x": text})
    (solution,) = select(any_engine, query, 60)
    assert solution["x"] == text


@pytest.mark.parametrize("media_type", SOLUTION_TYPES)
def test_solutions_are_written_in_every_format_as_by_the_embedded_engine(
    any_engine: Engine, engine: Engine, media_type: str
) -> None:
    query = Query(
        "SELECT ?domain ?name { ?domain skos:broader ?any ; rdfs:label ?name } "
        "ORDER BY ?domain LANG(?name)"
    )
    expected = engine.evaluate(query, media_type, 60)
    assert any_engine.evaluate(query, media_type, 60) == expected


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_graphs_are_written_in_every_format(
    any_engine: Engine, engine: Engine, media_type: str
) -> None:
    query = Query("CONSTRUCT WHERE { ij:formats ?p ?o }")

    def triples(asked: Engine) -> set[object]:
        body = asked.evaluate(query, media_type, 60)
        return {quad.triple for quad in parse(body, GRAPH_TYPES[media_type])}

    assert triples(any_engine) == triples(engine) != set()
