"""A rate that each client may keep up, so that one alone cannot take the server for itself."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from india_japan_kg.problem import Problem

MOST_CLIENTS: Final = 10_000
SECONDS_AT_ONCE: Final = 10
"""A client that rested may send the requests of so many seconds at once."""

IPV6_NETWORK: Final = 64
"""Bits of an IPv6 address that name a site; the others are the client's own to choose."""


class TooManyRequests(Problem):
    """The client sends more requests than it may."""

    status = 429
    slug = "too-many-requests"
    title = "Too many requests"

    def __init__(self, rate: float) -> None:
        super().__init__(
            f"One client may send {rate:g} requests a second.",
            "Send fewer, or take the export once and ask it on your own machine.",
            {"limit": rate},
        )


class FairUse:
    """Counts the requests of each client: a bucket of tokens that fills at a rate."""

    def __init__(
        self,
        rate: float,
        answer: Callable[[Request, Problem, dict[str, str]], Response],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Let each client send `rate` requests a second; `answer` tells those who send more."""
        self._rate = rate
        self._most = max(1.0, rate * SECONDS_AT_ONCE)
        self._answer = answer
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, host: str) -> float:
        """Take a token of the client at `host` and return 0, or the seconds until there is one."""
        client, now = _site(host), self._now()
        tokens, since = self._buckets.get(client, (self._most, now))
        tokens = min(self._most, tokens + (now - since) * self._rate)
        self._buckets[client] = (tokens - 1 if tokens >= 1 else tokens, now)
        self._buckets.move_to_end(client)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if tokens >= 1 else (1 - tokens) / self._rate

    def refusal(self, scope: Scope) -> Response | None:
        """Return what a client is told that sends too many requests; None if it does not."""
        host = scope["client"][0] if scope.get("client") else ""
        seconds = self.wait(host)
        if not seconds:
            return None
        headers = {"Retry-After": str(math.ceil(seconds))}
        return self._answer(Request(scope), TooManyRequests(self._rate), headers)


@lru_cache(maxsize=MOST_CLIENTS)
def _site(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 4:
        return host
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))
