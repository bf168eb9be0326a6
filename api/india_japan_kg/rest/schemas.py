"""JSON schemas (draft 2020-12, as OpenAPI 3.1 has them) of what questions answer."""

from typing import Any, Final

from india_japan_kg.catalogue import Column, Question

Schema = dict[str, Any]

THING: Final[Schema] = {
    "type": "object",
    "title": "Thing",
    "description": "A thing; or a code, class or property, which has no kind.",
    "properties": {
        "id": {"type": "string", "description": "The slug, or the prefixed name."},
        "kind": {"type": ["string", "null"]},
        "iri": {"type": "string", "format": "uri"},
        "label": {"type": "string", "description": "The name in the language asked for, if any."},
        "language": {"type": ["string", "null"], "description": "The language of the label."},
    },
    "required": ["id", "kind", "iri", "label", "language"],
    "additionalProperties": False,
}
_CELLS: Final[dict[str, Schema]] = {
    "thing": THING,
    "code": THING,
    "term": THING,
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "text": {"type": "string"},
    "url": {"type": "string", "pattern": "^https?://"},
}
_ITEMS: Final[dict[str, Schema]] = {"things": THING, "urls": _CELLS["url"]}

PROBLEM: Final[Schema] = {
    "type": "object",
    "title": "Problem",
    "description": "Problem details (RFC 9457), with further members by type.",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "remedy": {"type": "string"},
        "instance": {"type": "string"},
        "request": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
PROBLEMS: Final = {
    400: "A parameter is wrong; the problem names it and what would be right.",
    403: "This read-only service does not do that.",
    404: "Nothing of that name; the problem names the closest.",
    405: "The address has no such method.",
    406: "None of the accepted media types is offered.",
    413: "The body is larger than the server takes.",
    414: "The address is longer than the server takes.",
    415: "The media type of the body is not read here.",
    502: "The store behind this service failed.",
    503: "The service is busy; try again after the time in Retry-After.",
    504: "The query took longer than its limit.",
    507: "The query needed more memory than its limit.",
}


def problem_responses() -> dict[int, Schema]:
    """Return what every operation may answer instead: status -> response object."""
    told = {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
        "text/html": {},
    }
    return {
        304: {"description": "The client has this answer already (If-None-Match)."},
        **{status: {"description": text, "content": told} for status, text in PROBLEMS.items()},
    }


def answer_schema(question: Question) -> Schema:
    """Return the schema of the JSON answer to `question`; ``fields`` may leave columns out."""
    rows = {
        "type": "object",
        "properties": {column.name: cell_schema(column) for column in question.columns},
        "additionalProperties": False,
    }
    members: Schema = {
        "question": {"const": question.name},
        "summary": {"type": "string"},
        "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
        "total": {"type": "integer", "minimum": 0, "description": "Rows of the whole answer."},
        "offset": {"type": "integer", "minimum": 0},
        "limit": {"type": ["integer", "null"], "minimum": 1},
        "links": {"type": "object", "additionalProperties": {"type": "string"}},
        "columns": {"type": "object", "additionalProperties": {"type": "string"}},
        "rows": {"type": "array", "items": rows},
    }
    return {"type": "object", "properties": members, "required": list(members)}


def cell_schema(column: Column) -> Schema:
    """Return the schema of a cell of `column`; a cell without a value is null, of lists empty."""
    told = {"description": column.meaning}
    if column.type in _ITEMS:
        return {"type": "array", "items": _ITEMS[column.type], **told}
    schema = _CELLS[column.type]
    return {**schema, "type": [schema["type"], "null"], **told}
