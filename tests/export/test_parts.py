"""A part of the graph is whole in itself; a profile has the words of one vocabulary alone."""

import io

import httpx
import networkx
import pytest
import rdflib

from india_japan_kg.export.exports import Exports
from india_japan_kg.problem import BadParameter, NotFound
from india_japan_kg.vocabulary import PREFIXES

pytestmark = pytest.mark.wide

IJ = rdflib.Namespace(PREFIXES["ij"])
SCHEMA = rdflib.Namespace(PREFIXES["schema"])


def part(exports: Exports, **given: str) -> rdflib.Graph:
    wished = {name.rstrip("_"): value for name, value in given.items()}
    return rdflib.Graph().parse(data=exports.file("india-japan.nt", wished).body, format="nt11")


def test_a_class_comes_with_parts_sources_and_names_and_nothing_else(exports: Exports) -> None:
    cut = part(exports, class_="Visit")
    visits = set(cut.subjects(rdflib.RDF.type, IJ.Visit))
    assert len(visits) > 100
    for visit in visits:
        for participation in cut.objects(visit, IJ.participation):
            person = cut.value(participation, IJ.person)
            assert person is None or cut.value(person, rdflib.RDFS.label)
        for source in cut.objects(visit, rdflib.DCTERMS.source):
            assert cut.value(source, rdflib.DCTERMS.title)
    assert not list(cut.subjects(rdflib.RDF.type, IJ.Session))


def test_a_domain_includes_the_narrower_ones(exports: Exports) -> None:
    cut = part(exports, domain="economic-security")
    about = {str(domain) for domain in cut.objects(None, IJ.domain)}
    assert PREFIXES["domain"] + "critical-minerals" in about
    assert len(part(exports, domain="critical-minerals")) < len(cut)


def test_around_a_thing_there_is_more_the_deeper(exports: Exports) -> None:
    sizes = [len(part(exports, around="dialogue:ai-dialogue", depth=str(n))) for n in (1, 2, 3)]
    assert sizes == sorted(set(sizes))
    near = part(exports, around="dialogue:ai-dialogue")
    assert rdflib.URIRef(PREFIXES["dialogue"] + "ai-dialogue") in near.subjects()


def test_days_cut_what_happened_between_them(exports: Exports) -> None:
    cut = part(exports, from_="2026-01-16", to="2026-01-16", class_="Session")
    sessions = set(cut.subjects(rdflib.RDF.type, IJ.Session))
    assert rdflib.URIRef(PREFIXES["session"] + "strategic-dialogue-18") in sessions
    for session in sessions:
        assert str(cut.value(session, SCHEMA.startDate)) <= "2026-01-16"


def test_the_network_is_cut_like_the_dumps(exports: Exports) -> None:
    wished = {"around": "dialogue:ai-dialogue", "depth": "1"}
    graph = networkx.read_graphml(io.BytesIO(exports.file("graph.graphml", wished).body))
    assert "dialogue/ai-dialogue" in graph
    assert 2 < len(graph) < 100


def test_the_profile_of_schema_org_has_its_words_alone(exports: Exports) -> None:
    cut = part(exports, profile="schema.org", class_="Session")
    session = rdflib.URIRef(PREFIXES["session"] + "strategic-dialogue-18")
    assert (session, rdflib.RDF.type, SCHEMA.Event) in cut
    assert str(cut.value(session, SCHEMA.startDate)) == "2026-01-16"
    words = {str(predicate) for predicate in cut.predicates()} - {str(rdflib.RDF.type)}
    assert all(word.startswith(PREFIXES["schema"]) for word in words)


def test_the_profile_of_org_tells_who_is_a_member_of_what(exports: Exports) -> None:
    cut = part(exports, profile="org")
    org = rdflib.Namespace(PREFIXES["org"])
    memberships = set(cut.subjects(rdflib.RDF.type, org.Membership))
    assert len(memberships) > 500
    for membership in memberships:
        assert cut.value(membership, org.member)
        assert cut.value(membership, org.role)


def test_an_export_merges_with_another_graph(exports: Exports) -> None:
    body = exports.file("india-japan.ttl", {"class": "Visit"}).body
    merged = rdflib.Graph()
    merged.parse(
        data='@prefix person: <urn:x:> . person:a rdfs:label "b" , [] .'.replace(
            "rdfs:label", "<http://www.w3.org/2000/01/rdf-schema#label>"
        ),
        format="turtle",
    )
    before = len(merged)
    merged.parse(data=body, format="turtle")
    assert len(merged) == before + len(rdflib.Graph().parse(data=body, format="turtle"))
    assert (rdflib.URIRef("urn:x:a"), rdflib.RDFS.label, rdflib.Literal("b")) in merged


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("class", "Sessions", "is not among the allowed values"),
        ("domain", "critical-mineral", "Did you mean critical-minerals"),
        ("depth", "4", "is more than 3"),
        ("from", "2026", "is no day"),
        ("profile", "dc", "is not among the allowed values"),
        ("klass", "Session", "Did you mean class"),
    ],
)
def test_a_wrong_wish_is_told_what_would_be_right(
    exports: Exports, name: str, value: str, message: str
) -> None:
    with pytest.raises(BadParameter) as error:
        exports.file("india-japan.nt", {name: value})
    assert message in error.value.line()


def test_of_a_compressed_dump_there_are_no_parts(exports: Exports) -> None:
    with pytest.raises(NotFound, match="there are no parts"):
        exports.file("india-japan.ttl.gz", {"class": "Visit"})


def test_parts_are_described_in_openapi_and_served(client: httpx.Client) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/export/{file}"]["get"]
    told = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert {"class", "domain", "around", "depth", "from", "to", "profile"} < set(told)
    assert "Session" in told["class"]["schema"]["enum"]
    answer = client.get("/export/india-japan.ttl", params={"class": "Visit"})
    assert answer.headers["content-type"].startswith("text/turtle")
    assert "visit:" in answer.text
