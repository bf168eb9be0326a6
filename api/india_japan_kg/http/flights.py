"""Computations that several requests wait for: equal requests at one time are computed once."""

import asyncio
from collections.abc import Hashable
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from india_japan_kg.http.answers import Answer
from india_japan_kg.logs import CURRENT_REQUEST
from india_japan_kg.stopping import CURRENT_STOP, Stop


class Flight:
    """One run of the application for a request, whose answer is collected whole.

    A streamed answer (one without a length) is not collected: it goes to the first who asked, and
    `landed` yields None.
    """

    def __init__(self, app: ASGIApp, scope: Scope, body: bytes, send: Send) -> None:
        self.landed: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self.waiting = 0
        self._app = app
        self._scope = scope
        self._body: bytes | None = body
        self._send = send
        self._head: Message | None = None
        self._chunks: list[bytes] = []
        self._streams = False
        self._abandoned = asyncio.Event()
        self._stop = Stop()
        self.task = asyncio.create_task(self._fly())

    def abandon(self) -> None:
        """End the work: nobody waits for it any more."""
        self._abandoned.set()
        self._stop.set()

    async def _fly(self) -> None:
        CURRENT_STOP.set(self._stop)
        CURRENT_REQUEST.set(self._scope["request_id"])
        try:
            await self._app(self._scope, self._receive, self._collect)
        except Exception as error:
            if self.landed.done():
                raise
            self.landed.set_exception(error)
            return
        if not self.landed.done():
            assert self._head is not None
            route = getattr(self._scope.get("route"), "path", "")
            self.landed.set_result(Answer(self._head, b"".join(self._chunks), route))

    async def _receive(self) -> Message:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self._abandoned.wait()
        return {"type": "http.disconnect"}

    async def _collect(self, message: Message) -> None:
        if self._streams:
            await self._send(message)
        elif message["type"] == "http.response.start":
            if any(name.lower() == b"content-length" for name, _ in message["headers"]):
                self._head = message
                return
            self._streams = True
            self.landed.set_result(None)
            await self._send(message)
        else:
            self._chunks.append(message.get("body", b""))


class Flights:
    """The computations under way, by what they are for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._flights: dict[Hashable, Flight] = {}

    async def board(
        self, key: Hashable, scope: Scope, body: bytes, receive: Receive, send: Send
    ) -> Answer | None:
        """Return the answer for `key`, computed now or already under way.

        Args:
            key: what tells requests with different answers apart.
            scope: the request to compute it for, if nobody does yet.
            body: the body of that request.
            receive: tells when this client goes away.
            send: where an answer goes that turns out to be a stream.

        Returns:
            The answer; None if it was streamed to `send` or this client has gone.

        """
        flight = self._flights.get(key)
        first = flight is None
        if flight is None:
            flight = self._flights[key] = Flight(self._app, scope, body, send)
            flight.landed.add_done_callback(lambda _: self._forget(key, flight))
        gone = asyncio.ensure_future(_gone(receive))
        flight.waiting += 1
        try:
            await _first_of(flight.landed, gone)
            if not flight.landed.done():
                return None
            answer = flight.landed.result()
            if answer is None and first:
                await _first_of(flight.task, gone)
                if flight.task.done():
                    flight.task.result()
            elif answer is None:
                await self._app(scope, _after(body, receive), send)
            return answer
        finally:
            gone.cancel()
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                self._forget(key, flight)
                flight.abandon()

    def _forget(self, key: Hashable, flight: Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


async def _first_of(*futures: asyncio.Future[Any]) -> None:
    await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _after(body: bytes, receive: Receive) -> Receive:
    """Return a receive that gives the `body` that was read already, then goes on."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay
