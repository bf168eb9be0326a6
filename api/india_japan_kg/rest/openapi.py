"""A question as an operation of OpenAPI 3.1: its parameters with types, bounds and examples."""

from collections.abc import Iterable
from typing import Any, Final

from india_japan_kg.catalogue import Parameter, Question
from india_japan_kg.things.labels import Labels

MOST_CODES: Final = 50


def question_operation(
    question: Question, labels: Labels, media_types: Iterable[str]
) -> dict[str, Any]:
    """Return what OpenAPI says of `question` beside its summary.

    Args:
        question: the question.
        labels: the code lists, for the allowed values.
        media_types: what an answer may be.

    """
    return {
        "parameters": [
            *(_parameter(parameter, labels) for parameter in question.parameters.values()),
            _shared("lang", {"type": "string"}, "Languages of names, best first: `ja,en`."),
            _shared(
                "limit", {"type": "integer", "minimum": 1, "maximum": 10_000}, "Most rows wanted."
            ),
            _shared("offset", {"type": "integer", "minimum": 0}, "Rows to leave out before."),
        ],
        "responses": {
            "200": {
                "description": "Rows with the columns: "
                + "; ".join(f"`{column.name}`: {column.meaning}" for column in question.columns),
                "content": {media_type: {} for media_type in media_types},
            },
            "400": {"description": "A parameter is wrong; the problem names it."},
        },
    }


def _parameter(parameter: Parameter, labels: Labels) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    example: object = parameter.example
    match parameter.type:
        case "integer":
            schema = {"type": "integer"}
            bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
            schema |= {name: bound for name, bound in bounds.items() if bound is not None}
            example = int(parameter.example)
        case "boolean":
            schema = {"type": "boolean"}
            example = parameter.example == "true"
        case "code":
            codes = sorted(labels.codes(parameter.scheme or ""))
            if len(codes) <= MOST_CODES:
                schema["enum"] = codes
        case "date":
            schema["format"] = "date"
        case "text":
            schema["maxLength"] = 200
            if parameter.allowed:
                schema["enum"] = list(parameter.allowed)
        case _:
            pass
    if parameter.default is not None and parameter.default != "today":
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": schema,
        "example": example,
    }


def _shared(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }
