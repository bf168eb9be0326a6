"""What the description of the API says of questions holds for their answers."""

from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator


@pytest.fixture(scope="session")
def operations(client: httpx.Client) -> dict[str, Any]:
    paths = client.get("/openapi.json").json()["paths"]
    return {
        path: operation["get"]
        for path, operation in paths.items()
        if operation.get("get", {}).get("tags", [""])[0] in ("Questions", "Collections")
        and "{" not in path
        and path != "/queries"
    }


def test_every_answer_to_an_example_fits_its_schema(
    client: httpx.Client, operations: dict[str, Any]
) -> None:
    assert len(operations) > 60
    for path, operation in operations.items():
        given = {p["name"]: p["example"] for p in operation["parameters"] if p["required"]}
        content = operation["responses"]["200"]["content"]
        if "application/json" not in content:
            continue  # a graph
        schema = content["application/json"]["schema"]
        answer = client.get(path, params=given, headers={"Accept": "application/json"}).json()
        faults = [error.message for error in Draft202012Validator(schema).iter_errors(answer)]
        assert faults == [], path
