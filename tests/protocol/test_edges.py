"""Requests at the edges of HTTP and of the SPARQL 1.1 Protocol."""

import gzip
import http.client
from urllib.parse import quote

import httpx
import pytest

ASK = "ASK { ?session ij:ordinal 18 }"
SELECT = "SELECT ?n WHERE { ?session a ij:Session ; ij:ordinal ?n } ORDER BY ?n"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
JSON = "application/sparql-results+json"


def raw(
    server: str, method: str, path: str, headers: list[tuple[str, str]], body: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    """Send a request as it stands: no library adds or joins header fields."""
    connection = http.client.HTTPConnection(server.removeprefix("http://"), timeout=300)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers:
        connection.putheader(name, value)
    if body:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    fields = {name.lower(): value for name, value in answer.getheaders()}
    content = answer.read()
    connection.close()
    return answer.status, fields, content


def test_two_accept_fields_are_one_list(server: str) -> None:
    status, fields, _ = raw(
        server,
        "GET",
        f"/sparql?query={quote(SELECT)}",
        [("Accept", "image/png"), ("Accept", "text/csv")],
    )
    assert status == 200
    assert fields["content-type"].startswith("text/csv")


def test_no_accept_field_accepts_everything(server: str) -> None:
    status, fields, _ = raw(server, "GET", f"/sparql?query={quote(SELECT)}", [])
    assert (status, fields["content-type"]) == (200, JSON)


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        ("*/*;q=0", 406, "application/problem+json"),
        ("text/csv;q=0, */*", 200, JSON),
        ("application/*", 200, JSON),
        ("text/csv;q=0.1, text/tab-separated-values;q=0.2", 200, "text/tab-separated-values"),
        ("text/csv; charset=utf-8", 200, "text/csv"),
        ("TEXT/CSV", 200, "text/csv"),
    ],
)
def test_quality_values_wildcards_and_case_are_heeded(
    client: httpx.Client, accept: str, status: int, media_type: str
) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"].partition(";")[0] == media_type


def test_a_plus_in_a_form_or_query_string_is_a_space(client: httpx.Client) -> None:
    encoded = "query=ASK+%7B+%3Fs+ij%3Aordinal+18+%7D"
    assert client.get(f"/sparql?{encoded}").json()["boolean"]
    assert client.post("/sparql", content=encoded, headers=FORM).json()["boolean"]


def test_an_encoded_plus_is_a_plus(client: httpx.Client) -> None:
    query = quote("SELECT (1+1 AS ?two) {}", safe="")
    answer = client.get(f"/sparql?query={query}", headers={"Accept": "text/csv"})
    assert answer.text.split() == ["two", "2"]


def test_a_plus_in_a_direct_post_is_a_plus(client: httpx.Client) -> None:
    answer = client.post(
        "/sparql", content="SELECT (1+1 AS ?two) {}", headers=DIRECT | {"Accept": "text/csv"}
    )
    assert answer.text.split() == ["two", "2"]


def test_a_byte_order_mark_is_left_out(client: httpx.Client) -> None:
    answer = client.post("/sparql", content=b"\xef\xbb\xbf" + ASK.encode(), headers=DIRECT)
    assert answer.json()["boolean"]


