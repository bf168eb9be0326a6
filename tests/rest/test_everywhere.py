"""What holds for every address of the API, walked from its own description."""

import httpx
import pytest

EXAMPLES = {
    "kind": "session",
    "slug": "strategic-dialogue-18",
    "file": "india-japan.nt",
    "name": "dialogues",
}


@pytest.fixture(scope="session")
def addresses(client: httpx.Client) -> list[str]:
    found = []
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        if "get" not in operations:
            continue
        query = {
            p["name"]: p["example"]
            for p in operations["get"].get("parameters", [])
            if p["in"] == "query" and p["required"] and "example" in p
        }
        found.append(str(httpx.URL(path.format(**EXAMPLES), params=query)))
    return found


def test_every_address_answers_its_own_examples(client: httpx.Client, addresses: list[str]) -> None:
    for address in addresses:
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, (address, answer.text)


def test_head_answers_like_get_everywhere(client: httpx.Client, addresses: list[str]) -> None:
    for address in addresses:
        head, get = client.head(address), client.get(address)
        assert head.status_code == get.status_code, address
        assert not head.content


def test_what_can_be_kept_has_an_etag_everywhere(
    client: httpx.Client, addresses: list[str]
) -> None:
    for address in addresses:
        if address.startswith(("/health", "/metrics", "/id/")):
            continue
        answer = client.get(address)
        assert answer.headers["etag"].startswith('"'), address
        assert "vary" in answer.headers, address
        again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304, address


def test_other_sites_may_read_everything(client: httpx.Client, addresses: list[str]) -> None:
    for address in [*addresses, "/nothing", "/person/nobody"]:
        answer = client.get(address, headers={"Origin": "https://example.org"})
        assert answer.headers["access-control-allow-origin"] == "*", address


def test_other_methods_are_not_allowed_and_told_so(
    client: httpx.Client, addresses: list[str]
) -> None:
    for address in addresses:
        answer = client.delete(address)
        assert answer.status_code == 405, address
        assert answer.headers["content-type"] == "application/problem+json"
        assert "GET" in answer.headers["allow"]


def test_every_answer_has_the_id_that_its_log_line_has(client: httpx.Client) -> None:
    answer = client.get("/health", headers={"X-Request-Id": "mine-1"})
    assert answer.headers["x-request-id"] == "mine-1"


def test_health_counts_the_triples_of_the_live_dataset(client: httpx.Client) -> None:
    health = client.get("/health").json()
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    counted = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert health["status"] == "ok"
    assert health["triples"] == int(counted[0]["n"]["value"]) > 5000
