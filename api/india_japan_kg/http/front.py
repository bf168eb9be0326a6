"""What every request meets first: its id, the cache of answers, CORS, HEAD, its log line.

A plain ASGI callable in front of the framework, because the framework's own work costs several
times as much as a cached answer (docs/decisions/answers-are-kept.md).
"""

import asyncio
import hashlib
import itertools
import logging
import os
import time
from collections.abc import Callable, Collection
from typing import Final, Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from india_japan_kg.http.answers import Answer, AnswerCache, Headers
from india_japan_kg.http.cross_origin import OPEN, preflight
from india_japan_kg.http.fields import CONDITIONS, RequestFields
from india_japan_kg.http.flights import Flights

log = logging.getLogger("india_japan_kg.access")

LARGE: Final = 256_000
"""From this size an answer is compressed in a thread, so that others do not wait."""

Kept = Literal["hit", "miss", "none"]
Observe = Callable[[str, str, int, float, Kept], None]
"""Takes method, route, status, seconds, and what the cache did."""


class Front:
    """Answers from the cache, or has the application answer once for all who ask the same."""

    def __init__(
        self,
        app: ASGIApp,
        cache: AnswerCache,
        *,
        asked_by_post: Collection[str],
        live: Collection[str],
        max_body: int,
        observe: Observe,
    ) -> None:
        """Put it in front of `app`.

        Args:
            app: the application.
            cache: where answers are kept.
            asked_by_post: paths where POST and QUERY change nothing and may be kept.
            live: paths that are never kept nor shared.
            max_body: bytes of a body that is read to look for a kept answer.
            observe: is told of each finished request.

        """
        self._app = app
        self._cache = cache
        self._flights = Flights(app, cache.largest)
        self._asked_by_post = frozenset(asked_by_post)
        self._live = frozenset(live)
        self._max_body = max_body
        self._observe = observe
        self._ids = map(f"{os.urandom(6).hex()}-%x".__mod__, itertools.count(1))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection (ASGI 3.0)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, send, self._observe, next(self._ids).encode())
        try:
            if (fields := preflight(scope)) is not None:
                await exchange.start(200, fields)
                await exchange.finish(b"")
            else:
                await self._answer(exchange, scope, receive)
        finally:
            exchange.close()

    async def _answer(self, exchange: "_Exchange", scope: Scope, receive: Receive) -> None:
        method, path = scope["method"], scope["path"]
        scope["request_id"] = exchange.request_id.decode()
        by_get = method in ("GET", "HEAD")
        if path in self._live or not (by_get or path in self._asked_by_post):
            exchange.inner = {**scope, "method": "GET"} if by_get else scope
            await self._app(exchange.inner, receive, exchange.send)
            return
        body = digest = b""
        if not by_get:
            read = await _read(receive, self._max_body)
            if read is None:
                return
            body, whole = read
            if not whole:
                await self._app(scope, _continued(body, receive), exchange.send)
                return
            digest = hashlib.blake2b(body, digest_size=16).digest()
        key = exchange.fields.key(scope, digest)
        answer = self._cache.get(key)
        exchange.kept = "miss" if answer is None else "hit"
        if answer is None:
            state = self._cache.state()
            exchange.inner = _unconditional(scope)
            answer, sent = await self._flights.board(
                key, exchange.inner, body, receive, exchange.send
            )
            if answer is None:
                return
            self._cache.put(key, answer, state)
            if sent:
                return
        await exchange.give(answer)


class _Exchange:
    """One request and the answer that goes out for it."""

    __slots__ = (
        "_observe",
        "_scope",
        "_send",
        "_size",
        "_started",
        "_status",
        "fields",
        "inner",
        "kept",
        "request_id",
        "route",
    )

    def __init__(self, scope: Scope, send: Send, observe: Observe, request_id: bytes) -> None:
        self._started = time.perf_counter()
        self._scope = scope
        self._send = send
        self._observe = observe
        self._status, self._size = 0, 0
        self.fields = RequestFields(scope["headers"])
        self.request_id = self.fields.request_id or request_id
        self.kept: Kept = "none"
        self.inner = scope
        self.route = ""

    async def start(self, status: int, headers: Headers) -> None:
        self._status = status
        await self._send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [*headers, *OPEN, (b"x-request-id", self.request_id)],
            }
        )

    async def finish(self, body: bytes, *, more: bool = False) -> None:
        if self._scope["method"] == "HEAD":
            body, more = b"", False
        self._size += len(body)
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def send(self, message: Message) -> None:
        """Pass on a message of the application (the ``send`` that it is given)."""
        if message["type"] == "http.response.start":
            await self.start(message["status"], list(message.get("headers", [])))
            if self._scope["method"] == "HEAD":
                await self.finish(b"")
        elif self._scope["method"] == "HEAD":
            return
        else:
            await self.finish(message.get("body", b""), more=message.get("more_body", False))

    async def give(self, answer: Answer) -> None:
        """Send a whole `answer`, or 304 to a client that has it (RFC 9110, section 13)."""
        self.route = answer.route
        headers, body = answer.headers, answer.body
        if self.fields.takes_gzip and answer.can_be_compressed:
            if len(body) >= LARGE:
                headers, body = await asyncio.to_thread(answer.compressed)
            else:
                headers, body = answer.compressed()
        if (
            self.fields.wanted_unless
            and answer.may_be_kept
            and self._scope["method"] != "POST"
            and self.fields.has(answer.etag, answer.gzip_etag)
        ):
            await self.start(304, answer.not_modified(headers))
            await self.finish(b"")
            return
        await self.start(answer.status, headers)
        await self.finish(body)

    def close(self) -> None:
        """Tell the log and the metrics how it ended; status 0 is a client that went away."""
        scope, seconds = self._scope, time.perf_counter() - self._started
        route = self.route or getattr(self.inner.get("route"), "path", "")
        self._observe(scope["method"], route, self._status, seconds, self.kept)
        if log.isEnabledFor(logging.INFO):
            log.info(
                f"{scope['method']} {scope['path']} {self._status}",
                extra={
                    "request": self.request_id.decode(),
                    "method": scope["method"],
                    "path": scope["path"],
                    "query": scope["query_string"].decode("latin-1"),
                    "status": self._status,
                    "bytes": self._size,
                    "cache": self.kept,
                    "milliseconds": round(seconds * 1000, 2),
                },
            )


def _unconditional(scope: Scope) -> Scope:
    """Return the request as a GET for the whole answer, which serves all who ask for it."""
    headers = [field for field in scope["headers"] if field[0] not in CONDITIONS]
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    return {**scope, "method": method, "headers": headers}


async def _read(receive: Receive, limit: int) -> tuple[bytes, bool] | None:
    """Return the body and whether it is whole; None if the client has gone."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body, True
        if len(body) > limit:
            return body, False


def _continued(body: bytes, receive: Receive) -> Receive:
    """Return a receive that gives the part of the body that was read, then the rest."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": True}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay
