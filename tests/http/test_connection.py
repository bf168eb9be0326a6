"""Connections on a real socket: answers in one piece, repeated requests, clients that are slow."""

import asyncio
import gc
import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from tests.waiting import wait_until

from india_japan_kg.http import connection
from india_japan_kg.http.answers import Answer
from india_japan_kg.stopping import CURRENT_STOP

Make = Callable[..., Any]
GET = b"GET /x HTTP/1.1\r\nHost: test\r\n\r\n"
PER_REQUEST = {"x-request-id", "date"}


def asks(path: str = "/x", method: str = "GET", **fields: str) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: test", *lines, "", ""]).encode()


def ask_until_remembered(line: Any, request: bytes = GET) -> Any:
    """Ask twice: a request is remembered when its answer was kept already; return that answer."""
    for _ in range(2):
        line.send(request)
        answer = line.answer()
    return answer


def alike(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name not in PER_REQUEST}


@pytest.fixture
def house(make_house: Make) -> Any:
    return make_house(body=b"what is asked " * 100)


@pytest.fixture
def connect(house: Any, serve: Make) -> Make:
    connect: Make = serve(house.front)
    return connect


@pytest.fixture
def unread(house: Any, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the requests that were answered unread, as they come."""
    answered: list[bytes] = []
    repeat = house.front.repeat

    def noting(data: bytes, client: Any) -> Any:
        found = repeat(data, client)
        if found is not None:
            answered.append(data)
        return found

    monkeypatch.setattr(house.front, "repeat", noting)
    return answered


@pytest.mark.parametrize(
    "request_",
    [
        GET,
        asks(Accept_Encoding="gzip"),
        asks(X_Request_Id="mine"),
        asks("/sparql", "POST", Content_Length="8") + b"SELECT *",
    ],
)
def test_equal_bytes_have_equal_answers_and_the_third_is_not_read(
    connect: Make, house: Any, unread: list[bytes], request_: bytes
) -> None:
    line = connect()
    answers = []
    for _ in range(4):
        line.send(request_)
        answers.append(line.answer())
    assert unread == [request_, request_]
    assert house.app.asked == 1
    (status, fields, body), *others = answers
    assert status == 200
    assert fields.keys() >= {"x-request-id", "date", "etag", "access-control-allow-origin"}
    for other in others:
        assert other == (status, {**other[1], **alike(fields)}, body)
        assert other[1].keys() == fields.keys()


def test_each_repeated_request_has_its_own_id_unless_it_names_one(connect: Make) -> None:
    line = connect()
    for request, differing in ((GET, 3), (asks(X_Request_Id="mine"), 1)):
        ids = set()
        for _ in range(3):
            line.send(request)
            ids.add(line.answer()[1]["x-request-id"])
        assert len(ids) == differing


def test_another_connection_gets_the_repeated_answer_too(
    connect: Make, unread: list[bytes]
) -> None:
    for _ in range(4):
        line = connect()
        line.send(GET)
        assert line.answer()[0] == 200
    assert len(unread) == 2


def test_a_repeated_head_has_no_body(connect: Make, unread: list[bytes]) -> None:
    line = connect()
    line.send(GET)
    length = line.answer()[1]["content-length"]
    for _ in range(3):
        line.send(asks(method="HEAD"))
        status, fields, _ = line.answer(has_body=False)
        assert (status, fields["content-length"]) == (200, length)
    assert len(unread) == 2
    assert not line.is_closed()


def test_a_repeated_condition_gets_304_without_a_body(connect: Make, unread: list[bytes]) -> None:
    line = connect()
    for _ in range(4):
        line.send(asks(If_None_Match='"v1"'))
        status, fields, _ = line.answer()
        assert status == 304
        assert fields["etag"] == '"v1"'
        assert "content-length" not in fields
    assert len(unread) == 2


@pytest.mark.parametrize("change", ["version", "day"])
def test_a_repeated_request_gets_no_answer_of_yesterday(
    connect: Make, house: Any, unread: list[bytes], change: str
) -> None:
    line = connect()
    ask_until_remembered(line)
    if change == "version":
        house.version = "2"
    else:
        house.now += 86_400
    house.app.body = b"what is so now"
    line.send(GET)
    assert line.answer()[2] == b"what is so now"
    assert not unread


def test_what_the_sender_chose_by_a_proxy_s_fields_is_read_each_time(
    connect: Make, unread: list[bytes]
) -> None:
    line = connect()
    for _ in range(3):
        line.send(asks(X_Forwarded_Proto="https"))
        assert line.answer()[0] == 200
    assert not unread


def test_an_answer_that_is_not_kept_is_asked_for_each_time(connect: Make, house: Any) -> None:
    house.app.status = 504
    line = connect()
    for _ in range(2):
        line.send(GET)
        assert line.answer()[0] == 504
    assert house.app.asked == 2


def test_repeated_requests_are_logged_and_counted(
    connect: Make, house: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "india_japan_kg.access")
    line = connect()
    for _ in range(3):
        line.send(asks("/x?query=a"))
        _, fields, body = line.answer()
    assert [(method, status, kept) for method, _, status, _, kept in house.observed] == [
        ("GET", 200, "miss"),
        ("GET", 200, "hit"),
        ("GET", 200, "hit"),
    ]
    last = vars(caplog.records[-1])
    told = ("method", "path", "query", "status", "bytes", "cache", "request")
    assert [last[name] for name in told] == [
        "GET",
        "/x",
        "query=a",
        200,
        len(body),
        "hit",
        fields["x-request-id"],
    ]


def test_what_is_remembered_of_requests_is_bounded(make_house: Make, serve: Make) -> None:
    house = make_house(body=b"x" * 10_000, max_bytes=200_000)
    house.front._repeats._max_bytes = 10_000
    line = serve(house.front)()
    for number in range(30):
        ask_until_remembered(line, asks(f"/{number}"))
    assert 0 < house.front._repeats.size <= 10_000


def test_answers_that_left_the_cache_are_not_remembered_with_their_requests(
    make_house: Make, serve: Make
) -> None:
    house = make_house(body=b"x" * 10_000, max_bytes=200_000)
    line = serve(house.front)()
    for number in range(40):
        ask_until_remembered(line, asks(f"/{number}"))
    gc.collect()
    alive = [found for found in gc.get_objects() if isinstance(found, Answer)]
    assert 0 < len(house.cache) < 40
    assert len(alive) <= len(house.cache) + 1


def test_pipelined_requests_are_answered_in_order(connect: Make, house: Any) -> None:
    house.app.seconds = 0.02
    line = connect()
    line.send(b"".join(asks(f"/{number}", X_Request_Id=f"n{number}") for number in range(10)))
    assert [line.answer()[1]["x-request-id"] for _ in range(10)] == [f"n{n}" for n in range(10)]


def test_a_repeated_request_waits_for_those_before_it(connect: Make, house: Any) -> None:
    line = connect()
    ask_until_remembered(line)
    house.app.seconds = 0.1
    line.send(asks("/slow", X_Request_Id="first"))
    time.sleep(0.02)
    line.send(GET)
    assert line.answer()[1]["x-request-id"] == "first"
    assert line.answer()[0] == 200


def test_two_repeated_requests_in_one_piece_get_two_answers(connect: Make) -> None:
    line = connect()
    first = ask_until_remembered(line)
    for _ in range(2):
        line.send(GET + GET)
        assert line.answer()[2] == line.answer()[2] == first[2]


@pytest.mark.parametrize("cut", [1, 10, len(GET) - 2, len(GET) - 1])
def test_a_request_in_several_pieces_is_one(connect: Make, cut: int) -> None:
    line = connect()
    ask_until_remembered(line)
    for _ in range(2):
        line.send(GET[:cut])
        time.sleep(0.05)
        line.send(GET[cut:])
        assert line.answer()[0] == 200
    assert not line.is_closed()


def test_a_body_that_looks_like_a_repeated_request_is_a_body(connect: Make, house: Any) -> None:
    line = connect()
    ask_until_remembered(line)
    line.send(asks("/sparql", "POST", Content_Length=str(len(GET))))
    time.sleep(0.05)
    line.send(GET)
    assert line.answer()[0] == 200
    assert house.app.bodies[-1] == GET
    assert not line.is_closed()


@pytest.mark.parametrize(
    "request_", [asks(Connection="close"), b"GET /x HTTP/1.0\r\nHost: test\r\n\r\n"]
)
def test_who_wants_no_further_answer_is_told_goodbye(connect: Make, request_: bytes) -> None:
    for _ in range(2):
        line = connect()
        line.send(request_)
        status, fields, body = line.answer()
        assert (status, fields["connection"]) == (200, "close")
        assert len(body) == 1400
        assert line.rest() == b""


@pytest.mark.parametrize(
    "request_", [b"nonsense\r\n\r\n", b"GET /x HTTP/1.1\r\nno colon\r\n\r\n", b"\x16\x03\x01\x02"]
)
def test_what_is_no_request_gets_400(connect: Make, request_: bytes) -> None:
    line = connect()
    line.send(request_)
    assert line.answer()[0] == 400
    assert line.rest() == b""


def test_an_idle_connection_is_closed_and_a_used_one_is_not(house: Any, serve: Make) -> None:
    keep_alive = 3.0
    line = serve(house.front, keep_alive)()
    started = time.monotonic()
    while time.monotonic() - started < 2 * keep_alive:
        line.send(GET)
        assert line.answer()[0] == 200
        time.sleep(0.1)
    assert not line.is_closed()
    wait_until(line.is_closed)


def test_a_first_request_that_repeats_another_does_not_stay_open_for_ever(
    house: Any, serve: Make, unread: list[bytes]
) -> None:
    connect = serve(house.front, keep_alive=2)
    ask_until_remembered(connect())
    line = connect()
    line.send(GET)
    line.answer()
    assert unread
    wait_until(line.is_closed)


LARGE = 4_000_000


@pytest.fixture
def large(make_house: Make) -> Any:
    return make_house(body=b"x" * LARGE, max_bytes=20 * LARGE)


def test_a_client_that_sends_without_reading_gets_all_answers_in_the_end(
    large: Any, serve: Make
) -> None:
    line = serve(large.front)(receive_buffer=4096)
    for _ in range(5):
        line.send(GET)
        time.sleep(0.05)
    for _ in range(5):
        assert len(line.answer()[2]) == LARGE
    assert large.app.asked == 1
    assert not line.is_closed()


def test_a_client_that_takes_nothing_is_given_up(
    large: Any, serve: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "READER_SECONDS", 0.3)
    given_up = threading.Event()
    lost = connection.Connection.connection_lost

    def noting(self: connection.Connection, exc: Exception | None) -> None:
        lost(self, exc)
        given_up.set()

    monkeypatch.setattr(connection.Connection, "connection_lost", noting)
    line = serve(large.front)(receive_buffer=4096)
    line.send(GET)
    assert given_up.wait(20)
    assert len(line.rest()) < LARGE


def test_a_client_that_takes_little_at_a_time_gets_all(
    large: Any, serve: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "READER_SECONDS", 2)
    line = serve(large.front)()
    line.send(GET)
    got = 0
    started = time.monotonic()
    while got < LARGE:
        part = line.socket.recv(30_000)
        assert part
        got += len(part)
        time.sleep(0.05)
    assert time.monotonic() - started > 6


class Stream:
    """Sends a stream without end, or one of `parts`; notes when it was told to stop."""

    def __init__(self, parts: int) -> None:
        self.parts = parts
        self.sent = 0
        self.gone = 0
        self.running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        stop = CURRENT_STOP.get()
        assert stop is not None
        await asyncio.sleep(0.1)
        self.running += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while self.sent < self.parts and not stop.is_set:
            self.sent += 1
            await send({"type": "http.response.body", "body": b"x" * 1000, "more_body": True})
            await asyncio.sleep(0)
        self.gone += stop.is_set
        self.running -= 1
        await send({"type": "http.response.body", "body": b"", "more_body": False})


@pytest.fixture
def endless(make_house: Make) -> Iterator[tuple[Stream, Any]]:
    stream = Stream(10**9)
    house = make_house()
    house.front._flights._app = stream
    yield stream, house.front
    stream.parts = 0


@pytest.mark.parametrize("requests", [GET, GET + asks("/y"), GET + asks("/y") + asks("/z")])
def test_a_stream_ends_when_its_client_goes_whatever_it_asked_further(
    endless: tuple[Stream, Any], serve: Make, requests: bytes
) -> None:
    stream, front = endless
    line = serve(front)()
    line.send(requests)
    wait_until(lambda: stream.sent > 10)
    line.close()
    wait_until(lambda: stream.gone)
    wait_until(lambda: not stream.running)


def test_each_of_several_who_get_the_same_stream_may_leave(
    endless: tuple[Stream, Any], serve: Make
) -> None:
    stream, front = endless
    connect = serve(front)
    lines = [connect() for _ in range(3)]
    for line in lines:
        line.send(GET)
    wait_until(lambda: stream.running == 3)
    for number, line in enumerate(lines, 1):
        line.close()
        wait_until(lambda: stream.gone == number)  # noqa: B023


def test_a_head_of_a_stream_ends_it_at_once(endless: tuple[Stream, Any], serve: Make) -> None:
    stream, front = endless
    line = serve(front)()
    line.send(asks(method="HEAD"))
    assert line.answer(has_body=False)[0] == 200
    wait_until(lambda: stream.gone)
    line.send(asks(method="HEAD"))
    assert line.answer(has_body=False)[0] == 200
