"""Cross-origin reads are open to every site: the Fetch standard's CORS protocol."""

from typing import Final

from starlette.types import Scope

from india_japan_kg.http.answers import Headers

METHODS: Final = b"GET, HEAD, POST, QUERY, OPTIONS"
READABLE: Final = b"ETag, Link, Content-Disposition, X-Request-Id, Retry-After, Allow"
SECONDS_KEPT: Final = b"86400"

OPEN: Final[Headers] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", READABLE),
]
"""On every answer: errors, redirects and 304 too, whether or not the request names an origin."""


def preflight(scope: Scope) -> Headers | None:
    """Return the header fields that answer `scope` if it is a CORS-preflight request."""
    if scope["method"] != "OPTIONS":
        return None
    given = dict(scope["headers"])
    if b"origin" not in given or b"access-control-request-method" not in given:
        return None
    wanted = given.get(b"access-control-request-headers", b"*")
    return [
        (b"access-control-allow-methods", METHODS),
        (b"access-control-allow-headers", wanted),
        (b"access-control-max-age", SECONDS_KEPT),
        (b"vary", b"Access-Control-Request-Headers"),
        (b"content-length", b"0"),
    ]
