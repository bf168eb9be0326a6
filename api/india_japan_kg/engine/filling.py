"""Filling a foreign store with a dataset, graph by graph, so that it can be done again any time."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Protocol
from urllib.parse import quote, urlencode

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, Triple, serialize

from india_japan_kg.engine.credentials import Credentials
from india_japan_kg.engine.endpoint import Endpoint
from india_japan_kg.problem import StoreFailed, StoreRefused, StoreUnreachable

REQUEST_SECONDS: Final = 600
BATCH: Final = 500
"""Triples in one update: Virtuoso compiles each as a program and has no room for many more."""
NOT_FOUND: Final = 404
NOT_ALLOWED: Final = (401, 403)


class GraphSink(Protocol):
    """Where graphs are written to."""

    def replace(self, graph: str, triples: Iterable[Triple]) -> None:
        """Make `triples` all that `graph` holds."""

    def remove(self, graph: str) -> None:
        """Remove `graph`; nothing happens if there is none."""


class GraphStore:
    """A graph store behind the SPARQL 1.1 Graph Store HTTP Protocol, with indirect naming."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._send = _sender(endpoint)

    def replace(self, graph: str, triples: Iterable[Triple]) -> None:
        """Make `triples` all that `graph` holds."""
        # N-Triples is a subset of Turtle, which every graph store must take.
        self._send(self._request("PUT", graph, _n_triples(triples), "text/turtle"))

    def remove(self, graph: str) -> None:
        """Remove `graph`; nothing happens if there is none."""
        self._send(self._request("DELETE", graph), missing_is_fine=True)

    def _request(
        self, method: str, graph: str, body: bytes | None = None, media_type: str = ""
    ) -> urllib.request.Request:
        address = self._endpoint.address
        joint = "&" if "?" in address else "?"
        request = urllib.request.Request(
            f"{address}{joint}graph={quote(graph, safe='')}", body, method=method
        )
        if media_type:
            request.add_header("Content-Type", media_type)
        return request


class UpdateEndpoint:
    """A store behind the update operation of the SPARQL 1.1 Protocol."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._send = _sender(endpoint)

    def replace(self, graph: str, triples: Iterable[Triple]) -> None:
        """Make `triples` all that `graph` holds."""
        self.remove(graph)
        whole, rest = _blank_apart(triples)
        if whole:
            # Not INSERT DATA: Virtuoso takes no blank node there.
            self._update(f"INSERT {_block(graph, whole)} WHERE {{}}")
        for start in range(0, len(rest), BATCH):
            self._update(f"INSERT DATA {_block(graph, rest[start : start + BATCH])}")

    def remove(self, graph: str) -> None:
        """Remove `graph`; nothing happens if there is none."""
        self._update(f"DROP SILENT GRAPH <{graph}>")

    def _update(self, text: str) -> None:
        body = urlencode({"update": text}).encode()
        self._send(urllib.request.Request(self._endpoint.address, body, method="POST"))


def fill(
    sink: GraphSink,
    store: Store,
    version_graph: NamedNode,
    count: Callable[[], Mapping[str, int]],
    progress: Callable[[], None],
) -> int:
    """Make the graphs of `store` the graphs of the foreign store behind `sink`.

    The graph that tells the version goes first and comes last, so that a store that was filled in
    part has no version.

    Args:
        sink: where to write.
        store: what to write: named graphs alone.
        version_graph: the graph of `store` that tells its version.
        count: asks the foreign store which graphs of the dataset it has, with their triples.
        progress: called after each graph.

    Returns:
        the number of graphs that were there and are no longer in the dataset.

    Raises:
        StoreUnreachable, StoreRefused, StoreFailed: the store could not be written to, or it
            counts other triples than were written.

    """
    graphs = {graph.value: graph for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    sink.remove(version_graph.value)
    obsolete = count().keys() - graphs.keys()
    for graph in sorted(obsolete):
        sink.remove(graph)
    expected: dict[str, int] = {}
    for graph in sorted(graphs.keys() - {version_graph.value}):
        triples = _triples(store, graphs[graph])
        sink.replace(graph, triples)
        expected[graph] = len(triples)
        progress()
    _compare(expected, count())
    sink.replace(version_graph.value, _triples(store, version_graph))
    return len(obsolete)


def _compare(expected: Mapping[str, int], found: Mapping[str, int]) -> None:
    wrong = [
        f"{graph} has {found.get(graph, 0)} triples there and {expected.get(graph, 0)} here"
        for graph in sorted(expected.keys() | found.keys())
        if expected.get(graph, 0) != found.get(graph, 0)
    ]
    if wrong:
        raise StoreFailed(
            f"{len(wrong)} graphs differ after loading: {'; '.join(wrong[:5])}.",
            "Load again while nobody else writes to the store.",
        )


def _triples(store: Store, graph: NamedNode) -> list[Triple]:
    return [quad.triple for quad in store.quads_for_pattern(None, None, None, graph)]


def _blank_apart(triples: Iterable[Triple]) -> tuple[list[Triple], list[Triple]]:
    """Blank nodes are the same within one update only (SPARQL 1.1 Update, section 3.1.1)."""
    whole: list[Triple] = []
    rest: list[Triple] = []
    for triple in triples:
        blank = isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)
        (whole if blank else rest).append(triple)
    return whole, rest


def _block(graph: str, triples: Iterable[Triple]) -> str:
    return f"{{ GRAPH <{graph}> {{\n{_n_triples(triples).decode()}}} }}"


def _n_triples(triples: Iterable[Triple]) -> bytes:
    body = serialize(triples, format=RdfFormat.N_TRIPLES)
    if body is None:
        raise TypeError("Oxigraph wrote to no buffer")
    return body


def _sender(endpoint: Endpoint) -> Callable[..., None]:
    """Return what sends a request, with the credentials of `endpoint` where they are asked for."""
    credentials = Credentials(endpoint)

    def send(request: urllib.request.Request, *, missing_is_fine: bool = False) -> None:
        try:
            credentials.sign(request)
            with urllib.request.urlopen(request, timeout=REQUEST_SECONDS):
                return
        except urllib.error.HTTPError as error:
            if missing_is_fine and error.code == NOT_FOUND:
                return
            if error.code in NOT_ALLOWED:
                raise StoreRefused(
                    f"{endpoint.address} does not let you write.",
                    "Put user and password into the address: https://user:password@host/path",
                ) from None
            told = error.read(300).decode(errors="replace").strip()
            raise StoreFailed(f"{endpoint.address} answered {error.code}: {told}") from None
        except OSError as error:
            reason = getattr(error, "reason", error)
            raise StoreUnreachable(f"{endpoint.address} does not answer: {reason}.") from None

    return send
