"""Every thing has an address: its IRI leads there, and it has the representation one asks for."""

import httpx
import pytest
import rdflib
from pyoxigraph import QuerySolutions

from india_japan_kg.dataset import Dataset
from india_japan_kg.things.labels import Labels
from india_japan_kg.vocabulary import ID, PREFIXES, shorten

SESSION = "/session/strategic-dialogue-18"
IRI = PREFIXES["session"] + "strategic-dialogue-18"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_the_iri_of_a_thing_leads_to_its_document(client: httpx.Client) -> None:
    answer = client.get("/id" + SESSION)
    assert answer.status_code == 303
    assert answer.headers["location"] == SESSION


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (BROWSER, "text/html"),
        ("*/*", "application/json"),
        ("application/ld+json", "application/ld+json"),
        ("text/turtle", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.1", "application/rdf+xml"),
    ],
)
def test_a_thing_comes_as_the_client_wants_it(
    client: httpx.Client, accept: str, media_type: str
) -> None:
    answer = client.get(SESSION, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("suffix", "form"), [("jsonld", "json-ld"), ("ttl", "turtle"), ("nt", "nt11"), ("rdf", "xml")]
)
def test_every_rdf_representation_says_the_same(
    client: httpx.Client, suffix: str, form: str
) -> None:
    graph = rdflib.Graph().parse(data=client.get(f"{SESSION}.{suffix}").content, format=form)
    turtle = rdflib.Graph().parse(data=client.get(f"{SESSION}.ttl").content, format="turtle")
    assert set(graph) == set(turtle)
    ordinal = rdflib.URIRef(PREFIXES["ij"] + "ordinal")
    assert list(graph.objects(rdflib.URIRef(IRI), ordinal)) == [rdflib.Literal(18)]


def test_json_is_plain(client: httpx.Client) -> None:
    thing = client.get(f"{SESSION}.json").json()
    assert thing["id"] == "strategic-dialogue-18"
    assert thing["ordinal"] == 18
    assert thing["startDate"] == "2026-01-16"
    assert thing["ofDialogue"]["id"] == "strategic-dialogue"
    chairs = {
        (seat["person"]["id"], seat["inPost"]["id"], seat["role"]["iri"].rpartition("#")[2])
        for seat in thing["participation"]
        if seat["role"]["iri"].endswith("#chair")
    }
    assert chairs == {
        ("jaishankar-s", "in-minister-of-external-affairs", "chair"),
        ("motegi-toshimitsu", "jp-minister-for-foreign-affairs", "chair"),
    }


def test_json_names_each_class_once(client: httpx.Client) -> None:
    assert client.get("/person/hiramatsu-kenji.json").json()["type"] == ["Person"]


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/indicator/aid-from-india-blankets-2011-03", "Aid from India blankets, 2011-03"),
        ("/indicator/swap-line-2025-02-28", "Swap line, 2025-02-28"),
        ("/indicator/chief-ministers-visiting-japan-2025", "Chief ministers visiting Japan, 2025"),
        ("/target/annual-summit-2008-10-22-dfc-450bn", "yen loans for the freight corridor"),
        (
            "/participation/act-east-forum-1-hiramatsu-kenji",
            "Kenji Hiramatsu, 1st India-Japan Act East Forum",
        ),
        (
            "/tenure/hiramatsu-kenji-ambassador-in-2015",
            "Kenji Hiramatsu, Ambassador of Japan to India",
        ),
    ],
)
def test_what_has_no_name_is_called_by_what_it_says(
    client: httpx.Client, path: str, label: str
) -> None:
    assert client.get(f"{path}.json").json()["label"] == label


def test_every_thing_of_the_graph_is_called_something(dataset: Dataset, labels: Labels) -> None:
    things = dataset.store.query(
        "SELECT DISTINCT ?thing { ?thing a ?c FILTER(STRSTARTS(STR(?thing), STR(id:))) }",
        prefixes={"id": ID},
        use_default_graph_as_union=True,
    )
    assert isinstance(things, QuerySolutions)
    iris = [solution["thing"].value for solution in things]
    assert len(iris) > 5000
    assert [iri for iri in iris if labels.label(iri, ()).text == shorten(iri)] == []


def test_every_representation_names_the_sources(client: httpx.Client) -> None:
    sources = client.get(f"{SESSION}.json").json()["source"]
    assert any("Indian Express" in source["publisher"] for source in sources)
    assert all(source["title"] for source in sources)


