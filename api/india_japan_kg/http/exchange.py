"""One request and the answer that goes out for it."""

import asyncio
import time
import weakref
from collections.abc import Hashable
from functools import lru_cache
from http import HTTPStatus
from typing import Final

from starlette.types import Message, Scope, Send

from india_japan_kg.http.access import Kept, Observe, log_request
from india_japan_kg.http.answers import Answer, Headers
from india_japan_kg.http.connection import RAW, WHOLE
from india_japan_kg.http.cross_origin import OPEN
from india_japan_kg.http.fields import RequestFields
from india_japan_kg.http.repeats import Form, Repeat, Repeats, body_of

LARGE: Final = 256_000
"""From this size an answer is compressed in a thread, so that others do not wait."""

_FIELD_LINE: Final = b"%s: %s\r\n".__mod__
_OPEN_LINES: Final = b"".join(map(_FIELD_LINE, OPEN))


class Exchange:
    """A request, its id and fields, and what becomes of it."""

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
        """Send status and fields."""
        self._status = status
        await self._send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [*headers, *OPEN, (b"x-request-id", self.request_id)],
            }
        )

    async def finish(self, body: bytes, *, more: bool = False) -> None:
        """Send a part of the body, the last one unless there is `more`."""
        if self._scope["method"] == "HEAD":
            body, more = b"", False
        self._size += len(body)
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def send(self, message: Message) -> None:
        """Pass on a message of the application (the ``send`` that it is given)."""
        is_head = self._scope["method"] == "HEAD"
        if message["type"] == "http.response.start":
            await self.start(message["status"], list(message.get("headers", [])))
            if is_head:
                await self.finish(b"")
        elif not is_head:
            await self.finish(message.get("body", b""), more=message.get("more_body", False))

    async def give(self, answer: Answer, key: Hashable, repeats: Repeats) -> None:
        """Send a whole `answer`, or 304 to a client that has it (RFC 9110, section 13).

        If the answer was kept for `key`, the request is remembered among `repeats`: what is asked
        only once would push out what is asked again and again.
        """
        self.route = answer.route
        status, headers, form = answer.status, answer.headers, Form.PLAIN
        if self.fields.takes_gzip and answer.can_be_compressed:
            form = Form.GZIP
            if len(answer.body) >= LARGE:
                headers, _ = await asyncio.to_thread(answer.compressed)
            else:
                headers, _ = answer.compressed()
        if (
            self.fields.wanted_unless
            and answer.may_be_kept
            and self._scope["method"] != "POST"
            and self.fields.has(answer.etag, answer.gzip_etag)
        ):
            status, headers, form = 304, answer.not_modified(headers), Form.NOTHING
        elif self._scope["method"] == "HEAD":
            form = Form.NOTHING
        body = body_of(answer, form)
        extensions = self._scope.get("extensions") or {}
        if (whole := extensions.get(WHOLE)) is None:
            await self.start(status, headers)
            await self.finish(body)
            return
        self._status, self._size = status, len(body)
        head = _head(status, headers)
        await whole(with_id(head, self.request_id), body)
        if self.kept == "hit" and (raw := extensions.get(RAW)) is not None:
            scope, own_id = self._scope, self.fields.request_id
            repeats.remember(
                raw,
                Repeat(
                    key,
                    weakref.ref(answer),
                    status,
                    head,
                    form,
                    own_id,
                    scope["method"],
                    scope["path"],
                    scope["query_string"],
                ),
            )

    def close(self) -> None:
        """Tell the log and the metrics how it ended; status 0 is a client that went away."""
        scope, seconds = self._scope, time.perf_counter() - self._started
        method = scope["method"]
        route = self.route or getattr(self.inner.get("route"), "path", "")
        self._observe(method, route, self._status, seconds, self.kept)
        log_request(
            self.request_id,
            method,
            scope["path"],
            scope["query_string"],
            self._status,
            self._size,
            self.kept,
            seconds,
        )


def with_id(head: bytes, request_id: bytes) -> bytes:
    """Return the `head` of an answer with the id of the request that it is for."""
    return b"%sx-request-id: %s\r\n" % (head, request_id)


def _head(status: int, headers: Headers) -> bytes:
    return b"".join([_status_line(status), *map(_FIELD_LINE, headers), _OPEN_LINES])


@lru_cache
def _status_line(status: int) -> bytes:
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n".encode()
