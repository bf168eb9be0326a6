"""A line to a store: SPARQLWrapper, whose wait ends when nobody waits for the answer any more.

SPARQLWrapper sends its request by `urllib.request.urlopen`, and nobody gets hold of the connection.
Here an opener sends it that nothing else in the program uses, and whose connections are known from
before they are made.
"""

import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress
from contextvars import ContextVar
from functools import cache
from http.client import HTTPConnection, HTTPResponse
from typing import Any, Final, Self
from urllib.request import (
    AbstractHTTPHandler,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
)

from SPARQLWrapper import SPARQLWrapper
from SPARQLWrapper.Wrapper import QueryResult

from india_japan_kg.stopping import CURRENT_STOP, Abandoned, Stop


class Line(SPARQLWrapper):
    """Asks a store, while somebody waits for the answer.

    It is a context, in which one thread asks and reads. If the stop of the request in work
    (`CURRENT_STOP`) is set, its connections are shut down, which wakes the thread, and the context
    ends with `Abandoned` whatever happened in it. Only while the name of the store's host is
    looked up nothing wakes it.
    """

    def __enter__(self) -> Self:
        self._stop = CURRENT_STOP.get() or Stop()
        self._sockets = ExitStack()
        self._outer = _CURRENT_LINE.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _CURRENT_LINE.reset(self._outer)
        self._sockets.close()
        if self._stop.is_set:
            raise Abandoned from None

    def query(self) -> QueryResult:
        """Send the request, and return its answer as far as its head has come.

        Raises:
            urllib.error.HTTPError: the store answered with an error.
            OSError, http.client.HTTPException: there is no answer.

        """
        response = _opener().open(self._createRequest(), timeout=self.timeout)
        return QueryResult((response, self.returnFormat))

    def connect(
        self, address: tuple[str, int], timeout: float, source_address: None
    ) -> socket.socket:
        """Return a connection as `socket.create_connection` does, but one that can be stopped."""
        failed = OSError(f"{address[0]} has no address")
        for family, kind, protocol, _, place in socket.getaddrinfo(*address, 0, socket.SOCK_STREAM):
            try:
                connection = self._held(family, kind, protocol)
                connection.settimeout(timeout)
                connection.connect(place)
            except OSError as error:
                failed = error
                continue
            # If it was shut down just before, the system takes the connection for made.
            if self._stop.is_set:
                raise Abandoned
            return connection
        raise failed

    def _held(self, family: int, kind: int, protocol: int) -> socket.socket:
        made = self._sockets.enter_context(socket.socket(family, kind, protocol))
        # TLS takes the socket over, and who closes it frees its number for another: a second
        # handle stays ours.
        handle = self._sockets.enter_context(made.dup())
        self._stop.add(handle, lambda: _shut_down(handle))
        self._sockets.callback(self._stop.remove, handle)
        return made


_CURRENT_LINE: Final[ContextVar[Line]] = ContextVar("current_line")


def _shut_down(connection: socket.socket) -> None:
    with suppress(OSError):  # not connected yet, or no more
        connection.shutdown(socket.SHUT_RDWR)


class _LineHandler(AbstractHTTPHandler):
    """Has the current line make the connections of HTTP."""

    def do_open(
        self, http_class: Callable[..., HTTPConnection], req: Request, **arguments: Any
    ) -> HTTPResponse:
        def made(*args: Any, **more: Any) -> HTTPConnection:
            connection = http_class(*args, **more)
            connection._create_connection = _CURRENT_LINE.get().connect  # type: ignore[attr-defined]
            return connection

        return super().do_open(made, req, **arguments)


class _PlainHandler(_LineHandler, HTTPHandler):
    pass


class _SecureHandler(_LineHandler, HTTPSHandler):
    pass


@cache
def _opener() -> OpenerDirector:
    return build_opener(_PlainHandler, _SecureHandler)
