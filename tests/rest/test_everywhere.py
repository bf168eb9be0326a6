"""What holds for every address of the API, walked from its own description."""

from typing import Any

import httpx
import pytest

EXAMPLES = {
    "kind": "session",
    "slug": "strategic-dialogue-18",
    "file": "india-japan.nt",
    "name": "dialogues",
}
BESIDE = (
    "/",
    "/docs",
    "/openapi.json",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap/person.xml",
    "/sessions.csv",
    "/queries/dialogues.json",
    "/static/style.css",
)
"""Addresses that the description leaves out."""

OF_THE_MOMENT = ("/health", "/health/live", "/health/ready", "/metrics")
OF_THE_FRAMEWORK = ("/docs", "/openapi.json", "/static/style.css")
"""What is served as the framework has it; it changes with the software, not with the graph."""

IN_EVERY_PROBLEM = {"type", "title", "status", "detail", "instance", "request"}
OF_ONE_ANSWER = {"date", "x-request-id"}


@pytest.fixture(scope="session")
def operations(client: httpx.Client) -> dict[str, dict[str, Any]]:
    """Address of an example -> the operations of its path."""
    found = {}
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        query = {
            p["name"]: p["example"]
            for p in operations["get"].get("parameters", [])
            if p["in"] == "query" and p["required"]
        }
        found[str(httpx.URL(path.format(**EXAMPLES), params=query))] = operations
    assert len(found) > 75
    return found


@pytest.fixture(scope="session")
def addresses(operations: dict[str, dict[str, Any]]) -> list[str]:
    return [*operations, *BESIDE]


def kept(addresses: list[str]) -> list[str]:
    """Return the addresses of answers that a client may keep."""
    unkept = (*OF_THE_MOMENT, *OF_THE_FRAMEWORK)
    return [a for a in addresses if a not in unkept and not a.startswith("/id/")]


def assert_problem(answer: httpx.Response, status: int) -> None:
    """Assert that `answer` is a whole problem document (RFC 9457) that every site may read."""
    where = (answer.request.method, answer.request.url.path, answer.text[:300])
    assert answer.status_code == status, where
    assert answer.headers["content-type"] == "application/problem+json", where
    problem = answer.json()
    assert problem.keys() >= IN_EVERY_PROBLEM, where
    assert problem["type"].startswith("https://w3id.org/india-japan/problem/"), where
    assert problem["status"] == status, where
    assert problem["title"], where
    assert problem["detail"], where
    assert problem["instance"] == answer.request.url.path, where
    assert problem["request"] == answer.headers["x-request-id"], where
    assert answer.headers["access-control-allow-origin"] == "*", where
    assert answer.headers["cache-control"] == "no-store", where


def test_every_address_answers_its_own_examples(client: httpx.Client, addresses: list[str]) -> None:
    for address in addresses:
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, (address, answer.text)
        assert answer.content, address


def test_head_answers_like_get_without_its_body_everywhere(
    client: httpx.Client, addresses: list[str]
) -> None:
    for address in addresses:
        if address in OF_THE_MOMENT:
            continue
        head, get = client.head(address), client.get(address)
        told, wanted = (
            {name: value for name, value in answer.headers.items() if name not in OF_ONE_ANSWER}
            for answer in (head, get)
        )
        assert head.status_code == get.status_code, address
        assert told == wanted, address
        assert not head.content, address


def test_head_of_what_changes_has_no_body_too(client: httpx.Client) -> None:
    for address in OF_THE_MOMENT:
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == client.get(address).headers["content-type"]


def test_what_can_be_kept_has_an_etag_everywhere(
    client: httpx.Client, addresses: list[str]
) -> None:
    for address in kept(addresses):
        answer = client.get(address)
        assert answer.headers["etag"].startswith('"'), address
        assert "accept-encoding" in answer.headers["vary"].lower(), address
        again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304, address
        assert not again.content, address
        for name in ("etag", "vary", "access-control-allow-origin"):
            assert again.headers[name] == answer.headers[name], (address, name)
        other = client.get(address, headers={"If-None-Match": '"other"'})
        assert other.status_code == 200, address


def test_an_answer_that_comes_in_several_forms_varies_by_accept_and_each_has_its_own_etag(
    client: httpx.Client, operations: dict[str, dict[str, Any]]
) -> None:
    negotiated = 0
    for address in kept(list(operations)):
        forms = operations[address]["get"]["responses"]["200"].get("content", {})
        if len(forms) < 2 or address.startswith("/export/"):
            continue
        negotiated += 1
        first, second, *_ = forms
        answers = [client.get(address, headers={"Accept": form}) for form in (first, second)]
        if address == "/sparql":  # without a query it has graphs alone
            continue
        for answer, form in zip(answers, (first, second), strict=True):
            assert answer.headers["content-type"].partition(";")[0] == form, address
            fields = [field.strip() for field in answer.headers["vary"].split(",")]
            assert "Accept" in fields, address
        assert answers[0].headers["etag"] != answers[1].headers["etag"], address
        assert_problem(client.get(address, headers={"Accept": "image/x-none"}), 406)
    assert negotiated > 65


def test_other_sites_may_read_everything(client: httpx.Client, addresses: list[str]) -> None:
    for address in [*addresses, "/nothing", "/person/nobody"]:
        answer = client.get(address, headers={"Origin": "https://example.org"})
        assert answer.headers["access-control-allow-origin"] == "*", address
        readable = answer.headers["access-control-expose-headers"]
        assert {"ETag", "Link", "X-Request-Id"} <= set(readable.split(", ")), address