def test_what_points_at_a_thing_is_told(client: httpx.Client) -> None:
    mentioned = client.get(f"{SESSION}.json").json()["mentionedBy"]
    decided = {outcome["id"] for outcome in mentioned["^decidedAt"]}
    assert any("critical-minerals" in slug for slug in decided)


@pytest.mark.parametrize(
    ("lang", "header", "label"),
    [
        (None, None, "Toshimitsu Motegi"),
        ("ja", None, "茂木敏充"),
        (None, "ja,en;q=0.8", "茂木敏充"),
        ("hi", "ja", "तोशिमित्सु मोतेगी"),
        ("fr", None, "Toshimitsu Motegi"),
    ],
)
def test_names_come_in_the_wanted_language(
    client: httpx.Client, lang: str | None, header: str | None, label: str
) -> None:
    answer = client.get(
        "/person/motegi-toshimitsu.json",
        params={"lang": lang} if lang else {},
        headers={"Accept-Language": header} if header else {},
    )
    told = answer.json()
    expected = {"茂木敏充": told["labels"]["ja"], "तोशिमित्सु मोतेगी": told["labels"]["hi"]}
    assert told["label"] == expected.get(label, label)
    assert "Accept-Language" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("path", "closest"),
    [
        ("/person/motegi-toshimitu", "/person/motegi-toshimitsu"),
        ("/person/motegi", "/person/motegi-toshimitsu"),
        ("/id/dialogue/strategic-dialog", "/dialogue/strategic-dialogue"),
        ("/persons/abe-shinzo", "person"),
        (f"{SESSION}.pdf", "strategic-dialogue-18.ttl"),
    ],
)
def test_an_unknown_thing_is_told_the_closest(
    client: httpx.Client, path: str, closest: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert closest in answer.json()["closest"]


@pytest.mark.parametrize("suffix", ["", ".json", ".jsonld", ".ttl", ".nt", ".rdf", ".html"])
def test_an_unknown_parameter_of_a_thing_is_told_the_known_ones(
    client: httpx.Client, suffix: str
) -> None:
    answer = client.get(SESSION + suffix, params={"colour": "red"})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "colour"
    assert answer.json()["allowed"] == ["lang", "as_of", "limit", "offset"]


def test_a_misspelt_parameter_of_a_thing_is_told_the_closest(client: httpx.Client) -> None:
    answer = client.get(SESSION, params={"asof": "2026-03-01"}, headers={"Accept": BROWSER})
    assert answer.status_code == 400
    assert "Did you mean as_of?" in answer.text


def test_a_wrong_language_is_told_what_one_is(client: httpx.Client) -> None:
    answer = client.get(SESSION, params={"lang": "<script>"})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "lang"


def test_a_representation_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get(SESSION)
    again = client.get(SESSION, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_a_sample_of_iris_of_every_kind_dereferences(client: httpx.Client) -> None:
    query = (
        "SELECT ?kind (MIN(STR(?s)) AS ?iri) { ?s a ?class "
        "FILTER(STRSTARTS(STR(?s), 'https://w3id.org/india-japan/id/')) "
        "BIND(REPLACE(STR(?s), '^.*/id/([a-z]+)/.*$', '$1') AS ?kind) } GROUP BY ?kind"
    )
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert len(rows) >= 12
    for row in rows:
        path = row["iri"]["value"].removeprefix("https://w3id.org/india-japan")
        for accept in (BROWSER, "application/json", "text/turtle"):
            answer = client.get(path, headers={"Accept": accept}, follow_redirects=True)
            assert answer.status_code == 200, (path, accept)


def test_what_mentions_a_thing_comes_in_parts_that_make_up_the_whole(client: httpx.Client) -> None:
    address, parts = "/person/jaishankar-s.json?limit=50", []
    while address:
        document = client.get(address).json()
        parts += [
            (relation, other["iri"])
            for relation, others in document["mentionedBy"].items()
            for other in others
        ]
        address = document["links"].get("next")
    assert len(parts) == len(set(parts)) == document["mentions"]["total"] > 100


def test_the_next_part_is_a_link_too(client: httpx.Client) -> None:
    links = client.get("/place/india.json", params={"limit": "5"}).headers["link"]
    assert '</place/india.json?limit=5&offset=5>; rel="next"' in links


def test_what_a_super_property_only_repeats_is_told_once(client: httpx.Client) -> None:
    outcome = client.get("/outcome/strategic-dialogue-18-critical-minerals.json").json()
    assert outcome["statement"]
    assert "description" not in outcome
    assert outcome["labels"] or outcome["label"]
    assert "location" not in client.get(f"{SESSION}.json").json()
