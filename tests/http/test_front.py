"""What stands before the application: kept answers, conditions, shared work, CORS, HEAD."""

import asyncio
import gzip
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from starlette.types import Message

Make = Callable[..., Any]
GET = ("GET", "/sparql?query=a", {})


def test_a_repeated_request_is_answered_without_the_application(make_house: Make) -> None:
    house = make_house()
    first, again = house.ask(GET, GET)
    assert house.app.asked == 1
    assert first.content == again.content == b"what is asked"


@pytest.mark.parametrize(
    "other",
    [
        ("GET", "/sparql?query=b", {}),
        ("GET", "/session/x", {}),
        ("GET", "/sparql?query=a", {"headers": {"Accept": "text/csv"}}),
        ("GET", "/sparql?query=a", {"headers": {"Accept-Language": "ja"}}),
        ("GET", "/sparql?query=a", {"headers": {"Host": "other.example"}}),
        ("POST", "/sparql?query=a", {}),
    ],
)
def test_requests_that_may_differ_in_their_answer_are_told_apart(
    make_house: Make, other: tuple[str, str, dict[str, Any]]
) -> None:
    house = make_house()
    house.ask(GET, other)
    assert house.app.asked == 2


def test_spaces_and_case_of_an_accept_header_do_not_matter(make_house: Make) -> None:
    house = make_house()
    house.ask(
        ("GET", "/", {"headers": {"Accept": "text/csv, text/*;q=0.5"}}),
        ("GET", "/", {"headers": {"Accept": "Text/CSV,text/*; q=0.5"}}),
    )
    assert house.app.asked == 1


def test_posted_queries_are_kept_by_their_body(make_house: Make) -> None:
    house = make_house()
    house.ask(
        ("POST", "/sparql", {"content": b"a"}),
        ("POST", "/sparql", {"content": b"b"}),
        ("POST", "/sparql", {"content": b"a"}),
    )
    assert house.app.bodies == [b"a", b"b"]


def test_a_body_longer_than_the_front_reads_reaches_the_application(make_house: Make) -> None:
    house = make_house()
    house.ask(("POST", "/sparql", {"content": b"x" * 2000}))
    assert house.app.bodies == [b"x" * 2000]


@pytest.mark.parametrize("request_", [("POST", "/validate", {}), ("GET", "/health", {})])
def test_what_changes_or_lives_is_asked_each_time(make_house: Make, request_: Any) -> None:
    house = make_house()
    house.ask(request_, request_)
    assert house.app.asked == 2


def test_errors_are_not_kept(make_house: Make) -> None:
    house = make_house(status=504)
    house.ask(GET, GET)
    assert house.app.asked == 2


def test_a_new_version_of_the_dataset_drops_all_answers(make_house: Make) -> None:
    house = make_house()
    house.ask(GET)
    house.version = "2"
    house.ask(GET)
    assert house.app.asked == 2
    assert len(house.cache) == 1


def test_an_answer_does_not_outlive_the_utc_day(make_house: Make) -> None:
    house = make_house()
    house.ask(GET)
    house.now += 86_400
    house.ask(GET)
    assert house.app.asked == 2


def test_the_answers_used_least_recently_leave_when_the_cache_is_full(make_house: Make) -> None:
    house = make_house(max_bytes=20_000, body=b"x" * 1000)
    house.ask(GET, *(("GET", f"/{n}", {}) for n in range(5)), GET)
    house.ask(*(("GET", f"/more{n}", {}) for n in range(7)))
    assert house.cache.size <= 20_000
    asked = house.app.asked
    house.ask(GET)
    assert house.app.asked == asked
    house.ask(("GET", "/0", {}))
    assert house.app.asked == asked + 1


def test_a_cache_of_no_size_keeps_nothing(make_house: Make) -> None:
    house = make_house(max_bytes=0)
    house.ask(GET, GET)
    assert house.app.asked == 2


def test_one_answer_cannot_take_the_whole_cache(make_house: Make) -> None:
    house = make_house(max_bytes=20_000, body=b"x" * 10_000)
    house.ask(GET)
    assert len(house.cache) == 0


def test_equal_requests_at_one_time_are_computed_once(make_house: Make) -> None:
    house = make_house(seconds=0.05)
    answers = house.ask_at_once(20, "/sparql?query=a")
    assert house.app.asked == 1
    assert {answer.content for answer in answers} == {b"what is asked"}
    assert len({answer.headers["x-request-id"] for answer in answers}) == 20