def test_other_sites_may_ask_before_they_send_anywhere(
    client: httpx.Client, addresses: list[str]
) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    for address in addresses:
        answer = client.options(address, headers=asked)
        assert answer.status_code == 200, address
        assert answer.headers["access-control-allow-origin"] == "*", address
        assert "GET" in answer.headers["access-control-allow-methods"], address
        assert answer.headers["access-control-allow-headers"] == "if-none-match", address


def test_options_tells_the_methods_that_the_description_has(
    client: httpx.Client, operations: dict[str, dict[str, Any]]
) -> None:
    for address, offered in operations.items():
        answer = client.options(address)
        assert answer.status_code == 204, address
        assert not answer.content, address
        allowed = set(answer.headers["allow"].split(", "))
        wanted = {method.upper() for method in offered} | {"HEAD", "OPTIONS"}
        assert allowed - {"QUERY"} == wanted, address


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_not_allowed_and_told_so(
    client: httpx.Client, operations: dict[str, dict[str, Any]], method: str
) -> None:
    refused = 0
    for address, offered in operations.items():
        if method.lower() in offered:
            continue
        answer = client.request(method, address)
        assert_problem(answer, 405)
        assert answer.headers["allow"] == client.options(address).headers["allow"], address
        refused += 1
    assert refused > 75


def test_an_address_that_is_too_long_is_a_problem_everywhere(
    client: httpx.Client, addresses: list[str]
) -> None:
    for address in addresses:
        path = address.partition("?")[0]
        assert_problem(client.get(path, params={"x": "x" * 33_000}), 414)


def test_an_unknown_parameter_is_a_problem_of_every_question(
    client: httpx.Client, operations: dict[str, dict[str, Any]]
) -> None:
    asked = 0
    for address, offered in operations.items():
        is_question = offered["get"]["tags"][0] in ("Questions", "Collections")
        if not is_question or address in ("/queries", "/queries/dialogues.rq"):
            continue
        answer = client.get(str(httpx.URL(address).copy_merge_params({"colour": "red"})))
        assert_problem(answer, 400)
        assert answer.json()["parameter"] == "colour", address
        asked += 1
    assert asked > 65


def test_a_parameter_that_is_given_twice_is_a_problem_of_every_question(
    client: httpx.Client, operations: dict[str, dict[str, Any]]
) -> None:
    asked = 0
    for address, offered in operations.items():
        if offered["get"]["tags"][0] not in ("Questions", "Collections"):
            continue
        for parameter in offered["get"].get("parameters", []):
            name = parameter["name"]
            if parameter["in"] != "query" or name in ("lang", "fields"):
                continue
            twice = httpx.URL(address).copy_remove_param(name)
            value = str(parameter.get("example", "1"))
            twice = twice.copy_add_param(name, value).copy_add_param(name, value)
            answer = client.get(str(twice))
            assert_problem(answer, 400)
            assert answer.json()["parameter"] == name, address
            assert "2 times" in answer.json()["detail"], address
            asked += 1
    assert asked > 200


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/person/abe-shinzo?as_of=2010-05-01&as_of=2015-05-01", "as_of"),
        ("/person/abe-shinzo.ttl?as_of=2010-05-01&as_of=", "as_of"),
        ("/dialogue/strategic-dialogue?limit=1&offset=1&limit=2", "limit"),
        ("/sessions.csv?from=2010-01-01&from=2020-01-01", "from"),
        ("/sessions?sort=start&sort=-start", "sort"),
        ("/sessions?colour=red&colour=blue", "colour"),
        ("/export/india-japan.ttl?class=Session&class=Visit", "class"),
    ],
)
def test_which_of_two_values_is_meant_is_never_guessed(
    client: httpx.Client, address: str, parameter: str
) -> None:
    answer = client.get(address)
    assert_problem(answer, 400)
    assert answer.json()["parameter"] == parameter


def test_a_page_tells_that_a_parameter_is_given_twice(client: httpx.Client) -> None:
    answer = client.get(
        "/sessions?from=2010-01-01&from=2020-01-01", headers={"Accept": "text/html"}
    )
    assert answer.status_code == 400
    assert "from is given 2 times." in answer.text


def test_a_list_may_be_given_item_by_item(client: httpx.Client) -> None:
    one_by_one = client.get("/sessions?fields=session&fields=start&lang=ja&lang=hi&limit=3")
    at_once = client.get("/sessions?fields=session,start&lang=ja,hi&limit=3")
    assert one_by_one.status_code == 200
    assert one_by_one.json()["rows"] == at_once.json()["rows"]


@pytest.mark.parametrize(
    "address",
    [
        *("/nothing", "/person/nobody", "/id/person/nobody", "/nobodies/nobody"),
        *("/queries/none", "/queries/none.rq", "/sessions.xyz", "/export/none", "/static/none"),
        *("/sitemap/none.xml", "/session/strategic-dialogue-18.docx"),
    ],
)
def test_what_is_not_there_is_a_problem(client: httpx.Client, address: str) -> None:
    assert_problem(client.get(address), 404)


def test_every_answer_has_the_id_that_its_log_line_has(client: httpx.Client) -> None:
    answer = client.get("/health", headers={"X-Request-Id": "mine-1"})
    assert answer.headers["x-request-id"] == "mine-1"


def test_health_counts_the_triples_of_the_live_dataset(client: httpx.Client) -> None:
    health = client.get("/health").json()
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    counted = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert health["status"] == "ok"
    assert health["triples"] == int(counted[0]["n"]["value"]) > 5000
