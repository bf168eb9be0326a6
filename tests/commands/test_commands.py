"""The command line, as a user runs it."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from pyoxigraph import RdfFormat, parse

from india_japan_kg.dataset import Dataset

Run = Callable[..., "CompletedProcess[str]"]
SmallHouse = Callable[..., Path]

CITY = """
place:nagoya a ij:City ;
    rdfs:label "Nagoya"@en ;
    ij:country place:nowhere .
"""


def test_help_lists_the_commands(run_ijkg: Run) -> None:
    told = run_ijkg("--help").stdout
    for command in ("serve", "validate", "query", "ask", "export", "stats", "fmt"):
        assert f"  {command} " in told


def test_query_answers_in_csv_by_default(run_ijkg: Run) -> None:
    text = "SELECT ?n { session:strategic-dialogue-18 ij:ordinal ?n }"
    assert run_ijkg("query", "-", stdin=text).stdout.split() == ["n", "18"]


def test_query_writes_graphs_in_turtle_by_default(run_ijkg: Run) -> None:
    text = "CONSTRUCT WHERE { session:strategic-dialogue-18 ij:ordinal ?n }"
    (quad,) = parse(run_ijkg("query", "-", stdin=text).stdout, RdfFormat.TURTLE)
    assert quad.object.value == "18"


@pytest.mark.parametrize(
    ("arguments", "text", "says"),
    [
        (["query", "-"], "SELECT * {\n ?s nope:p ?o }", "line 2, column 5"),
        (["query", "-"], "DROP ALL", "read-only"),
        (["query", "-", "--format", "ttl"], "SELECT * { ?s ?p ?o }", "csv"),
        (["ask", "ministers", "--country=korea-of-nowhere"], "", "country"),
        (["ask", "ministers", "country=japan"], "", "--name=value"),
        (["ask", "minsters"], "", "ministers"),
        (["ask", "dialogues", "--format=ttl"], "", "table, json, csv"),
        (["ask", "dialogues", "--format=exercise"], "", "ijkg ask dialogues -- --format="),
        (["ask", "ministers", "--format=exercise"], "", "table, json, csv"),
        (["ask", "dialogues", "--sort=begin"], "", "no column"),
        (["ask", "genealogy-graph", "--format=csv"], "", "ttl, nt, jsonld, rdf"),
        (["ask", "genealogy-graph", "--sort=start"], "", "--sort"),
    ],
)
def test_a_mistake_gets_one_line_that_helps_and_exit_code_2(
    run_ijkg: Run, arguments: list[str], text: str, says: str
) -> None:
    ended = run_ijkg(*arguments, stdin=text)
    assert ended.returncode == 2
    assert ended.stderr.startswith("ijkg: ")
    assert says in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_ask_without_a_name_lists_the_questions(run_ijkg: Run, house: Path) -> None:
    lines = run_ijkg("ask").stdout.splitlines()
    assert {line.split()[0] for line in lines} == {p.stem for p in (house / "queries").glob("*.rq")}


def test_ask_answers_in_a_table_with_names(run_ijkg: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    told = run_ijkg("ask", "across-the-table", "--dialogue=strategic-dialogue", "--limit=2")
    assert "1st India-Japan" in told.stdout.replace("\n", " ")
    assert "18 rows" in told.stdout


def test_ask_answers_row_by_row_where_the_terminal_is_narrow(
    run_ijkg: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    told = run_ijkg("ask", "across-the-table", "--dialogue=strategic-dialogue", "--limit=1")
    assert "japaneseChair: Taro Aso" in told.stdout.splitlines()


def test_ask_answers_in_csv_in_another_language(run_ijkg: Run) -> None:
    told = run_ijkg(
        "ask", "across-the-table", "--dialogue=strategic-dialogue", "--lang=ja", "--format=csv"
    )
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert rows[-1]["japaneseChairLabel"] == "茂木敏充"


def test_ask_answers_in_json(run_ijkg: Run) -> None:
    told = run_ijkg("ask", "across-the-table", "--dialogue=strategic-dialogue", "--format=json")
    assert len(json.loads(told.stdout)) == 18


def test_ask_cuts_sorts_and_narrows_as_the_server_does(run_ijkg: Run) -> None:
    told = run_ijkg(
        *("ask", "across-the-table", "--dialogue=strategic-dialogue", "--sort=-ordinal"),
        *("--fields=ordinal,start", "--offset=1", "--limit=2", "--format=csv"),
    )
    assert told.stdout.split() == ["ordinal,start", "17,2024-08-20", "16,2024-03-07"]


def test_a_parameter_that_is_called_like_an_option_stands_after_two_dashes(run_ijkg: Run) -> None:
    told = run_ijkg(
        *("ask", "dialogues", "--fields=format", "--format=csv", "--", "--format=exercise")
    )
    assert {line.split(",")[1] for line in told.stdout.splitlines()} == {"formatLabel", "Exercise"}


def test_ask_writes_a_graph_in_turtle_by_default(run_ijkg: Run) -> None:
    told = run_ijkg("ask", "genealogy-graph", "--dialogue=jwg-critical-minerals")
    triples = {quad.triple for quad in parse(told.stdout, RdfFormat.TURTLE)}
    assert "<http://www.w3.org/ns/prov#wasDerivedFrom>" in {str(t.predicate) for t in triples}
    lines = run_ijkg(
        "ask", "genealogy-graph", "--dialogue=jwg-critical-minerals", "--format=nt"
    ).stdout
    assert {quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES)} == triples


@pytest.mark.wide
def test_export_writes_the_format_of_the_file_name(
    run_ijkg: Run, tmp_path: Path, dataset: Dataset
) -> None:
    file = tmp_path / "graph.nt"
    assert run_ijkg("export", "--out", file).returncode == 0
    assert len(file.read_text().splitlines()) == len({quad.triple for quad in dataset.store})


def test_stats_counts_things_of_each_class(run_ijkg: Run, dataset: Dataset) -> None:
    told = run_ijkg("stats").stdout
    assert dataset.version in told
    assert "ij:Session" in told


def test_validate_names_file_line_and_remedy_and_ends_with_1(
    run_ijkg: Run, small_house: SmallHouse
) -> None:
    ended = run_ijkg("validate", house=small_house(places=CITY))
    assert ended.returncode == 1
    assert "data/places.ttl:" in ended.stdout
    assert "place:nowhere" in ended.stdout


@pytest.mark.parametrize("form", ["json", "turtle", "html"])
def test_validate_reports_in_the_wanted_format(
    run_ijkg: Run, small_house: SmallHouse, form: str
) -> None:
    told = run_ijkg("validate", "--format", form, house=small_house(places=CITY)).stdout
    mark = {"json": '"conforms"', "turtle": "sh:conforms", "html": "<table"}[form]
    assert mark in told


def test_validate_judges_a_file_from_outside_with_the_data(
    run_ijkg: Run, small_house: SmallHouse, tmp_path: Path
) -> None:
    added = tmp_path / "added.ttl"
    added.write_text(
        "@prefix ij: <https://w3id.org/india-japan/ontology#> .\n"
        "@prefix session: <https://w3id.org/india-japan/id/session/> .\n"
        "session:new a ij:Session .\n",
        encoding="utf-8",
    )
    ended = run_ijkg("validate", added, house=small_house(places=""))
    assert ended.returncode == 1
    assert f"{added}:3: Violation: session:new" in ended.stdout


def test_validate_ends_with_2_on_bad_turtle_and_names_the_line(
    run_ijkg: Run, small_house: SmallHouse
) -> None:
    ended = run_ijkg("validate", house=small_house(broken="place:x a ij:City"))
    assert ended.returncode == 2
    assert ended.stderr.startswith("ijkg: data/broken.ttl:")


def test_the_server_does_not_start_on_violations_and_says_which(
    run_ijkg: Run, small_house: SmallHouse
) -> None:
    ended = run_ijkg("serve", port=0, house=small_house(places=CITY))
    assert ended.returncode == 1
    assert "data/places.ttl:" in ended.stderr
    assert "--allow-violations" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_server_starts_on_violations_when_told_to(
    start_server: Callable[..., str], small_house: SmallHouse
) -> None:
    assert start_server(house=small_house(places=CITY), allow_violations=True)


def test_fmt_writes_the_house_s_hand_and_check_refuses_another(
    run_ijkg: Run, small_house: SmallHouse
) -> None:
    house = small_house(places='place:x rdfs:label "X"@en ; a ij:City .')
    file = house / "data" / "places.ttl"
    graph = set(parse(file.read_bytes(), RdfFormat.TURTLE))
    assert run_ijkg("fmt", "--check", house=house).returncode == 1
    assert run_ijkg("fmt", house=house).returncode == 0
    assert run_ijkg("fmt", "--check", house=house).returncode == 0
    assert set(parse(file.read_bytes(), RdfFormat.TURTLE)) == graph


def test_the_data_are_in_the_house_s_hand(run_ijkg: Run) -> None:
    checked = run_ijkg("fmt", "--check")
    assert checked.returncode == 0, checked.stdout
