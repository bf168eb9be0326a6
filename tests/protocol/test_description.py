"""The SPARQL 1.1 Service Description, VoID and DCAT of the dataset."""

import httpx
import pytest
import rdflib
from rdflib import RDF, Namespace, URIRef

from india_japan_kg.vocabulary import DATASET, GRAPH, PREFIXES

SD = Namespace(PREFIXES["sd"])
VOID = Namespace(PREFIXES["void"])
DCAT = Namespace(PREFIXES["dcat"])
DATA = URIRef(DATASET)


def read(client: httpx.Client, path: str, accept: str = "text/turtle") -> rdflib.Graph:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    return rdflib.Graph().parse(data=answer.content, format=accept)


def count(client: httpx.Client, query: str) -> int:
    return int(
        client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"}).text.split()[
            1
        ]
    )


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_the_endpoint_describes_itself_as_the_recommendation_says(
    client: httpx.Client, server: str, accept: str
) -> None:
    graph = read(client, "/sparql", accept)
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert graph.value(service, SD.endpoint) == URIRef(f"{server}/sparql")
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (service, SD.defaultDataset, DATA) in graph
    assert (DATA, RDF.type, SD.Dataset) in graph


def test_the_description_leads_to_the_catalogue_of_questions(client: httpx.Client) -> None:
    graph = read(client, "/sparql")
    (service,) = graph.subjects(RDF.type, SD.Service)
    catalogue = graph.value(service, rdflib.RDFS.seeAlso)
    executables = read(client, str(catalogue)).subjects(
        RDF.type, URIRef("http://www.w3.org/ns/shacl#SPARQLExecutable")
    )
    assert len(set(executables)) > 40


def test_every_named_graph_is_described(client: httpx.Client) -> None:
    graph = read(client, "/sparql")
    named = {str(graph.value(node, SD.name)) for node in graph.objects(DATA, SD.namedGraph)}
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert named == {g for g in answer.text.split()[1:] if g.startswith(GRAPH)}
    assert len(named) > 3


def test_the_limits_in_force_stand_in_the_description(client: httpx.Client) -> None:
    graph = read(client, "/sparql")
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert "A query may take 120 s and 1024 MiB" in str(graph.value(service, rdflib.RDFS.comment))


@pytest.mark.parametrize("path", ["/.well-known/void", "/", "/sparql"])
def test_void_tells_how_much_there_is(client: httpx.Client, path: str) -> None:
    graph = read(client, path)
    triples = count(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert int(graph.value(DATA, VOID.triples)) == triples
    parts = list(graph.objects(DATA, VOID.propertyPartition))
    assert sum(int(graph.value(part, VOID.triples)) for part in parts) == triples


def test_each_class_is_a_partition_with_its_things(client: httpx.Client) -> None:
    graph = read(client, "/.well-known/void")
    session = URIRef(PREFIXES["ij"] + "Session")
    (part,) = graph.subjects(VOID["class"], session)
    sessions = count(client, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ij:Session }")
    assert int(graph.value(part, VOID.entities)) == sessions


def test_links_to_other_datasets_are_counted(client: httpx.Client) -> None:
    graph = read(client, "/.well-known/void")
    links = list(graph.subjects(RDF.type, VOID.Linkset))
    assert links
    assert all(int(graph.value(link, VOID.triples)) > 0 for link in links)


@pytest.mark.wide
def test_dcat_tells_the_licence_and_where_to_get_the_data(client: httpx.Client) -> None:
    graph = read(client, "/.well-known/void")
    assert graph.value(DATA, rdflib.DCTERMS.license) == URIRef(
        "https://creativecommons.org/licenses/by/4.0/"
    )
    downloads = [
        str(graph.value(each, DCAT.downloadURL)) for each in graph.objects(DATA, DCAT.distribution)
    ]
    assert len(downloads) == 6
    for download in downloads:
        assert client.head(download).status_code == 200, download


def test_a_browser_gets_the_home_page(client: httpx.Client) -> None:
    answer = client.get("/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_description_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/.well-known/void")
    again = client.get("/.well-known/void", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
