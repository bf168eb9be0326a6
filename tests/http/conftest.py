"""A real application behind the front that counts how often it is asked."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from india_japan_kg.http.answers import AnswerCache
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

    def __post_init__(self) -> None:
        self.cache = AnswerCache(self.max_bytes, lambda: self.version, lambda: self.now)
        self.front = Front(
            self.app,
            self.cache,
            asked_by_post=["/sparql"],
            live=["/health"],
            max_body=1000,
            observe=lambda *_: None,
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
