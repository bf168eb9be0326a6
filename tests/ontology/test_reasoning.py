"""What the axioms say holds under OWL 2 RL: no contradiction, and no thing retyped."""

from pathlib import Path

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Namespace

pytestmark = pytest.mark.wide

HOUSE = Path(__file__).parents[2]
IJ = Namespace("https://w3id.org/india-japan/ontology#")
PREFIXES = """
@prefix ij: <https://w3id.org/india-japan/ontology#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <urn:x-test:> .
"""
EXAMPLE = """
:in a ij:Country ; ij:iso3166 "IN" .
:jp a ij:Country ; ij:iso3166 "JP" .
:ministry a ij:Ministry ; ij:country :in ; ij:shortName "MEA"@en ;
    ij:website "https://www.mea.gov.in/"^^xsd:anyURI .
:minister a ij:MinisterialPost ; ij:postIn :ministry ; ij:country :in ; ij:rank ij:cabinetMinister .
:ambassador a ij:OfficialPost ; ij:country :jp ; ij:rank ij:ambassador ; ij:singleHolder true .
:a a ij:Person ; ij:country :in ; ij:familyName "A"@en .
:b a ij:Person ; ij:country :jp .
:tenure a ij:Tenure ; ij:holder :a ; ij:post :minister ; schema:startDate "2020-01-01"^^xsd:date ;
    ij:startPrecision "year" ; ij:asOf "2021-01-01"^^xsd:date .
:dialogue a ij:Dialogue ; ij:format ij:ministerialDialogue ; ij:level ij:ministers ;
    ij:party :in , :jp ; ij:ledBy :minister , :ministry ; ij:status ij:active .
:session a ij:Session ; ij:ofDialogue :dialogue ; ij:ordinal 2 ; ij:venue :in ;
    ij:participation :pa , :pb ; ij:adopted :statement .
:pa a ij:Participation ; ij:person :a ; ij:inPost :minister ; ij:role ij:chair .
:pb a ij:Participation ; ij:person :b ; ij:inPost :ambassador ; ij:role ij:chair .
:visit a ij:Visit ; ij:destination :jp ; ij:venue :jp ; ij:visitKind ij:officialVisit .
:statement a ij:Statement ; ij:documentKind ij:jointStatement ; ij:predecessor :agreement ;
    ij:signedOn "2020-02-02"^^xsd:date .
:agreement a ij:Agreement ; ij:party :in , :jp ; ij:venue :jp .
:outcome a ij:Outcome ; ij:decidedAt :session , :visit , :statement ; ij:act ij:launches ;
    ij:creates :dialogue , :project ; ij:responsible :ministry , :minister ; ij:target :target ;
    ij:fulfilledBy :session , :agreement ; ij:statement "Something is launched."@en .
:target a ij:Target ; ij:measure "money"@en ; ij:value 5.5 ; ij:unit "billion" ; ij:currency "JPY" .
:indicator a ij:Indicator ; ij:measure "people"@en ; ij:value 5 ; ij:area :in .
:project a ij:Project ; ij:place :in ; ij:funder :ministry ; ij:status ij:announced .
:remark a ij:Remark ; ij:speaker :a ; ij:inPost :minister ; ij:madeAt :session .
"""


def closure(turtle: str) -> tuple[Graph, list[str]]:
    """Return the OWL 2 RL closure of vocabulary, domains and `turtle`, and its contradictions."""
    graph = Graph()
    for path in sorted((HOUSE / "ontology").glob("*.ttl")):
        graph.parse(path)
    graph.parse(data=PREFIXES + turtle, format="turtle")
    reasoner = owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
    reasoner.closure()
    return graph, list(reasoner.error_messages)


@pytest.fixture(scope="module")
def example() -> tuple[Graph, list[str]]:
    return closure(EXAMPLE)


def test_the_vocabulary_and_an_example_of_every_class_are_consistent(
    example: tuple[Graph, list[str]],
) -> None:
    graph, contradictions = example
    assert contradictions == []
    assert (None, RDF.type, OWL.Nothing) not in graph


def test_no_thing_of_the_example_gets_another_of_our_classes_than_those_above_its_own(
    example: tuple[Graph, list[str]],
) -> None:
    graph, _ = example
    asserted = Graph().parse(data=PREFIXES + EXAMPLE, format="turtle")
    for thing, stated in asserted.subject_objects(RDF.type):
        expected = {c for c in graph.transitive_objects(stated, RDFS.subClassOf) if c in IJ}
        found = {c for c in graph.objects(thing, RDF.type) if c in IJ}
        assert found == expected, thing


def test_no_two_things_are_made_one(example: tuple[Graph, list[str]]) -> None:
    graph, _ = example
    assert [
        (one, other)
        for one, other in graph.subject_objects(OWL.sameAs)
        if one != other and str(one).startswith("urn:x-test:")
    ] == []


@pytest.mark.parametrize(
    "mistake",
    [
        ":x a ij:Person , ij:Ministry .",
        ":x a ij:MinisterialPost , ij:OfficialPost .",
        ":x a ij:Session ; ij:format ij:summit .",
        ":x a ij:Person . :t ij:post :x .",
    ],
)
def test_a_contradiction_is_found(mistake: str) -> None:
    _, contradictions = closure(mistake)
    assert contradictions