def test_the_charset_of_a_direct_post_may_be_told(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    assert client.post("/sparql", content=ASK, headers=headers).json()["boolean"]


def test_another_charset_is_not_supported(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=utf-16"}
    answer = client.post("/sparql", content=ASK.encode("utf-16"), headers=headers)
    assert answer.status_code == 415


def test_letters_of_every_script_pass(client: httpx.Client) -> None:
    query = 'SELECT ?text { VALUES ?text { "日印 भारत" } }'
    for answer in (
        client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"}),
        client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"}),
        client.post("/sparql", content=query.encode(), headers=DIRECT | {"Accept": "text/csv"}),
    ):
        assert answer.text.split("\r\n")[1] == "日印 भारत"


def test_an_empty_default_graph_is_none_at_all(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": ASK, "default-graph-uri": ""})
    assert answer.json()["boolean"]


def test_dataset_parameters_of_a_direct_post_stand_in_the_address(client: httpx.Client) -> None:
    answer = client.post(
        "/sparql",
        params={"default-graph-uri": "https://w3id.org/india-japan/graph/nothing"},
        content="ASK { ?s ?p ?o }",
        headers=DIRECT,
    )
    assert answer.json()["boolean"] is False


def test_several_default_graphs_are_merged(client: httpx.Client) -> None:
    graphs = [f"https://w3id.org/india-japan/graph/{name}" for name in ("domains", "ontology")]
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def counted(*named: str) -> int:
        parameters = [("query", query), *(("default-graph-uri", graph) for graph in named)]
        answer = client.get("/sparql", params=parameters, headers={"Accept": "text/csv"})
        return int(answer.text.split()[1])

    assert counted(*graphs) > max(counted(graphs[0]), counted(graphs[1]))


@pytest.mark.parametrize("headers", [FORM, DIRECT])
def test_the_method_query_asks_as_post_does(client: httpx.Client, headers: dict[str, str]) -> None:
    body = ASK if headers is DIRECT else f"query={quote(ASK)}"
    answer = client.request("QUERY", "/sparql", content=body, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["boolean"]


def test_the_method_query_has_conditions(client: httpx.Client) -> None:
    first = client.request("QUERY", "/sparql", content=ASK, headers=DIRECT)
    again = client.request(
        "QUERY",
        "/sparql",
        content=ASK,
        headers=DIRECT | {"If-None-Match": first.headers["etag"]},
    )
    assert again.status_code == 304


def test_options_tells_the_methods(client: httpx.Client) -> None:
    answer = client.options("/sparql")
    assert answer.status_code == 204
    allowed = {method.strip() for method in answer.headers["allow"].split(",")}
    assert allowed == {"GET", "HEAD", "POST", "QUERY", "OPTIONS"}


@pytest.mark.parametrize(
    "path", ["/id/session/strategic-dialogue-18", "/nothing/at-all", "/sparql"]
)
def test_every_answer_may_be_read_from_other_sites(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]


def test_gzip_is_given_to_those_who_take_it(server: str) -> None:
    path = f"/sparql?query={quote(SELECT)}"
    _, plain_fields, plain = raw(server, "GET", path, [])
    _, fields, zipped = raw(server, "GET", path, [("Accept-Encoding", "gzip")])
    assert "content-encoding" not in plain_fields
    assert fields["content-encoding"] == "gzip"
    assert gzip.decompress(zipped) == plain
    assert "Accept-Encoding" in fields["vary"]


def test_an_address_that_is_too_long_gets_414_and_the_way_out(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": ASK + " #" + "x" * 40_000})
    assert answer.status_code == 414
    assert "POST" in answer.json()["remedy"]


def test_a_long_query_by_post_is_answered(client: httpx.Client) -> None:
    answer = client.post("/sparql", content=ASK + "\n#" + "x" * 100_000, headers=DIRECT)
    assert answer.json()["boolean"]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused_with_those_that_are_not(
    client: httpx.Client, method: str
) -> None:
    answer = client.request(method, "/sparql")
    assert answer.status_code == 405
    assert "QUERY" in answer.headers["allow"]


def test_different_representations_have_different_entity_tags(client: httpx.Client) -> None:
    tags = {
        client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept}).headers["etag"]
        for accept in (JSON, "application/json", "text/csv")
    }
    assert len(tags) == 3
    assert all(tag.startswith('"') for tag in tags)


def test_fields_that_chose_the_answer_stand_in_vary(client: httpx.Client) -> None:
    assert "Accept" in client.get("/sparql", params={"query": ASK}).headers["vary"]


@pytest.mark.parametrize(
    ("query", "status"), [("ASK { ?s ?p ?o", 400), ("DROP ALL", 403), ("", 400), ("   ", 400)]
)
@pytest.mark.parametrize("how", ["get", "form", "direct"])
def test_a_wrong_query_is_told_in_the_same_way_however_it_came(
    client: httpx.Client, query: str, status: int, how: str
) -> None:
    if how == "get":
        answer = client.get("/sparql", params={"query": query})
    elif how == "form":
        answer = client.post("/sparql", data={"query": query})
    else:
        answer = client.post("/sparql", content=query, headers=DIRECT)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
