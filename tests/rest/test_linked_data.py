"""Every thing is linked data: its IRI opens, its JSON-LD has one context, its page a structure."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
import rdflib
from pyld import jsonld
from rdflib.compare import isomorphic

from india_japan_kg.problem import BadData
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.redirects import read_redirects
from india_japan_kg.vocabulary import ID, KINDS, ThingName

ACCEPTS = {
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "text/html",
    "*/*": "application/json",
    "application/ld+json": "application/ld+json",
    "text/turtle, application/rdf+xml;q=0.5": "text/turtle",
    "application/rdf+xml, text/rdf;q=0.6, */*;q=0.1": "application/rdf+xml",
}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(scope="session")
def sample(labels: Labels) -> list[str]:
    """Five things of every kind, spread over all of that kind."""
    found = []
    for kind in KINDS:
        every = sorted(labels.things(kind).values())
        found += every[:: max(1, len(every) // 5)][:5]
    assert len(found) >= 4 * len(KINDS)
    return found


@pytest.fixture(scope="session")
def context(client: httpx.Client) -> dict[str, Any]:
    answer = client.get("/context.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    document: dict[str, Any] = answer.json()
    return document


@pytest.mark.parametrize("accept", ACCEPTS)
def test_the_iri_of_a_thing_of_every_kind_opens(
    client: httpx.Client, sample: list[str], accept: str
) -> None:
    for iri in sample:
        answer = client.get("/id/" + iri.removeprefix(ID), headers={"Accept": accept})
        assert answer.status_code == 303, iri
        assert 'rel="describedby"' in answer.headers["link"]
        document = client.get(answer.headers["location"], headers={"Accept": accept})
        assert document.status_code == 200, iri
        assert document.headers["content-type"].partition(";")[0] == ACCEPTS[accept], iri


def test_json_ld_says_the_same_triples_to_rdflib(
    client: httpx.Client, sample: list[str], context: dict[str, Any]
) -> None:
    for iri in sample:
        path = "/" + iri.removeprefix(ID)
        linked = client.get(path + ".jsonld").json() | context
        lines = client.get(path + ".nt").text
        read = rdflib.Graph().parse(data=json.dumps(linked), format="json-ld")
        assert isomorphic(read, rdflib.Graph().parse(data=lines, format="nt11")), iri


def test_json_ld_says_the_same_triples_to_a_json_ld_1_1_processor(
    client: httpx.Client, sample: list[str], context: dict[str, Any]
) -> None:
    for iri in sample[::5]:
        path = "/" + iri.removeprefix(ID)
        linked = client.get(path + ".jsonld").json() | context
        lines = jsonld.normalize(
            linked, {"algorithm": "URDNA2015", "format": "application/n-quads"}
        ).splitlines()
        wanted = rdflib.Graph().parse(data=client.get(path + ".nt").text, format="nt11")
        read = rdflib.Graph().parse(data="\n".join(lines), format="nt11")
        assert isomorphic(read, wanted), iri


def test_the_context_is_fetched_from_where_the_document_says(client: httpx.Client) -> None:
    address = f"{client.base_url}/session/strategic-dialogue-18.jsonld"
    document = client.get(address).json()
    assert document["@context"] == f"{client.base_url}/context.jsonld"
    assert len(rdflib.Graph().parse(address, format="json-ld")) > 50


def test_keys_of_the_context_stand_for_the_words_of_the_ontology(context: dict[str, Any]) -> None:
    terms = context["@context"]
    assert terms["ofDialogue"] == {"@id": "ij:ofDialogue", "@type": "@id"}
    assert terms["startDate"] == {"@id": "schema:startDate", "@type": "xsd:date"}
    assert terms["statement"] == {"@id": "ij:statement", "@container": "@language"}
    assert terms["Session"] == "ij:Session"


def test_names_are_found_by_their_language(client: httpx.Client) -> None:
    person = client.get("/person/motegi-toshimitsu.jsonld").json()
    assert person["label"]["ja"] == "茂木敏充"
    assert "Person" in person["type"]


def test_the_page_of_a_session_is_an_event_of_schema_org(client: httpx.Client) -> None:
    page = client.get("/session/strategic-dialogue-18", headers={"Accept": "text/html"}).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    about, *others = json.loads(found[1])["@graph"]
    assert about["@type"] == ["Event"]
    assert about["startDate"] == ["2026-01-16"]
    assert {"@id": f"{ID}person/jaishankar-s"} in about["attendee"]
    assert any("New Delhi" in str(other.get("name")) for other in others)


def test_a_document_names_its_other_forms_and_its_canonical_address(client: httpx.Client) -> None:
    links = client.get("/person/abe-shinzo").headers["link"]
    assert '</person/abe-shinzo.ttl>; rel="alternate"; type="text/turtle"' in links
    assert f'<{client.base_url}/person/abe-shinzo>; rel="canonical"' in links
    assert 'rel="describedby"' in links


def test_sitemaps_list_the_page_of_every_thing(client: httpx.Client, labels: Labels) -> None:
    robots = client.get("/robots.txt").text
    address = f"{client.base_url}/sitemap.xml"
    assert f"Sitemap: {address}" in robots
    index = ElementTree.fromstring(client.get(address).text)
    parts = [part.text or "" for part in index.iterfind("s:sitemap/s:loc", SITEMAP)]
    found = set()
    for part in parts:
        pages = ElementTree.fromstring(client.get(part).text)
        listed = [page.text or "" for page in pages.iterfind("s:url/s:loc", SITEMAP)]
        assert 0 < len(listed) <= 50_000
        found |= set(listed)
    for kind in ("person", "source", "outcome"):
        for slug in labels.things(kind):
            assert f"{client.base_url}/{kind}/{slug}" in found
    assert f"{client.base_url}/queries/promises" in found
    assert f"{client.base_url}/dialogues" in found


@pytest.fixture
def house_with(house: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Make a house of the real files with other redirects."""

    def make(redirects: str) -> Path:
        folder = tmp_path / "house"
        folder.mkdir()
        for room in ("ontology", "shapes", "queries"):
            (folder / room).symlink_to(house / room)
        copytree(house / "data", folder / "data")
        (folder / "data" / "redirects.txt").write_text(redirects, encoding="utf-8")
        return folder

    return make


