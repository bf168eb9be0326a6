"""Structured logs: one JSON object a line on standard error, or plain text for people."""

import logging
import sys
from contextvars import ContextVar
from typing import Final

from pythonjsonlogger.json import JsonFormatter

RENAMED: Final = {"levelname": "level", "asctime": "time", "name": "logger"}
FIELDS: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"

CURRENT_REQUEST: Final[ContextVar[str]] = ContextVar("current_request", default="")
"""The id of the request in work; threads that work for a request inherit it with its context."""


class _RequestId(logging.Filter):
    """Adds the id of the request in work to each line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change `record`, and let it pass."""
        request_id = CURRENT_REQUEST.get()
        if request_id and not hasattr(record, "request"):
            record.request = request_id
        return True


def configure_logs(level: str, style: str) -> None:
    """Send log lines from `level` up to standard error, as ``json`` or ``text``."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_RequestId())
    handler.setFormatter(
        JsonFormatter(FIELDS, rename_fields=RENAMED, json_ensure_ascii=False)
        if style == "json"
        else logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S")
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
