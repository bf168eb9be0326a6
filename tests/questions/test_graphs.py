"""Questions whose answer is a graph say what the sources say."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rdflib import PROV, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

from india_japan_kg.catalogue import Catalogue, construct
from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.tables import GRAPH_FORMS, write_graph
from india_japan_kg.things.labels import Labels

ID = "https://w3id.org/india-japan/id/"
IJ = Namespace("https://w3id.org/india-japan/ontology#")
SCHEMA = Namespace("https://schema.org/")
DCTERMS = Namespace("http://purl.org/dc/terms/")


def thing(name: str) -> URIRef:
    return URIRef(ID + name)


def day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


@pytest.fixture(scope="session")
def graph_of(catalogue: Catalogue, engine: EmbeddedEngine, labels: Labels) -> Callable[..., Graph]:
    def ask(name: str, form: str = "ttl", **given: str) -> Graph:
        found = construct(
            catalogue[name],
            engine,
            labels,
            given,
            languages=["en"],
            today=date(2026, 7, 1),
            timeout=30,
        )
        media_type = GRAPH_FORMS[form]
        return Graph().parse(data=write_graph(found.triples, media_type), format=media_type)

    return ask


def test_the_first_strategic_dialogue_was_held_in_tokyo_by_aso_and_mukherjee(
    graph_of: Callable[..., Graph],
) -> None:
    """Joint press release, 22 March 2007: worldjpn.net/documents/texts/JPSA/20070322.O1E.html"""
    graph = graph_of("dialogue-graph", dialogue="strategic-dialogue")
    first = thing("session/strategic-dialogue-1")
    assert graph.value(first, SCHEMA.startDate) == day("2007-03-22")
    assert graph.value(first, IJ.venue) == thing("place/tokyo")
    assert set(graph.objects(first, IJ.chairedBy)) == {
        thing("person/aso-taro"),
        thing("person/mukherjee-pranab"),
    }
    assert Literal("Taro Aso", lang="en") in graph.objects(thing("person/aso-taro"), RDFS.label)
    sessions = set(graph.subjects(IJ.ofDialogue, thing("dialogue/strategic-dialogue")))
    assert {graph.value(session, IJ.ordinal).toPython() for session in sessions} >= set(
        range(1, 19)
    )


def test_the_eighteenth_decided_on_a_working_group_on_critical_minerals_in_early_2026(
    graph_of: Callable[..., Graph],
) -> None:
    """The Indian Express, 16 January 2026."""
    graph = graph_of("dialogue-graph", dialogue="strategic-dialogue")
    outcome = graph.value(predicate=IJ.creates, object=thing("dialogue/jwg-critical-minerals"))
    assert graph.value(outcome, IJ.decidedAt) == thing("session/strategic-dialogue-18")
    assert graph.value(outcome, RDF.type) == IJ.Outcome
    assert graph.value(outcome, IJ.dueNotAfter) == day("2026-04-30")
    assert list(graph.objects(outcome, DCTERMS.source))


def test_the_working_group_on_critical_minerals_comes_from_the_strategic_dialogue_in_prov(
    graph_of: Callable[..., Graph],
) -> None:
    """The Indian Express, 16 January 2026: convened by the ministers at the 18th dialogue."""
    graph = graph_of("genealogy-graph", dialogue="jwg-critical-minerals")
    group = thing("dialogue/jwg-critical-minerals")
    session = thing("session/strategic-dialogue-18")
    assert (group, PROV.wasDerivedFrom, thing("dialogue/strategic-dialogue")) in graph
    assert (group, PROV.wasGeneratedBy, session) in graph
    assert (session, RDF.type, PROV.Activity) in graph
    assert graph.value(session, SCHEMA.startDate) == day("2026-01-16")


def test_ancestors_of_ancestors_are_in_the_genealogy_of_a_dialogue(
    graph_of: Callable[..., Graph],
) -> None:
    """Press statement of 4 January 2006: Aso and Ahamed agreed on a strategic dialogue."""
    graph = graph_of("genealogy-graph", dialogue="jwg-critical-minerals")
    started = thing("dialogue/strategic-dialogue")
    decided = graph.value(started, PROV.wasGeneratedBy)
    assert graph.value(decided, SCHEMA.startDate) == day("2006-01-04")
    assert len(graph) < len(graph_of("genealogy-graph"))


def test_a_citation_has_each_source_with_title_publisher_day_and_address(
    graph_of: Callable[..., Graph],
) -> None:
    """The page of the Ministry of Foreign Affairs of Japan on the meeting, of the same day."""
    graph = graph_of("citation", thing="session:strategic-dialogue-18")
    session = thing("session/strategic-dialogue-18")
    page = thing("source/mofa-pageit-000001-02709")
    assert (session, DCTERMS.source, page) in graph
    assert graph.value(page, SCHEMA.datePublished) == day("2026-01-16")
    assert str(graph.value(page, DCTERMS.title)) == "第18回日印外相間戦略対話 (令和8年1月16日)"
    assert str(graph.value(page, SCHEMA.publisher)) == "Ministry of Foreign Affairs of Japan"
    assert str(graph.value(page, SCHEMA.inLanguage)) == "ja"
    for source in graph.objects(session, DCTERMS.source):
        assert graph.value(source, DCTERMS.title), source
        assert str(graph.value(source, SCHEMA.url)).startswith("http"), source
    chairs = {
        graph.value(participation, IJ.person)
        for participation in graph.objects(session, IJ.participation)
    }
    assert chairs == {thing("person/jaishankar-s"), thing("person/motegi-toshimitsu")}


@pytest.mark.parametrize("name", ["dialogue-graph", "genealogy-graph", "citation"])
def test_every_form_says_the_same(
    graph_of: Callable[..., Graph], catalogue: Catalogue, name: str
) -> None:
    parameters = catalogue[name].parameters.values()
    given = {parameter.name: parameter.example for parameter in parameters}
    turtle = set(graph_of(name, **given))
    assert turtle
    for form in ("nt", "jsonld", "rdf"):
        assert set(graph_of(name, form, **given)) == turtle, form


def test_the_catalogue_has_these_graphs_and_no_other(catalogue: Catalogue, house: Path) -> None:
    texts = {
        path.stem: path.read_text(encoding="utf-8") for path in (house / "queries").glob("*.rq")
    }
    assert {name for name, question in catalogue.items() if question.gives_graph} == {
        name for name, text in texts.items() if "\nCONSTRUCT {" in text
    }
