"""The query operation of the SPARQL 1.1 Protocol, over HTTP."""

import json
from collections.abc import Mapping

import httpx
import pytest

from india_japan_kg.vocabulary import GRAPH

ASK = "ASK { ?session ij:ordinal 18 }"
SELECT = "SELECT ?n WHERE { ?session a ij:Session ; ij:ordinal ?n } ORDER BY ?n LIMIT 3"
CONSTRUCT = "CONSTRUCT WHERE { ?session ij:ordinal 18 }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


def ask(client: httpx.Client, query: str, accept: str = "*/*", **more: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})


def test_a_query_by_get_is_answered(client: httpx.Client) -> None:
    answer = ask(client, ASK)
    assert answer.status_code == 200
    assert answer.json()["boolean"] is True


def test_a_query_by_posted_form_is_answered(client: httpx.Client) -> None:
    answer = client.post("/sparql", data={"query": ASK})
    assert answer.json()["boolean"] is True


def test_a_query_by_direct_post_is_answered(client: httpx.Client) -> None:
    answer = client.post("/sparql", content=ASK, headers=DIRECT)
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/json", "application/json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (
            SELECT,
            "text/csv;q=0.4, application/sparql-results+xml;q=0.5",
            "application/sparql-results+xml",
        ),
        (SELECT, "text/*", "text/csv"),
        (SELECT, "application/sparql-results+json;q=0, text/csv", "text/csv"),
        (CONSTRUCT, "*/*", "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/trig", "application/trig"),
        (CONSTRUCT, "application/n-quads", "application/n-quads"),
        ("DESCRIBE session:strategic-dialogue-18", "text/turtle", "text/turtle"),
    ],
)
def test_the_preferred_media_type_is_given(
    client: httpx.Client, query: str, accept: str, media_type: str
) -> None:
    answer = ask(client, query, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.content


@pytest.mark.parametrize(
    "accept",
    [
        # YASGUI, SPARQLWrapper, Jena, a browser's fetch, curl, Virtuoso's federation
        "application/sparql-results+json,*/*;q=0.9",
        "application/sparql-results+json,application/json,text/javascript,application/javascript",
        "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
        "text/tab-separated-values;q=0.7, text/csv;q=0.5, application/json;q=0.2, "
        "application/xml;q=0.2, */*;q=0.1",
        "*/*",
        "",
    ],
)
def test_real_clients_headers_get_json(client: httpx.Client, accept: str) -> None:
    assert json.loads(ask(client, SELECT, accept).content)["results"]["bindings"]


def test_what_nobody_offers_is_not_acceptable(client: httpx.Client) -> None:
    answer = ask(client, SELECT, "image/png")
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["available"]


def test_a_graph_form_is_not_offered_as_csv(client: httpx.Client) -> None:
    assert ask(client, CONSTRUCT, "text/csv").status_code == 406


def test_the_default_graph_is_chosen_by_the_protocol(client: httpx.Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    whole = ask(client, query, "text/csv").text
    part = ask(client, query, "text/csv", **{"default-graph-uri": GRAPH + "domains"}).text
    assert int(part.split()[1]) < int(whole.split()[1])


def test_the_protocol_s_dataset_wins_over_the_query_s(client: httpx.Client) -> None:
    query = f"ASK FROM <{GRAPH}nothing> {{ ?s ?p ?o }}"
    assert not ask(client, query).json()["boolean"]
    assert ask(client, query, **{"default-graph-uri": GRAPH + "domains"}).json()["boolean"]


def test_named_graphs_are_chosen_by_the_protocol(client: httpx.Client) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    answer = ask(client, query, "text/csv", **{"named-graph-uri": GRAPH + "domains"})
    assert answer.text.split() == ["g", GRAPH + "domains"]


@pytest.mark.parametrize(
    ("method", "parameters", "body", "headers", "status", "says"),
    [
        ("GET", {"query": "SELECT * {\n ?s nope:p ?o }"}, None, {}, 400, "line 2, column 5"),
        ("GET", {"query": ""}, None, {}, 400, "SELECT"),
        ("GET", {"query": "INSERT DATA { <x:a> <x:b> <x:c> }"}, None, {}, 403, "read-only"),
        ("GET", {"update": "DROP ALL"}, None, {}, 403, "read-only"),
        ("GET", {"query": ASK, "timeout": "soon"}, None, {}, 400, "timeout"),
        ("GET", {"query": ASK, "default-graph-uri": "no iri"}, None, {}, 400, "no IRI"),
        ("POST", {}, b"", FORM, 400, "no query"),
        ("POST", {}, b"query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400, "2 queries"),
        ("POST", {}, b"update=DROP%20ALL", FORM, 403, "read-only"),
        ("POST", {}, b"DROP ALL", {"Content-Type": "application/sparql-update"}, 403, "read-only"),
        ("POST", {}, b"{}", {"Content-Type": "application/json"}, 415, "application/json"),
        ("POST", {}, b"ASK {}", {}, 415, "(none)"),
        ("POST", {}, b"ASK { ?s ?p '\xff' }", DIRECT, 400, "UTF-8"),
        ("POST", {}, b"ASK { } #" + b"x" * 1_100_000, DIRECT, 413, "larger"),
        ("PUT", {}, b"", {}, 405, "PUT"),
    ],
)
def test_a_wrong_request_gets_a_problem_that_says_what_is_wrong(
    client: httpx.Client,
    method: str,
    parameters: Mapping[str, str],
    body: bytes | None,
    headers: Mapping[str, str],
    status: int,
    says: str,
) -> None:
    answer = client.request(method, "/sparql", params=parameters, content=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert says in problem["detail"]


def test_a_form_that_cannot_be_told_is_a_problem_of_the_query(client: httpx.Client) -> None:
    query = "PREFIX x: <http://x/> DESCRIBEx:y{{SELECT ?s {?s ?p ?o} LIMIT 1}}"
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 400
    assert "put a space after the word" in answer.json()["detail"]


def test_another_service_is_refused(client: httpx.Client) -> None:
    query = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    answer = ask(client, query)
    assert answer.status_code == 403
    assert "SERVICE at line 1, column 12" in answer.json()["detail"]


def test_a_runaway_query_ends_at_its_own_lower_limit(client: httpx.Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = ask(client, query, timeout="1")
    assert answer.status_code == 504
    assert answer.json()["timeout"] == 1


def test_other_queries_are_answered_while_one_runs_away(client: httpx.Client, server: str) -> None:
    with httpx.Client(base_url=server, timeout=60) as other:
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(ask, other, slow, timeout="5")
            assert all(ask(client, ASK).json()["boolean"] for _ in range(20))
            assert not running.done()
            assert running.result().status_code == 504


def test_without_a_query_the_service_describes_itself(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert "sd:supportedLanguage sd:SPARQL11Query" in answer.text


def test_a_browser_without_a_query_gets_the_editor(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<textarea" in answer.text


def test_an_answer_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    first = ask(client, SELECT)
    again = client.get(
        "/sparql", params={"query": SELECT}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 304
    assert not again.content


def test_head_is_get_without_content(client: httpx.Client) -> None:
    get = ask(client, SELECT, "text/csv")
    head = client.head("/sparql", params={"query": SELECT}, headers={"Accept": "text/csv"})
    assert head.status_code == 200
    assert not head.content
    assert head.headers["etag"] == get.headers["etag"]


@pytest.mark.parametrize("query", [ASK, "SELECT nonsense"])
def test_pages_of_other_sites_may_read_answers_and_errors(client: httpx.Client, query: str) -> None:
    answer = client.get(
        "/sparql", params={"query": query}, headers={"Origin": "https://example.org"}
    )
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_preflight_is_answered(client: httpx.Client) -> None:
    answer = client.options(
        "/sparql",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
