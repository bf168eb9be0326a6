"""SERVICE asks the services of the setting and no other address."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from tests.ports import free_port

from .conftest import Server

THERE = "SELECT ?n { SERVICE <%s> { SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } } }"
JOINED = (
    "SELECT ?label { ?session ij:ordinal 18 . "
    "SERVICE <%s> { GRAPH ?g { ?session <http://www.w3.org/2000/01/rdf-schema#label> ?label } } }"
)


class Trap:
    """An address where nothing may ever connect."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.3)
        port = self._listening.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/sparql"

    def is_untouched(self) -> bool:
        try:
            connection, _ = self._listening.accept()
        except TimeoutError:
            return True
        connection.close()
        return False

    def close(self) -> None:
        self._listening.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    made = Trap()
    yield made
    made.close()


def ask(server: str, query: str, **more: str) -> httpx.Response:
    return httpx.get(f"{server}/sparql", params={"query": query, **more}, timeout=120)


def counted(answer: httpx.Response) -> int:
    assert answer.status_code == 200, answer.text
    (solution,) = answer.json()["results"]["bindings"]
    return int(solution["n"]["value"])


@pytest.fixture(scope="module")
def allowing(start_server: Callable[..., str], oxigraph: Server) -> str:
    return start_server(services=json.dumps([oxigraph.store]))


@pytest.fixture(scope="module")
def alone(start_server: Callable[..., str]) -> str:
    return start_server()


def test_an_allowed_service_is_asked(allowing: str, oxigraph: Server) -> None:
    there = httpx.get(
        oxigraph.store,
        params={"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"},
        headers={"Accept": "application/sparql-results+json"},
        timeout=60,
    )
    assert counted(ask(allowing, THERE % oxigraph.store)) == counted(there) > 1000


def test_what_is_here_is_joined_with_what_is_there(allowing: str, oxigraph: Server) -> None:
    answer = ask(allowing, JOINED % oxigraph.store)
    here = ask(allowing, "SELECT ?label { ?session ij:ordinal 18 ; rdfs:label ?label }")
    assert answer.status_code == 200, answer.text

    def labels(found: httpx.Response) -> set[str]:
        return {row["label"]["value"] for row in found.json()["results"]["bindings"]}

    assert labels(answer) == labels(here)
    assert labels(here)


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICE <{}> {{ ?s ?p ?o }}",
        "SERVICE SILENT <{}> {{ ?s ?p ?o }}",
        "{{ SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }} }}",
        "OPTIONAL {{ GRAPH ?g {{ SERVICE <{}> {{ ?s ?p ?o }} }} }}",
        "FILTER EXISTS {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
        "BIND(<{}> AS ?there) SERVICE ?there {{ ?s ?p ?o }}",
    ],
)
@pytest.mark.parametrize("who", ["allowing", "alone"])
def test_no_other_address_is_asked_nor_connected_to(
    request: pytest.FixtureRequest, trap: Trap, who: str, clause: str
) -> None:
    query = f"SELECT * {{\n  {clause.format(trap.address)} }}"
    answer = ask(request.getfixturevalue(who), query)
    assert answer.status_code == 403
    problem = answer.json()
    service = clause.format(trap.address).index("SERVICE")
    assert (problem["line"], problem["column"]) == (2, 3 + service)
    assert trap.is_untouched()


def test_an_allowed_address_is_allowed_to_the_letter(allowing: str, oxigraph: Server) -> None:
    for other in (f"{oxigraph.store}/", f"{oxigraph.store}?a=b", oxigraph.store.upper()):
        answer = ask(allowing, THERE % other)
        assert answer.status_code == 403
        assert oxigraph.store in answer.json()["remedy"]


def test_an_allowed_service_inside_a_refused_one_does_not_help(
    allowing: str, oxigraph: Server, trap: Trap
) -> None:
    inner = f"SERVICE <{oxigraph.store}> {{ ?s ?p ?o }}"
    answer = ask(allowing, f"SELECT * {{ SERVICE <{trap.address}> {{ {inner} }} }}")
    assert answer.status_code == 403
    assert trap.is_untouched()


class Service:
    """A service of the test's own choice."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], None]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, args=(0.05,)).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Service]]:
    running: list[Service] = []

    def serve(answer: Callable[[BaseHTTPRequestHandler], None]) -> Service:
        running.append(Service(answer))
        return running[-1]

    yield serve
    for service in running:
        service.close()


def test_an_allowed_service_that_does_not_answer_ends_at_the_query_s_limit(
    start_server: Callable[..., str], serve: Callable[..., Service]
) -> None:
    over = threading.Event()

    def hang(request: BaseHTTPRequestHandler) -> None:
        over.wait(60)

    service = serve(hang)
    server = start_server(services=json.dumps([service.address]))
    answer = ask(server, THERE % service.address, timeout="1")
    over.set()
    assert answer.status_code == 504
    assert answer.json()["timeout"] == 1


def test_an_allowed_service_cannot_send_on_to_another_address(
    start_server: Callable[..., str], serve: Callable[..., Service], trap: Trap
) -> None:
    def redirect(request: BaseHTTPRequestHandler) -> None:
        request.send_response(307)
        request.send_header("Location", trap.address)
        request.send_header("Content-Length", "0")
        request.end_headers()

    service = serve(redirect)
    server = start_server(services=json.dumps([service.address]))
    answer = ask(server, THERE % service.address, timeout="30")
    assert answer.status_code == 502
    assert trap.is_untouched()


def reply(status: int, media_type: str, body: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", media_type)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


JSON = "application/sparql-results+json"


def test_an_allowed_service_that_fails_is_told(
    start_server: Callable[..., str], serve: Callable[..., Service]
) -> None:
    services = {
        serve(reply(500, "text/plain", b"out of order")).address: "500 Internal Server Error",
        serve(reply(200, "text/html", b"<p>")).address: "text/html",
        serve(reply(200, JSON, b'{"head":{"vars":["n"]},"results":{"bind')).address: "end of file",
        f"http://127.0.0.1:{free_port()}/": "refused",
    }
    server = start_server(services=json.dumps(list(services)))
    for address, says in services.items():
        answer = ask(server, THERE % address)
        assert answer.status_code == 502
        assert answer.json()["type"].endswith("/service-failed")
        assert says in answer.json()["detail"]
        assert ask(server, f"SELECT (1 AS ?n) {{ }} # after {address}").status_code == 200
