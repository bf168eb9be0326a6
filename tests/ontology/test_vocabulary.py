"""The vocabulary says what each of its terms means, in three languages."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from india_japan_kg.dataset import Dataset
from india_japan_kg.vocabulary import PREFIXES

HOUSE = Path(__file__).parents[2]
VOCABULARY = HOUSE / "ontology" / "india-japan.ttl"
DOMAINS = HOUSE / "ontology" / "domains.ttl"
ONTOLOGY = URIRef("https://w3id.org/india-japan/ontology")
IJ = Namespace(PREFIXES["ij"])
SH = Namespace(PREFIXES["sh"])
SCHEMA = Namespace(PREFIXES["schema"])
SCRIPTS = {
    "en": re.compile(r"[A-Za-z]"),
    "ja": re.compile(r"[\u3040-\u30ff\u3400-\u9fff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
}
EVERY_ROOM = ("data", "shapes", "queries")


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return Graph().parse(VOCABULARY)


@pytest.fixture(scope="module")
def both(vocabulary: Graph) -> Graph:
    return vocabulary + Graph().parse(DOMAINS)


def own_terms(vocabulary: Graph) -> list[URIRef]:
    return sorted(s for s in set(vocabulary.subjects()) if str(s).startswith(IJ))


def labels(graph: Graph, term: URIRef, predicate: URIRef) -> list[tuple[str | None, str]]:
    return sorted((o.language, str(o)) for o in graph.objects(term, predicate))


@pytest.mark.parametrize("path", [VOCABULARY, DOMAINS], ids=lambda path: path.stem)
def test_the_strict_parser_and_rdflib_read_the_same_number_of_triples(path: Path) -> None:
    assert len(Graph().parse(path)) == len(set(pyoxigraph.parse(path=path))) > 500


def test_every_labelled_term_has_one_label_in_each_language_and_its_script(both: Graph) -> None:
    labelled = set(both.subjects(RDFS.label)) | set(own_terms(both))
    assert len(labelled) > 350
    for term in labelled:
        found = labels(both, term, RDFS.label)
        assert [language for language, _ in found] == ["en", "hi", "ja"], term
        for language, text in found:
            assert SCRIPTS[str(language)].search(text), (term, text)


def test_labels_and_definitions_are_normalised_and_trimmed(both: Graph) -> None:
    for _, _, text in both:
        if isinstance(text, Literal):
            assert unicodedata.is_normalized("NFC", text), text
            assert str(text) == " ".join(str(text).split()), text


def test_every_own_term_has_one_english_definition_that_is_not_its_label(both: Graph) -> None:
    for term in own_terms(both):
        definitions = labels(both, term, SKOS.definition)
        assert [language for language, _ in definitions] == ["en"], term
        assert definitions[0][1].casefold() != str(both.value(term, RDFS.label)).casefold()


def test_every_own_term_is_defined_by_the_ontology(vocabulary: Graph) -> None:
    for term in own_terms(vocabulary):
        assert list(vocabulary.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY], term


def test_every_predicate_used_in_the_two_files_is_declared(both: Graph) -> None:
    declared = set(both.subjects(RDFS.isDefinedBy))
    assert sorted(set(both.predicates()) - declared) == []


def test_every_term_that_data_shapes_and_queries_name_is_declared(vocabulary: Graph) -> None:
    declared = {str(term) for term in vocabulary.subjects(RDFS.isDefinedBy)}
    named = {
        (name, path.name)
        for room in EVERY_ROOM
        for suffix in ("ttl", "rq")
        for path in (HOUSE / room).rglob(f"*.{suffix}")
        for name in re.findall(r"(?<![\w/#:-])ij:(\w+)", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 50
    assert sorted(pair for pair in named if str(IJ) + pair[0] not in declared) == []


def test_every_reused_term_names_the_vocabulary_it_comes_from(vocabulary: Graph) -> None:
    listed = {
        str(v) for v in vocabulary.objects(ONTOLOGY, URIRef(PREFIXES["dcterms"] + "references"))
    }
    for term, home in vocabulary.subject_objects(RDFS.isDefinedBy):
        if home != ONTOLOGY:
            assert str(home) in listed
            assert str(term).startswith(str(home))


def test_the_prefixes_for_constraints_are_those_of_the_software(vocabulary: Graph) -> None:
    declared = {
        str(vocabulary.value(node, SH.prefix)): str(vocabulary.value(node, SH.namespace))
        for node in vocabulary.objects(ONTOLOGY, SH.declare)
    }
    assert declared == PREFIXES


@pytest.mark.parametrize(
    "predicate",
    ["subClassOf", "subPropertyOf", "domain", "range"],
)
def test_super_terms_domains_and_ranges_are_declared_terms(
    vocabulary: Graph, predicate: str
) -> None:
    declared = set(vocabulary.subjects(RDFS.isDefinedBy))
    for term, other in vocabulary.subject_objects(RDFS[predicate]):
        datatype = str(other).startswith(PREFIXES["xsd"]) or other == RDF.langString
        assert other in declared or (datatype and predicate == "range"), term


def test_a_property_has_one_domain_or_several_that_infer_nothing(vocabulary: Graph) -> None:
    for hard, soft in (
        (RDFS.domain, SCHEMA.domainIncludes),
        (RDFS.range, SCHEMA.rangeIncludes),
    ):
        for term in set(vocabulary.subjects(hard)):
            assert len(list(vocabulary.objects(term, hard))) == 1, term
            assert (term, soft, None) not in vocabulary
        for term in set(vocabulary.subjects(soft)):
            assert len(list(vocabulary.objects(term, soft))) > 1, term


def test_data_properties_have_datatypes_and_object_properties_have_classes(
    vocabulary: Graph,
) -> None:
    for term, value in vocabulary.subject_objects(RDFS.range):
        literal = str(value).startswith(PREFIXES["xsd"]) or value == RDF.langString
        kinds = set(vocabulary.objects(term, RDF.type))
        assert (OWL.ObjectProperty in kinds) is not literal, term


def test_each_code_has_a_notation_that_is_its_name_in_kebab_case(vocabulary: Graph) -> None:
    codes = set(vocabulary.subjects(RDF.type, SKOS.Concept))
    assert len(codes) > 90
    for code in codes:
        name = str(code).removeprefix(str(IJ))
        kebab = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower().replace("track15", "track-1-5")
        assert [str(n) for n in vocabulary.objects(code, SKOS.notation)] == [kebab]


def test_notations_and_labels_are_unique_in_their_code_list(vocabulary: Graph) -> None:
    schemes = set(vocabulary.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(schemes) == 11
    for scheme in schemes:
        codes = list(vocabulary.subjects(SKOS.inScheme, scheme))
        for predicate in (SKOS.notation, SKOS.prefLabel):
            seen = Counter(value for code in codes for value in vocabulary.objects(code, predicate))
            assert [value for value, times in seen.items() if times > 1] == []


def test_each_property_with_codes_points_to_its_code_list(vocabulary: Graph) -> None:
    pointed = {
        vocabulary.value(term, RDFS.seeAlso)
        for term in vocabulary.subjects(RDFS.range, SKOS.Concept)
        if term != IJ.domain
    }
    assert pointed == set(vocabulary.subjects(RDF.type, SKOS.ConceptScheme))


def test_what_may_create_is_a_part_of_the_acts(vocabulary: Graph) -> None:
    launching = set(vocabulary.objects(IJ.launchingActs, SKOS.member))
    assert launching == {IJ.launches, IJ.convenes, IJ.adopts, IJ.signs}
    assert all((act, SKOS.inScheme, IJ.acts) in vocabulary for act in launching)


def test_the_version_stands_in_the_version_iri(vocabulary: Graph) -> None:
    version = vocabulary.value(ONTOLOGY, OWL.versionInfo)
    assert vocabulary.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")


def test_no_thing_has_two_values_of_a_single_valued_property(dataset: Dataset) -> None:
    single = dataset.store.query(
        "SELECT ?p WHERE { ?p <https://w3id.org/india-japan/ontology#singleValued> true }",
        use_default_graph_as_union=True,
    )
    properties = [solution["p"] for solution in single]
    assert len(properties) > 40
    for one in properties:
        values = {(q.subject, q.object) for q in dataset.store.quads_for_pattern(None, one, None)}
        crowded = [s for s, times in Counter(s for s, _ in values).items() if times > 1]
        assert crowded == [], one
