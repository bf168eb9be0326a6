"""A question as an operation of OpenAPI 3.1: its parameters with types, bounds and examples."""

from collections.abc import Iterable
from typing import Any, Final

from fastapi import FastAPI

from india_japan_kg.catalogue import Parameter, Question
from india_japan_kg.catalogue.ordering import LONGEST_LIST
from india_japan_kg.catalogue.parameters import LARGEST_NUMBER, LONGEST_TEXT
from india_japan_kg.rest.responses import complete_responses
from india_japan_kg.rest.schemas import answer_schema
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.languages import LONGEST_LANGUAGES

MOST_CODES: Final = 50
LONGEST_NAME: Final = 200
"""Characters of the longest value that can name a thing or a code."""

_TAG: Final = "[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"

JSON: Final = "application/json"


def shared_parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    """Return an optional parameter of the query string that many operations have."""
    return {
        "name": name,
        "in": "query",
        "required": False,
        "allowEmptyValue": True,
        "description": description,
        "schema": schema,
    }


LANGUAGES: Final = shared_parameter(
    "lang",
    {
        "type": "string",
        "pattern": f"^ *{_TAG} *(, *{_TAG} *)*$",
        "maxLength": LONGEST_LANGUAGES,
    },
    "Languages of names, best first: `ja,en`.",
)
PAGING: Final = (
    shared_parameter(
        "limit", {"type": "integer", "minimum": 1, "maximum": 10_000}, "Most rows wanted."
    ),
    shared_parameter(
        "offset",
        {"type": "integer", "minimum": 0, "maximum": 999_999_999},
        "Rows to leave out before.",
    ),
)


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
            *(parameter_object(parameter, labels) for parameter in question.parameters.values()),
            LANGUAGES,
            *(() if question.gives_graph else (*PAGING, *_columns(question))),
        ],
        "responses": {
            "200": {
                "description": _answer(question),
                "content": {
                    media_type: {"schema": answer_schema(question)} if media_type == JSON else {}
                    for media_type in media_types
                },
            },
        },
    }


def _answer(question: Question) -> str:
    if question.gives_graph:
        return "A graph, in the words of the ontology and of the vocabularies that it reuses."
    told = (f"`{column.name}`: {column.meaning}" for column in question.columns)
    return f"Rows with the columns: {'; '.join(told)}"


def parameter_object(parameter: Parameter, labels: Labels) -> dict[str, Any]:
    """Return the parameter object of OpenAPI for `parameter`."""
    schema: dict[str, Any] = {"type": "string"}
    example: object = parameter.example
    match parameter.type:
        case "integer":
            low, high = parameter.minimum, parameter.maximum
            schema = {
                "type": "integer",
                "minimum": -LARGEST_NUMBER if low is None else low,
                "maximum": LARGEST_NUMBER if high is None else high,
            }
            example = int(parameter.example)
        case "boolean":
            schema = {"type": "boolean"}
            example = parameter.example == "true"
        case "code":
            codes = sorted(labels.codes(parameter.scheme or ""))
            schema |= {"enum": codes} if len(codes) <= MOST_CODES else {"maxLength": LONGEST_NAME}
        case "date":
            day = {"type": "string", "format": "date"}
            schema = {"anyOf": [day, {"const": "today"}]}
        case "release":
            schema |= {"enum": list(parameter.allowed)} if parameter.allowed else {}
            schema["maxLength"] = LONGEST_NAME
        case "text":
            schema |= {"minLength": 1, "maxLength": LONGEST_TEXT}
            if parameter.allowed:
                schema["enum"] = list(parameter.allowed)
        case _:
            schema["maxLength"] = LONGEST_NAME
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "allowEmptyValue": not parameter.required,
        "description": parameter.description,
        "schema": schema,
        "example": example,
    }


def _columns(question: Question) -> list[dict[str, Any]]:
    name = f"({'|'.join(column.name for column in question.columns)})"
    return [
        shared_parameter(
            "sort",
            _list_of(f"-?{name}"),
            "Columns by which the rows are put in order, a `-` before one turns it round.",
        ),
        shared_parameter(
            "fields",
            _list_of(name),
            "Columns that are wanted; all if it is not given.",
        ),
    ]


def _list_of(item: str) -> dict[str, Any]:
    pattern = f"^ *{item} *(, *{item} *)*$"
    return {"type": "string", "pattern": pattern, "maxLength": LONGEST_LIST}


def complete(app: FastAPI) -> None:
    """Add to the description of `app` what every operation may answer."""
    described = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema:
            return app.openapi_schema
        document = described()
        complete_responses(document)
        return document

    app.openapi = openapi  # type: ignore[method-assign]
