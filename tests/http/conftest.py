"""A real application behind the front that counts how often it is asked."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from india_japan_kg.http.answers import AnswerCache
from india_japan_kg.http.connection import Connection
from india_japan_kg.http.front import Front
from india_japan_kg.stopping import CURRENT_STOP, Stop


@dataclass
class CountingApp:
    """Answers with what chose the answer; remembers how often, and what it was given."""

    status: int = 200
    body: bytes = b"what is asked"
    seconds: float = 0.0
    asked: int = 0
    bodies: list[bytes] = field(default_factory=list)
    stop: Stop | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        self.stop = CURRENT_STOP.get()
        self.bodies.append((await receive())["body"])
        await asyncio.sleep(self.seconds)
        headers = [
            (b"content-length", str(len(self.body)).encode()),
            (b"content-type", b"text/csv"),
        ]
        if self.status == 200:
            headers += [(b"etag", b'"v1"'), (b"cache-control", b"no-cache"), (b"vary", b"Accept")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


@dataclass
class House:
    """The front, what stands behind it, and what the cache takes for the present."""

    app: CountingApp
    version: str = "1"
    now: float = 1_000_000.0
    max_bytes: int = 1_000_000
    observed: list[tuple[str, str, int, float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cache = AnswerCache(self.max_bytes, lambda: self.version, lambda: self.now)
        self.front = Front(
            self.app,
            self.cache,
            asked_by_post=["/sparql"],
            live=["/health"],
            max_body=1000,
            observe=lambda *told: self.observed.append(told),
        )

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.front), base_url="http://test"
        )

    def ask(self, *requests: tuple[str, str, dict[str, object]]) -> list[httpx.Response]:
        """Send `requests` (method, path, further arguments of httpx) one after the other."""

        async def send() -> list[httpx.Response]:
            async with self.client() as client:
                return [await client.request(m, p, **more) for m, p, more in requests]  # type: ignore[arg-type]

        return asyncio.run(send())

    def ask_at_once(self, count: int, path: str) -> list[httpx.Response]:
        async def send() -> list[httpx.Response]:
            async with self.client() as client:
                return await asyncio.gather(*(client.get(path) for _ in range(count)))

        return asyncio.run(send())


@pytest.fixture
def make_house() -> Callable[..., House]:
    def make(max_bytes: int = 1_000_000, **app: object) -> House:
        return House(CountingApp(**app), max_bytes=max_bytes)  # type: ignore[arg-type]

    return make


class Line:
    """A connection to a server, on which bytes are sent and answers are read as they stand."""

    def __init__(self, address: tuple[str, int], receive_buffer: int = 0) -> None:
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(60)
        self.socket.connect(address)
        self._file = self.socket.makefile("rb")

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def answer(self, *, has_body: bool = True) -> tuple[int, dict[str, str], bytes]:
        """Read one answer; its body, if it has one, has a Content-Length."""
        status = int(self._file.readline().split()[1])
        fields = {}
        while (line := self._file.readline()) != b"\r\n":
            name, _, value = line.decode().partition(":")
            assert name not in fields, name
            fields[name] = value.strip()
        length = int(fields.get("content-length", "0")) if has_body else 0
        return status, fields, self._file.read(length)

    def rest(self) -> bytes:
        """Read until the server closes the connection."""
        return self._file.read()

    def is_closed(self) -> bool:
        """Return whether the server has closed the connection, with everything read."""
        self.socket.settimeout(0.05)
        try:
            return self.socket.recv(1, socket.MSG_PEEK) == b""
        except TimeoutError:
            return False
        except ConnectionResetError:
            return True
        finally:
            self.socket.settimeout(60)

    def close(self) -> None:
        self._file.close()
        self.socket.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Callable[..., Line]]]:
    """Serve an application on a real socket; return what connects to it."""
    with contextlib.ExitStack() as running:

        def serve(app: ASGIApp, keep_alive: float = 5) -> Callable[..., Line]:
            listening = socket.create_server(("127.0.0.1", 0))
            config = uvicorn.Config(
                app,
                http=Connection,
                loop="uvloop",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=keep_alive,  # type: ignore[arg-type]  # tests do not wait long
                timeout_graceful_shutdown=1,
            )
            server = uvicorn.Server(config)
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()

            def stop() -> None:
                server.should_exit = True
                thread.join()
                listening.close()

            running.callback(stop)
            while not server.started:
                time.sleep(0.01)

            def connect(receive_buffer: int = 0) -> Line:
                line = Line(listening.getsockname(), receive_buffer)
                running.callback(line.close)
                return line

            return connect

        yield serve
