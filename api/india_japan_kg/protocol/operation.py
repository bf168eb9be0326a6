"""A query operation of the SPARQL 1.1 Protocol, section 2.1, read from a request."""

from binascii import a2b_qp
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from starlette.requests import Request

from india_japan_kg.engine import Query
from india_japan_kg.problem import (
    BadParameter,
    BadRequest,
    Refused,
    TooLarge,
    UnsupportedMediaType,
)

FORM = "application/x-www-form-urlencoded"
SPARQL_QUERY = "application/sparql-query"
SPARQL_UPDATE = "application/sparql-update"
READ_ONLY = "This endpoint is read-only."

LONGEST_TIMEOUT: Final = 86_400
"""Seconds; what is more than the server's own limit, but not than this, is lowered to it."""

MOST_GRAPHS: Final = 100
LONGEST_IRI: Final = 200
"""Characters of the longest IRI of a graph."""


class Operation(NamedTuple):
    """A query and the seconds that it may take."""

    query: Query
    timeout: float


async def read_operation(request: Request, max_bytes: int, max_timeout: float) -> Operation | None:
    """Read the query operation of a GET, POST or QUERY `request`; None if it has no query.

    Args:
        request: the request.
        max_bytes: largest body taken.
        max_timeout: seconds a query may take at most; ``timeout`` lowers it.

    Raises:
        BadRequest: not exactly one query, or text that is not UTF-8.
        BadParameter: ``timeout`` or a graph IRI is wrong.
        Refused: an update. TooLarge: the body. UnsupportedMediaType: the body's type.

    """
    parameters = _decode(request.scope["query_string"], "query string")
    in_body = request.method in ("POST", "QUERY")
    if in_body:
        media_type, charset = _content_type(request)
        if charset not in ("", "utf-8", "utf8"):
            raise UnsupportedMediaType(f"The charset {charset} is not read.", "Send UTF-8.")
        if media_type == SPARQL_UPDATE:
            raise Refused(READ_ONLY, "Send queries as application/sparql-query.")
        if media_type not in (FORM, SPARQL_QUERY):
            raise UnsupportedMediaType(
                f"Content-Type {media_type or '(none)'} is not read here.",
                f"Send {FORM} or {SPARQL_QUERY}.",
                {"supported": [FORM, SPARQL_QUERY]},
            )
        body = await _body(request, max_bytes)
        if media_type == FORM:
            parameters += _decode(body, "form")
        else:
            parameters.append(("query", _text(body)))
    if len(parameters) == 1 and parameters[0][0] == "query":  # most have nothing else
        return Operation(_query(parameters[0][1]), max_timeout)
    if any(name == "update" for name, _ in parameters):
        raise Refused(READ_ONLY, "Send a query in the parameter query.")
    queries = [value for name, value in parameters if name == "query"]
    default_graphs = _graphs(parameters, "default-graph-uri")
    named_graphs = _graphs(parameters, "named-graph-uri")
    timeout = _timeout(parameters, max_timeout)
    if not queries:
        if in_body:
            raise BadRequest("There is no query in the request.", "Send it as query=...")
        return None
    if len(queries) > 1:
        raise BadRequest(f"There are {len(queries)} queries in the request.", "Send one.")
    return Operation(_query(queries[0], default_graphs, named_graphs), timeout)


def _query(
    text: str, default_graphs: tuple[str, ...] = (), named_graphs: tuple[str, ...] = ()
) -> Query:
    return Query(
        text.removeprefix("\ufeff"), default_graphs=default_graphs, named_graphs=named_graphs
    )


def _content_type(request: Request) -> tuple[str, str]:
    media_type, _, rest = request.headers.get("content-type", "").partition(";")
    charset = rest.partition("charset=")[2].strip().strip('"').lower()
    return media_type.strip().lower(), charset


async def _body(request: Request, max_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise TooLarge(f"The body is larger than {max_bytes} bytes.", "Send a shorter query.")
    return bytes(body)


def _decode(encoded: bytes, what: str) -> list[tuple[str, str]]:
    # urllib's parse_qsl does the same in twice the time, which shows in requests for one thing.
    try:
        encoded.decode("ascii")
        fields = [field.partition(b"=") for field in encoded.split(b"&") if field]
        return [(_unquoted(name), _unquoted(value)) for name, _, value in fields]
    except UnicodeDecodeError:
        raise BadRequest(
            f"The {what} is not percent-encoded UTF-8.", "Encode it, as curl --data-urlencode does."
        ) from None


def _unquoted(encoded: bytes) -> str:
    plain = encoded.replace(b"+", b" ")
    # Quoted-printable has another sign and is decoded natively, in a seventh of the time. Each
    # escape makes two bytes fewer; if not all did, or lines could have been joined, one was none.
    printable = plain.replace(b"=", b"=3D").replace(b"%", b"=")
    decoded = a2b_qp(printable)
    is_true = len(decoded) == len(printable) - 2 * printable.count(b"=")
    if not is_true or b"\n" in plain or b"\r" in plain:
        decoded = unquote_to_bytes(plain)
    return decoded.decode("utf-8")


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"The query is not UTF-8: byte {error.start} is wrong.") from None


def _graphs(parameters: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    graphs = tuple(value for key, value in parameters if key == name and value)
    if len(graphs) > MOST_GRAPHS:
        raise BadParameter(
            name, f"{name} is there {len(graphs)} times.", f"Give at most {MOST_GRAPHS} graphs."
        )
    for graph in graphs:
        if len(graph) > LONGEST_IRI:
            raise BadParameter(
                name,
                f"{name} has {len(graph)} characters.",
                f"Give a graph's IRI, at most {LONGEST_IRI} characters.",
            )
        if not urlsplit(graph).scheme or any(character in graph for character in ' <>"{}|\\^`'):
            raise BadParameter(
                name, f"{name} is {graph!r}, which is no IRI.", "Give a graph's IRI."
            )
    return graphs


def _timeout(parameters: list[tuple[str, str]], longest: float) -> float:
    given = [value for name, value in parameters if name == "timeout"]
    if not given:
        return longest
    try:
        seconds = float(given[-1])
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise BadParameter(
            "timeout",
            f"timeout is {given[-1]!r}.",
            f"Give seconds, more than 0 and up to {LONGEST_TIMEOUT}; from {longest:g} on it makes"
            " no difference.",
        )
    return min(seconds, longest)