def test_a_client_that_has_the_answer_gets_304(make_house: Make) -> None:
    house = make_house()
    has_it = ("GET", "/x", {"headers": {"If-None-Match": 'W/"v0", "v1"'}})
    for answer in house.ask(has_it, has_it):
        assert answer.status_code == 304
        assert not answer.content
        assert answer.headers["etag"] == '"v1"'
        assert answer.headers["access-control-allow-origin"] == "*"
    assert house.app.asked == 1


def test_head_has_the_fields_of_get_and_no_content(make_house: Make) -> None:
    house = make_house()
    get, head = house.ask(("GET", "/x", {}), ("HEAD", "/x", {}))
    assert house.app.asked == 1
    assert not head.content
    assert head.headers["content-length"] == get.headers["content-length"]


def test_long_texts_are_compressed_for_those_who_take_gzip(make_house: Make) -> None:
    house = make_house(body=b"long " * 1000)
    zipped, plain = house.ask(
        ("GET", "/x", {"headers": {"Accept-Encoding": "br, gzip;q=0.8"}}),
        ("GET", "/x", {"headers": {"Accept-Encoding": "gzip;q=0"}}),
    )
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content == b"long " * 1000
    assert "content-encoding" not in plain.headers
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in plain.headers["vary"]
    assert int(zipped.headers["content-length"]) == len(gzip.compress(b"long " * 1000, 5))


def test_the_entity_tag_of_the_compressed_form_is_known_again(make_house: Make) -> None:
    house = make_house(body=b"long " * 1000)
    takes_gzip = {"Accept-Encoding": "gzip"}
    (zipped,) = house.ask(("GET", "/x", {"headers": takes_gzip}))
    tag = {"If-None-Match": zipped.headers["etag"]}
    (again,) = house.ask(("GET", "/x", {"headers": takes_gzip | tag}))
    assert again.status_code == 304


def test_a_preflight_is_answered_before_the_application(make_house: Make) -> None:
    house = make_house()
    asks = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type, authorization",
    }
    (answer,) = house.ask(("OPTIONS", "/sparql", {"headers": asks}))
    assert house.app.asked == 0
    assert answer.headers["access-control-allow-headers"] == "content-type, authorization"
    assert "POST" in answer.headers["access-control-allow-methods"]


class Connection:
    """A connection of ASGI whose client hangs up after some seconds, or stays."""

    def __init__(self, hangs_up_after: float = 60.0) -> None:
        self.seconds = hangs_up_after
        self.got: list[Message] = []

    async def receive(self) -> Message:
        await asyncio.sleep(self.seconds)
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.got.append(message)

    def asks(self, house: Any) -> Coroutine[Any, Any, None]:
        scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/x"}
        scope |= {"raw_path": b"/x", "query_string": b"", "scheme": "http", "headers": []}
        front: Coroutine[Any, Any, None] = house.front(scope, self.receive, self.send)
        return front


def test_work_that_nobody_waits_for_is_stopped(make_house: Make) -> None:
    house = make_house(seconds=2)
    leaving = Connection(hangs_up_after=0.02)
    asyncio.run(leaving.asks(house))
    assert house.app.stop.is_set
    assert not leaving.got


def test_work_goes_on_while_somebody_still_waits(make_house: Make) -> None:
    house = make_house(seconds=2)
    leaving, staying = Connection(hangs_up_after=0.02), Connection()

    async def ask() -> None:
        await asyncio.gather(leaving.asks(house), staying.asks(house))

    asyncio.run(ask())
    assert house.app.asked == 1
    assert not house.app.stop.is_set
    assert staying.got[-1]["body"] == b"what is asked"
    assert not leaving.got


def test_work_that_is_cancelled_is_done_anew_for_those_who_wait(make_house: Make) -> None:
    house = make_house(seconds=1)

    async def one_of_two_is_cancelled() -> None:
        async with house.client() as client:
            leaving = asyncio.create_task(client.get("/x"))
            staying = asyncio.create_task(client.get("/x"))
            await asyncio.sleep(0.05)
            leaving.cancel()
            assert (await staying).content == b"what is asked"

    asyncio.run(one_of_two_is_cancelled())
