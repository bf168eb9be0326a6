"""The checker finds what is wrong with query files, and finds nothing in the house's own."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from rdflib.plugins.sparql import prepareQuery

from india_japan_kg.catalogue import check, check_examples, load
from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.things.labels import Labels


def test_the_queries_of_the_house_have_nothing_wrong(house: Path) -> None:
    assert [str(finding) for finding in check(house / "queries")] == []


def test_every_query_is_read_by_a_second_processor(house: Path) -> None:
    for path in sorted((house / "queries").glob("**/*.rq")):
        prepareQuery(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("#+ view: table", "#+ view: tabel", 4, "Did you mean table?"),
        ("ORDER BY ?thing", "", 17, "ORDER BY"),
        ("(?name AS ?called)", "?label", 11, "the column called is not among those selected"),
        ("?thing (?name AS ?called)", "(?name AS ?called) ?thing", 11, "not in the order"),
        ('VALUES ?name { "Tokyo" }', 'BIND("Tokyo" AS ?name)', 5, "no VALUES ?name"),
        ('"Tokyo" }', "UNDEF }", 19, "put the example here"),
        ("#+     required: true\n", "", 18, "UNDEF stands here"),
        ("?thing rdfs:label", "VALUES ?label { UNDEF } ?thing rdfs:label", 20, "no parameter"),
        ("WHERE {", "WHERE", 19, "not valid SPARQL"),
        ("SELECT ?thing (?name AS ?called)", "ASK", 17, "a SELECT or a CONSTRUCT query"),
        ("#+ view: table", "#+ view: table\n#+ defaults: [name: Tokyo]", 5, "Write `default`"),
        ("#+ view: table", "#+ view: table\n#+ enumerate: [name]", 5, "Write `allowed`"),
        ("#+   name:", "#+   limit:", 7, "the name limit is taken"),
    ],
)
def test_each_fault_is_found_at_its_line(
    write_query: Callable[..., Path], old: str, new: str, line: int, message: str
) -> None:
    findings = check(write_query(old, new))
    assert any(finding.line == line and message in finding.message for finding in findings), [
        str(finding) for finding in findings
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("", "#+ columns:\n#+   thing: {type: thing, meaning: It.}\n", 2, "has no columns"),
        ("", "#+ collection: names\n", 1, "has no collection"),
        ("", "#+ engine: name-search\n", 1, "has no engine"),
        ("view: network", "view: line", 4, "It may be network, table"),
        ("{ ?thing a ?class }", "{ ?thing a ?class", 14, "not valid SPARQL"),
        ("VALUES ?thing { place:tokyo }", "", 5, "no VALUES ?thing"),
        ("place:tokyo }", "UNDEF }", 14, "put the example here"),
        ("\n}", "\n} LIMIT 5", 13, "which part is cut out"),
    ],
)
def test_each_fault_of_a_question_that_gives_a_graph_is_found_at_its_line(
    write_graph_query: Callable[..., Path], old: str, new: str, line: int, message: str
) -> None:
    findings = check(write_graph_query(old, new))
    assert any(finding.line == line and message in finding.message for finding in findings), [
        str(finding) for finding in findings
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("example: tokyo", "example: atlantis", 6, "is no value"),
        ("a ?class }\n}", "a ?class FILTER(false) }\n}", 1, "finds nothing"),
    ],
)
def test_an_example_without_a_graph_is_found(
    write_graph_query: Callable[..., Path],
    engine: EmbeddedEngine,
    labels: Labels,
    old: str,
    new: str,
    line: int,
    message: str,
) -> None:
    questions = load(write_graph_query(old, new)).values()
    findings = list(check_examples(questions, engine, labels, date(2026, 7, 1), 30))
    assert [finding.line for finding in findings] == [line]
    assert message in findings[0].message


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("called: {type: text", "called: {type: date", 13, "which is of type date"),
        ("thing: {type: thing", "thing: {type: code", 12, "which is of type code"),
        ("example: Tokyo", "example: Atlantis", 1, "finds nothing"),
        ("example: Tokyo", 'example: "To\\\\kyo"', 6, "is no value"),
    ],
)
def test_answers_that_are_not_what_the_header_says_are_found(
    write_query: Callable[..., Path],
    engine: EmbeddedEngine,
    labels: Labels,
    old: str,
    new: str,
    line: int,
    message: str,
) -> None:
    questions = load(write_query(old, new)).values()
    findings = list(check_examples(questions, engine, labels, date(2026, 7, 1), 30))
    assert [finding.line for finding in findings] == [line]
    assert message in findings[0].message


def test_the_command_tells_file_and_line_and_fails(
    write_query: Callable[..., Path], run_ijkg: Callable[..., CompletedProcess[str]]
) -> None:
    told = run_ijkg("check-queries", write_query("#+ view: table", "#+ view: tabel"))
    assert told.returncode == 1
    assert told.stdout.startswith("queries/by-name.rq:4: ")


def test_the_command_finds_nothing_wrong_with_a_sound_file(
    write_query: Callable[..., Path], run_ijkg: Callable[..., CompletedProcess[str]]
) -> None:
    told = run_ijkg("check-queries", write_query())
    assert (told.returncode, told.stdout) == (0, "")
