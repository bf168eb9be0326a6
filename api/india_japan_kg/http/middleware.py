"""What wraps every request: its id, its log line, HEAD, and CORS."""

import logging
import re
import time
import uuid
from typing import Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("india_japan_kg.access")

READABLE_HEADERS: Final = ["ETag", "Link", "Content-Disposition", "X-Request-Id", "Retry-After"]


class RequestLog:
    """Gives each request an id (the client's ``X-Request-Id`` if it has one) and logs its end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection (ASGI 3.0)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        request_id = given if re.fullmatch(r"[\w.-]{1,64}", given) else uuid.uuid4().hex
        scope["request_id"] = request_id
        started = time.perf_counter()
        status, size = 500, 0

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message.setdefault("headers", []).append((b"x-request-id", request_id.encode()))
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        finally:
            log.info(
                f"{scope['method']} {scope['path']} {status}",
                extra={
                    "request": request_id,
                    "method": scope["method"],
                    "path": scope["path"],
                    "query": scope["query_string"].decode("latin-1"),
                    "status": status,
                    "bytes": size,
                    "milliseconds": round((time.perf_counter() - started) * 1000, 2),
                },
            )


class HeadAsGet:
    """Answers HEAD as GET without its content (RFC 9110, section 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection (ASGI 3.0)."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_head)


def install(app: FastAPI) -> None:
    """Wrap `app`; the last one added is the outermost."""
    app.add_middleware(HeadAsGet)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=READABLE_HEADERS,
    )
    app.add_middleware(RequestLog)
