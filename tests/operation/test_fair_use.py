"""A rate that each client may keep up."""

from collections.abc import Callable

import httpx
import pytest
from tests.operation.conftest import Running

from india_japan_kg.http.fair_use import SECONDS_AT_ONCE, FairUse

RATE = 2.0


class Clock:
    now = 1000.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fair_use(clock: Clock) -> FairUse:
    def answer(*_: object) -> object:
        raise AssertionError

    return FairUse(RATE, answer, lambda: clock.now)  # type: ignore[arg-type]


def test_a_client_that_rested_may_send_several_at_once(fair_use: FairUse) -> None:
    allowed = int(RATE * SECONDS_AT_ONCE)
    assert [fair_use.wait("192.0.2.1") for _ in range(allowed)] == [0.0] * allowed
    assert fair_use.wait("192.0.2.1") > 0


def test_the_wait_that_is_told_is_enough(fair_use: FairUse, clock: Clock) -> None:
    while not (seconds := fair_use.wait("192.0.2.1")):
        pass
    clock.now += seconds
    assert fair_use.wait("192.0.2.1") == 0


def test_one_client_does_not_use_up_what_another_may(fair_use: FairUse) -> None:
    while not fair_use.wait("192.0.2.1"):
        pass
    assert fair_use.wait("192.0.2.2") == 0


def test_addresses_of_one_ipv6_site_are_one_client(fair_use: FairUse) -> None:
    while not fair_use.wait("2001:db8::1"):
        pass
    assert fair_use.wait("2001:db8::ffff:1") > 0
    assert fair_use.wait("2001:db8:0:1::1") == 0


@pytest.fixture
def limited(run_server: Callable[..., Running]) -> str:
    return run_server(client_rate=0.5).address


def test_too_many_requests_are_told_when_to_come_again(limited: str) -> None:
    with httpx.Client(base_url=limited, timeout=60) as client:
        answers = [client.get("/sparql", params={"query": "ASK {}"}) for _ in range(30)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert answers[0].status_code == 200
        assert refused
        assert refused[-1].headers["content-type"] == "application/problem+json"
        assert refused[-1].json()["limit"] == 0.5
        assert 1 <= int(refused[-1].headers["retry-after"]) <= 2
        assert refused[-1].headers["access-control-allow-origin"] == "*"
        assert client.get("/health").status_code == 200


def test_clients_behind_a_trusted_proxy_are_told_apart(limited: str) -> None:
    with httpx.Client(base_url=limited, timeout=60) as client:

        def status(address: str) -> int:
            headers = {"X-Forwarded-For": address}
            return client.get("/sparql", params={"query": "ASK {}"}, headers=headers).status_code

        assert 429 in [status("192.0.2.7") for _ in range(30)]
        assert status("192.0.2.8") == 200
