"""What every request meets first: its id, the cache of answers, CORS, HEAD, its log line.

A plain ASGI callable in front of the framework, because the framework's own work costs several
times as much as a cached answer (docs/decisions/answers-are-kept.md).
"""

import hashlib
import itertools
import os
import time
from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from india_japan_kg.http.access import Observe, log_request
from india_japan_kg.http.answers import AnswerCache
from india_japan_kg.http.cross_origin import preflight
from india_japan_kg.http.exchange import Exchange, with_id
from india_japan_kg.http.fair_use import FairUse
from india_japan_kg.http.fields import CONDITIONS
from india_japan_kg.http.flights import Flights
from india_japan_kg.http.repeats import Repeats, body_of


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
        fair_use: FairUse | None = None,
    ) -> None:
        """Put it in front of `app`.

        Args:
            app: the application.
            cache: where answers are kept.
            asked_by_post: paths where POST and QUERY change nothing and may be kept.
            live: paths that are never kept nor shared.
            max_body: bytes of a body that is read to look for a kept answer.
            observe: is told of each finished request.
            fair_use: limits the requests of each client to all but `live` paths; None for no limit.

        """
        self._app = app
        self._cache = cache
        self._repeats = Repeats(cache, cache.largest)
        self._flights = Flights(app, cache.largest)
        self._asked_by_post = frozenset(asked_by_post)
        self._live = frozenset(live)
        self._max_body = max_body
        self._observe = observe
        self._fair_use = fair_use
        self._ids = map(f"{os.urandom(6).hex()}-%x".__mod__, itertools.count(1))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection (ASGI 3.0)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(scope, send, self._observe, next(self._ids).encode())
        try:
            if (fields := preflight(scope)) is not None:
                await exchange.start(200, fields)
                await exchange.finish(b"")
            else:
                await self._answer(exchange, scope, receive)
        finally:
            exchange.close()

    def repeat(self, data: bytes, client: tuple[str, int] | None) -> tuple[bytes, bytes] | None:
        """Return head and body of the answer to a request that repeats another to the byte.

        Args:
            data: the request as it came over the wire.
            client: address and port of whoever sent it.

        """
        started = time.perf_counter()
        repeated = self._repeats.find(data)
        if repeated is None or not self._may_ask(client):
            return None
        found, answer = repeated
        body = body_of(answer, found.form)
        request_id = found.request_id or next(self._ids).encode()
        seconds = time.perf_counter() - started
        self._observe(found.method, answer.route, found.status, seconds, "hit")
        log_request(
            request_id,
            found.method,
            found.path,
            found.query,
            found.status,
            len(body),
            "hit",
            seconds,
        )
        return with_id(found.head, request_id), body

    def _may_ask(self, client: tuple[str, int] | None) -> bool:
        return self._fair_use is None or not self._fair_use.wait(client[0] if client else "")

    async def _answer(self, exchange: Exchange, scope: Scope, receive: Receive) -> None:
        method, path = scope["method"], scope["path"]
        scope["request_id"] = exchange.request_id.decode()
        by_get = method in ("GET", "HEAD")
        if self._fair_use is not None and path not in self._live:
            refusal = self._fair_use.refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, exchange.send)
                return
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
        await exchange.give(answer, key, self._repeats)


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
