"""What a report says of a dataset."""

import pytest

from india_japan_kg.dataset import load_dataset
from india_japan_kg.problem import BadData
from india_japan_kg.validation import Severity, validate

SESSION = "https://w3id.org/india-japan/id/session/"


def violations(report):
    return [(r.focus_node.value, r.value.value) for r in report.of(Severity.VIOLATION)]


def test_a_sparql_constraint_is_asked_for_instances_of_subclasses_too(tiny_dataset, tiny_house):
    report = validate(tiny_dataset, tiny_house / "shapes")

    assert violations(report) == [
        (SESSION + "first", SESSION + "second"),
        (SESSION + "second", SESSION + "first"),
    ]


def test_a_node_that_is_no_target_is_not_reported(tiny_house):
    data = tiny_house / "data/sessions.ttl"
    data.write_text(data.read_text(encoding="utf-8").replace("a ij:Call", "a ij:Other"))

    report = validate(load_dataset(tiny_house), tiny_house / "shapes")

    assert violations(report) == [(SESSION + "first", SESSION + "second")]


def test_a_result_names_file_and_line_of_its_focus_node(tiny_dataset, tiny_house):
    report = validate(tiny_dataset, tiny_house / "shapes")

    assert [str(r.location) for r in report.of(Severity.VIOLATION)] == [
        "data/sessions.ttl:5",
        "data/sessions.ttl:7",
    ]


def test_a_message_is_filled_in_with_prefixed_names_in_each_language(tiny_dataset, tiny_house):
    first = validate(tiny_dataset, tiny_house / "shapes").results[0]

    assert first.message() == "session:second is number 1 too: renumber."
    assert first.message("ja") == "session:second も第 1 回です。"


def test_a_language_without_a_message_gets_the_english_one(tiny_dataset, tiny_house):
    first = validate(tiny_dataset, tiny_house / "shapes").results[0]

    assert first.message("hi") == first.message("en")


def test_warnings_alone_let_a_dataset_conform(tiny_house):
    data = tiny_house / "data/sessions.ttl"
    data.write_text(
        data.read_text(encoding="utf-8").replace("a ij:Call ; ij:ordinal 1", "a ij:Call")
    )

    report = validate(load_dataset(tiny_house), tiny_house / "shapes")

    assert report.conforms
    assert report.counts == {Severity.VIOLATION: 0, Severity.WARNING: 2, Severity.INFO: 0}


def test_the_gravest_results_stand_first(tiny_dataset, tiny_house):
    report = validate(tiny_dataset, tiny_house / "shapes")

    assert [r.severity.value for r in report.results] == ["Violation"] * 2 + ["Warning"] * 2


@pytest.mark.wide
def test_two_runs_give_the_same_report(dataset, house, real_report):
    assert validate(dataset, house / "shapes").results == real_report.results


def test_a_deactivated_shape_judges_nothing(tiny_dataset, with_shape):
    folder = with_shape("shapes:Unique sh:deactivated true .")

    assert validate(tiny_dataset, folder).conforms


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("SELECT $this WHERE { ?other ij:ordinal ?value }", "leaves $this unbound"),
        ("SELECT $this WHERE { $this ij:ordinal }", "expected"),
        ("ASK { ?this ij:ordinal 1 }", "must be a SELECT query"),
    ],
)
def test_a_constraint_that_cannot_be_asked_is_named_with_its_file(
    query, complaint, tiny_dataset, with_shape
):
    folder = with_shape(f"""
shapes:Broken a sh:NodeShape ; sh:targetClass ij:Session ;
    sh:sparql [ sh:prefixes <https://w3id.org/india-japan/ontology> ; sh:select "{query}" ] .""")

    with pytest.raises(BadData, match=r"shapes/sessions\.ttl:17: Broken") as refusal:
        validate(tiny_dataset, folder)

    assert complaint in refusal.value.detail


def test_a_sparql_constraint_without_a_target_is_refused(tiny_dataset, with_shape):
    folder = with_shape('shapes:Untargeted sh:sparql [ sh:select "SELECT $this WHERE {}" ] .')

    with pytest.raises(BadData, match="needs a target of its own"):
        validate(tiny_dataset, folder)


def test_shapes_that_are_no_turtle_are_named_with_their_line(tiny_dataset, with_shape):
    folder = with_shape("shapes:Broken a .")

    with pytest.raises(BadData, match=r"shapes/sessions\.ttl:1\d"):
        validate(tiny_dataset, folder)


def test_a_folder_without_shapes_is_refused(tiny_dataset, tmp_path):
    with pytest.raises(BadData, match="there are no shapes here"):
        validate(tiny_dataset, tmp_path / "nothing")
