"""How answers end: whole, empty, cut at a limit, or failed; each is told apart in every format."""

import csv
import http.client
import io
import json
import socket
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import httpx
import pytest
import rdflib
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results
from tests.waiting import wait_until

from india_japan_kg.problem import AnswerTooLarge, Problem
from india_japan_kg.protocol.endings import last_words

WIDE = "x" * 500
PRODUCT = "{ ?a a ?x . ?b a ?y . ?c a ?z }"
ENDLESS = (
    "{ { SELECT ?g ?h ?i (?g AS ?a) (?h AS ?b) { ?g ?h ?i } LIMIT 2000 } UNION "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(IF(?a = ?g && ?d = ?i, 0, RAND()) < 0.003) } }"
)
"""It finds enough to begin an answer at once, and then a little all the time."""


class Table:
    """The queries of tables, and a reader that takes nothing that is not whole."""

    whole = "SELECT ?n ?name { VALUES (?n ?name) { (1 'a,\"b\"\\n日') (2 'c') } }"
    empty = "SELECT ?n ?name { ?n ij:no-such ?name }"
    cut = f'SELECT ?a ?b ("{WIDE}" AS ?wide) {PRODUCT} LIMIT 5000'
    failed = f'SELECT ?a ?b ("{WIDE}" AS ?wide) {ENDLESS}'

    def __init__(self, mark: str, read: Callable[[bytes], int]) -> None:
        self.mark = mark
        self.read = read


class Triples(Table):
    """The same of graphs."""

    whole = "CONSTRUCT { ?s ij:ordinal ?n } { VALUES (?s ?n) { (<x:a> 1) (<x:b> 2) } }"
    empty = "CONSTRUCT { ?s ij:no-such ?o } { ?s ij:no-such ?o }"
    cut = f'CONSTRUCT {{ ?b ij:with ?a ; ?y "{WIDE}" }} {{ ?a a ?x . ?b a ?y }} LIMIT 200000'
    failed = f'CONSTRUCT {{ ?g ?h ?wide }} {{ {ENDLESS} BIND(CONCAT("{WIDE}", STR(?i)) AS ?wide) }}'


def by_oxigraph(form: QueryResultsFormat) -> Callable[[bytes], int]:
    def read(body: bytes) -> int:
        found = parse_query_results(body, form)
        assert isinstance(found, QuerySolutions)
        return len(list(found))

    return read


