"""The remote engine: any store that speaks the SPARQL 1.1 Protocol, asked through SPARQLWrapper.

The same query must have the same answer on every store, so nothing that differs between stores
passes through here: a query is checked by the grammar of SPARQL 1.1 first (stores have their own
extensions), its prefixes are declared in it, and the answer is read and written anew.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from http.client import HTTPException, HTTPResponse
from typing import Final
from urllib.error import HTTPError, URLError

from anyio import to_thread
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results, serialize
from SPARQLWrapper import POST

from india_japan_kg.engine.binding import bind
from india_japan_kg.engine.endpoint import Endpoint
from india_japan_kg.engine.interface import GRAPH_TYPES, SOLUTION_TYPES, Beginning, Query
from india_japan_kg.engine.line import Line
from india_japan_kg.engine.patience import Patience, Unavailable
from india_japan_kg.engine.preparing import check_services
from india_japan_kg.engine.reading import ReadQuery, missing_prefixes, read_query
from india_japan_kg.engine.syntax_errors import check_syntax
from india_japan_kg.problem import (
    DeadlineExceeded,
    MemoryExceeded,
    StoreFailed,
    StoreRefused,
)
from india_japan_kg.vocabulary import PREFIXES

XML_SOLUTIONS: Final = "application/sparql-results+xml"
N_TRIPLES: Final = "application/n-triples"
UNION: Final = "union-default-graph"
CUT: Final = "X-SPARQL-MaxRows"
"""Header by which Virtuoso says that it cut an answer."""
MIB: Final = 1024 * 1024
CHUNK: Final = 65536
MAX_TOLD: Final = 300
BUSY: Final = 503
TIMED_OUT: Final = (408, 504)
NOT_ALLOWED: Final = (401, 403)
REJECTED: Final = (400, 404, 414, 500)
TEXT_BEGINS: Final = re.compile(rb"(<literal(?: [^>]*)?>)(\s)")
TEXT_ENDS: Final = re.compile(rb"(\s)(?=</literal>)")


class RemoteEngine:
    """Asks the SPARQL endpoint at `endpoint`, which holds the dataset of `version`."""

    def __init__(
        self,
        endpoint: Endpoint,
        version: str,
        *,
        union_by_name: bool = False,
        graphs: Sequence[str] = (),
        max_answer: int = 1024,
        services: Collection[str] = (),
    ) -> None:
        """Remember whom to ask; nothing is asked yet.

        Args:
            endpoint: the address of the query operation.
            version: the version of the dataset there.
            union_by_name: ask for the union of all graphs by Oxigraph's own parameter.
            graphs: the graphs of the dataset, if the store's default graph is not their union:
                they are then named in each request (SPARQL 1.1 Protocol, section 2.1.4).
            max_answer: MiB that an answer may have.
            services: addresses that a SERVICE clause may ask.

        """
        self._endpoint = endpoint
        self._version = version
        self._union: Sequence[str] = ("true",) if union_by_name else ()
        self._graphs = tuple(graphs)
        self._max_answer = max_answer
        self._services = frozenset(services)

    @property
    def version(self) -> str:
        """The version of the dataset that is asked."""
        return self._version

    @property
    def address(self) -> str:
        """The address that is asked, without credentials."""
        return self._endpoint.address

    def evaluate(self, query: Query, media_type: str, timeout: float) -> bytes:
        """Return the answer to `query` written as `media_type`; see `Engine.evaluate`.

        Raises:
            StoreUnreachable: nothing answers at the address, after several tries.
            StoreRefused: the store wants other credentials.
            StoreFailed: the store rejects a query that SPARQL 1.1 allows, or its answer is not
                what it should be, or is cut.
            Abandoned: nobody waits for the answer any more; the connection to the store is closed.

        """
        read = read_query(query.text)
        check_services(read, self._services)
        text = bind(query.text, query.bindings)
        check_syntax(text)
        patience = Patience(timeout)
        while True:
            try:
                with self._line(query, read, text) as line:
                    body = self._answer(line, patience)
                break
            except Unavailable as unavailable:
                patience.wait(unavailable)
        return _rewritten(body, media_type)

    async def begin(self, query: Query, media_type: str, timeout: float) -> Beginning:
        """Return all of the answer to `query`; see `StreamingEngine.begin`."""
        return Beginning(await to_thread.run_sync(self.evaluate, query, media_type, timeout))

    def settle(self) -> None:
        """Do nothing: queries are looked after in threads."""

    def _line(self, query: Query, read: ReadQuery, text: str) -> Line:
        line = Line(self._endpoint.address)
        line.setQuery(_declared(text))
        # SPARQLWrapper guesses the form, and sends as an update what it takes for one.
        line.queryType = read.form.value
        line.setMethod(POST)
        line.setOnlyConneg(True)
        line.addCustomHttpHeader("Accept", N_TRIPLES if read.form.gives_graph else XML_SOLUTIONS)
        if self._endpoint.user:
            line.setCredentials(self._endpoint.user, self._endpoint.password)
        for name, graphs in self._dataset(query, read):
            for graph in graphs:
                line.addParameter(name, graph)
        return line

    def _answer(self, line: Line, patience: Patience) -> bytes:
        line.timeout = patience.left()  # type: ignore[assignment]  # seconds may be fractions
        try:
            with _responding(line, patience) as response:
                return self._read(response, patience)
        except TimeoutError:
            raise DeadlineExceeded(patience.timeout) from None
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise DeadlineExceeded(patience.timeout) from None
            raise Unavailable(str(error.reason)) from None
        except (OSError, HTTPException) as error:
            raise Unavailable(str(error) or type(error).__name__) from None

    def _dataset(self, query: Query, read: ReadQuery) -> Iterable[tuple[str, Sequence[str]]]:
        if query.default_graphs or query.named_graphs:
            return (
                ("default-graph-uri", query.default_graphs),
                ("named-graph-uri", query.named_graphs),
            )
        if read.names_dataset:
            return ()
        return (
            (UNION, self._union),
            ("default-graph-uri", self._graphs),
            ("named-graph-uri", self._graphs),
        )

    def _read(self, response: HTTPResponse, patience: Patience) -> bytes:
        if limit := response.headers[CUT]:
            raise StoreFailed(
                f"The store cut its answer after {limit} rows.",
                "Ask for fewer rows, or raise the store's own limit.",
            )
        body = bytearray()
        while chunk := response.read1(CHUNK):
            patience.left()
            body += chunk
            if len(body) > self._max_answer * MIB:
                raise MemoryExceeded(
                    f"The answer of the store is larger than {self._max_answer} MiB.",
                    "Ask for less at once.",
                )
        if response.length:  # what is missing; `read1` does not mind
            raise Unavailable("its answer broke off")
        return bytes(body)

    def close(self) -> None:
        """Do nothing: each request has its own connection."""


def _declared(text: str) -> str:
    """Return `text` with those of the graph's prefixes declared that it uses undeclared."""
    missing = missing_prefixes(text)
    return "".join([*(f"PREFIX {name}: <{PREFIXES[name]}> " for name in missing), text])


