"""The header fields of answers, as the description of the API tells them."""

from collections.abc import Iterator
from typing import Any, Final

_TEXT: Final = {"type": "string", "minLength": 1}

HEADERS: Final[dict[str, dict[str, Any]]] = {
    "Access-Control-Allow-Origin": {
        "description": "Every site may read the answer.",
        "schema": {"const": "*"},
    },
    "Allow": {"description": "The methods that the address has.", "schema": _TEXT},
    "ETag": {
        "description": "Names this representation; send it in If-None-Match.",
        "schema": {"type": "string", "pattern": '^"[^"]+"$'},
    },
    "Location": {"description": "The address to ask instead.", "schema": _TEXT},
    "Vary": {"description": "The request header fields that chose the answer.", "schema": _TEXT},
    "X-Request-Id": {
        "description": "The id of the request: its own, if it has a fitting one.",
        "schema": {"type": "string", "pattern": r"^[\w.-]{1,64}$"},
    },
}
"""Name -> header object of OpenAPI 3.1."""

LIVE: Final = "Operation"
"""The tag of operations whose answers are true for a moment only, and are never kept."""

_EVERYWHERE: Final = ("Access-Control-Allow-Origin", "X-Request-Id")


def tell_headers(document: dict[str, Any]) -> None:
    """Add to every response in `document`, an OpenAPI description, the fields that it has."""
    document.setdefault("components", {})["headers"] = {
        name: {"required": True, **told} for name, told in HEADERS.items()
    }
    for operations in document["paths"].values():
        for operation in operations.values():
            kept = LIVE not in operation.get("tags", ())
            operation["responses"] = {
                status: {
                    **response,
                    "headers": {
                        name: {"$ref": f"#/components/headers/{name}"}
                        for name in _names(int(status), kept=kept)
                    },
                }
                for status, response in operation["responses"].items()
            }


def _names(status: int, *, kept: bool) -> Iterator[str]:
    yield from _EVERYWHERE
    if status in (200, 304) and kept:
        yield "ETag"
    if status in (303, 308):
        yield "Location"
    if status == 405:
        yield "Allow"
    if (status < 300 and kept) or status in (303, 304) or status >= 400:
        yield "Vary"
