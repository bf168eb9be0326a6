"""The checker finds what is wrong with query files, and finds nothing in the house's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib.plugins.sparql import prepareQuery

from india_japan_kg.catalogue import check


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
        ("SELECT ?thing (?name AS ?called)", "ASK", 1, "SELECT query"),
    ],
)
def test_each_fault_is_found_at_its_line(
    write_query: Callable[..., Path], old: str, new: str, line: int, message: str
) -> None:
    findings = check(write_query(old, new))
    assert any(finding.line == line and message in finding.message for finding in findings), [
        str(finding) for finding in findings
    ]
