"""Computations that several requests wait for: equal requests at one time are computed once."""

import asyncio
from collections.abc import Hashable
from functools import partial
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from india_japan_kg.http.answers import Answer, Headers, gathered, lowered
from india_japan_kg.http.conditional import HAND
from india_japan_kg.logs import CURRENT_REQUEST
from india_japan_kg.stopping import CURRENT_STOP, Stop

WATCHED_AFTER: Final = 0.02
"""Seconds of work from which it is seen whether the client still waits; most work ends before."""


class Flight:
    """One run of the application for a request, whose answer is collected whole.

    A streamed answer (one without a length) goes at once to the first who asked, and the others
    must ask anew. What is not larger than `largest` bytes is collected all the same.
    """

    def __init__(
        self,
        app: ASGIApp,
        scope: Scope,
        body: bytes,
        receive: Receive,
        send: Send,
        largest: int,
        started: float,
    ) -> None:
        self.started = started
        self.receive = receive
        self.waiting = 1
        self.is_over = False
        self.watcher: asyncio.Future[None] | None = None
        self._app = app
        self._scope = scope
        self._body: bytes | None = body
        self._send = send
        self._room = largest
        self._head: Message | None = None
        self._chunks: list[bytes] = []
        self._streams = False
        self._is_whole = False
        self._handed: Answer | None = None
        self._abandoned: asyncio.Event | None = None
        self._stop = Stop()
        self._landed: asyncio.Future[Answer | None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether others can wait for its answer too."""
        return not (self.is_over or self._streams)

    @property
    def landed(self) -> asyncio.Future[Answer | None]:
        """Yields its answer, or None or the end of the flight to those who must ask anew."""
        if self._landed is None:
            self._landed = asyncio.get_running_loop().create_future()
        return self._landed

    def abandon(self) -> None:
        """End the work: nobody waits for it any more."""
        self._stop.set()
        if self._abandoned is not None:
            self._abandoned.set()

    async def fly(self) -> tuple[Answer | None, bool]:
        """Run the application; return its answer, if it is whole, and whether it was sent."""
        CURRENT_STOP.set(self._stop)
        CURRENT_REQUEST.set(self._scope["request_id"])
        try:
            extensions = self._scope.get("extensions") or {}
            self._scope["extensions"] = {**extensions, HAND: self._hand}
            await self._app(self._scope, self._receive, self._collect)
            return self._answer(), self._streams
        except Exception as error:
            if self._landed is not None and not self._landed.done():
                self._landed.set_exception(error)
                self._landed.exception()  # whoever asked first raises it
            raise
        finally:
            self.is_over = True
            if self._landed is not None:
                self._landed.cancel()

    def _hand(self, status: int, headers: Headers, body: bytes) -> None:
        self._handed = Answer(status, headers, body, self._route)

    @property
    def _route(self) -> str:
        return getattr(self._scope.get("route"), "path", "")

    def _answer(self) -> Answer | None:
        answer = self._handed
        if answer is None:
            if self._head is None or not self._is_whole:
                return None
            body = b"".join(self._chunks)
            if self._streams:
                return gathered(self._head, body, self._route)
            answer = Answer(self._head["status"], lowered(self._head), body, self._route)
        if self._landed is not None:
            self._landed.set_result(answer)
        return answer

    async def _receive(self) -> Message:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        self._abandoned = asyncio.Event()
        if self._stop.is_set:
            self._abandoned.set()
        await self._abandoned.wait()
        return {"type": "http.disconnect"}

    async def _collect(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._head = message
            if not any(name.lower() == b"content-length" for name, _ in message["headers"]):
                self._streams = True
                if self._landed is not None:
                    self._landed.set_result(None)
                await self._send(message)
            return
        body = message.get("body", b"")
        self._is_whole = not message.get("more_body", False)
        if self._streams:
            self._room -= len(body)
            await self._send(message)
            if self._room < 0:
                self._head, self._chunks = None, []
                return
        self._chunks.append(body)


class Flights:
    """The computations under way, by what they are for."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        """Run `app`; a streamed answer is collected up to `largest` bytes."""
        self._app = app
        self._largest = largest
        self._flights: dict[Hashable, Flight] = {}
        self._flying: dict[Flight, Hashable] = {}
        self._is_looking = False

    async def board(
        self, key: Hashable, scope: Scope, body: bytes, receive: Receive, send: Send
    ) -> tuple[Answer | None, bool]:
        """Return the answer for `key`, computed now or already under way.

        Args:
            key: what tells requests with different answers apart.
            scope: the request to compute it for, if nobody does yet.
            body: the body of that request.
            receive: tells when this client goes away.
            send: where an answer goes that turns out to be a stream.

        Returns:
            The answer (None if it is not there as a whole, or this client has gone), and whether
            it was sent already.

        """
        if (joined := self._flights.get(key)) is not None and joined.is_open:
            answer, is_gone = await self._join(key, joined, receive)
            if answer is not None or is_gone:
                return answer, False
        loop = asyncio.get_running_loop()
        flight = Flight(self._app, scope, body, receive, send, self._largest, loop.time())
        self._flights[key] = flight
        self._flying[flight] = key
        if not self._is_looking:
            self._is_looking = True
            loop.call_later(WATCHED_AFTER, self._look, loop)
        try:
            answer, sent = await flight.fly()
            is_gone = flight.watcher is not None and flight.watcher.done()
            return answer, sent or is_gone
        finally:
            del self._flying[flight]
            if flight.watcher is not None:
                flight.watcher.cancel()
            self._forget(key, flight)

    async def _join(
        self, key: Hashable, flight: Flight, receive: Receive
    ) -> tuple[Answer | None, bool]:
        """Return the answer of `flight`, None if it goes to one, and whether the client left."""
        gone = asyncio.ensure_future(_gone(receive))
        flight.waiting += 1
        landed = asyncio.shield(flight.landed)
        try:
            await asyncio.wait((landed, gone), return_when=asyncio.FIRST_COMPLETED)
            if not landed.done():
                return None, True
            return None if landed.cancelled() else landed.result(), False
        finally:
            gone.cancel()
            self._leave(key, flight)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch from now on whether the clients of the flights that take long still wait."""
        begun_before = loop.time() - WATCHED_AFTER
        for flight, key in self._flying.items():
            if flight.watcher is None and flight.started <= begun_before:
                flight.watcher = asyncio.ensure_future(_gone(flight.receive))
                flight.watcher.add_done_callback(partial(self._left, key, flight))
        self._is_looking = bool(self._flying)
        if self._is_looking:
            loop.call_later(WATCHED_AFTER, self._look, loop)

    def _left(self, key: Hashable, flight: Flight, _: object) -> None:
        self._leave(key, flight)

    def _leave(self, key: Hashable, flight: Flight) -> None:
        flight.waiting -= 1
        if not flight.waiting and not flight.is_over:
            self._forget(key, flight)
            flight.abandon()

    def _forget(self, key: Hashable, flight: Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
