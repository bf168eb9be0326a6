"""Canned questions over HTTP: one file is a resource in many forms."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import rdflib

ACROSS = {"dialogue": "strategic-dialogue"}


def test_the_catalogue_lists_every_query_file(client: httpx.Client, house: Path) -> None:
    listed = {question["name"] for question in client.get("/queries").json()["questions"]}
    assert listed == {path.stem for path in (house / "queries").glob("*.rq")}
    assert len(listed) >= 15


def test_every_question_is_an_operation_of_openapi(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for question in client.get("/queries").json()["questions"]:
        operation = paths[f"/queries/{question['name']}"]["get"]
        told = {parameter["name"]: parameter for parameter in operation["parameters"]}
        assert set(question["parameters"]) <= set(told)
        for name, parameter in question["parameters"].items():
            assert told[name]["required"] is parameter["required"]
            assert told[name]["description"]
            assert told[name]["example"] not in (None, "")


def test_who_sat_across_from_whom_comes_as_json(client: httpx.Client) -> None:
    answer = client.get("/queries/across-the-table", params=ACROSS).json()
    assert answer["total"] == 18
    last = answer["rows"][-1]
    assert last["indianChair"]["label"] == "Subrahmanyam Jaishankar"
    assert last["japaneseChair"]["id"] == "motegi-toshimitsu"
    assert last["japanesePost"]["id"] == "jp-minister-for-foreign-affairs"
    assert last["start"] == "2026-01-16"
    assert all(row["sources"] for row in answer["rows"])


def test_who_sat_across_from_whom_comes_as_csv_with_names(client: httpx.Client) -> None:
    answer = client.get("/queries/across-the-table.csv", params={**ACROSS, "lang": "ja"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 18
    assert rows[-1]["japaneseChairLabel"] == "茂木敏充"
    assert rows[-1]["sources"].startswith("http")


def test_what_the_18th_decided_has_terms_and_sources(client: httpx.Client) -> None:
    answer = client.get(
        "/queries/decisions", params={"at": "strategic-dialogue-18", "on": "2026-03-01"}
    ).json()
    minerals = [
        row
        for row in answer["rows"]
        if "jwg-critical-minerals" in [c["id"] for c in row["creates"]]
    ]
    assert [(row["dueNotBefore"], row["dueNotAfter"]) for row in minerals] == [
        ("2026-01-01", "2026-04-30")
    ]
    assert all(row["sources"] for row in answer["rows"])


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/json", "application/json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/html", "text/html"),
    ],
)
def test_an_answer_comes_as_the_client_wants_it(
    client: httpx.Client, accept: str, media_type: str
) -> None:
    answer = client.get("/queries/across-the-table", params=ACROSS, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


def test_the_text_of_a_question_is_there_to_be_taken(client: httpx.Client, house: Path) -> None:
    text = client.get("/queries/across-the-table.rq").text
    assert text == (house / "queries/across-the-table.rq").read_text(encoding="utf-8")
    answer = client.get("/sparql", params={"query": text}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "parameters", "parameter", "says"),
    [
        ("across-the-table", {}, "dialogue", "is missing"),
        ("across-the-table", {"dialogue": "strategic-dialog"}, "dialogue", "strategic-dialogue"),
        ("across-the-table", {**ACROSS, "until": "2020"}, "until", "no parameter"),
        ("across-the-table", {**ACROSS, "from": "2020-02-30"}, "from", "YYYY-MM-DD"),
        ("across-the-table", {**ACROSS, "limit": "0"}, "limit", "from 1"),
        ("across-the-table", {**ACROSS, "offset": "-1"}, "offset", "from 0"),
        ("dialogues", {"level": "minister"}, "level", "ministers"),
    ],
)
def test_a_wrong_parameter_names_itself_and_says_what_would_be_right(
    client: httpx.Client, path: str, parameters: dict[str, str], parameter: str, says: str
) -> None:
    answer = client.get(f"/queries/{path}", params=parameters)
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["parameter"] == parameter
    assert says in problem["detail"] + problem.get("remedy", "")


def test_an_unknown_question_is_told_the_closest(client: httpx.Client) -> None:
    answer = client.get("/queries/across-table.rq")
    assert answer.status_code == 404
    assert "across-the-table" in answer.json()["closest"]


def test_pages_of_an_answer_are_linked(client: httpx.Client) -> None:
    seen: list[str] = []
    address = "/queries/across-the-table?dialogue=strategic-dialogue&limit=7"
    while address:
        answer = client.get(address)
        seen += [row["session"]["id"] for row in answer.json()["rows"]]
        address = answer.links.get("next", {}).get("url", "")
    assert seen == [f"strategic-dialogue-{ordinal}" for ordinal in range(1, 19)]


@pytest.mark.parametrize(
    "collection",
    ["ministers", "ministries", "dialogues", "sessions", "domains", "outcomes", "sources"],
)
def test_collections_are_questions_under_a_short_address(
    client: httpx.Client, collection: str
) -> None:
    answer = client.get(f"/{collection}")
    assert answer.status_code == 200
    rows = answer.json()["rows"]
    first = next(iter(rows[0].values()))
    assert client.get(f"/{first['kind']}/{first['id']}").status_code == 200


def test_a_file_added_to_the_folder_is_a_question_everywhere(
    house: Path,
    tmp_path: Path,
    start_server: Callable[..., str],
    run_ijkg: Callable[..., "object"],
) -> None:
    folder = tmp_path / "house"
    folder.mkdir()
    for room in ("ontology", "shapes", "data"):
        (folder / room).symlink_to(house / room)
    (folder / "queries").mkdir()
    (folder / "queries" / "things").symlink_to(house / "queries" / "things")
    (folder / "queries" / "sessions-held-in.rq").write_text(
        "#+ summary: Sessions held in a place\n"
        "#+ description: Just for this test.\n"
        "#+ tags: [test]\n"
        "#+ collection: held\n"
        "#+ view: table\n"
        "#+ parameters:\n"
        "#+   place:\n"
        "#+     {type: thing, kind: place, required: true, example: tokyo, description: Where.}\n"
        "#+ columns:\n"
        "#+   session: {type: thing, meaning: The session.}\n"
        "PREFIX ij: <https://w3id.org/india-japan/ontology#>\n"
        "PREFIX place: <https://w3id.org/india-japan/id/place/>\n"
        "SELECT ?session WHERE { VALUES ?place { place:tokyo } ?session ij:venue ?place }\n"
        "ORDER BY ?session\n",
        encoding="utf-8",
    )
    address = start_server(house=folder)
    with httpx.Client(base_url=address, timeout=60) as client:
        rows = client.get("/queries/sessions-held-in", params={"place": "osaka"}).json()["rows"]
        assert "strategic-dialogue-11" in [row["session"]["id"] for row in rows]
        assert client.get("/held", params={"place": "osaka"}).json()["rows"] == rows
        assert "/queries/sessions-held-in" in client.get("/openapi.json").json()["paths"]
        page = client.get("/queries", headers={"Accept": "text/html"}).text
        assert "Sessions held in a place" in page
    asked = run_ijkg("ask", "sessions-held-in", "--place=osaka", house=folder)
    assert "11th" in asked.stdout  # type: ignore[attr-defined]


def test_pages_of_a_sorted_collection_follow_each_other(client: httpx.Client) -> None:
    asked = {"sort": "-start,session", "fields": "session,start", "limit": "200"}
    address, days = "/sessions", []
    answer = client.get(address, params=asked)
    while True:
        assert set(answer.json()["rows"][0]) == {"session", "start"}
        days += [row["start"] for row in answer.json()["rows"]]
        if "next" not in answer.json()["links"]:
            break
        answer = client.get(answer.json()["links"]["next"])
    assert len(days) == answer.json()["total"]
    assert days == sorted(days, reverse=True)


def test_an_unknown_column_is_a_wrong_parameter(client: httpx.Client) -> None:
    answer = client.get("/sessions", params={"sort": "begin"})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "sort"
    assert "start" in answer.json()["allowed"]


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("nt", "application/n-triples"),
        ("jsonld", "application/ld+json"),
        ("rdf", "application/rdf+xml"),
    ],
)
def test_a_question_that_gives_a_graph_comes_in_every_form_of_rdf(
    client: httpx.Client, suffix: str, media_type: str
) -> None:
    session = rdflib.URIRef("https://w3id.org/india-japan/id/session/strategic-dialogue-18")
    by_suffix = client.get(f"/queries/dialogue-graph.{suffix}", params=ACROSS)
    by_accept = client.get("/queries/dialogue-graph", params=ACROSS, headers={"Accept": media_type})
    assert by_suffix.content == by_accept.content
    assert by_accept.headers["content-type"].partition(";")[0] == media_type
    graph = rdflib.Graph().parse(data=by_accept.content, format=media_type)
    assert (session, rdflib.RDFS.label, rdflib.Literal("第18回日印外相間戦略対話", "ja")) in graph
    assert f'<dialogue-graph.{suffix}>; rel="alternate"' in by_accept.headers["link"]


def test_a_graph_is_described_as_one_and_is_no_table(client: httpx.Client) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/queries/dialogue-graph"]["get"]
    content = operation["responses"]["200"]["content"]
    assert {"text/turtle", "application/ld+json", "text/html"} <= set(content)
    assert "text/csv" not in content
    assert {p["name"] for p in operation["parameters"]} == {"dialogue", "lang"}
    refused = client.get("/queries/dialogue-graph", params=ACROSS, headers={"Accept": "text/csv"})
    assert refused.status_code == 406
    cut = client.get("/queries/dialogue-graph", params={**ACROSS, "limit": "5"})
    assert (cut.status_code, cut.json()["parameter"]) == (400, "limit")


def test_the_page_of_a_graph_tells_it_by_names(client: httpx.Client) -> None:
    page = client.get("/queries/genealogy-graph.html", params={"dialogue": "jwg-critical-minerals"})
    assert "India-Japan Joint Working Group on Critical Minerals" in page.text
    assert 'href="/session/strategic-dialogue-18"' in page.text
    assert 'href="/queries/genealogy-graph.ttl?dialogue=jwg-critical-minerals"' in page.text


def test_columns_that_are_named_one_by_one_are_those_that_come(client: httpx.Client) -> None:
    address = "/sessions?fields=start&fields=session&limit=2"
    for _ in range(2):
        answer = client.get(address).json()
        assert [set(row) for row in answer["rows"]] == [{"start", "session"}] * 2
        address = answer["links"]["next"]


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("nt", "application/n-triples"),
        ("jsonld", "application/ld+json"),
        ("rdf", "application/rdf+xml"),
    ],
)
def test_the_catalogue_comes_as_rdf_with_addresses_of_this_site(
    client: httpx.Client, server: str, house: Path, suffix: str, media_type: str
) -> None:
    by_accept = client.get("/queries", headers={"Accept": media_type})
    assert by_accept.content == client.get(f"/queries.{suffix}").content
    assert by_accept.headers["content-type"].partition(";")[0] == media_type
    assert f'</queries.{suffix}>; rel="alternate"' in by_accept.headers["link"]
    graph = rdflib.Graph().parse(data=by_accept.content, format=media_type)
    executable = rdflib.URIRef("http://www.w3.org/ns/shacl#SPARQLExecutable")
    assert set(graph.subjects(rdflib.RDF.type, executable)) == {
        rdflib.URIRef(f"{server}/queries#{path.stem}") for path in (house / "queries").glob("*.rq")
    }
    target = rdflib.URIRef("https://schema.org/target")
    assert set(graph.objects(None, target)) == {rdflib.URIRef(f"{server}/sparql")}


def test_the_catalogue_has_no_other_form(client: httpx.Client) -> None:
    assert "/queries.ttl" in client.get("/queries.csv").json()["closest"]
    assert client.get("/queries", headers={"Accept": "text/csv"}).status_code == 406
