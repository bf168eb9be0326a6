"""One report in four formats."""

import json
from html.parser import HTMLParser

import pytest
import rdflib
from rdflib.namespace import RDF, SH

from india_japan_kg.validation import to_html, to_json, to_text, to_turtle, validate
from india_japan_kg.validation.report_json import from_document


@pytest.fixture
def report(tiny_dataset, tiny_house):
    return validate(tiny_dataset, tiny_house / "shapes")


def test_text_starts_each_line_with_file_and_line(report):
    assert to_text(report).splitlines()[0] == (
        "data/sessions.ttl:5: Violation: session:first: "
        "session:second is number 1 too: renumber. [Unique]"
    )


def test_text_ends_with_the_verdict_and_the_counts(report):
    assert to_text(report).endswith(
        "The dataset does not conform: 2 violations, 2 warnings, 0 infos.\n"
    )


def test_text_shows_a_path_as_sparql_writes_it(report):
    assert "session:first ij:chairedBy|(^ij:chaired): Who chaired?" in to_text(report)


def test_text_lists_infos_only_when_asked(real_report):
    assert ": Info: " not in to_text(real_report)
    assert ": Info: " in to_text(real_report, infos=True)


def test_json_can_be_read_back_as_the_same_report(real_report):
    assert from_document(json.loads(to_json(real_report))) == real_report


def test_json_says_whether_the_dataset_conforms(report):
    document = json.loads(to_json(report))

    assert document["conforms"] is False
    assert document["counts"] == {"Violation": 2, "Warning": 2, "Info": 0}


def test_turtle_is_a_shacl_validation_report(report):
    graph = rdflib.Graph().parse(data=to_turtle(report), format="turtle")

    (node,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(node, SH.conforms).value is False
    assert len(list(graph.objects(node, SH.result))) == 4


def test_turtle_describes_a_path_in_full(report):
    graph = rdflib.Graph().parse(data=to_turtle(report), format="turtle")

    path = next(o for o in graph.objects(None, SH.resultPath) if isinstance(o, rdflib.BNode))
    first, second = graph.items(graph.value(path, SH.alternativePath))
    assert str(first).endswith("#chairedBy")
    assert str(graph.value(second, SH.inversePath)).endswith("#chaired")


def test_html_shows_every_result_and_escapes_what_the_data_say(tiny_house, report):
    rows = []

    class Rows(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag == "tr":
                rows.append(attrs)

    page = to_html(report)
    Rows().feed(page)

    assert len(rows) == 1 + len(report.results)
    assert "The dataset does not conform" in page


def test_html_speaks_the_language_asked_for(report):
    assert '<span lang="ja">session:second も第 1 回です。</span>' in to_html(report, "ja")
