"""A server listens before it has read everything, and nobody is answered from a part of it."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from starlette.types import Message, Receive, Scope, Send

from india_japan_kg.http import later
from india_japan_kg.http.later import Later
from india_japan_kg.problem import DeadlineExceeded

LIVE = "/health"


class Asked:
    """An application that notes for what it was asked, behind what is read later."""

    def __init__(self, read: Callable[[], None]) -> None:
        self.paths: list[str] = []
        self.later = Later(self._answer, read, [LIVE])

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.paths.append(scope["path"])

    async def get(self, path: str) -> None:
        await self.later({"type": "http", "path": path}, _receive, _send)


async def _receive() -> Message:
    return {"type": "http.request"}


async def _send(message: Message) -> None:
    raise AssertionError(message)


def test_all_wait_for_one_reading_but_those_who_need_nothing_of_it() -> None:
    may_end = threading.Event()
    readings = []

    def read() -> None:
        readings.append(1)
        assert may_end.wait(60)

    async def run() -> None:
        asked = Asked(read)
        asked.later.begin()
        waiting = [asyncio.ensure_future(asked.get(path)) for path in ("/one", "/two")]
        await asked.get(LIVE)
        await asyncio.sleep(0.05)
        assert asked.paths == [LIVE]
        may_end.set()
        await asyncio.gather(*waiting)
        await asked.get("/three")
        assert asked.paths == [LIVE, "/one", "/two", "/three"]

    asyncio.run(run())
    assert len(readings) == 1


def test_who_gives_up_does_not_end_the_reading_for_others() -> None:
    may_end = threading.Event()

    async def run() -> None:
        asked = Asked(lambda: may_end.wait(60) and None)
        leaving, staying = (asyncio.ensure_future(asked.get(path)) for path in ("/one", "/two"))
        await asyncio.sleep(0.05)
        leaving.cancel()
        may_end.set()
        await staying
        assert asked.paths == ["/two"]

    asyncio.run(run())


def test_a_reading_that_met_a_limit_is_told_and_tried_again_after_a_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failures = [DeadlineExceeded(1), DeadlineExceeded(2)]

    def read() -> None:
        if failures:
            raise failures.pop(0)

    async def run() -> None:
        asked = Asked(read)
        for _ in range(2):
            with pytest.raises(DeadlineExceeded):
                await asked.get("/one")
        assert len(failures) == 1  # the second was told of the first reading
        monkeypatch.setattr(later, "REST_SECONDS", 0.0)
        with pytest.raises(DeadlineExceeded):
            await asked.get("/one")
        await asked.get("/one")
        assert asked.paths == ["/one"]

    asyncio.run(run())
