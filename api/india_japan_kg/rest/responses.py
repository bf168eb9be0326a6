"""What every operation may answer beside its own: problems, 304, and the header fields of all."""

from collections.abc import Iterator
from typing import Any, Final

from india_japan_kg.rest.schemas import PROBLEM, problem_responses

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
_OF_BODIES: Final = (413, 415)


def complete_responses(document: dict[str, Any]) -> None:
    """Add to `document`, an OpenAPI description, the responses that operations have in common.

    Each stands once among the components. What the framework says of its own validation is left
    out: here that is a problem with 400.
    """
    components = document.setdefault("components", {})
    for name in ("HTTPValidationError", "ValidationError"):
        components.get("schemas", {}).pop(name, None)
    components["headers"] = {name: {"required": True, **told} for name, told in HEADERS.items()}
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    shared = {
        str(status): _with_headers(str(status), told, kept=True)
        for status, told in problem_responses().items()
    }
    components["responses"] = shared
    for operations in document["paths"].values():
        for method, operation in operations.items():
            kept = LIVE not in operation.get("tags", ())
            own = {
                status: _with_headers(status, told, kept=kept)
                for status, told in operation["responses"].items()
                if status != "422" and status not in shared
            }
            common = {
                status: {"$ref": f"#/components/responses/{status}"}
                for status in shared
                if (method == "post" or int(status) not in _OF_BODIES) and (kept or status != "304")
            }
            operation["responses"] = own | common


def _with_headers(status: str, response: dict[str, Any], *, kept: bool) -> dict[str, Any]:
    names = _names(int(status), kept=kept)
    return response | {
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    }


def _names(status: int, *, kept: bool) -> Iterator[str]:
    yield from _EVERYWHERE
    if (status < 300 and kept) or status == 304:
        yield "ETag"
    if status in (303, 308):
        yield "Location"
    if status == 405:
        yield "Allow"
    if (status < 300 and kept) or status in (303, 304) or status >= 400:
        yield "Vary"
