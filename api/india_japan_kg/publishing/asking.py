"""Asks the application in this process, as a server would (ASGI 3.0)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import quote

from starlette.types import ASGIApp, Message


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and the body of an answer."""

    status: int
    body: bytes


@asynccontextmanager
async def running(app: ASGIApp) -> AsyncIterator[None]:
    """Start `app` and end it after use."""
    received: asyncio.Queue[Message] = asyncio.Queue()
    sent: asyncio.Queue[Message] = asyncio.Queue()
    task = asyncio.ensure_future(app({"type": "lifespan"}, received.get, sent.put))
    await received.put({"type": "lifespan.startup"})
    await sent.get()
    yield
    await received.put({"type": "lifespan.shutdown"})
    await sent.get()
    await task


async def ask(app: ASGIApp, address: str, accept: str) -> Answer:
    """Return what `app` answers to a GET of `address` (path and query string)."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", accept.encode())],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 80),
    }
    status = 500
    body = bytearray()
    given = False
    never = asyncio.Event()

    async def receive() -> Message:
        nonlocal given
        if given:
            await never.wait()  # a client that stays
        given = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return Answer(status, bytes(body))
