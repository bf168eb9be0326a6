"""The real dataset as a whole, and the shapes as a curator reads them."""

from rdflib.namespace import SH

from india_japan_kg.validation import Severity, to_text
from india_japan_kg.validation.terms import to_rdflib_graph


def test_the_dataset_has_no_violation(real_report):
    assert not real_report.of(Severity.VIOLATION), to_text(real_report)


def test_every_shape_says_in_english_what_is_wrong_and_has_a_name(shapes):
    graph = to_rdflib_graph(shapes.quads)

    for shape in graph.subjects(SH.severity):
        languages = {message.language for message in graph.objects(shape, SH.message)}
        assert "en" in languages, shape
        assert graph.value(shape, SH.name) is not None, shape


def test_every_result_with_an_iri_in_focus_names_file_and_line(real_report):
    assert real_report.results
    assert all(result.location is not None for result in real_report.results)
