"""Answers that leave while they are made, and are broken off if they cannot be whole."""

import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from india_japan_kg.http.conditional import REVALIDATE, respond
from india_japan_kg.http.connection import BREAK_OFF
from india_japan_kg.problem import Problem
from india_japan_kg.stopping import Abandoned

log = logging.getLogger(__name__)

LastWords = Callable[[Problem], bytes]
"""Tells at the end of a broken answer, in its format, why it is broken off."""


class StreamedAnswer(Response):
    """An ASGI response with a first part and further ones.

    If a limit ends the work, the client is told in the body, and then the connection is closed
    without the chunk that ends a body (RFC 9112, section 7.1): so no client takes it for whole.
    """

    def __init__(
        self,
        first: bytes,
        rest: AsyncGenerator[bytes, None],
        media_type: str,
        last_words: LastWords,
        headers: Mapping[str, str],
    ) -> None:
        self._first = first
        self._rest = rest
        self._last_words = last_words
        super().__init__(media_type=media_type, headers={"cache-control": REVALIDATE, **headers})
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it (ASGI 3.0).

        Raises:
            Problem: a limit was met, and the client speaks HTTP/1.0.

        """
        async with aclosing(self._rest):
            if scope["http_version"] == "1.0":
                await self._collected(scope, receive, send)
            else:
                await self._streamed(scope, send)

    async def _collected(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it whole: HTTP/1.0 has no chunks, so there a broken answer would look whole."""
        body = b"".join([self._first, *[part async for part in self._rest]])
        assert self.media_type is not None
        await respond(Request(scope), body, self.media_type)(scope, receive, send)

    async def _streamed(self, scope: Scope, send: Send) -> None:
        async def part(body: bytes, *, more: bool = True) -> None:
            await send({"type": "http.response.body", "body": body, "more_body": more})

        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        await part(self._first)
        try:
            async for body in self._rest:
                await part(body)
        except Abandoned:
            return
        except Problem as problem:
            log.warning("answer broken off", extra={"problem": problem.slug})
            await part(self._last_words(problem))
            if break_off := (scope.get("extensions") or {}).get(BREAK_OFF):
                break_off()
            return
        await part(b"", more=False)
