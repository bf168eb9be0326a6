"""Answers with a strong ETag, and 304 to a client that has them already (RFC 9110, section 13)."""

import hashlib
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from india_japan_kg.http.fields import ENTITY_TAG, field_value

REVALIDATE = "no-cache"
"""A copy may be kept, but the server is asked whether the graph changed since."""


HAND: Final = "india_japan_kg.hand"
"""ASGI extension: a callable that takes status, header fields and body of a whole answer at once.

Messages of ASGI, and what passes them on, take as much as the rest of making an answer.
"""


def entity_tag(media_type: str, body: bytes) -> str:
    """Return the strong entity tag of `body` as `media_type`."""
    return f'"{hashlib.sha256(media_type.encode() + body).hexdigest()[:32]}"'


def respond(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    vary: str = "Accept",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return `body` as `media_type`, or 304 if the client's If-None-Match names it.

    Args:
        request: the request that is answered.
        body: the whole answer.
        media_type: its type; text types get ``charset=utf-8``.
        vary: the request header fields that chose this representation.
        headers: further header fields.

    """
    etag = entity_tag(media_type, body)
    fields = {"ETag": etag, "Vary": vary, "Cache-Control": REVALIDATE, **(headers or {})}
    known = field_value(request.scope, b"if-none-match")
    if known and etag.encode() in ENTITY_TAG.findall(known):
        return Response(status_code=304, headers=fields)
    return _Whole(body, media_type, fields)


class _Whole(Response):
    """A whole body; Starlette's own response takes several times as long to make its fields."""

    def __init__(self, body: bytes, media_type: str, fields: Mapping[str, str]) -> None:
        self.status_code = 200
        self.body = body
        self.background = None
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        self.raw_headers = [
            (b"content-length", str(len(body)).encode("latin-1")),
            (b"content-type", (media_type + charset).encode("latin-1")),
            *((name.lower().encode("latin-1"), fields[name].encode("latin-1")) for name in fields),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it (ASGI 3.0), or hand it over."""
        if (hand := (scope.get("extensions") or {}).get(HAND)) is not None:
            hand(self.status_code, self.raw_headers, self.body)
        else:
            await super().__call__(scope, receive, send)
