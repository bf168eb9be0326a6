"""Questions about the dataset itself, against another reading of its Turtle files.

The files are read with rdflib and counted here in Python; nothing of the engine, of the rules or of
the queries has a part in what is expected.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from india_japan_kg.vocabulary import PREFIXES

Row = dict[str, object]
Ask = Callable[..., list[Row]]
IJ = rdflib.Namespace(PREFIXES["ij"])
SCHEMA = rdflib.Namespace(PREFIXES["schema"])
LABELLED = (
    "Person",
    "Organisation",
    "Post",
    "Dialogue",
    "Session",
    "Visit",
    "Document",
    "Project",
    "Place",
    "Indicator",
)


@pytest.fixture(scope="session")
def files(house: Path) -> Graph:
    """Return the facts and the vocabulary as they are written, without anything derived."""
    graph = Graph()
    for room in ("data", "ontology"):
        for path in sorted((house / room).rglob("*.ttl")):
            graph.parse(path)
    return graph


@pytest.fixture(scope="session")
def classes(files: Graph) -> dict[URIRef, set[URIRef]]:
    """Return the classes of the ontology that each thing is of, with all above them."""
    above: dict[URIRef, set[URIRef]] = defaultdict(set)
    for thing, given in files.subject_objects(RDF.type):
        if str(thing).startswith(PREFIXES["ij"]):
            continue
        for one in files.transitive_objects(given, RDFS.subClassOf):
            if str(one).startswith(PREFIXES["ij"]):
                above[URIRef(thing)].add(URIRef(str(one)))
    for tenure in files.subjects(RDF.type, IJ.Tenure):
        post, person = files.value(tenure, IJ.post), files.value(tenure, IJ.holder)
        if (post, RDF.type, IJ.MinisterialPost) in files:
            above[URIRef(str(person))].add(IJ.Minister)
    return above


def members(classes: dict[URIRef, set[URIRef]], name: str) -> Iterator[URIRef]:
    return (thing for thing, of in classes.items() if IJ[name] in of)


def slug(thing: object) -> str:
    return str(thing).rsplit("/", 1)[-1]


def short(term: object) -> str:
    return "ij:" + str(term).removeprefix(PREFIXES["ij"])


def test_every_class_is_counted_as_often_as_the_files_name_its_members(
    ask: Ask, classes: dict[URIRef, set[URIRef]]
) -> None:
    expected = Counter(short(one) for of in classes.values() for one in of)
    assert {row["class"]: row["things"] for row in ask("statistics")} == expected


@pytest.mark.parametrize("language", ["ja", "hi"])
def test_the_labels_that_are_missing_are_those_that_no_file_has(
    ask: Ask, files: Graph, classes: dict[URIRef, set[URIRef]], language: str
) -> None:
    def named(thing: URIRef, tag: str) -> bool:
        return any(
            isinstance(label, Literal) and label.language == tag
            for label in files.objects(thing, RDFS.label)
        )

    expected = {
        (slug(thing), f"ij:{name}")
        for name in LABELLED
        for thing in members(classes, name)
        if named(thing, "en") and not named(thing, language)
    }
    rows = ask("missing-labels", language=language)
    assert {(row["thing"], row["what"]) for row in rows} == expected


def test_facts_of_one_source_are_those_with_one_in_the_files(
    ask: Ask, files: Graph, classes: dict[URIRef, set[URIRef]]
) -> None:
    for name in ("Outcome", "Session"):
        cited = {
            slug(thing): [slug(source) for source in files.objects(thing, DCTERMS.source)]
            for thing in members(classes, name)
        }
        expected = {thing: sources[0] for thing, sources in cited.items() if len(sources) == 1}
        rows = ask("single-source-facts", class_=name)
        assert {row["fact"]: row["source"] for row in rows} == expected


def test_sources_are_counted_by_publisher_and_year(ask: Ask, files: Graph) -> None:
    expected: Counter[tuple[str, str, int | None]] = Counter()
    for source in files.subjects(RDF.type, IJ.Source):
        day = files.value(source, SCHEMA.datePublished)
        expected[
            str(files.value(source, SCHEMA.publisher)),
            short(files.value(source, IJ.publisherKind)),
            int(str(day)[:4]) if day else None,
        ] += 1
    rows = ask("sources-by-publisher")
    assert {(row["name"], row["kind"], row["year"]): row["number"] for row in rows} == expected


def test_an_organisation_leads_the_dialogues_that_name_it_or_a_post_in_it(
    ask: Ask, files: Graph
) -> None:
    led: dict[str, set[object]] = defaultdict(set)
    held: dict[str, set[object]] = defaultdict(set)
    for dialogue, leader in files.subject_objects(IJ.ledBy):
        body = files.value(leader, IJ.postIn) or leader
        if files.value(body, IJ.country):
            led[slug(body)].add(dialogue)
            held[slug(body)].update(files.subjects(IJ.ofDialogue, dialogue))
    rows = ask("leading-organisations")
    assert {row["organisation"]: (row["dialogues"], row["sessions"]) for row in rows} == {
        body: (len(dialogues), len(held[body])) for body, dialogues in led.items()
    }


def test_domains_come_together_as_often_as_one_thing_names_both(ask: Ask, files: Graph) -> None:
    mentions: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for thing in set(files.subjects(IJ.domain)):
        about = sorted(map(str, files.objects(thing, IJ.domain)))
        mentions.update(about)
        together.update(combinations(about, 2))
    expected = {
        (slug(one), slug(other)): (number, round(number / min(mentions[one], mentions[other]), 2))
        for (one, other), number in together.items()
        if number >= 3
    }
    rows = ask("domain-pairs", minimum="3")
    found = {
        (str(row["one"]), str(row["other"])): (row["together"], float(str(row["share"])))
        for row in rows
    }
    assert found.keys() == expected.keys()
    for pair, (number, share) in found.items():
        assert number == expected[pair][0]
        assert share == pytest.approx(expected[pair][1], abs=0.011)


def test_no_domain_is_told_that_is_not_in_the_scheme(ask: Ask, files: Graph) -> None:
    scheme = {slug(concept) for concept in files.subjects(RDF.type, SKOS.Concept)}
    assert {str(row["domain"]) for row in ask("domains-by-decade")} <= scheme
