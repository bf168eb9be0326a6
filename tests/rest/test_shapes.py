"""The shapes have an address: for SHACL processors, and for who wants to know what is demanded."""

import re
from html import unescape
from pathlib import Path

import httpx
import pyshacl
import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse
from rdflib.namespace import RDF, SH

SHAPES = rdflib.Namespace("https://w3id.org/india-japan/shapes#")
FORMS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
}
TWO_IN_ONE_POST = """
@prefix ij: <https://w3id.org/india-japan/ontology#> .
@prefix schema: <https://schema.org/> .
@prefix tenure: <https://w3id.org/india-japan/id/tenure/> .
@prefix post: <https://w3id.org/india-japan/id/post/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
tenure:one a ij:Tenure ; ij:post post:p ;
    schema:startDate "2010-01-01"^^xsd:date ; schema:endDate "2012-01-01"^^xsd:date .
tenure:two a ij:Tenure ; ij:post post:p ; schema:startDate "2011-01-01"^^xsd:date .
"""


def canonical(body: bytes, form: RdfFormat) -> set[Quad]:
    """Return the triples of `body` with labels of blank nodes that equal graphs share."""
    quads = Dataset(parse(body, form))
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(quads)


def texts(quads: set[Quad]) -> list[str]:
    """Return the statements of `quads` without the labels of blank nodes."""
    return sorted(re.sub(r"_:\w+", "_:", str(quad)) for quad in quads)


@pytest.fixture(scope="module")
def served(client: httpx.Client) -> rdflib.Graph:
    return rdflib.Graph().parse(data=client.get("/shapes.ttl").text, format="turtle")


@pytest.fixture(scope="module")
def written(house: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in (house / "shapes").glob("*.ttl"):
        graph.parse(file)
    return graph


@pytest.mark.parametrize("suffix", FORMS)
def test_every_form_says_the_same_by_suffix_and_by_accept(
    client: httpx.Client, suffix: str
) -> None:
    media_type, form = FORMS[suffix]
    by_suffix = client.get(f"/shapes.{suffix}", headers={"Accept": "text/html"})
    by_accept = client.get("/shapes", headers={"Accept": media_type})
    assert by_suffix.headers["content-type"].partition(";")[0] == media_type
    assert by_suffix.content == by_accept.content
    assert f'</shapes.{suffix}>; rel="alternate"; type="{media_type}"' in by_accept.headers["link"]
    lines = client.get("/shapes.nt").content
    assert canonical(by_suffix.content, form) == canonical(lines, RdfFormat.N_TRIPLES)


def test_what_is_served_is_what_stands_in_the_files_and_the_prefixes_it_needs(
    client: httpx.Client, house: Path
) -> None:
    files = b"\n".join(file.read_bytes() for file in (house / "shapes").glob("*.ttl"))
    written = canonical(files, RdfFormat.TURTLE)
    served = canonical(client.get("/shapes.nt").content, RdfFormat.N_TRIPLES)
    declared = {quad.subject for quad in served if quad.predicate.value == f"{SH}prefix"}
    beside = {q for q in served if q.subject in declared or q.predicate.value == f"{SH}declare"}
    assert len(written) > 1000
    assert len(served - beside) == len(written)
    assert texts(served - beside) == texts(written)
    assert {f"{SH}declare", f"{SH}prefix", f"{SH}namespace"} <= {q.predicate.value for q in beside}


def test_another_processor_judges_by_the_file_alone(served: rdflib.Graph) -> None:
    data = rdflib.Graph().parse(data=TWO_IN_ONE_POST, format="turtle")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=served)
    assert not conforms
    assert isinstance(report, rdflib.Graph)
    assert SHAPES.TenureOverlap in set(report.objects(None, SH.sourceShape))


def test_they_are_no_part_of_the_queried_dataset(client: httpx.Client) -> None:
    query = "ASK { { ?shape a sh:NodeShape } UNION { ?shape a sh:PropertyShape } }"
    query = "PREFIX sh: <http://www.w3.org/ns/shacl#> " + query
    answer = client.get(
        "/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"}
    )
    assert answer.json()["boolean"] is False


def test_a_browser_finds_each_shape_under_its_fragment(
    client: httpx.Client, written: rdflib.Graph
) -> None:
    page = client.get("/shapes", headers={"Accept": "text/html"}).text
    shapes = {
        str(shape).removeprefix(SHAPES)
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in written.subjects(RDF.type, kind)
    }
    assert len(shapes) > 100
    assert shapes == set(re.findall(r'<section id="(\w+)">', page))


def test_each_shape_is_told_with_target_demand_and_severity(client: httpx.Client) -> None:
    page = client.get("/shapes.html?lang=ja").text
    told = re.search(r'<section id="TenureLeftOpen">.*?</section>', page, re.DOTALL)
    assert told
    section = unescape(told[0])
    assert "A tenure with a successor has ended" in section
    assert '<a href="/ontology?lang=ja#Tenure">在任</a>' in section
    assert "<p>同じ官職で {?value} が {?later} に始まっていますが" in section
    assert "<dd>警告</dd>" in section


def test_a_demand_that_is_not_told_in_a_language_is_told_in_english(client: httpx.Client) -> None:
    page = client.get("/shapes.html?lang=hi").text
    assert '<p lang="en">A participant acts in one post: keep the one that the source' in page
    assert "<p>कार्यकाल ठीक एक पद का होता है" in page


def test_every_page_leads_to_the_vocabulary_and_the_shapes(client: httpx.Client) -> None:
    page = client.get("/?lang=ja", headers={"Accept": "text/html"}).text
    for address in ("/ontology?lang=ja", "/shapes?lang=ja"):
        assert f'<a href="{address}">' in page
        assert client.get(address, headers={"Accept": "text/html"}).status_code == 200


@pytest.mark.parametrize("path", ["/ontology", "/shapes"])
def test_another_form_is_not_there_and_told_so(client: httpx.Client, path: str) -> None:
    answer = client.get(f"{path}.csv")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert f"{path}.ttl" in answer.text
