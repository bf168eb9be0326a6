"""Files become one dataset, or an error that names file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode

from india_japan_kg.dataset import Dataset, load_dataset
from india_japan_kg.dataset.dataset import build_dataset
from india_japan_kg.dataset.files import GraphFile
from india_japan_kg.dataset.rules import Rule
from india_japan_kg.problem import BadData
from india_japan_kg.vocabulary import GRAPH, PREFIXES

SmallHouse = Callable[..., Path]


def test_every_data_file_is_a_named_graph_of_its_path(dataset: Dataset, house: Path) -> None:
    files = {
        GRAPH + path.relative_to(house / "data").with_suffix("").as_posix()
        for path in (house / "data").rglob("*.ttl")
    }
    graphs = {graph.value for graph in dataset.store.named_graphs()}
    rooms = ("ontology", "domains", "inferred", "version")
    assert graphs == files | {GRAPH + room for room in rooms}


def test_a_syntax_error_names_file_line_and_column(small_house: SmallHouse) -> None:
    house = small_house(broken='\nplace:x a ij:Place ;\n    rdfs:label "Nagoya"@en\n    ij:y 1 .')
    with pytest.raises(BadData, match=r"^data/broken\.ttl:8:5: A dot is expected"):
        load_dataset(house)


def test_an_undeclared_prefix_names_file_and_line(tmp_path: Path) -> None:
    file = GraphFile("data/a.ttl", GRAPH + "a", b"\n\nplace:x a place:Y .")
    with pytest.raises(BadData, match=r"^data/a\.ttl:3:.*place"):
        build_dataset([file], [])


def test_named_graphs_inside_a_turtle_file_are_refused() -> None:
    file = GraphFile("data/a.ttl", GRAPH + "a", b"<x:g> { <x:a> <x:b> <x:c> }")
    with pytest.raises(BadData, match=r"^data/a\.ttl:1:"):
        build_dataset([file], [])


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"ontology: there is no such folder"):
        load_dataset(tmp_path)


def test_the_version_follows_the_content() -> None:
    def version(content: bytes) -> str:
        return build_dataset([GraphFile("data/a.ttl", GRAPH + "a", content)], []).version

    assert version(b"<x:a> <x:b> <x:c> .") == version(b"<x:a> <x:b> <x:c> .")
    assert version(b"<x:a> <x:b> <x:c> .") != version(b"<x:a> <x:b> <x:d> .")


def test_two_loads_of_the_same_files_are_equal(dataset: Dataset, house: Path) -> None:
    again = load_dataset(house)
    assert again.version == dataset.version
    assert set(again.store) == set(dataset.store)


def test_blank_nodes_of_two_files_never_meet() -> None:
    content = b"_:same <x:b> <x:c> ."
    files = [GraphFile(f"data/{name}.ttl", GRAPH + name, content) for name in ("a", "b")]
    subjects = {quad.subject for quad in build_dataset(files, []).store}
    assert len([subject for subject in subjects if isinstance(subject, BlankNode)]) == 2


def test_rules_run_until_nothing_new_follows() -> None:
    chain = b"<x:1> <x:next> <x:2> . <x:2> <x:next> <x:3> . <x:3> <x:next> <x:4> ."
    rule = Rule("r.rq", "CONSTRUCT { ?a <x:next> ?c } WHERE { ?a <x:next> ?b . ?b <x:next> ?c }")
    store = build_dataset([GraphFile("data/a.ttl", GRAPH + "a", chain)], [rule]).store
    derived = store.quads_for_pattern(None, None, None, NamedNode(GRAPH + "inferred"))
    assert {(q.subject.value, q.object.value) for q in derived} == {
        ("x:1", "x:3"),
        ("x:2", "x:4"),
        ("x:1", "x:4"),
    }


def test_rules_without_a_fixpoint_are_refused() -> None:
    grow = Rule("grow.rq", "CONSTRUCT { ?b <x:n> [] } WHERE { ?a <x:n> ?b MINUS { ?b <x:n> ?c } }")
    with pytest.raises(BadData, match=r"grow\.rq: the rules still derive"):
        build_dataset([GraphFile("data/a.ttl", GRAPH + "a", b"<x:1> <x:n> <x:2> .")], [grow])


def test_a_rule_that_is_no_construct_query_is_refused() -> None:
    with pytest.raises(BadData, match=r"r\.rq: a rule must be a CONSTRUCT query"):
        build_dataset([], [Rule("r.rq", "SELECT * WHERE { ?a ?b ?c }")])


def test_a_thing_is_located_where_it_is_described(dataset: Dataset, house: Path) -> None:
    iri = PREFIXES["session"] + "strategic-dialogue-18"
    location = dataset.locate(iri)
    assert location is not None
    line = (house / location.path).read_text(encoding="utf-8").splitlines()[location.line - 1]
    assert line.strip() == "session:strategic-dialogue-18"


def test_a_longer_slug_is_not_mistaken_for_a_shorter_one() -> None:
    text = b"@prefix session: <https://w3id.org/india-japan/id/session/> .\n"
    text += b"session:a-18 <x:b> <x:c> .\nsession:a-1 <x:b> <x:c> .\n"
    file = GraphFile("data/a.ttl", GRAPH + "a", text)
    assert str(file.locate(PREFIXES["session"] + "a-1")) == "data/a.ttl:3"
