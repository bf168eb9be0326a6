"""Structured logs: one JSON object a line on standard error, or plain text for people."""

import logging
import sys
from typing import Final

from pythonjsonlogger.json import JsonFormatter

RENAMED: Final = {"levelname": "level", "asctime": "time", "name": "logger"}
FIELDS: Final = "%(asctime)s %(levelname)s %(name)s %(message)s"


def configure_logs(level: str, style: str) -> None:
    """Send log lines from `level` up to standard error, as ``json`` or ``text``."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter(FIELDS, rename_fields=RENAMED, json_ensure_ascii=False)
        if style == "json"
        else logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S")
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
