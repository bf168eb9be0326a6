"""Requests that nobody thought of: generated from the API's own description, and malicious ones."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)
HALF = "^/([a-m]|queries/[a-m])"
"""Paths of about half of the cases."""

FRAGMENTS = (
    '"', "'", "\\", "}", "{", "} UNION { ?s ?p ?o", ">", "<urn:x>", "?thing", "$thing", "#", "\n",
    "\x00", "; DROP ALL", "INSERT DATA { <a> <b> <c> }", "SERVICE <http://127.0.0.1/>", "@en", "^^",
    '"@en } #', "' OR '1'='1", "<script>alert(1)</script>", "../../etc/passwd", "%00", "{{7*7}}",
    "\N{RIGHT-TO-LEFT OVERRIDE}", "茂木", "मोटेगी", "\U0001f600", "-1", "99999999999", "today",
    "2026-02-30", "NaN", "https://w3id.org/india-japan/id/person/abe-shinzo", "person:abe-shinzo",
)  # fmt: skip
hostile = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), min_size=1, max_size=6
).map("".join)


Generate = Callable[..., int]


@pytest.fixture
def generate(server: str) -> Generate:
    """Send requests that schemathesis makes of the description, right ones and wrong ones.

    Two processes share the work. Returns the number of requests.
    """

    def run(phases: str, examples: int) -> int:
        running = [
            subprocess.Popen(
                [
                    *(SCHEMATHESIS, "--config-file", CONFIGURATION),
                    *("run", f"{server}/openapi.json", "--checks", ",".join(CHECKS)),
                    *("--phases", phases, "-n", str(examples), which, HALF),
                    *("--generation-deterministic", "--continue-on-failure", "--no-color"),
                    *("--request-timeout", "300"),
                ],
                stdout=subprocess.PIPE,
                text=True,
            )
            for which in ("--include-path-regex", "--exclude-path-regex")
        ]
        ended = [(process.communicate()[0], process.returncode) for process in running]
        cases = 0
        for told, code in ended:
            assert code == 0, told[-4000:]
            counted = re.search(r"(\d+) generated, \1 passed", told)
            assert counted, told[-4000:]
            cases += int(counted[1])
        return cases

    return run


def test_no_generated_request_meets_an_error_of_ours_or_an_answer_that_is_not_described(
    generate: Generate,
) -> None:
    assert generate("examples,fuzzing", 1) > 150


@pytest.mark.wide
def test_nor_does_one_of_ten_thousand(generate: Generate) -> None:
    assert generate("examples,coverage,fuzzing", 10) > 10_000


@pytest.fixture(scope="session")
def parameters(client: httpx.Client) -> list[tuple[str, dict[str, str], str]]:
    """Path, the values that it needs, and the name of one of its parameters; all there are."""
    found = []
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        if "{" in path or path == "/sparql" or "get" not in operations:
            continue
        if "application/json" not in operations["get"]["responses"]["200"]["content"]:
            continue
        told: list[dict[str, Any]] = operations["get"].get("parameters", [])
        needed = {p["name"]: str(p["example"]) for p in told if p["required"]}
        found += [(path, needed, p["name"]) for p in told if p["in"] == "query"]
    assert len(found) > 300
    return found


@pytest.mark.wide
@given(place=st.integers(min_value=0), value=hostile)
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_no_value_of_a_parameter_is_more_than_a_value(
    client: httpx.Client,
    parameters: list[tuple[str, dict[str, str], str]],
    place: int,
    value: str,
) -> None:
    path, needed, name = parameters[place % len(parameters)]
    value = value.encode("utf-8", "replace").decode()
    answer = client.get(path, params=needed | {name: value}, headers={"Accept": "application/json"})
    assert answer.status_code in (200, 400), (path, name, value, answer.text)
    if answer.status_code == 400:
        assert answer.json()["parameter"] == name
    else:
        assert len(answer.json()["rows"]) <= answer.json()["total"]


@pytest.mark.parametrize("value", FRAGMENTS)
def test_a_hostile_text_is_shown_as_text(client: httpx.Client, value: str) -> None:
    page = client.get("/queries/search", params={"name": value}, headers={"Accept": "text/html"})
    assert page.status_code in (200, 400)
    assert "<script>alert" not in page.text


@pytest.mark.wide
def test_the_graph_is_the_same_after_all_of_that(client: httpx.Client) -> None:
    before = client.get("/health").json()
    for value in FRAGMENTS:
        client.get("/queries/search", params={"name": value})
        client.get("/sessions", params={"sort": value, "fields": value})
    assert client.get("/health").json()["triples"] == before["triples"]
