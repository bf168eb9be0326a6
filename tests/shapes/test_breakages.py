"""Each shape, broken in one way in real data: exactly that shape reports it."""

from pathlib import Path

import pytest
import yaml
from rdflib.namespace import SH

from india_japan_kg.validation.report import Result, Severity
from india_japan_kg.validation.shapes import Shapes
from india_japan_kg.validation.terms import to_rdflib_graph

BREAKAGES = yaml.safe_load((Path(__file__).parent / "breakages.yaml").read_text(encoding="utf-8"))
SHAPES = "https://w3id.org/india-japan/shapes#"
KINDS = {
    "Person": "person:motegi-toshimitsu",
    "Organisation": "body:jp-ministry-of-foreign-affairs",
    "Post": "post:jp-mofa-spokesperson",
    "Tenure": "tenure:arima-yutaka-ambassador-cyber-2022",
    "Participation": "participation:strategic-dialogue-14-jaishankar-s",
    "Dialogue": "dialogue:jwg-critical-minerals",
    "Session": "session:strategic-dialogue-14",
    "Visit": "visit:motegi-in-2026-01",
    "Document": "doc:exchange-of-notes-oda-loans-2018-03-29",
    "Outcome": "outcome:strategic-dialogue-18-critical-minerals",
    "Target": "target:strategic-dialogue-14-five-trillion-yen",
    "Remark": "remark:strategic-dialogue-18-jaishankar-agenda",
    "Source": "source:indian-express-2026-01-16",
    "Place": "place:india",
    "Concept": "domain:sports",
    "Indicator": "indicator:trade-of-goods-2024",
}
NEW_KINDS = {
    "Evidence": "evidence:Paragraph_3 a ij:Evidence ; dcterms:source source:ndtv-hi-2026-01",
    "Project": """project:Rail_Corridor a ij:Project ; dcterms:source source:ndtv-hi-2026-01 ;
        rdfs:label "Rail corridor"@en , "鉄道回廊"@ja , "रेल गलियारा"@hi""",
}


@pytest.fixture(scope="module")
def unbroken(neighbourhood) -> set[Result]:
    return neighbourhood.judge()


def assert_only(shape: str, judged: set[Result], unbroken: set[Result], shapes: Shapes) -> None:
    """Assert that what is new in a report, as grave as the shape or graver, is the shape's."""
    severities = list(Severity)
    grave = severities.index(severity_of(shape, shapes))
    found = {
        result.shape.value.removeprefix(SHAPES)
        for result in judged - unbroken
        if severities.index(result.severity) <= grave
    }
    assert found == {shape}


def severity_of(shape: str, shapes: Shapes) -> Severity:
    (severity,) = (
        quad.object.value
        for quad in shapes.quads
        if quad.subject.value == SHAPES + shape and quad.predicate.value == str(SH.severity)
    )
    return Severity.of(severity)


@pytest.mark.parametrize(
    "breakage", BREAKAGES, ids=[f"{b['line']}-{b['shape']}-when-{b['when']}" for b in BREAKAGES]
)
def test_exactly_the_meant_shape_reports(breakage, neighbourhood, unbroken, shapes):
    judged = neighbourhood.judge(breakage["update"])

    assert_only(breakage["shape"], judged, unbroken, shapes)


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_whose_iri_breaks_the_pattern_is_reported_by_its_kind(
    kind, neighbourhood, unbroken, shapes
):
    name = KINDS[kind]
    renaming = f"""
        DELETE {{ {name} ?p ?o }} INSERT {{ {name}_X ?p ?o }} WHERE {{ {name} ?p ?o }} ;
        DELETE {{ ?s ?p {name} }} INSERT {{ ?s ?p {name}_X }} WHERE {{ ?s ?p {name} }}"""

    assert_only(f"{kind}Iri", neighbourhood.judge(renaming), unbroken, shapes)


@pytest.mark.parametrize("kind", NEW_KINDS)
def test_a_new_thing_whose_iri_breaks_the_pattern_is_reported_by_its_kind(
    kind, neighbourhood, unbroken, shapes
):
    judged = neighbourhood.judge(f"INSERT DATA {{ {NEW_KINDS[kind]} }}")

    assert_only(f"{kind}Iri", judged, unbroken, shapes)


def test_every_shape_is_broken_by_a_test(shapes):
    broken = {breakage["shape"] for breakage in BREAKAGES}
    broken |= {f"{kind}Iri" for kind in (*KINDS, *NEW_KINDS)}
    severities = to_rdflib_graph(shapes.quads).subjects(SH.severity)

    assert {str(shape).removeprefix(SHAPES) for shape in severities} == broken
