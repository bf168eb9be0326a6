"""What is told of each finished request: a log line, and counts for the metrics."""

import logging
from collections.abc import Callable
from typing import Literal

log = logging.getLogger("india_japan_kg.access")

Kept = Literal["hit", "miss", "none"]
Observe = Callable[[str, str, int, float, Kept], None]
"""Takes method, route, status, seconds, and what the cache did."""


def log_request(
    request_id: bytes,
    method: str,
    path: str,
    query: bytes,
    status: int,
    size: int,
    kept: Kept,
    seconds: float,
) -> None:
    """Write the log line of a finished request; `status` 0 is a client that went away."""
    if not log.isEnabledFor(logging.INFO):
        return
    log.info(
        f"{method} {path} {status}",
        extra={
            "request": request_id.decode(),
            "method": method,
            "path": path,
            "query": query.decode("latin-1"),
            "status": status,
            "bytes": size,
            "cache": kept,
            "milliseconds": round(seconds * 1000, 2),
        },
    )
