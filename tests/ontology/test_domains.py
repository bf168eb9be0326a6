"""The domains of cooperation are one tree under eight top concepts."""

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Namespace, URIRef

HOUSE = Path(__file__).parents[2]
DOMAIN = Namespace("https://w3id.org/india-japan/id/domain/")
SCHEME = DOMAIN.scheme
TOPS = "political security economy infrastructure energy-climate technology people global-order"


@pytest.fixture(scope="module")
def domains() -> Graph:
    return Graph().parse(HOUSE / "ontology" / "domains.ttl")


@pytest.fixture(scope="module")
def concepts(domains: Graph) -> list[URIRef]:
    return sorted(domains.subjects(RDF.type, SKOS.Concept))


def test_the_tops_are_the_eight_agreed_ones(domains: Graph) -> None:
    assert set(domains.subjects(SKOS.topConceptOf, SCHEME)) == {DOMAIN[s] for s in TOPS.split()}


def test_every_concept_is_in_the_scheme(domains: Graph, concepts: list[URIRef]) -> None:
    assert len(concepts) > 60
    for concept in concepts:
        assert list(domains.objects(concept, SKOS.inScheme)) == [SCHEME]


def test_every_concept_has_one_way_up_and_it_ends_at_a_top_within_three_levels(
    domains: Graph, concepts: list[URIRef]
) -> None:
    for concept in concepts:
        path = [concept]
        while (path[-1], SKOS.topConceptOf, SCHEME) not in domains:
            (above,) = domains.objects(path[-1], SKOS.broader)
            assert above in concepts, f"{path[-1]} hangs below {above}, which is not described"
            path.append(above)
            assert len(path) <= 3, path
        assert (path[-1], SKOS.broader, None) not in domains


def test_every_name_is_a_slug(concepts: list[URIRef]) -> None:
    for concept in concepts:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", concept.removeprefix(DOMAIN))


def test_labels_and_preferred_labels_are_the_same(domains: Graph) -> None:
    for concept in set(domains.subjects()):
        preferred = set(domains.objects(concept, SKOS.prefLabel))
        assert {label.language for label in preferred} == {"en", "ja", "hi"}
        assert preferred == set(domains.objects(concept, RDFS.label))


def test_no_two_concepts_share_a_name(domains: Graph) -> None:
    names = Counter(
        (str(name).casefold(), name.language)
        for predicate in (SKOS.prefLabel, SKOS.altLabel)
        for name in domains.objects(None, predicate)
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_every_concept_has_one_english_definition(domains: Graph, concepts: list[URIRef]) -> None:
    for concept in concepts:
        (definition,) = domains.objects(concept, SKOS.definition)
        assert definition.language == "en"
        assert definition.endswith(".")


def test_inverses_are_left_to_the_rules(domains: Graph) -> None:
    assert (None, SKOS.narrower, None) not in domains
    assert (None, SKOS.hasTopConcept, None) not in domains