def by_csv(body: bytes) -> int:
    rows = list(csv.reader(io.StringIO(body.decode(), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    return len(rows) - 1


def graph(form: RdfFormat) -> Callable[[bytes], int]:
    return lambda body: len(set(parse(body, form)))


FORMATS = {
    "application/sparql-results+json": Table("/*", by_oxigraph(QueryResultsFormat.JSON)),
    "application/sparql-results+xml": Table("<!--", by_oxigraph(QueryResultsFormat.XML)),
    "text/csv": Table("#", by_csv),
    "text/tab-separated-values": Table("#", by_oxigraph(QueryResultsFormat.TSV)),
    "text/turtle": Triples("#", graph(RdfFormat.TURTLE)),
    "application/n-triples": Triples("#", graph(RdfFormat.N_TRIPLES)),
    "application/ld+json": Triples("/*", graph(RdfFormat.JSON_LD)),
    "application/rdf+xml": Triples("<!--", graph(RdfFormat.RDF_XML)),
    "application/trig": Triples("#", graph(RdfFormat.TRIG)),
    "application/n-quads": Triples("#", graph(RdfFormat.N_QUADS)),
}
every_format = pytest.mark.parametrize("media_type", FORMATS)


@pytest.fixture(scope="module")
def small(start_server: Callable[..., str]) -> str:
    """Return the address of a server whose answers may have one MiB."""
    return start_server(max_answer=1, query_timeout=60)


@pytest.fixture(scope="module")
def small_client(small: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=small, timeout=120) as client:
        yield client


def whole(client: httpx.Client, query: str, media_type: str) -> httpx.Response:
    headers = {"Accept": media_type, "Accept-Encoding": "identity"}
    return client.get("/sparql", params={"query": query}, headers=headers)


def broken(client: httpx.Client, media_type: str, query: str, **more: str) -> tuple[str, bytes]:
    """Return type and body of an answer whose transfer breaks off."""
    got: list[bytes] = []
    parameters = {"query": query, **more}
    headers = {"Accept": media_type}
    with client.stream("GET", "/sparql", params=parameters, headers=headers) as answer:
        assert answer.status_code == 200
        assert "content-length" not in answer.headers
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message"):
            got.extend(answer.iter_raw())
    return answer.headers["content-type"].partition(";")[0], b"".join(got)


@every_format
def test_a_whole_answer_has_its_length_and_a_tag(client: httpx.Client, media_type: str) -> None:
    form = FORMATS[media_type]
    answer = whole(client, form.whole, media_type)
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["etag"].startswith('"')
    assert form.read(answer.content) == 2


@every_format
def test_an_empty_answer_is_whole_and_has_nothing(client: httpx.Client, media_type: str) -> None:
    form = FORMATS[media_type]
    answer = whole(client, form.empty, media_type)
    assert answer.status_code == 200
    assert "content-length" in answer.headers
    assert form.read(answer.content) == 0


@every_format
def test_an_answer_over_the_limit_is_cut_and_says_so(
    small_client: httpx.Client, media_type: str
) -> None:
    form = FORMATS[media_type]
    told, body = broken(small_client, media_type, form.cut)
    assert told == media_type
    assert 900_000 < len(body) < 1_050_000
    last = body.decode().splitlines()[-1]
    assert last.startswith(f"{form.mark} cut: ")
    assert "1048576 bytes" in last
    assert "LIMIT and OFFSET" in last
    with pytest.raises((SyntaxError, ValueError, csv.Error)):
        form.read(body)


@pytest.mark.wide
@every_format
def test_an_answer_that_fails_later_says_so(client: httpx.Client, media_type: str) -> None:
    form = FORMATS[media_type]
    told, body = broken(client, media_type, form.failed, timeout="5")
    assert told == media_type
    last = body.decode().splitlines()[-1]
    assert last.startswith(f"{form.mark} failed: ")
    assert "time limit of 5 s" in last
    with pytest.raises((SyntaxError, ValueError, csv.Error)):
        form.read(body)


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_failure_before_the_answer_is_long_is_a_problem(
    client: httpx.Client, media_type: str
) -> None:
    counted = "{ SELECT (COUNT(*) AS ?a) { ?p ?q ?r . ?s ?t ?u . ?v ?w ?x } }"
    head = (
        "CONSTRUCT { <x:a> <x:b> ?a }" if "SELECT" not in FORMATS[media_type].whole else "SELECT *"
    )
    answer = client.get(
        "/sparql",
        params={"query": f"{head} {{ {counted} }}", "timeout": "1"},
        headers={"Accept": media_type},
    )
    assert answer.status_code == 504
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["timeout"] == 1


def test_other_readers_of_each_format_refuse_a_cut_answer_too(small_client: httpx.Client) -> None:
    cut = {name: broken(small_client, name, form.cut)[1] for name, form in FORMATS.items()}
    with pytest.raises(json.JSONDecodeError):
        json.loads(cut["application/sparql-results+json"])
    with pytest.raises(json.JSONDecodeError):
        json.loads(cut["application/ld+json"])
    for name in ("application/sparql-results+xml", "application/rdf+xml"):
        with pytest.raises(ElementTree.ParseError):
            ElementTree.fromstring(cut[name])
    for name, form in {
        "text/turtle": "turtle",
        "application/n-triples": "nt",
        "application/trig": "trig",
        "application/n-quads": "nquads",
    }.items():
        with pytest.raises(Exception, match=r"(?i)expected|eof|parse|invalid"):
            rdflib.Dataset().parse(data=cut[name], format=form)


@pytest.mark.parametrize("media_type", ["text/csv", "text/tab-separated-values"])
def test_the_rows_of_a_cut_table_are_right(small_client: httpx.Client, media_type: str) -> None:
    _, body = broken(small_client, media_type, FORMATS[media_type].cut)
    separator = "," if media_type == "text/csv" else "\t"
    rows = [line.split(separator) for line in body.decode().splitlines()]
    assert len(rows) > 1000
    for a, b, wide in rows[1:-1]:
        assert a.strip("<>").startswith("https://w3id.org/india-japan")
        assert b.strip("<>").startswith("https://w3id.org/india-japan")
        assert wide.strip('"') == WIDE


def test_http_1_0_which_has_no_chunks_gets_a_problem_instead_of_a_cut_answer(small: str) -> None:
    status, fields, body = by_http_1_0(small, Table.cut)
    assert status == 507
    assert fields["content-type"] == "application/problem+json"
    assert json.loads(body)["limit"] == 1024 * 1024


def test_http_1_0_gets_a_long_answer_with_its_length(server: str) -> None:
    query = f'SELECT ?a ?b ("{WIDE}" AS ?wide) {PRODUCT} LIMIT 1000'
    status, fields, body = by_http_1_0(server, query)
    assert status == 200
    assert int(fields["content-length"]) == len(body)
    assert "transfer-encoding" not in fields
    assert by_csv(body) == 1000


def by_http_1_0(server: str, query: str) -> tuple[int, dict[str, str], bytes]:
    address = urlsplit(server)
    with socket.create_connection((address.hostname, address.port), 30) as connection:
        asked = f"GET /sparql?query={quote(query)} HTTP/1.0\r\nAccept: text/csv\r\n\r\n"
        connection.sendall(asked.encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        fields = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, fields, answer.read()


LONG = f'SELECT ?a ("{WIDE}" AS ?wide) {PRODUCT} LIMIT 1200'
CSV = {"Accept": "text/csv", "Accept-Encoding": "identity"}


def test_a_streamed_answer_is_kept_while_it_leaves(client: httpx.Client) -> None:
    first, again = (client.get("/sparql", params={"query": LONG}, headers=CSV) for _ in range(2))
    assert first.headers["transfer-encoding"] == "chunked"
    assert "etag" not in first.headers
    assert by_csv(first.content) == 1200
    assert again.content == first.content
    assert int(again.headers["content-length"]) == len(first.content)
    tagged = client.get(
        "/sparql", params={"query": LONG}, headers=CSV | {"If-None-Match": again.headers["etag"]}
    )
    assert tagged.status_code == 304


def test_head_of_a_long_answer_has_its_fields_and_ends_the_work(client: httpx.Client) -> None:
    def metric(name: str) -> float:
        lines = client.get("/metrics").text.splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(name + " "))

    abandoned = 'ijkg_query_seconds_count{ended="abandoned"}'
    wait_until(lambda: metric("ijkg_queries_in_work") == 0)
    before = metric(abandoned)
    query = Table.failed + " # by HEAD"
    head = client.head("/sparql", params={"query": query}, headers=CSV)
    with client.stream("GET", "/sparql", params={"query": query}, headers=CSV) as get:
        fields = dict(get.headers)
    assert head.status_code == get.status_code == 200
    differing = {"date", "x-request-id", "transfer-encoding"}
    assert {k: v for k, v in head.headers.items() if k not in differing} == {
        k: v for k, v in fields.items() if k not in differing
    }
    wait_until(lambda: metric("ijkg_queries_in_work") == 0)
    assert metric(abandoned) == before + 2


@pytest.mark.parametrize("media_type", FORMATS)
@pytest.mark.parametrize("problem", [Problem("a--> */\r\n<b> \"c'", "d"), AnswerTooLarge(5)])
def test_words_of_any_problem_stay_in_one_line(media_type: str, problem: Problem) -> None:
    words = last_words(problem, media_type).decode()
    assert words.count("cut:") + words.count("failed:") == 1
    last = words.splitlines()[-1]
    assert last.startswith(FORMATS[media_type].mark)
    closing = {"<!--": "-->", "/*": "*/"}.get(FORMATS[media_type].mark, "")
    assert last.endswith(closing)
    assert closing == "" or last.count(closing) == 1
