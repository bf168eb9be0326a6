"""A client that hangs up ends its query in a foreign store, as it ends one of the server's own."""

import http.client
import select
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, serialize
from tests.operation.conftest import Running
from tests.waiting import PATIENCE, wait_until

from india_japan_kg.dataset import load_dataset

SLOW = "ASK {} # slow"
LIMIT = 60
SOON = 20
"""Seconds; what nobody ends before is ended by the time limit."""

THREADS = 40
"""As many queries a server has wait at one time."""


class SlowStore:
    """A SPARQL endpoint that answers a slow query when it is told to, and sees who leaves."""

    def __init__(self, house: Path, certificate: Path | None) -> None:
        self.asked = threading.Semaphore(0)
        self.left = threading.Semaphore(0)
        self.answering = threading.Event()
        whole, store = self, load_dataset(house).store

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                (query,) = parse_qs(body)["query"]
                if "# slow" in query and not whole.waits_for(self):
                    return
                found = store.query(query, use_default_graph_as_union=True)
                answer = (
                    serialize(found, format=RdfFormat.N_TRIPLES)
                    if isinstance(found, QueryTriples)
                    else found.serialize(format=QueryResultsFormat.XML)
                )
                assert answer is not None
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        scheme = "https" if certificate else "http"
        self.address = f"{scheme}://127.0.0.1:{self.server.server_port}/sparql"
        threading.Thread(target=self.server.serve_forever, args=(0.01,)).start()

    def waits_for(self, request: BaseHTTPRequestHandler) -> bool:
        """Return whether the answer may be given: nobody waits for it after a hang-up."""
        self.asked.release()
        while not self.answering.is_set():
            readable, _, _ = select.select([request.connection], [], [], 0.01)
            if readable:
                assert request.connection.recv(1) == b""
                self.left.release()
                return False
        return True

    def close(self) -> None:
        self.answering.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def start(
    tmp_path: Path, run_server: Callable[..., Running]
) -> Iterator[Callable[..., tuple[SlowStore, Running]]]:
    """Start a store, which holds the house of the server, and the server before it."""
    stores: list[SlowStore] = []

    def start(certificate: Path | None = None) -> tuple[SlowStore, Running]:
        stores.append(SlowStore(tmp_path / "house", certificate))
        return stores[-1], run_server(
            store=stores[-1].address, log_level="info", query_timeout=LIMIT
        )

    yield start
    for store in stores:
        store.close()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a certificate, with its key, that a server of the test trusts."""
    made = tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=store"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", made, "-out", made),
        ],
        check=True,
        capture_output=True,
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    return made


def begin(server: Running, store: SlowStore, query: str = SLOW) -> http.client.HTTPConnection:
    """Return a client whose query has come to the store, and waits there."""
    client = ask(server, query)
    assert store.asked.acquire(timeout=PATIENCE)
    return client


def ask(server: Running, query: str) -> http.client.HTTPConnection:
    client = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=PATIENCE)
    client.request("GET", f"/sparql?query={quote(query)}")
    return client


def test_the_store_sees_the_connection_closed(
    start: Callable[..., tuple[SlowStore, Running]],
) -> None:
    store, server = start()
    begin(server, store).close()
    assert store.left.acquire(timeout=SOON)


def test_the_store_sees_a_connection_of_tls_closed(
    start: Callable[..., tuple[SlowStore, Running]], certificate: Path
) -> None:
    store, server = start(certificate)
    begin(server, store).close()
    assert store.left.acquire(timeout=SOON)


def test_the_query_counts_and_is_logged_as_abandoned(
    start: Callable[..., tuple[SlowStore, Running]],
) -> None:
    store, server = start()
    begin(server, store).close()
    assert store.left.acquire(timeout=SOON)
    counted = 'ijkg_query_seconds_count{ended="abandoned"}'
    wait_until(lambda: server.metric(counted) == 1, SOON)
    assert server.metric("ijkg_queries_in_work") == 0
    server.end()
    ended = [line["ended"] for line in server.lines("india_japan_kg.queries")]
    assert ended.count("abandoned") == 1


def test_many_clients_that_hang_up_leave_the_threads_to_others(
    start: Callable[..., tuple[SlowStore, Running]],
) -> None:
    store, server = start()
    for number in range(THREADS + 10):
        begin(server, store, f"{SLOW} {number}").close()
    quick = server.get("/sparql", params={"query": "ASK {}"}, timeout=SOON)
    assert quick.json()["boolean"] is True


def test_the_query_of_another_client_goes_on(
    start: Callable[..., tuple[SlowStore, Running]],
) -> None:
    store, server = start()
    staying = begin(server, store, f"{SLOW} of one who stays")
    begin(server, store).close()
    assert store.left.acquire(timeout=SOON)
    store.answering.set()
    answer = staying.getresponse()
    assert (answer.status, b"true" in answer.read()) == (200, True)
    staying.close()


def test_a_query_that_another_client_waits_for_too_goes_on(
    start: Callable[..., tuple[SlowStore, Running]],
) -> None:
    store, server = start()
    leaving = begin(server, store)
    staying = ask(server, SLOW)
    for _ in range(2):  # who is answered came later: both of the others have been read
        server.get("/health/live")
    leaving.close()
    assert not store.left.acquire(timeout=0.5)
    store.answering.set()
    answer = staying.getresponse()
    assert (answer.status, b"true" in answer.read()) == (200, True)
    staying.close()