def _rewritten(body: bytes, media_type: str) -> bytes:
    try:
        if media_type in GRAPH_TYPES:
            triples = parse(body, RdfFormat.N_TRIPLES)
            written = serialize(triples, format=GRAPH_TYPES[media_type], prefixes=PREFIXES)
        else:
            # Virtuoso writes blank nodes as IRIs of a scheme of its own.
            solutions = body.replace(b"<bnode>nodeID://", b"<bnode>")
            if not solutions.rstrip().endswith(b"sparql>"):  # Oxigraph does not mind either
                raise ValueError("it ends too early")
            found = parse_query_results(_with_ends(solutions), QueryResultsFormat.XML)
            written = found.serialize(format=SOLUTION_TYPES[media_type])
    except (SyntaxError, ValueError) as error:
        raise StoreFailed(f"The store's answer is not well-formed: {error}") from None
    if written is None:
        raise TypeError("Oxigraph wrote to no buffer")
    return written


def _with_ends(solutions: bytes) -> bytes:
    """Return `solutions` with white space at the ends of texts as character references.

    Oxigraph's reader cuts it off as it stands, though it is a part of the text.
    """
    begun = TEXT_BEGINS.sub(lambda found: b"%b&#%d;" % (found[1], ord(found[2])), solutions)
    return TEXT_ENDS.sub(lambda found: b"&#%d;" % ord(found[1]), begun)


def _responding(line: Line, patience: Patience) -> HTTPResponse:
    try:
        return line.query().response
    except HTTPError as error:
        with error:
            raise _refusal(error, patience) from None


def _refusal(error: HTTPError, patience: Patience) -> Exception:
    if error.code == BUSY:
        return Unavailable("it answered 503 (busy)", busy=True)
    if error.code in TIMED_OUT:
        return DeadlineExceeded(patience.timeout)
    if error.code in NOT_ALLOWED:
        return StoreRefused(
            "The store does not let this server ask.",
            "Put user and password into IJKG_STORE: https://user:password@host/sparql",
        )
    if error.code in REJECTED:
        told = error.read().decode(errors="replace")
        return StoreFailed(f"The store rejected the query: {' '.join(told.split())[:MAX_TOLD]}")
    return StoreFailed(f"The store answered {error.code} {error.reason}.")