def test_an_old_name_leads_to_the_new_one_and_the_base_address_is_a_setting(
    house_with: Callable[[str], Path], start_server: Callable[..., str]
) -> None:
    folder = house_with("person:shinzo-abe person:abe-shinzo  # order of names\n")
    base = "https://kg.example.org"
    with httpx.Client(base_url=start_server(house=folder, base_url=base), timeout=300) as client:
        for old, new in (
            ("/id/person/shinzo-abe", "/id/person/abe-shinzo"),
            ("/person/shinzo-abe.ttl?lang=ja", "/person/abe-shinzo.ttl?lang=ja"),
        ):
            answer = client.get(old)
            assert (answer.status_code, answer.headers["location"]) == (308, new)
        document = client.get("/person/abe-shinzo.jsonld")
        assert document.json()["@context"] == f"{base}/context.jsonld"
        assert f'<{base}/person/abe-shinzo>; rel="canonical"' in document.headers["link"]
        assert f"Sitemap: {base}/sitemap.xml" in client.get("/robots.txt").text


def test_a_thing_renamed_twice_has_its_newest_name(house_with: Callable[[str], Path]) -> None:
    read = read_redirects(house_with("person:a person:b\nperson:b person:c\n"))
    assert read[ThingName("person", "a")] == ThingName("person", "c")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("person:a\n", "two prefixed names"),
        ("person:a nobody:b\n", "two prefixed names"),
        ("person:a person:b\nperson:a person:c\n", "renamed twice"),
        ("person:a person:b\nperson:b person:a\n", "in a circle"),
    ],
)
def test_wrong_redirects_are_refused_by_line(
    house_with: Callable[[str], Path], text: str, message: str
) -> None:
    with pytest.raises(BadData, match=message) as error:
        read_redirects(house_with(text))
    assert error.value.members["line"] == text.count("\n")


def test_redirects_of_the_house_lead_to_things_that_are_there(house: Path, labels: Labels) -> None:
    for old, new in read_redirects(house).items():
        assert new.slug in labels.things(new.kind)
        assert old.slug not in labels.things(old.kind)


def test_the_w3id_redirects_cover_every_path_of_the_iris(house: Path, labels: Labels) -> None:
    text = (house / "docs" / "w3id" / ".htaccess").read_text(encoding="utf-8")
    patterns = [line.split()[1] for line in text.splitlines() if line.startswith("RewriteRule")]
    paths = ["ontology", "shapes", "context.jsonld", "graph/domains", "problem/bad-query", ""]
    paths += ["dataset", "ontology/0.1.0"]
    paths += [f"id/{kind}/{slug}" for kind in KINDS for slug in labels.things(kind)]
    for path in paths:
        assert any(re.search(pattern, path) for pattern in patterns), path


def test_a_browser_finds_each_term_of_the_vocabulary_under_its_fragment(
    client: httpx.Client,
) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html", "Accept-Language": "ja"}).text
    turtle = client.get("/ontology.ttl").text
    terms = set(re.findall(r"^ij:(\w+)$", turtle, re.MULTILINE))
    assert len(terms) > 150
    assert terms <= set(re.findall(r'<section id="(\w+)">', page))
    assert "<span>在任</span> <code>ij:Tenure</code>" in page
    assert "https://w3id.org/india-japan/ontology/0.1.0" in page
