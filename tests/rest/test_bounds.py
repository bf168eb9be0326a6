"""Every parameter has bounds: the description tells them, and the server keeps to them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker

Schema = dict[str, Any]

EXAMPLE = {
    "kind": "session",
    "slug": "strategic-dialogue-18",
    "file": "india-japan.nt",
    "name": "x",
}


class Told(NamedTuple):
    """A parameter as the description tells it, and what else its operation needs."""

    path: str
    name: str
    place: str
    schema: Schema
    needed: dict[str, str]


@pytest.fixture(scope="session")
def document(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


@pytest.fixture(scope="session")
def parameters(document: dict[str, Any]) -> list[Told]:
    """Every parameter of every operation by GET; those of SPARQL by POST are the same."""
    found = []
    for path, operations in document["paths"].items():
        told = operations["get"].get("parameters", [])
        needed = {
            p["name"]: str(p["example"]) for p in told if p["required"] and p["in"] == "query"
        }
        found += [Told(path, p["name"], p["in"], p["schema"], needed) for p in told]
    assert len(found) > 500
    return found


def unbounded(schema: Schema, where: str) -> Iterator[str]:
    """Yield where `schema` takes values of any size."""
    if "anyOf" in schema:
        for part in schema["anyOf"]:
            yield from unbounded(part, where)
        return
    if "const" in schema or "enum" in schema:
        return
    match schema["type"]:
        case "string":
            bounded = not schema.keys().isdisjoint(("maxLength", "pattern", "format"))
        case "integer":
            bounded = {"minimum", "maximum"} <= schema.keys()
        case "number":
            bounded = "maximum" in schema and ("minimum" in schema or "exclusiveMinimum" in schema)
        case "array":
            bounded = "maxItems" in schema
            yield from unbounded(schema["items"], f"{where}[]")
        case "object":
            bounded = True
            for name, part in schema["properties"].items():
                yield from unbounded(part, f"{where}.{name}")
        case other:
            bounded = other == "boolean"
    if not bounded:
        yield where


def outside(schema: Schema) -> Iterator[str | list[str]]:
    """Yield values that are just over one of the bounds of `schema`."""
    if "anyOf" in schema:
        yield from (value for part in schema["anyOf"] for value in outside(part))
    elif "const" in schema:
        yield str(schema["const"]) + "x"
    elif "enum" in schema:
        yield schema["enum"][0] + "x"
    elif schema["type"] == "string":
        yield from _strings_outside(schema)
    elif schema["type"] == "array":
        yield ["https://example.org/"] * (schema["maxItems"] + 1)
        yield from ([value] for value in outside(schema["items"]) if isinstance(value, str))
    elif schema["type"] == "boolean":
        yield "truer"
    else:
        lowest = schema["minimum"] - 1 if "minimum" in schema else schema["exclusiveMinimum"]
        yield from (str(lowest), str(schema["maximum"] + 1), "1e1x")


def _strings_outside(schema: Schema) -> Iterator[str]:
    if "maxLength" in schema:
        yield "x" * (schema["maxLength"] + 1)
    if "pattern" in schema:
        yield "x!"
    if schema.get("format") == "date":
        yield from ("2026-02-29", "9999-12-32", "20260116")
    if schema.get("format") == "uri":
        yield "no iri"


def test_every_parameter_is_described_with_its_bounds(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                where = f"{path} {parameter['name']}"
                assert list(unbounded(parameter["schema"], where)) == []
            for media_type, body in operation.get("requestBody", {}).get("content", {}).items():
                assert list(unbounded(body["schema"], f"{path} {media_type}")) == []


def test_a_parameter_without_bounds_would_be_found() -> None:
    assert list(unbounded({"type": "string"}, "q")) == ["q"]
    assert list(unbounded({"type": "integer", "minimum": 0}, "q")) == ["q"]
    items = {"type": "array", "maxItems": 2, "items": {"type": "string"}}
    assert list(unbounded(items, "q")) == ["q[]"]


def test_every_example_is_within_its_bounds(document: dict[str, Any]) -> None:
    examples = [
        (parameter["schema"], parameter["example"], path)
        for path, operations in document["paths"].items()
        for parameter in operations["get"].get("parameters", [])
        if "example" in parameter
    ]
    assert len(examples) > 100
    for schema, example, path in examples:
        checker = Draft202012Validator(schema, format_checker=FormatChecker())
        assert list(checker.iter_errors(example)) == [], path


def test_a_value_over_a_bound_is_refused_by_the_name_of_its_parameter(
    client: httpx.Client, parameters: list[Told]
) -> None:
    refused = 0
    for told in parameters:
        if told.place != "query" or told.name == "query":
            continue
        path = told.path.format(**EXAMPLE)
        for value in outside(told.schema):
            given = told.needed | {told.name: value}
            answer = client.get(path, params=given)
            assert answer.status_code == 400, (path, given, answer.text[:300])
            assert answer.json()["parameter"] == told.name, (path, given)
            refused += 1
    assert refused > 1000


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("/session/" + "x" * 201, 400, "slug"),
        ("/" + "x" * 201 + "/india", 400, "kind"),
        ("/id/session/" + "x" * 201, 400, "slug"),
        ("/export/" + "x" * 201, 400, "file"),
        ("/queries/no-question.rq", 404, None),
        ("/sparql?query=" + "x" * 32_769, 414, None),
    ],
)
def test_a_part_of_an_address_over_its_bound_is_refused(
    client: httpx.Client, path: str, status: int, parameter: str | None
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json().get("parameter") == parameter


def test_a_body_over_its_bound_is_refused(client: httpx.Client) -> None:
    body = "x" * 1_000_001
    answer = client.post(
        "/sparql", content=body, headers={"Content-Type": "application/sparql-query"}
    )
    assert answer.status_code == 413
    assert "1000000" in answer.json()["detail"]


def test_the_bounds_themselves_are_taken(client: httpx.Client, parameters: list[Told]) -> None:
    seen = set()
    for told in parameters:
        schema = told.schema
        if schema.get("type") != "integer" or (told.name, schema["maximum"]) in seen:
            continue
        seen.add((told.name, schema["maximum"]))
        for value in (schema["minimum"], schema["maximum"]):
            answer = client.get(
                told.path.format(**EXAMPLE), params=told.needed | {told.name: value}
            )
            assert answer.status_code == 200, (told.path, told.name, value, answer.text[:300])
    assert len(seen) > 5


def test_an_empty_value_counts_as_not_given(client: httpx.Client, document: dict[str, Any]) -> None:
    optional = [
        parameter["name"]
        for parameter in document["paths"]["/sessions"]["get"]["parameters"]
        if parameter["allowEmptyValue"]
    ]
    assert {"from", "limit", "offset", "lang", "sort", "fields"} <= set(optional)
    plain = client.get("/sessions").json()["rows"]
    for name in optional:
        assert client.get("/sessions", params={name: ""}).json()["rows"] == plain, name
