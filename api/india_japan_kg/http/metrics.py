"""What the server counts, for Prometheus."""

import os
from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
UNROUTED: Final = "(none)"
SHARED_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus_client's own variable: where processes that count together keep their counts. It must
be set before that package is imported."""


class Metrics:
    """The counts of one application; each application has its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            "ijkg_request_seconds",
            "Requests, and how long their answers took.",
            ["method", "route", "status", "cache"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._queries = Histogram(
            "ijkg_query_seconds",
            "Queries given to the engine, how they ended, and how long they took.",
            ["ended"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._children: dict[tuple[str, str, int, str], Histogram] = {}
        self._ended: dict[str, Histogram] = {}
        self._gauges: list[tuple[Gauge, Callable[[], float]]] = []

    def request(self, method: str, route: str, status: int, seconds: float, cache: str) -> None:
        """Count a finished request; `status` 0 is a client that went away."""
        key = (method, route, status, cache)
        child = self._children.get(key)
        if child is None:
            if method not in ("GET", "HEAD", "POST", "QUERY", "OPTIONS"):
                method = "other"
            child = self._requests.labels(method, route or UNROUTED, str(status), cache)
            if method != "other":
                self._children[key] = child
        child.observe(seconds)

    def query(self, ended: str, seconds: float) -> None:
        """Count a query that ended so."""
        child = self._ended.get(ended)
        if child is None:
            child = self._ended[ended] = self._queries.labels(ended)
        child.observe(seconds)

    @property
    def is_shared(self) -> bool:
        """Whether several processes count together."""
        return SHARED_FOLDER in os.environ

    def gauge(self, name: str, description: str, read: Callable[[], float]) -> None:
        """Have `read` tell the present value of ``ijkg_<name>``; processes are summed."""
        if not self.is_shared:
            Gauge(f"ijkg_{name}", description, registry=self._registry).set_function(read)
            return
        gauge = Gauge(
            f"ijkg_{name}", description, registry=self._registry, multiprocess_mode="livesum"
        )
        self._gauges.append((gauge, read))

    def refresh(self) -> None:
        """Tell the other processes the present values; call it again and again."""
        for gauge, read in self._gauges:
            gauge.set(read())

    def text(self) -> bytes:
        """Return all counts in Prometheus' text format."""
        if not self.is_shared:
            return generate_latest(self._registry)
        self.refresh()
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def forget_process(pid: int) -> None:
    """Leave the present values of an ended process out; what it counted stays."""
    if SHARED_FOLDER in os.environ:
        mark_process_dead(pid)  # type: ignore[no-untyped-call]
